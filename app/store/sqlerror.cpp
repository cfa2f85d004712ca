// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#include "store/sqlerror.h"

#include <QFileInfo>
#include <QRegularExpression>
#include <QSqlError>

#include <algorithm>

namespace store {

using namespace Qt::StringLiterals;

namespace {

/// https://www.sqlite.org/rescode.html: the low byte is the primary code.
constexpr int primaryMask = 0xff;
constexpr int corrupt = 11;
constexpr int notADatabase = 26;

struct Meaning
{
    int code;
    QLatin1StringView words;
};

constexpr Meaning meanings[] = {
    {5, "another program has been writing to it for too long"_L1},
    {6, "another program has been writing to it for too long"_L1},
    {8, "it cannot be written"_L1},
    {9, "interrupted"_L1},
    {10, "the disk or the file system reports an error"_L1},
    {corrupt, "it is damaged"_L1},
    {13, "the disk is full"_L1},
    {14, "it cannot be opened"_L1},
    {18, "too large"_L1},
    {19, "a rule of the file refuses this"_L1},
    {23, "not allowed"_L1},
    {notADatabase, "it is not a database, or its beginning is damaged"_L1},
};

QString wordsFor(int code)
{
    const auto found = std::ranges::find(meanings, code, &Meaning::code);
    return found == std::ranges::end(meanings) ? u"unexpected error"_s : QString(found->words);
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
