// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

/// A token as the columns of inventory.db: the whitelist of what is kept (DB-01).

#include "domain/tokenbatch.h"

#include <QVariant>

#include <array>

namespace store {

class Statement;

/// Texts are UTF-8.
struct StoredToken
{
    QByteArray id;
    /// From the lowest bit, three each: status, kind, state of the grants, of the description, of
    /// the creator, of the owner; one each: own credential; created, last used, expires, removed
    /// when idle are approximate.
    qint64 marks = 0;
    QByteArray name;
    QByteArray description;
    QByteArray rawStatus;
    domain::PackedTime created = 0;
    domain::PackedTime lastUsed = 0;
    domain::PackedTime expires = 0;
    domain::PackedTime removedWhenIdle = 0;
    QByteArray creator;
    QByteArray owner;
    qint64 grantSet = 0; ///< 0 = none
    QByteArray addresses; ///< one a line
    QByteArray keyHint;
    QByteArray trackedSlot;
    /// What the vendor says of the creation, the last use and the end where that is not understood.
    /// They have no column: in raw_status each follows the status behind a record separator
    /// (U+001E).
    using Wordings = std::array<QString, 3>;
    Wordings wordings;

    /// Cuts what is too long.
    static StoredToken of(const domain::Token &token, qint64 grantSet);
    /// From columns() at `first`.
    static StoredToken read(const Statement &statement, int first);

    /// What a statement has to select.
    static const QString &columns();
    /// "UPDATE tokens SET ...", bound to values().
    static const QString &assignments();
    /// "INSERT INTO tokens ...", bound to values(), connection, hash and first list.
    static const QString &insertion();
    QVariantList values() const;

    /// Its texts are those of this.
    domain::TokenRow row(domain::GrantSetPtr grants) const;
    domain::Token token(const QString &connectionId, const domain::GrantSetPtr &grants) const;
};

/// Not longer than that.
QString cut(const QString &text, qsizetype longest);

} // namespace store
