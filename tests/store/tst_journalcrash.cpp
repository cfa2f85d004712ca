// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0

/// Programs that are killed while they write, and two that write at once.

#include "await.h"
#include "noteshape.h"
#include "store/store.h"
#include "storetools.h"
#include "stricttest.h"

#include <QDir>
#include <QProcess>
#include <QRandomGenerator>
#include <QSet>
#include <QTemporaryDir>
#include <QThread>

using namespace Qt::StringLiterals;
using store::Store;
using test::await;

class JournalCrashTest final : public test::StrictTest
{
    Q_OBJECT

private slots:
    void initTestCase();
    void keepsEveryAcknowledgedRow();
    void staysWholeWithTwoWriters();
    void losesNothingOnAFullDisk();
    void comesThroughAKilledChangeOfFormat();

private:
    static std::unique_ptr<QProcess> start(const QStringList &arguments);

    /// Killed by hand: a test that is interrupted should find the same way again.
    QRandomGenerator m_random {4};
};

void JournalCrashTest::initTestCase()
{
    if (qEnvironmentVariableIsEmpty("TOKENDESK_WRITER"))
        QSKIP("TOKENDESK_WRITER names the program to kill; ctest sets it");
}

std::unique_ptr<QProcess> JournalCrashTest::start(const QStringList &arguments)
{
    auto process = std::make_unique<QProcess>();
    process->setProcessChannelMode(QProcess::ForwardedErrorChannel);
    process->start(qEnvironmentVariable("TOKENDESK_WRITER"), arguments);
    return process;
}

/// T15: kill -9, fifty times, on one journal. Rows that nobody was told of may be there too.
void JournalCrashTest::keepsEveryAcknowledgedRow()
{
    constexpr int rounds = 50;
    QTemporaryDir folder;
    QSet<QString> acknowledged;
    for (int round = 0; round < rounds; ++round) {
        auto writer = start({u"write"_s, folder.path(), u"100000"_s, u"round%1"_s.arg(round)});
        const int wanted = m_random.bounded(1, 12);
        QByteArray said;
        while (said.count('\n') < wanted && writer->waitForReadyRead(test::patienceMs()))
            said += writer->readAll();
        QVERIFY2(said.count('\n') >= wanted, said.constData());
        writer->kill();
        QVERIFY(writer->waitForFinished(test::patienceMs()));
        said += writer->readAll();
        said.truncate(said.lastIndexOf('\n') + 1);
        for (const QByteArray &line : said.split('\n'))
            acknowledged += QString::fromUtf8(line.trimmed());
    }
    acknowledged.remove({});

    Store store(folder.path());
    const auto check = await(store.journal().verify());
    QVERIFY(check);
    QVERIFY2(check->isWhole, qPrintable(check->problem));
    const auto rows = await(store.journal().read({.limit = 0}));
    QVERIFY(rows);
    QSet<QString> present;
    for (const domain::JournalRecord &row : *rows)
        present += row.entry.operation;
    QCOMPARE(acknowledged - present, QSet<QString>());
    qInfo("%lld rows acknowledged, %lld present", static_cast<long long>(acknowledged.size()),
        static_cast<long long>(present.size()));
}

/// DB-05, DB-09: a window and a command line at once, from the first moment on.
void JournalCrashTest::staysWholeWithTwoWriters()
{
    constexpr int each = 100;
    QTemporaryDir folder;
    std::vector<std::unique_ptr<QProcess>> writers;
    for (const auto &tag : {u"a"_s, u"b"_s, u"c"_s})
        writers.push_back(start({u"write"_s, folder.path(), QString::number(each), tag}));
    for (const auto &writer : writers) {
        QVERIFY(writer->waitForFinished(test::patienceMs()));
        const QByteArray said = writer->readAll();
        QVERIFY2(!said.contains("failed"), said.constData());
        QCOMPARE(said.count('\n'), each);
    }
    Store store(folder.path());
    const auto check = await(store.journal().verify());
    QVERIFY(check);
    QVERIFY2(check->isWhole, qPrintable(check->problem));
    QCOMPARE(check->rows, 3 * each);
}

/// DB-08: a disk of one MiB, then a larger one.
void JournalCrashTest::losesNothingOnAFullDisk()
{
    const QString script = uR"(
        mount -t tmpfs -o size=1m,mode=700 tmpfs "$1" || exit 77
        "$0" write "$1" 1000 small && mount -o remount,size=8m "$1" || exit 1
        "$0" write "$1" 10 large && cp "$1"/journal.db* "$2")"_s;
    QTemporaryDir disk;
    QTemporaryDir after;
    QProcess shell;
    shell.start(u"unshare"_s,
        {u"-m"_s, u"sh"_s, u"-c"_s, script, qEnvironmentVariable("TOKENDESK_WRITER"), disk.path(),
            after.path()});
    if (!shell.waitForFinished(test::patienceMs()) || shell.exitCode() == 77
        || shell.readAllStandardError().startsWith("unshare"))
        QSKIP("a disk of its own cannot be had here");
    QCOMPARE(shell.exitCode(), 0);
    const QString said = QString::fromUtf8(shell.readAllStandardOutput());
    const qsizetype written = said.count(u"small-"_s);
    QVERIFY(written > 50);
    QCOMPARE(said.count(u"failed: journal.db: the disk is full (SQLite 13"_s), 1000 - written);
    QCOMPARE(said.count(u"large-"_s), 10);

    Store store(after.path());
    const auto check = await(store.journal().verify());
    QVERIFY(check);
    QVERIFY2(check->isWhole, qPrintable(check->problem));
    QCOMPARE(check->rows, written + 10);
}

/// DB-06: killed at any moment, it is the old format or the new one, with everything in it.
void JournalCrashTest::comesThroughAKilledChangeOfFormat()
{
    constexpr int rounds = 50;
    QTemporaryDir home;
    const QString old = home.filePath(u"old.db"_s);
    {
        store::OpenFile file(home.path(), test::notes());
        QVERIFY(file.use());
        QVERIFY((*file.use())->run(u"INSERT INTO note VALUES ('a')"_s));
        file.close();
        QVERIFY(QFile::copy(file.path(), old));
    }
    int unfinished = 0;
    for (int round = 0; round < rounds; ++round) {
        QTemporaryDir folder;
        QVERIFY(QFile::copy(old, folder.filePath(u"notes.db"_s)));
        auto program = start({u"migrate"_s, folder.path()});
        QVERIFY(program->waitForReadyRead(test::patienceMs()));
        QThread::usleep(m_random.bounded(80'000U));
        program->kill();
        QVERIFY(program->waitForFinished(test::patienceMs()));
        unfinished += !program->readAll().contains("done");

        store::OpenFile file(folder.path(), test::notesWithTags());
        const auto used = file.use();
        QVERIFY2(used, qPrintable(used ? QString() : used.error().detail));
        QCOMPARE((*used)->value(u"SELECT count(*) FROM tag"_s)->toInt(), test::tagCount);
        QCOMPARE((*used)->value(u"SELECT group_concat(text) FROM note"_s)->toString(), u"A"_s);
        QVERIFY(QDir(folder.path()).entryList({u"notes.before-2*.db"_s}).size() >= 1);
    }
    qInfo("%d of %d were killed before the end", unfinished, rounds);
    QVERIFY(unfinished > 0);
}

QTEST_GUILESS_MAIN(JournalCrashTest)
#include "tst_journalcrash.moc"
