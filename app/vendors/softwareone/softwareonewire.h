// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

/// SoftwareOne's replies as values: tokens, pages, accounts and errors. Pure. The vendor repeats
/// every token's full key in every read, so the key is blanked in the bytes while they are parsed
/// (IN-10).

#include "domain/grantcache.h"
#include "domain/vendorclient.h"
#include "http/apiclient.h"

namespace softwareone::wire {

/// Whose eyes a reply is read with.
struct Reader
{
    QString connectionId;
    QString ownTokenId; ///< empty where the credential does not name itself
    std::shared_ptr<domain::GrantCache> grants; ///< null = each reply for itself
};

struct Account
{
    QString id;
    QString name;
    QString type; ///< raw: "Client", "Vendor", "Operations"

    bool isOperations() const { return type == QLatin1StringView("Operations"); }
};

/// The token this console signs in with, and its account.
struct OwnToken
{
    domain::Token token;
    Account account;
};

/// Where a page starts. The scope stays the same over all pages of one listing.
struct Position
{
    qint64 offset = 0;
    bool hidesDeleted = false;
};

QString toCursor(const Position &position);
/// Nothing for a cursor that this file did not make.
std::optional<Position> fromCursor(const QString &cursor);

/// "TKN-1234-5678" of "idt:TKN-1234-5678:opaque"; empty for any other form.
QString tokenIdOf(QByteArrayView credential);

base::Result<domain::TokenPage> parsePage(
    QByteArray body, const Reader &reader, const Position &asked);
/// The reply of an update, enable or disable; for a read of one token too.
base::Result<domain::Token> parseToken(QByteArray body, const Reader &reader);
base::Result<OwnToken> parseOwnToken(QByteArray body, const Reader &reader);
/// The only function that keeps a key.
base::Result<domain::IssuedToken> parseIssued(QByteArray body, const Reader &reader);
base::Result<std::vector<Account>> parseAccounts(QByteArray body);

/// What a reply to a change leaves out (null suppression, `$meta.omitted`) stays as it was.
domain::Token keepUnreported(const domain::Token &before, domain::Token after);

/// Problem details in all their shapes, gateway bodies, web pages: any body at all.
http::ErrorWords parseError(const http::Response &response);

/// Access Management lets its holder make and delete tokens.
bool isBroadModule(const QString &id, const QString &code, const QString &name);

} // namespace softwareone::wire
