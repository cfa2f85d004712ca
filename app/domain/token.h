// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

/// A token as a vendor lists it. Never holds the key.

#include "domain/fact.h"
#include "domain/grant.h"

#include <QByteArray>
#include <QHash>
#include <QString>
#include <QStringList>

#include <vector>

namespace domain {

/// The name of a row across time: rows and indexes move, this does not.
struct TokenKey
{
    QString connectionId;
    QString remoteId;

    friend bool operator==(const TokenKey &, const TokenKey &) = default;
    friend auto operator<=>(const TokenKey &a, const TokenKey &b)
    {
        if (const int c = a.connectionId.compare(b.connectionId); c != 0)
            return c <=> 0;
        return a.remoteId.compare(b.remoteId) <=> 0;
    }
};

size_t qHash(const TokenKey &key, size_t seed = 0);

enum class TokenStatus { Active, Disabled, Expired, Deleted, Unknown };

/// Who a token belongs to, where a vendor knows kinds. Mist: organisation or user.
enum class TokenKind { Account, Organisation, User };

struct Token
{
    TokenKey key;
    TokenKind kind = TokenKind::Account;
    QString name; ///< raw, as it goes back to the vendor; show displayForm() of it
    Fact<QString> description = Fact<QString>::notReported();
    TokenStatus status = TokenStatus::Unknown;
    QString rawStatus; ///< the vendor's own word, kept when it is not one we know

    TimeFact created;
    TimeFact lastUsed;
    TimeFact expires = TimeFact::notReported();
    /// When the vendor removes it if nobody uses it (Mist user tokens, 90 days): an estimate.
    TimeFact removedWhenIdle = TimeFact::notReported();

    Fact<QString> creator = Fact<QString>::notReported(); ///< Never = the creator was deleted
    Fact<QString> owner = Fact<QString>::notReported();
    std::vector<Grant> grants;
    /// Grants were reported at all (a Mist user token has its user's rights, CSP lists may leave
    /// them out).
    FactState grantsState = FactState::Known;
    QStringList allowedAddresses; ///< Mist src_ips; empty = from anywhere
    QString keyHint; ///< enough to recognise a key one holds: "1qkb...QQCL", client id
    QString trackedSlot; ///< CSP: the vault slot that holds this token's value; empty = not tracked
    bool isOwnCredential = false; ///< this console signs in with it
    QByteArray raw; ///< the vendor's JSON for it as it came, but its secrets overwritten

    friend bool operator==(const Token &, const Token &) = default;
};

} // namespace domain
