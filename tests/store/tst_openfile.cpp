// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0

/// From a path to a database that can be trusted: owner, permissions, damage, format.

#include "store/files.h"
#include "store/openfile.h"
#include "stricttest.h"

#include <QDir>
#include <QTemporaryDir>

#ifdef Q_OS_UNIX
#include <sys/stat.h>
#include <unistd.h>
#endif

using namespace Qt::StringLiterals;
using store::FileReport;
using store::OpenFile;
using store::Shape;

namespace {

constexpr qint32 ourId = 0x54444a31;

Shape notes(bool isPrecious = true)
{
    return {.name = u"notes.db"_s,
        .applicationId = ourId,
        .migrations = {{u"CREATE TABLE note (text TEXT NOT NULL) STRICT"_s}},
        .isPrecious = isPrecious};
}

QVariant valueOf(OpenFile &file, const QString &sql)
{
    const auto used = file.use();
    if (!used)
        return used.error().detail;
    const auto value = (*used)->value(sql);
    return value ? *value : QVariant(value.error().detail);
}

} // namespace

class OpenFileTest final : public test::StrictTest
{
    Q_OBJECT

private slots:
    void init();
    void makesAFileOfItsOwn();
    void setsEveryPragmaAndReadsItBack();

private:
    std::unique_ptr<QTemporaryDir> m_folder;
};

void OpenFileTest::init()
{
    StrictTest::init();
    m_folder = std::make_unique<QTemporaryDir>();
}

void OpenFileTest::makesAFileOfItsOwn()
{
    OpenFile file(m_folder->path(), notes());
    QCOMPARE(file.report().state, FileReport::State::Usable);
    QCOMPARE(valueOf(file, u"PRAGMA application_id"_s).toInt(), ourId);
    QCOMPARE(valueOf(file, u"PRAGMA user_version"_s).toInt(), 1);
    QCOMPARE(valueOf(file, u"SELECT count(*) FROM note"_s).toInt(), 0);
}

/// DB-04
void OpenFileTest::setsEveryPragmaAndReadsItBack()
{
    OpenFile file(m_folder->path(), notes());
    QCOMPARE(valueOf(file, u"PRAGMA journal_mode"_s).toString(), u"wal"_s);
    QCOMPARE(valueOf(file, u"PRAGMA synchronous"_s).toInt(), 2);
    QCOMPARE(valueOf(file, u"PRAGMA foreign_keys"_s).toInt(), 1);
    QCOMPARE(valueOf(file, u"PRAGMA secure_delete"_s).toInt(), 1);
    QCOMPARE(valueOf(file, u"PRAGMA trusted_schema"_s).toInt(), 0);
    QCOMPARE(valueOf(file, u"PRAGMA cell_size_check"_s).toInt(), 1);
    QCOMPARE(valueOf(file, u"PRAGMA temp_store"_s).toInt(), 2);
    QCOMPARE(valueOf(file, u"PRAGMA busy_timeout"_s).toInt(), 3000);

    OpenFile cache(m_folder->path() + u"/cache"_s, notes(false));
    QCOMPARE(valueOf(cache, u"PRAGMA synchronous"_s).toInt(), 1);
}

QTEST_GUILESS_MAIN(OpenFileTest)
#include "tst_openfile.moc"
