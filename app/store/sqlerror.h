// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

/// SQLite's codes as our errors, in words that say what it means for the file.

#include "base/error.h"

class QSqlError;

namespace store {

/// "journal.db: the disk is full (SQLite 13: database or disk is full)".
base::Error sqlError(const QString &path, const QSqlError &error);
/// For what we find out ourselves.
base::Error fileError(const QString &path, const QString &words);

/// SQLite reports no error, but its check does, or ours.
base::Error damageError(const QString &path, const QString &words);

/// SQLite's primary code in an error of these; 0 = it is not one.
int sqliteCode(const base::Error &error);
/// The file itself is broken: another attempt will not help.
bool isDamage(const base::Error &error);

} // namespace store
