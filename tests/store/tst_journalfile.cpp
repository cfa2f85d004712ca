// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0

/// The journal on disk: what goes in comes out, in order, chained, flushed together.

#include "await.h"
#include "speed.h"
#include "store/journalrow.h"
#include "store/store.h"
#include "storetools.h"
#include "stricttest.h"

#include <QDir>
#include <QElapsedTimer>
#include <QTemporaryDir>
#include <QtEndian>

using namespace Qt::StringLiterals;
using domain::JournalAction;
using domain::JournalEntry;
using domain::JournalPhase;
using domain::JournalQuery;
using domain::JournalRecord;
using store::Store;
using test::await;
using test::journalEntry;

using Records = std::vector<JournalRecord>;

namespace {

QList<qint64> sequencesOf(const base::Result<Records> &records)
{
    QList<qint64> sequences;
    if (records) {
        for (const JournalRecord &record : *records)
            sequences += record.sequence;
    }
    return sequences;
}

/// How often something was committed to a write-ahead log: the frames that end a transaction tell
/// the size of the database (https://www.sqlite.org/fileformat2.html, 4.1).
qsizetype commitsIn(const QString &path)
{
    constexpr qsizetype fileHeader = 32;
    constexpr qsizetype frameHeader = 24;
    QFile file(path);
    const QByteArray log = file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
    if (log.size() < fileHeader)
        return 0;
    const auto frame = frameHeader + qFromBigEndian<quint32>(log.constData() + 8); // and a page
    qsizetype commits = 0;
    for (qsizetype at = fileHeader; at + frame <= log.size(); at += frame)
        commits += qFromBigEndian<quint32>(log.constData() + at + 4) != 0;
    return commits;
}

QString operation(int i)
{
    return u"operation-%1"_s.arg(i);
}

} // namespace

class JournalFileTest final : public test::StrictTest
{
    Q_OBJECT

private slots:
    void init();
    void givesBackWhatWasWritten();
    void keepsOddTextWhole_data();
    void keepsOddTextWhole();
    void cutsNamesThatAreTooLong();
    void refusesDetailsThatHaveNoPlace();
    void chainsEachRowToTheOneBefore();
    void hashesAsTheReadmeSays();
    void goesOnInTheNextRun();
    void worksBeforeItIsOpen();
    void writesWhatIsWaitingWhenItEnds();
    void keepsNothingOnDiskWithoutAFolder();
    void flushesWaitingAppendsTogether();
    void readsWhatWasWrittenBefore();
    void readsByEveryCondition_data();
    void readsByEveryCondition();
    void givesOnlyWhatIsOpen();
    void neverChangesARow_data();
    void neverChangesARow();
    void writesManyRowsAtOnce();
    void keepsAnnotations();

private:
    QString path() const { return QDir(m_folder->path()).filePath(u"journal.db"_s); }
    Records append(Store &store, std::vector<JournalEntry> entries);

    std::unique_ptr<QTemporaryDir> m_folder;
};

void JournalFileTest::init()
{
    StrictTest::init();
    m_folder = std::make_unique<QTemporaryDir>();
}

Records JournalFileTest::append(Store &store, std::vector<JournalEntry> entries)
{
    const auto written = await(store.journal().append(std::move(entries)));
    if (!written)
        QTest::qFail(qPrintable(written.error().detail), __FILE__, __LINE__);
    return written.value_or(Records());
}

/// ONE-01: every fact of an intent is there again.
void JournalFileTest::givesBackWhatWasWritten()
{
    Store store(m_folder->path());
    JournalEntry entry = journalEntry(u"a"_s, JournalPhase::Unknown, JournalAction::Create);
    entry.group = u"job-1"_s;
    entry.details = {{u"before"_s, QJsonObject {{u"name"_s, u"old"_s}}},
        {u"found"_s, QJsonArray {u"x"_s, u"y"_s}}, {u"httpStatus"_s, 503}};
    QCOMPARE(append(store, {entry}).front().entry, entry);

    const auto read = await(store.journal().read({}));
    QVERIFY(read);
    QCOMPARE_EQ(read->size(), std::size_t {1});
    QCOMPARE(read->front().entry, entry);
    QCOMPARE(read->front().sequence, 1);
}

void JournalFileTest::keepsOddTextWhole_data()
{
    QTest::addColumn<QString>("name");
    QTest::addColumn<QString>("expected");
    const auto same
        = [](const char *title, const QString &text) { QTest::newRow(title) << text << text; };
    same("empty", {});
    same("quotes", u"'; DROP TABLE journal; --\""_s);
    same("emoji", u"\U0001F511 key"_s);
    same("right to left", u"\u202Eabc"_s);
    same("a zero in it", u"a\0b"_s);
    same("lines", u"a\nb\r\n"_s);
    QTest::newRow("half a surrogate") << QString(QChar(0xD83D)) << u"?"_s;
    QTest::newRow("the other half, then a whole one")
        << QChar(0xDE00) + u"\U0001F511"_s + QChar(0xD83D) + u'x' << u"?\U0001F511?x"_s;
    QTest::newRow("a byte order mark first") << u"\uFEFFabc"_s << u"abc"_s;
}

/// DB-09: whatever a vendor lets people write, the chain stays whole.
void JournalFileTest::keepsOddTextWhole()
{
    QFETCH(QString, name);
    QFETCH(QString, expected);
    Store store(m_folder->path());
    JournalEntry entry = journalEntry(u"a"_s);
    entry.tokenName = name;
    entry.details = {{u"words"_s, name}};
    append(store, {entry, journalEntry(u"b"_s)});

    const auto read = await(store.journal().read({.operation = u"a"_s}));
    QVERIFY(read);
    QCOMPARE(read->front().entry.tokenName, expected);
    QVERIFY(await(store.journal().verify())->isWhole);
}

void JournalFileTest::cutsNamesThatAreTooLong()
{
    Store store(m_folder->path());
    JournalEntry entry = journalEntry(u"a"_s);
    entry.tokenName = QString(100'000, u'x');
    append(store, {entry});
    const auto read = await(store.journal().read({}));
    QVERIFY(read);
    QCOMPARE(read->front().entry.tokenName.size(), store::longestName);
    QVERIFY(read->front().entry.tokenName.endsWith(u'…'));
}

/// DB-01
void JournalFileTest::refusesDetailsThatHaveNoPlace()
{
    Store store(m_folder->path());
    JournalEntry entry = journalEntry(u"a"_s);
    entry.details = {{u"key"_s, u"secret"_s}};
    const auto refused = await(store.journal().append({journalEntry(u"b"_s), entry}));
    QVERIFY(!refused);
    QCOMPARE_EQ(refused.error().kind, base::ErrorKind::Invalid);
    QCOMPARE(refused.error().field, u"key"_s);
    QCOMPARE_EQ(await(store.journal().read({}))->size(), std::size_t {0}); // All or none.
}

/// DB-09
void JournalFileTest::chainsEachRowToTheOneBefore()
{
    Store store(m_folder->path());
    const Records records = append(store, {journalEntry(u"a"_s), journalEntry(u"b"_s)});
    QByteArray before = store::firstHash();
    for (const JournalRecord &record : records) {
        store::JournalRow row = store::rowOf(record.entry);
        row.sequence = record.sequence;
        QCOMPARE(record.hash, store::hashOf(before, row));
        before = record.hash;
    }
    const auto check = await(store.journal().verify());
    QVERIFY(check && check->isWhole);
    QCOMPARE(check->rows, 2);
    QCOMPARE(check->head, before);
}

/// DB-09: worked out by the script in app/store/README.md. Journals are out there: if this fails,
/// what is hashed has changed, and every one of them would look forged.
void JournalFileTest::hashesAsTheReadmeSays()
{
    JournalEntry entry = journalEntry(u"op-1"_s, JournalPhase::Unknown, JournalAction::Create);
    entry.group = u"job-1"_s;
    entry.tokenName = u"Schlüssel"_s;
    store::JournalRow row = store::rowOf(entry);
    row.sequence = 1;
    QCOMPARE(store::hashOf(store::firstHash(), row).toHex(),
        QByteArray("69c9472e5659016acc3259f3c8127c7f377bb2f46e525bf042d70dd1bdb19b1d"));
}

void JournalFileTest::goesOnInTheNextRun()
{
    for (int run = 1; run <= 3; ++run) {
        Store store(m_folder->path());
        QCOMPARE(append(store, {journalEntry(operation(run))}).front().sequence, run);
    }
    Store store(m_folder->path());
    const auto check = await(store.journal().verify());
    QVERIFY(check && check->isWhole);
    QCOMPARE(check->rows, 3);
}

void JournalFileTest::worksBeforeItIsOpen()
{
    Store store(m_folder->path());
    auto appended = store.journal().append({journalEntry(u"a"_s)});
    auto opened = store.open();
    const auto report = await(std::move(opened));
    QVERIFY(report);
    QCOMPARE(report->files.front().file, u"journal.db"_s);
    QCOMPARE_EQ(report->files.front().state, store::FileReport::State::Usable);
    QVERIFY(await(std::move(appended)));
}

/// The window is closed while an outcome is on its way to the disk.
void JournalFileTest::writesWhatIsWaitingWhenItEnds()
{
    {
        Store store(m_folder->path());
        for (int i = 0; i < 20; ++i)
            static_cast<void>(store.journal().append({journalEntry(operation(i))}));
    }
    Store store(m_folder->path());
    QCOMPARE(await(store.journal().verify())->rows, 20);
}

void JournalFileTest::keepsNothingOnDiskWithoutAFolder()
{
    const QString before = QDir::currentPath();
    QVERIFY(QDir::setCurrent(m_folder->path()));
    {
        Store store({});
        append(store, {journalEntry(u"a"_s)});
        QVERIFY(await(store.journal().verify())->isWhole);
        QVERIFY(await(store.annotations().write({{{u"c"_s, u"t"_s}, {.note = u"n"_s}}})));
    }
    QVERIFY(QDir(m_folder->path()).isEmpty());
    QVERIFY(QDir::setCurrent(before));
}

/// 1,000 single appends at once cost a few flushes, not 1,000, and end in the order of the calls.
void JournalFileTest::flushesWaitingAppendsTogether()
{
    constexpr int count = 1000;
    Store store(m_folder->path());
    QVERIFY(await(store.open()));
    QObject guard;
    QList<qint64> sequences;
    for (int i = 0; i < count; ++i) {
        store.journal()
            .append({journalEntry(operation(i))})
            .then(&guard, [&sequences](const base::Result<Records> &written) {
                sequences += written ? written->front().sequence : -1;
            });
    }
    QTRY_COMPARE(sequences.size(), count);
    QVERIFY(std::ranges::is_sorted(sequences));
    QCOMPARE(sequences.last(), count);
    const qsizetype flushes = commitsIn(m_folder->filePath(u"journal.db-wal"_s));
    qInfo("%d appends: %lld transactions", count, static_cast<long long>(flushes));
    QVERIFY(flushes > 0);
    QVERIFY2(flushes < count / 10, "each append was flushed for itself");
    QVERIFY(await(store.journal().verify())->isWhole);
}

/// A read stands between two appends: it sees the first, not the second.
void JournalFileTest::readsWhatWasWrittenBefore()
{
    Store store(m_folder->path());
    static_cast<void>(store.journal().append({journalEntry(u"a"_s)}));
    auto read = store.journal().read({});
    static_cast<void>(store.journal().append({journalEntry(u"b"_s)}));
    QCOMPARE(sequencesOf(await(std::move(read))), QList<qint64> {1});
}

void JournalFileTest::readsByEveryCondition_data()
{
    QTest::addColumn<JournalQuery>("query");
    QTest::addColumn<QList<qint64>>("expected");
    using List = QList<qint64>;
    const auto at = [](qint64 ms) { return base::Instant(std::chrono::milliseconds(ms)); };
    QTest::newRow("all, newest first") << JournalQuery {} << List {4, 3, 2, 1};
    QTest::newRow("limit") << JournalQuery {.limit = 2} << List {4, 3};
    QTest::newRow("no limit") << JournalQuery {.limit = 0} << List {4, 3, 2, 1};
    QTest::newRow("before") << JournalQuery {.before = 3} << List {2, 1};
    QTest::newRow("token") << JournalQuery {.token = domain::TokenKey {u"c2"_s, u"t2"_s}}
                           << List {3, 2};
    QTest::newRow("connection") << JournalQuery {.connectionId = u"c2"_s} << List {4, 3, 2};
    QTest::newRow("operation") << JournalQuery {.operation = u"b"_s} << List {3, 2};
    QTest::newRow("group") << JournalQuery {.group = u"job"_s} << List {2};
    QTest::newRow("action") << JournalQuery {.action = JournalAction::Delete} << List {4};
    QTest::newRow("since") << JournalQuery {.since = at(3000)} << List {4, 3};
    QTest::newRow("until, not included") << JournalQuery {.until = at(3000)} << List {2, 1};
    QTest::newRow("words in a name, any case")
        << JournalQuery {.words = u"SCHLÜSSEL"_s} << List {1};
    QTest::newRow("words deep in details") << JournalQuery {.words = u"quota"_s} << List {3};
    QTest::newRow("words in a person") << JournalQuery {.words = u"grace"_s} << List {4};
    QTest::newRow("the name of a detail is no word")
        << JournalQuery {.words = u"before"_s} << List {};
    QTest::newRow("words and a limit")
        << JournalQuery {.limit = 1, .words = u"payments"_s} << List {4};
}

void JournalFileTest::readsByEveryCondition()
{
    QFETCH(JournalQuery, query);
    QFETCH(QList<qint64>, expected);
    std::vector<JournalEntry> entries;
    for (const char *id : {"a", "b", "b", "d"})
        entries.push_back(journalEntry(QString::fromLatin1(id)));
    for (int i = 0; i < 4; ++i)
        entries.at(static_cast<std::size_t>(i)).at
            = base::Instant(std::chrono::milliseconds((i + 1) * 1000));
    entries[0].tokenName = u"Schlüssel"_s;
    entries[1].group = u"job"_s;
    entries[1].token = entries[2].token = {u"c2"_s, u"t2"_s};
    entries[2].details = {{u"before"_s, QJsonObject {{u"list"_s, QJsonArray {u"over Quota"_s}}}}};
    entries[3].token = {u"c2"_s, u"t3"_s};
    entries[3].person = u"Grace@desk"_s;
    entries[3].action = JournalAction::Delete;
    Store store(m_folder->path());
    append(store, entries);
    QCOMPARE(sequencesOf(await(store.journal().read(query))), expected);
}

/// BULK-05, ONE-02: what is open is what no row has closed, oldest first, with all its rows.
void JournalFileTest::givesOnlyWhatIsOpen()
{
    Store store(m_folder->path());
    append(store,
        {journalEntry(u"closed"_s), journalEntry(u"open"_s),
            journalEntry(u"made"_s, JournalPhase::Intent, JournalAction::Create),
            journalEntry(u"closed"_s, JournalPhase::Done),
            journalEntry(u"made"_s, JournalPhase::FoundDone, JournalAction::Create),
            journalEntry(u"looked"_s), journalEntry(u"looked"_s, JournalPhase::FoundDone)});
    QCOMPARE(sequencesOf(await(store.journal().readOpen())), (QList<qint64> {2, 3, 5}));
}

void JournalFileTest::neverChangesARow_data()
{
    QTest::addColumn<QString>("sql");
    QTest::newRow("update") << u"UPDATE journal SET phase = 'done'"_s;
    QTest::newRow("update of the hash") << u"UPDATE journal SET hash = zeroblob(32)"_s;
    QTest::newRow("delete") << u"DELETE FROM journal"_s;
    QTest::newRow("delete one") << u"DELETE FROM journal WHERE sequence = 2"_s;
    QTest::newRow("replace") << u"INSERT OR REPLACE INTO journal SELECT * FROM journal"_s;
    QTest::newRow("slip in")
        << u"INSERT INTO journal SELECT -5, operation, group_id, action, phase, "
           "at, person, origin, run, connection_id, remote_id, token_name, "
           "connection_name, vendor, details, hash FROM journal LIMIT 1"_s;
}

/// DB-09: append-only, also for other programs.
void JournalFileTest::neverChangesARow()
{
    QFETCH(QString, sql);
    Store store(m_folder->path());
    append(store, {journalEntry(u"a"_s), journalEntry(u"b"_s), journalEntry(u"c"_s)});
    test::Outsider outsider(path());
    QVERIFY(outsider.run(sql).contains(u"a row of the journal"_s));
    const auto check = await(store.journal().verify());
    QVERIFY(check && check->isWhole);
    QCOMPARE(check->rows, 3);
}

/// The items of a large job are planned in one append. For 100,000 of them:
/// TOKENDESK_STORE_ROWS=100000.
void JournalFileTest::writesManyRowsAtOnce()
{
    const int given = qEnvironmentVariableIntValue("TOKENDESK_STORE_ROWS");
    const int count = given > 0 ? given : 10'000;
    Store store(m_folder->path());
    std::vector<JournalEntry> entries;
    for (int i = 0; i < count; ++i) {
        entries.push_back(journalEntry(operation(i), JournalPhase::Planned));
        entries.back().token.remoteId = u"token-%1"_s.arg(i);
    }
    QElapsedTimer timer;
    timer.start();
    QCOMPARE_EQ(append(store, std::move(entries)).size(), static_cast<std::size_t>(count));
    const qint64 written = timer.restart();
    QCOMPARE_EQ(await(store.journal().readOpen())->size(), static_cast<std::size_t>(count));
    const qint64 read = timer.restart();
    QVERIFY(await(store.journal().verify())->isWhole);
    qInfo("%d rows: written in %lld ms, read in %lld, verified in %lld", count,
        static_cast<long long>(written), static_cast<long long>(read),
        static_cast<long long>(timer.elapsed()));
    VERIFY_SPEED(written < 15'000, QString::number(written));
}

void JournalFileTest::keepsAnnotations()
{
    const domain::TokenKey key {u"c"_s, u"t"_s};
    const domain::Annotation annotation {.note = u"two\nlines"_s,
        .tags = {u"old"_s, u"to rotate"_s},
        .owner = u"Ada"_s,
        .reviewOn = QDate(2026, 2, 28),
        .replaces = u"t0"_s,
        .replacedBy = u"t1"_s};
    {
        Store store(m_folder->path());
        QVERIFY(await(store.annotations().write(
            {{key, {.note = u"first"_s}}, {{u"c"_s, u"gone"_s}, {.note = u"x"_s}}})));
        QVERIFY(await(store.annotations().write({{key, annotation}, {{u"c"_s, u"gone"_s}, {}}})));
    }
    Store store(m_folder->path());
    const auto all = await(store.annotations().readAll());
    QVERIFY(all);
    QCOMPARE_EQ(all->size(), std::size_t {1});
    QCOMPARE_EQ(all->front().first, key);
    QCOMPARE(all->front().second, annotation);
}

QTEST_GUILESS_MAIN(JournalFileTest)
#include "tst_journalfile.moc"
