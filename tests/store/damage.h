// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

/// Ways in which a database file gets broken, and looks at a folder.

#include <QDateTime>
#include <QDir>
#include <QFile>
#include <QRandomGenerator>
#include <QTest>

#include <functional>

namespace test {

using Breakage = std::function<void(QByteArray &)>;

inline void overwrite(QByteArray &bytes, qsizetype at, const QByteArray &with)
{
    bytes.replace(at, with.size(), with);
}

inline void emptyPage(QByteArray &bytes)
{
    overwrite(bytes, bytes.size() / 2 / 4096 * 4096, QByteArray(4096, '\0'));
}

/// The ones that QSqlDatabase::open() calls fine, as rows of a column "breakage".
inline void addBreakages()
{
    QTest::addColumn<Breakage>("breakage");
    const auto add
        = [](const char *name, Breakage breakage) { QTest::newRow(name) << std::move(breakage); };
    add("another beginning", [](QByteArray &bytes) { overwrite(bytes, 0, "SQLite format 9"); });
    add("an impossible page size",
        [](QByteArray &bytes) { overwrite(bytes, 16, QByteArray("\0\3", 2)); });
    add("half a file", [](QByteArray &bytes) { bytes.truncate(bytes.size() / 2); });
    add("random bytes", [](QByteArray &bytes) {
        QRandomGenerator random(1);
        for (char &byte : bytes)
            byte = static_cast<char>(random.bounded(256));
    });
    add("not a page inside", [](QByteArray &bytes) {
        overwrite(bytes, bytes.size() / 2 / 4096 * 4096, QByteArray(4096, '\xa5'));
    });
    add("an empty page inside", emptyPage);
    add("a text file", [](QByteArray &bytes) { bytes = QByteArray(5000, 'x'); });
}

/// Not while this process has it open: closing a file drops SQLite's locks on it.
inline QByteArray bytesOf(const QString &path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

inline void writeBytes(const QString &path, const QByteArray &bytes)
{
    QFile file(path);
    QVERIFY2(file.open(QIODevice::WriteOnly) && file.write(bytes) == bytes.size(),
        qPrintable(file.errorString()));
}

inline void damage(const QString &path, const Breakage &breakage)
{
    QByteArray bytes = bytesOf(path);
    breakage(bytes);
    writeBytes(path, bytes);
}

/// As if it had been lying there for a while.
inline void makeOld(const QString &path)
{
    QFile file(path);
    QVERIFY(file.open(QIODevice::ReadWrite));
    QVERIFY(file.setFileTime(
        QDateTime::currentDateTimeUtc().addSecs(-3600), QFileDevice::FileModificationTime));
}

inline QStringList namesIn(const QString &folder)
{
    return QDir(folder).entryList(QDir::AllEntries | QDir::NoDotAndDotDot | QDir::System);
}

} // namespace test

Q_DECLARE_METATYPE(test::Breakage)
