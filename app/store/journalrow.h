// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

/// A row of the journal as it is stored, and the hash that chains it to the row before (DB-09).

#include "base/result.h"
#include "domain/journal.h"

namespace store {

/// Bytes as they stand in the file (UTF-8): what is hashed is what is stored.
struct JournalRow
{
    qint64 sequence = 0;
    QByteArray operation;
    QByteArray group;
    QByteArray action;
    QByteArray phase;
    qint64 at = 0; ///< milliseconds since 1970, UTC
    QByteArray person;
    QByteArray origin;
    QByteArray run;
    QByteArray connectionId;
    QByteArray remoteId;
    QByteArray tokenName;
    QByteArray connectionName;
    QByteArray vendor;
    QByteArray details; ///< JSON object, names sorted, no spaces
    QByteArray hash;
};

inline constexpr int longestName = 1000;
inline constexpr int longestDetails = 1024 * 1024;

/// Invalid for details that are not among journalDetailNames(), or ids and details beyond reason.
base::Result<base::Unit> acceptable(const domain::JournalEntry &entry);
/// Without sequence and hash. Names beyond longestName are cut: a row that says a little less is
/// better than a token that cannot be revoked because of its name.
JournalRow rowOf(const domain::JournalEntry &entry);
/// Nothing for a row with words that this version does not know.
std::optional<domain::JournalEntry> entryOf(const JournalRow &row);

/// 32 zero bytes stand before the first row.
QByteArray firstHash();
/// SHA-256 over `before` and the row's fields as netstrings ("3:abc,"), see README.md.
QByteArray hashOf(const QByteArray &before, const JournalRow &row);

} // namespace store
