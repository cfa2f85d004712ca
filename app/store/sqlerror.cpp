// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#include "store/sqlerror.h"

#include <QFileInfo>
#include <QRegularExpression>
#include <QSqlError>

namespace store {

using namespace Qt::StringLiterals;

namespace {

/// https://www.sqlite.org/rescode.html: the low byte is the primary code.
constexpr int primaryMask = 0xff;
constexpr int corrupt = 11;
constexpr int notADatabase = 26;

QString wordsFor(int code)
{
    switch (code) {
    case 5:
    case 6:
        return u"another program has been writing to it for too long"_s;
    case 8:
        return u"it cannot be written"_s;
    case 9:
        return u"interrupted"_s;
    case 10:
        return u"the disk or the file system reports an error"_s;
    case corrupt:
        return u"it is damaged"_s;
    case 13:
        return u"the disk is full"_s;
    case 14:
        return u"it cannot be opened"_s;
    case 18:
        return u"too large"_s;
    case 19:
        return u"a rule of the file refuses this"_s;
    case 23:
        return u"not allowed"_s;
    case notADatabase:
        return u"it is not a database, or its beginning is damaged"_s;
    default:
        return u"unexpected error"_s;
    }
}

} // namespace

base::Error fileError(const QString &path, const QString &words)
{
    return {.kind = base::ErrorKind::LocalFile,
        .detail = u"%1: %2"_s.arg(QFileInfo(path).fileName(), words)};
}

base::Error sqlError(const QString &path, const QSqlError &error)
{
    const int code = error.nativeErrorCode().toInt();
    const QString said = error.databaseText().simplified();
    return fileError(path,
        u"%1 (SQLite %2: %3)"_s.arg(wordsFor(code & primaryMask), QString::number(code), said));
}

base::Error damageError(const QString &path, const QString &words)
{
    return fileError(path, u"%1 (SQLite %2: %3)"_s.arg(wordsFor(corrupt)).arg(corrupt).arg(words));
}

int sqliteCode(const base::Error &error)
{
    static const QRegularExpression pattern(uR"(\(SQLite (\d+): )"_s);
    return pattern.match(error.detail).captured(1).toInt() & primaryMask;
}

bool isDamage(const base::Error &error)
{
    const int code = sqliteCode(error);
    return code == corrupt || code == notADatabase;
}

} // namespace store
