// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0

/// A journal that somebody or something has changed: what shows, what stays, what can be saved.

#include "await.h"
#include "damage.h"
#include "store/journalschema.h"
#include "store/lane.h"
#include "store/store.h"
#include "storetools.h"
#include "stricttest.h"

#include <QTemporaryDir>

using namespace Qt::StringLiterals;
using domain::JournalPhase;
using domain::JournalRecord;
using store::Store;
using test::await;
using test::journalEntry;
using State = store::FileReport::State;

namespace {

const base::Instant later {std::chrono::milliseconds(1'770'000'000'000)};

QString operation(int i)
{
    return u"operation-%1"_s.arg(i);
}

std::vector<domain::JournalEntry> entries(int count)
{
    std::vector<domain::JournalEntry> made;
    for (int i = 1; i <= count; ++i) {
        made.push_back(journalEntry(operation(i)));
        made.back().details = {{u"words"_s, QString(300, u'w')}};
    }
    return made;
}

} // namespace

class JournalDamageTest final : public test::StrictTest
{
    Q_OBJECT

private slots:
    void init();
    void findsEveryChange_data();
    void findsEveryChange();
    void doesNotGiveANumberTwice();
    void staysWholeWhereverTheLogIsCut();
    void refusesEverythingWhenDamaged_data();
    void refusesEverythingWhenDamaged();
    void savesWhatCanBeRead();
    void beginsAnewWhenNothingCanBeRead();
    void beginsAnewOverAnAttemptThatWasCutShort();
    void endsAReplacementThatACrashCutShort();
    void doesNotReplaceAHealthyJournal();
    void refusesChangesOnAFullDisk();
    void tellsHowItStands();

private:
    QString path() const { return m_folder->filePath(u"journal.db"_s); }
    void fill(int count);

    std::unique_ptr<QTemporaryDir> m_folder;
};

void JournalDamageTest::init()
{
    StrictTest::init();
    m_folder = std::make_unique<QTemporaryDir>();
}

void JournalDamageTest::fill(int count)
{
    Store store(m_folder->path());
    QVERIFY(await(store.journal().append(entries(count))));
    QVERIFY(await(store.annotations().write({{{u"c"_s, u"t"_s}, {.note = u"keep me"_s}}})));
}

void JournalDamageTest::findsEveryChange_data()
{
    QTest::addColumn<QStringList>("changes");
    QTest::addColumn<int>("firstBad");
    const auto row = [](const char *name, int firstBad, const QStringList &changes) {
        QTest::newRow(name) << changes << firstBad;
    };
    const QString copy
        = u"INSERT INTO journal SELECT %1, operation, group_id, action, phase, at, "
          "person, origin, run, connection_id, remote_id, token_name, "
          "connection_name, vendor, details, hash FROM journal WHERE sequence = %2"_s;
    row("a name", 5, {u"UPDATE journal SET token_name = 'other' WHERE sequence = 5"_s});
    row("a time", 5, {u"UPDATE journal SET at = at + 1 WHERE sequence = 5"_s});
    row("a phase", 5, {u"UPDATE journal SET phase = 'done' WHERE sequence = 5"_s});
    row("a person", 1, {u"UPDATE journal SET person = 'eve' WHERE sequence = 1"_s});
    row("a detail", 10, {u"UPDATE journal SET details = '{}' WHERE sequence = 10"_s});
    row("text moved to the next column", 5,
        {u"UPDATE journal SET person = 'ada@desktest', origin = '' WHERE sequence = 5"_s});
    row("a hash", 5, {u"UPDATE journal SET hash = zeroblob(32) WHERE sequence = 5"_s});
    row("the first removed", 1, {u"DELETE FROM journal WHERE sequence = 1"_s});
    row("one removed", 5, {u"DELETE FROM journal WHERE sequence = 5"_s});
    row("some removed", 4, {u"DELETE FROM journal WHERE sequence BETWEEN 4 AND 6"_s});
    row("the last removed", 10, {u"DELETE FROM journal WHERE sequence = 10"_s});
    row("the tail removed", 8, {u"DELETE FROM journal WHERE sequence >= 8"_s});
    row("all removed", 1, {u"DELETE FROM journal"_s});
    row("one put in at the end", 11, {copy.arg(11).arg(10)});
    row("one put in before the first", -1, {copy.arg(-1).arg(3)});
    row("one renumbered", 5, {u"UPDATE journal SET sequence = 50 WHERE sequence = 5"_s});
    row("two changed places", 5,
        {u"UPDATE journal SET sequence = -5 WHERE sequence = 5"_s,
            u"UPDATE journal SET sequence = 5 WHERE sequence = 6"_s,
            u"UPDATE journal SET sequence = 6 WHERE sequence = -5"_s});
    row("one removed, the others moved up", 5,
        {u"DELETE FROM journal WHERE sequence = 5"_s,
            u"UPDATE journal SET sequence = sequence - 1 WHERE sequence > 5"_s});
    row("only the rules removed", 0, {});
}

/// DB-09: each is found, with its number.
void JournalDamageTest::findsEveryChange()
{
    QFETCH(QStringList, changes);
    QFETCH(int, firstBad);
    fill(10);
    {
        test::Outsider outsider(path());
        outsider.dropGuards();
        for (const QString &change : changes)
            QCOMPARE(outsider.run(change), QString());
    }
    Store store(m_folder->path());
    const auto check = await(store.journal().verify());
    QVERIFY(check);
    QVERIFY(!check->isWhole);
    QCOMPARE(check->firstBad, firstBad);
    QVERIFY(!check->problem.isEmpty());
}

/// DB-09: rows that are gone stay gone, also when others are written after them.
void JournalDamageTest::doesNotGiveANumberTwice()
{
    fill(10);
    {
        test::Outsider outsider(path());
        QVERIFY(outsider.run(u"DROP TRIGGER journal_stay"_s).isEmpty());
        QVERIFY(outsider.run(u"DELETE FROM journal WHERE sequence >= 9"_s).isEmpty());
    }
    Store store(m_folder->path());
    const auto written = await(store.journal().append(entries(1)));
    QVERIFY(written);
    QCOMPARE(written->front().sequence, 11);
    const auto check = await(store.journal().verify());
    QCOMPARE(check->firstBad, 9);
    QCOMPARE(check->problem, u"rows 9 to 10 are missing"_s);
}

/// A power cut: the log ends after any of its frames. What is left is a whole chain.
void JournalDamageTest::staysWholeWhereverTheLogIsCut()
{
    constexpr qsizetype header = 32;
    constexpr qsizetype frame = 24 + 4096;
    Store store(m_folder->path());
    QVERIFY(await(store.open()));
    for (int i = 1; i <= 12; ++i)
        QVERIFY(await(store.journal().append(entries(1))));
    const QByteArray main = test::bytesOf(path());
    const QByteArray log = test::bytesOf(path() + u"-wal"_s);
    const qsizetype frames = (log.size() - header) / frame;
    QVERIFY(frames > 12);
    qint64 rows = 0;
    for (qsizetype i = 0; i <= frames; ++i) {
        QTemporaryDir cut;
        test::writeBytes(cut.filePath(u"journal.db"_s), main);
        test::writeBytes(cut.filePath(u"journal.db-wal"_s), log.left(header + i * frame + 100));
        Store after(cut.path());
        const auto check = await(after.journal().verify());
        QVERIFY(check);
        QVERIFY2(check->isWhole, qPrintable(check->problem));
        QVERIFY(check->rows >= rows);
        rows = check->rows;
    }
    QCOMPARE(rows, 12);
}

void JournalDamageTest::refusesEverythingWhenDamaged_data()
{
    test::addBreakages();
}

/// DB-03: nothing is sent that cannot be journaled, and the file is there for whoever looks into
/// it.
void JournalDamageTest::refusesEverythingWhenDamaged()
{
    QFETCH(test::Breakage, breakage);
    fill(200);
    test::damage(path(), breakage);
    const QByteArray before = test::bytesOf(path());
    {
        Store store(m_folder->path());
        const auto appended = await(store.journal().append(entries(1)));
        QVERIFY(!appended);
        QCOMPARE_EQ(appended.error().kind, base::ErrorKind::LocalFile);
        QVERIFY2(appended.error().detail.startsWith(u"journal.db: it is "_s),
            qPrintable(appended.error().detail));
        QVERIFY(!await(store.annotations().write({{{u"c"_s, u"t"_s}, {.note = u"x"_s}}})));
        QVERIFY(!await(store.journal().readOpen()));
        QVERIFY(await(store.inventory().load()));
    }
    QCOMPARE(test::bytesOf(path()), before);
    QVERIFY(!QFileInfo::exists(path() + u"-wal"_s));
}

/// DB-03
void JournalDamageTest::savesWhatCanBeRead()
{
    constexpr int count = 300;
    fill(count);
    const qsizetype pages = test::bytesOf(path()).size() / 4096;
    // A page in the middle of the rows, which come first in the file.
    test::damage(path(), [pages](QByteArray &bytes) {
        test::overwrite(bytes, pages / 2 * 4096, QByteArray(4096, '\xa5'));
    });
    const QByteArray before = test::bytesOf(path());

    Store store(m_folder->path());
    QVERIFY(!await(store.journal().append(entries(1))));
    const auto saved = await(store.recoverJournal(later));
    QVERIFY2(saved, qPrintable(saved ? QString() : saved.error().detail));
    QVERIFY2(saved->rows > count / 2 && saved->rows + saved->lost == count,
        qPrintable(u"%1 + %2"_s.arg(saved->rows).arg(saved->lost)));
    QCOMPARE(test::bytesOf(m_folder->filePath(saved->keptAs)), before);

    const auto rows = await(store.journal().read({.limit = 0}));
    QVERIFY(rows);
    QCOMPARE(static_cast<qint64>(rows->size()), saved->rows + 1);
    QCOMPARE(rows->front().entry.operation, operation(count));
    const domain::JournalEntry &first = rows->back().entry;
    QCOMPARE_EQ(first.action, domain::JournalAction::Journal);
    QCOMPARE_EQ(first.at, later);
    QCOMPARE(first.details.value("file"_L1).toString(), saved->keptAs);
    QCOMPARE(first.details.value("head"_L1).toString().size(), 64);
    QVERIFY(await(store.journal().append(entries(1))));
    QVERIFY(await(store.journal().verify())->isWhole);
    const auto notes = await(store.annotations().readAll());
    QVERIFY(notes && notes->size() == 1);
}

void JournalDamageTest::beginsAnewWhenNothingCanBeRead()
{
    fill(10);
    test::damage(path(), [](QByteArray &bytes) { bytes.fill('x'); });
    Store store(m_folder->path());
    const auto saved = await(store.recoverJournal(later));
    QVERIFY(saved);
    QCOMPARE(saved->rows, 0);
    QVERIFY(QFileInfo::exists(m_folder->filePath(saved->keptAs)));
    QVERIFY(await(store.journal().append(entries(1))));
    QCOMPARE(await(store.journal().verify())->rows, 2);
}

void JournalDamageTest::beginsAnewOverAnAttemptThatWasCutShort()
{
    fill(10);
    test::damage(path(), [](QByteArray &bytes) { bytes.fill('x'); });
    test::writeBytes(m_folder->filePath(u"journal.recovered.db"_s), "half");
    Store store(m_folder->path());
    QVERIFY(await(store.recoverJournal(later)));
    QVERIFY(!QFileInfo::exists(m_folder->filePath(u"journal.recovered.db"_s)));
}

/// Killed after the damaged file was renamed, before the new one had its name.
void JournalDamageTest::endsAReplacementThatACrashCutShort()
{
    fill(10);
    QVERIFY(QFile::rename(path(), m_folder->filePath(u"journal.recovered.db"_s)));
    Store store(m_folder->path());
    QCOMPARE(await(store.journal().verify())->rows, 10);
}

void JournalDamageTest::doesNotReplaceAHealthyJournal()
{
    fill(10);
    Store store(m_folder->path());
    const auto refused = await(store.recoverJournal(later));
    QVERIFY(!refused);
    QCOMPARE_EQ(refused.error().kind, base::ErrorKind::Invalid);
    QCOMPARE(await(store.journal().verify())->rows, 10);
}

/// DB-08: nothing half written, and it goes on when there is room.
void JournalDamageTest::refusesChangesOnAFullDisk()
{
    store::OpenFile file(m_folder->path(), store::journalShape());
    store::Lane lane(u"test"_s);
    store::JournalFile journal(lane, file);
    const auto limit = [&](int pages) {
        return await(lane.call([&file, pages]() -> base::Result<QVariant> {
            return (*file.use())->value(u"PRAGMA max_page_count = %1"_s.arg(pages));
        }));
    };
    QVERIFY(await(journal.append(entries(5))));
    QVERIFY(limit(40));
    const auto large = await(journal.append(entries(1000)));
    QVERIFY(!large);
    QCOMPARE_EQ(large.error().kind, base::ErrorKind::LocalFile);
    QVERIFY2(large.error().detail.startsWith(u"journal.db: the disk is full (SQLite 13"_s),
        qPrintable(large.error().detail));

    // One that is too large does not take down the one that waits with it.
    auto tooLarge = journal.append(entries(1000));
    auto small = journal.append(entries(1));
    QVERIFY(!await(std::move(tooLarge)));
    QVERIFY(await(std::move(small)));
    QVERIFY(limit(4000));
    QVERIFY(await(journal.append(entries(1000))));
    const auto check = await(journal.verify());
    QVERIFY(check && check->isWhole);
    QCOMPARE(check->rows, 1006);
    QVERIFY(await(lane.call([&file]() -> base::Result<base::Unit> {
        file.close();
        return base::Unit {};
    })));
}

/// What main() has to say at the start.
void JournalDamageTest::tellsHowItStands()
{
    fill(200);
    test::damage(path(), [](QByteArray &bytes) { bytes.fill('x'); });
    Store store(m_folder->path());
    const auto report = await(store.open());
    QVERIFY(report);
    QCOMPARE_EQ(report->files.front().state, State::Unusable);
    QVERIFY(report->problems().empty());
    QVERIFY(report->isJournalDamaged());
    QVERIFY(report->journalProblem()->detail.endsWith(u"; nothing was changed in it"_s));

    Store healthy({});
    QVERIFY(await(healthy.open())->problems().empty());
    QVERIFY(!await(healthy.open())->journalProblem());
}

QTEST_GUILESS_MAIN(JournalDamageTest)
#include "tst_journaldamage.moc"
