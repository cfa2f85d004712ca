// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0

/// The journal, what changed, the tokens that vanished, one token's history: read, narrowed,
/// proven, written to files.

#include "await.h"
#include "history/changeswindow.h"
#include "history/historytab.h"
#include "history/journalfilter.h"
#include "history/journalwindow.h"
#include "memorystore.h"
#include "models/historytext.h"
#include "models/journalmodel.h"
#include "shots.h"
#include "stricttest.h"
#include "tokens.h"
#include "widgettools.h"

#include <QAbstractItemModelTester>
#include <QCheckBox>
#include <QComboBox>
#include <QFile>
#include <QLabel>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QSignalSpy>
#include <QStackedWidget>
#include <QTableView>
#include <QTabWidget>
#include <QTemporaryDir>
#include <QTimer>
#include <QTreeWidget>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using base::Result;
using base::Task;
using domain::ChangeKind;
using domain::JournalAction;
using domain::JournalEntry;
using domain::JournalPhase;
using domain::JournalRecord;
using domain::TokenChange;
using domain::TokenKey;
using domain::Tombstone;
using history::ChangesWindow;
using history::HistoryTab;
using history::JournalWindow;
using test::child;

namespace {

/// Answers what it was given, newest first, as the real one does.
class FakeInventory final : public test::MemoryInventory
{
public:
    Task<std::vector<TokenChange>> changes(domain::ChangeQuery query) override
    {
        std::vector<TokenChange> found;
        for (auto it = all.rbegin(); it != all.rend(); ++it) {
            const bool fits = (!query.since || it->noticed >= *query.since)
                && (query.before == 0 || it->sequence < query.before)
                && (!query.token || it->token == *query.token);
            if (fits && static_cast<int>(found.size()) < query.limit)
                found.push_back(*it);
        }
        return Task<std::vector<TokenChange>>::ready(std::move(found));
    }
    Task<std::vector<Tombstone>> tombstones(QString) override
    {
        return Task<std::vector<Tombstone>>::ready(std::vector<Tombstone>(vanished));
    }

    std::vector<TokenChange> all;
    std::vector<Tombstone> vanished;
};

class FakeJournal final : public test::MemoryJournal
{
public:
    Task<std::vector<JournalRecord>> read(domain::JournalQuery query) override
    {
        std::vector<JournalRecord> found;
        for (auto it = records().rbegin(); it != records().rend(); ++it) {
            const bool fits = (query.before == 0 || it->sequence < query.before)
                && (query.operation.isEmpty() || it->entry.operation == query.operation)
                && history::JournalFilter::fits(it->entry, query);
            if (fits && static_cast<int>(found.size()) < query.limit)
                found.push_back(*it);
        }
        return Task<std::vector<JournalRecord>>::ready(std::move(found));
    }
};

struct Past
{
    history::HistorySource source()
    {
        return {.journal = journal,
            .inventory = inventory,
            .clock = clock,
            .context =
                [this] {
                    models::TextContext context;
                    context.connections = {{u"a"_s, {u"Mist EMEA"_s, domain::Vendor::Mist, {}}},
                        {u"b"_s, {u"Payments"_s, domain::Vendor::Lightspark, {}}}};
                    context.now = clock.time;
                    context.zone = QTimeZone::utc();
                    return context;
                },
            .whyNotCreate = [this](const QString &) { return whyNot; }};
    }
    void write(int rows)
    {
        std::vector<JournalEntry> entries;
        for (int i = 0; i < rows; ++i)
            entries.push_back(entry(i));
        QVERIFY(test::await(journal.append(std::move(entries))));
    }
    JournalEntry entry(int i) const
    {
        constexpr std::array phases {JournalPhase::Done, JournalPhase::Refused,
            JournalPhase::Unknown, JournalPhase::Acknowledged, JournalPhase::Created};
        JournalEntry made;
        made.operation = u"op-%1"_s.arg(i);
        made.action = domain::allJournalActions[static_cast<std::size_t>(i) % 6];
        made.phase = phases[static_cast<std::size_t>(i) % phases.size()];
        made.at = clock.time - std::chrono::minutes(10 * (20'000 - i));
        made.person = u"ada@desk"_s;
        made.origin = i % 3 == 0 ? u"cli"_s : u"window"_s;
        made.token = {i % 2 == 0 ? u"a"_s : u"b"_s, u"t-%1"_s.arg(i % 7)};
        made.tokenName = i % 7 == 3 ? u"<b>bold</b>\u202e"_s : u"ci-deploy-%1"_s.arg(i % 7);
        made.connectionName = i % 2 == 0 ? u"Mist EMEA"_s : u"Payments"_s;
        if (made.phase == JournalPhase::Refused)
            made.details = {{u"reason"_s, u"forbidden"_s}, {u"httpStatus"_s, 403},
                {u"words"_s, u"You may not do this"_s}};
        return made;
    }
    void change(int count)
    {
        for (int i = 0; i < count; ++i) {
            TokenChange one;
            one.sequence = static_cast<qint64>(inventory.all.size()) + 1;
            one.kind = domain::allChangeKinds[static_cast<std::size_t>(i) % 14];
            one.token = {i % 2 == 0 ? u"a"_s : u"b"_s, u"t-%1"_s.arg(i % 7)};
            one.tokenName = u"ci-deploy-%1"_s.arg(i % 7);
            one.noticed = clock.time - std::chrono::minutes(30) * (count - 1 - i);
            one.previous = one.noticed - 24h;
            if (one.kind != ChangeKind::Appeared)
                one.before = u"read (site Haven)\nwrite (org)"_s;
            if (one.kind != ChangeKind::Vanished)
                one.after = u"read (site Haven)\nadmin (org)"_s;
            inventory.all.push_back(one);
        }
    }
    void vanish(const QString &id)
    {
        Tombstone stone;
        stone.token = test::token(u"a"_s, id, u"backup-"_s + id);
        stone.token.grants = {{.name = u"admin"_s, .target = u"org"_s, .broad = true}};
        stone.vanished = clock.time - 24h;
        stone.lastSeen = clock.time - 48h;
        stone.firstSeen = clock.time - 24h * 90;
        inventory.vanished.push_back(stone);
    }

    test::FixedClock clock;
    FakeJournal journal;
    FakeInventory inventory;
    QString whyNot;
};

QTableView *tableOf(QWidget &window)
{
    for (const QString &name : {u"changesTable"_s, u"journalTable"_s, u"tombstonesTable"_s}) {
        if (auto *table = window.findChild<QTableView *>(name))
            return table;
    }
    return nullptr;
}

int rowsOf(QWidget &window)
{
    return tableOf(window)->model()->rowCount();
}

QString emptyText(QWidget &window)
{
    return child<QLabel>(tableOf(window)->parentWidget(), "emptyTitle")->text();
}

} // namespace

class HistoryWindowsTest final : public test::StrictTest
{
    Q_OBJECT

private slots:
    void everyPhaseAndKindHasWords();
    void listsTheJournalNewestFirst();
    void readsMoreAsOneScrolls();
    void narrowsTheJournal();
    void findsWhatIsOpen();
    void followsNewRowsAndKeepsThePlace();
    void followsRowsThatDoNotPause();
    void saysWhetherTheJournalIsWhole();
    void exportsTheJournal();
    void showsDetailsAsPlainText();
    void saysThatNothingWasDone();

    void sumsChangesUp();
    void narrowsChanges();
    void goesToTheTokenOrItsTombstone();
    void startsWithTheLastVisit();
    void saysWhyNothingIsThere();
    void recreatesWhatVanished();
    void exportsChanges();

    void mergesTheHistoryOfAToken();
    void looksRight_data();
    void looksRight();
};

void HistoryWindowsTest::everyPhaseAndKindHasWords()
{
    QSet<QString> words;
    for (const auto phase : domain::allJournalPhases) {
        JournalEntry entry;
        entry.phase = phase;
        words.insert(models::journalOutcomeText(entry));
    }
    QCOMPARE(words.size(), qsizetype(domain::allJournalPhases.size()));
    words.clear();
    std::array<int, domain::allChangeKinds.size()> counts {};
    for (const auto kind : domain::allChangeKinds) {
        words.insert(models::changeKindText(kind));
        counts.fill(0);
        counts[static_cast<std::size_t>(kind)] = 1;
        QVERIFY2(!models::changeSummary(counts).isEmpty(), qPrintable(changeKindId(kind)));
    }
    QCOMPARE(words.size(), qsizetype(domain::allChangeKinds.size()));
    models::TextContext context;
    for (const QString &name : domain::journalDetailNames()) {
        const QString line = models::journalDetailLines({{name, u"x"_s}}, context).first();
        QVERIFY2(!line.startsWith(name + u':'), qPrintable(name)); // no raw names for people
    }
}

void HistoryWindowsTest::listsTheJournalNewestFirst()
{
    Past past;
    past.write(20);
    JournalWindow window(past.source());
    const QAbstractItemModelTester tester(
        tableOf(window)->model(), QAbstractItemModelTester::FailureReportingMode::QtTest);
    QTRY_COMPARE(rowsOf(window), 20);
    const auto cell = [&](int row, int column) {
        return tableOf(window)->model()->index(row, column).data().toString();
    };
    using Model = models::JournalModel;
    QVERIFY(cell(0, Model::Time) > cell(19, Model::Time));
    QCOMPARE(cell(19, Model::What), u"Create"_s);
    QCOMPARE(cell(19, Model::Outcome), u"Done"_s);
    QCOMPARE(cell(19, Model::Origin), u"Command line"_s);
    QCOMPARE(cell(0, Model::Person), u"ada@desk"_s);
}

void HistoryWindowsTest::readsMoreAsOneScrolls()
{
    Past past;
    past.write(1800);
    JournalWindow window(past.source());
    window.show();
    QTRY_COMPARE(rowsOf(window), 500);
    for (const int expected : {1000, 1500, 1800}) {
        tableOf(window)->scrollToBottom();
        tableOf(window)->model()->fetchMore({});
        QTRY_COMPARE(rowsOf(window), expected);
    }
    QVERIFY(!tableOf(window)->model()->canFetchMore({}));
}

void HistoryWindowsTest::narrowsTheJournal()
{
    Past past;
    past.write(60);
    JournalWindow window(past.source());
    QTRY_COMPARE(rowsOf(window), 60);
    auto *connection = child<QComboBox>(&window, "connectionBox");
    connection->setCurrentIndex(connection->findData(u"a"_s));
    QTRY_COMPARE(rowsOf(window), 30);
    auto *action = child<QComboBox>(&window, "actionBox");
    action->setCurrentIndex(action->findData(static_cast<int>(JournalAction::Create)));
    QTRY_COMPARE(rowsOf(window), 10);
    window.filter()->clear();
    QTRY_COMPARE(rowsOf(window), 60);
    child<QLineEdit>(&window, "wordsEdit")->setText(u"may not"_s);
    QTRY_COMPARE(rowsOf(window), 12);
    window.filter()->clear();
    window.filter()->setToken(TokenKey {u"a"_s, u"t-0"_s}, u"ci"_s);
    window.filter()->chooseToken();
    QTRY_COMPARE(rowsOf(window), 5);
    child<QLineEdit>(&window, "wordsEdit")->setText(u"no such thing"_s);
    QTRY_COMPARE(emptyText(window), u"No rows match"_s);
}

/// ONE-02
void HistoryWindowsTest::findsWhatIsOpen()
{
    Past past;
    past.write(20);
    JournalWindow window(past.source());
    QTRY_COMPARE(rowsOf(window), 20);
    auto *onlyOpen = child<QCheckBox>(&window, "onlyOpenBox");
    onlyOpen->setChecked(true);
    QTRY_COMPARE(rowsOf(window), 8); // no answer, or a key that nobody confirmed
    onlyOpen->setChecked(false);
    child<QLineEdit>(&window, "wordsEdit")->setText(u"no such thing"_s);
    QTRY_COMPARE(rowsOf(window), 0);
    window.filter()->chooseOpen();
    QTRY_COMPARE(rowsOf(window), 8); // All of it, whatever was looked for before.
}

void HistoryWindowsTest::followsNewRowsAndKeepsThePlace()
{
    Past past;
    past.write(20);
    JournalWindow window(past.source());
    window.show();
    QTRY_COMPARE(rowsOf(window), 20);
    tableOf(window)->setCurrentIndex(tableOf(window)->model()->index(4, 0));
    past.write(3);
    window.readSoon();
    QTRY_COMPARE(rowsOf(window), 23);
    QCOMPARE(tableOf(window)->currentIndex().row(), 7);
}

/// A job writes faster than anything is read.
void HistoryWindowsTest::followsRowsThatDoNotPause()
{
    Past past;
    past.write(20);
    JournalWindow window(past.source());
    window.show();
    QTRY_COMPARE(rowsOf(window), 20);
    QTimer job;
    connect(&job, &QTimer::timeout, &window, [&past, &window] {
        past.write(1);
        window.readSoon();
    });
    job.start(20);
    QTRY_VERIFY(rowsOf(window) > 22);
}

/// DB-09
void HistoryWindowsTest::saysWhetherTheJournalIsWhole()
{
    class Bad final : public test::MemoryJournal
    {
    public:
        Task<domain::JournalCheck> verify() override
        {
            return Task<domain::JournalCheck>::ready(domain::JournalCheck {.rows = 20,
                .isWhole = false,
                .firstBad = 17,
                .problem = u"the row was <b>changed</b>"_s,
                .head = {}});
        }
    };
    const auto texts = [](QWidget &window) { return test::accessibleText(&window); };
    Past past;
    past.write(20);
    JournalWindow window(past.source());
    window.show();
    child<QPushButton>(&window, "verifyButton")->click();
    QTRY_VERIFY(texts(window).contains(u"The journal is whole"_s));
    const QByteArray head = test::await(past.journal.verify())->head.toHex();
    QVERIFY(texts(window).contains(QString::fromLatin1(head)));
    Bad bad;
    history::HistorySource source = {.journal = bad,
        .inventory = past.inventory,
        .clock = past.clock,
        .context = past.source().context,
        .whyNotCreate = {}};
    JournalWindow other(source);
    other.show();
    child<QPushButton>(&other, "verifyButton")->click();
    QTRY_VERIFY(texts(other).contains(u"Row 17 does not fit: the row was <b>changed</b>"_s));
}

void HistoryWindowsTest::exportsTheJournal()
{
    Past past;
    past.write(20);
    JournalWindow window(past.source());
    const QTemporaryDir folder;
    for (const QString &name : {u"j.csv"_s, u"j.jsonl"_s}) {
        window.exportTo(folder.filePath(name));
        QFile file(folder.filePath(name));
        QTRY_VERIFY(file.exists());
        QVERIFY(file.open(QIODevice::ReadOnly));
        QCOMPARE(file.readAll().count('\n'), 21);
    }
}

/// IN-01
void HistoryWindowsTest::showsDetailsAsPlainText()
{
    Past past;
    JournalEntry hostile = past.entry(1);
    hostile.details.insert(u"words"_s, u"<img src=x>"_s);
    QVERIFY(test::await(past.journal.append({hostile})));
    hostile.phase = JournalPhase::FoundUndone;
    QVERIFY(test::await(past.journal.append({hostile})));
    JournalWindow window(past.source());
    window.show();
    QTRY_COMPARE(rowsOf(window), 2);
    tableOf(window)->setCurrentIndex(tableOf(window)->model()->index(1, 0));
    auto *details = child<QPlainTextEdit>(&window, "journalDetails");
    QTRY_VERIFY(details->toPlainText().contains(u"All steps of it"_s));
    QVERIFY(details->toPlainText().contains(u"The vendor says: <img src=x>"_s));
    QVERIFY(details->toPlainText().contains(u"HTTP status: 403"_s));
    QSignalSpy requested(&window, &JournalWindow::tokenRequested);
    child<QPushButton>(&window, "goToTokenButton")->click();
    QCOMPARE(requested.first().first().value<TokenKey>(), hostile.token);
}

void HistoryWindowsTest::saysThatNothingWasDone()
{
    Past past;
    JournalWindow window(past.source());
    QTRY_COMPARE(emptyText(window), u"Nothing was done yet"_s);
}

void HistoryWindowsTest::sumsChangesUp()
{
    Past past;
    past.change(28);
    ChangesWindow window(past.source(), {});
    window.period()->choose(history::PeriodChooser::Ever);
    auto *summary = child<QLabel>(&window, "changesSummary");
    QTRY_VERIFY(summary->text().startsWith(u"+2 new, \u22122 vanished, 2 listed again"_s));
    QCOMPARE(rowsOf(window), 28);
}

void HistoryWindowsTest::narrowsChanges()
{
    Past past;
    past.change(7000); // more than one read
    ChangesWindow window(past.source(), {});
    window.period()->choose(history::PeriodChooser::Ever);
    QTRY_COMPARE(rowsOf(window), 7000);
    auto *kind = child<QComboBox>(&window, "kindBox");
    kind->setCurrentIndex(kind->findData(static_cast<int>(ChangeKind::Vanished)));
    QCOMPARE(rowsOf(window), 500);
    auto *connection = child<QComboBox>(&window, "connectionBox");
    connection->setCurrentIndex(connection->findData(u"a"_s));
    QCOMPARE(rowsOf(window), 0); // they were all of the other connection
    QCOMPARE(emptyText(window), u"No such changes"_s);
    window.period()->choose(history::PeriodChooser::Today);
    connection->setCurrentIndex(0);
    kind->setCurrentIndex(0);
    QTRY_VERIFY(rowsOf(window) > 0 && rowsOf(window) < 50);
}

void HistoryWindowsTest::goesToTheTokenOrItsTombstone()
{
    Past past;
    past.change(4);
    past.vanish(u"t-1"_s);
    past.inventory.vanished.front().token.key = past.inventory.all.at(1).token;
    ChangesWindow window(past.source(), {});
    window.show();
    QTRY_COMPARE(rowsOf(window), 4);
    QSignalSpy requested(&window, &ChangesWindow::tokenRequested);
    auto *table = tableOf(window);
    emit table->activated(table->model()->index(3, 0)); // the oldest
    QCOMPARE(requested.first().first().value<TokenKey>(), past.inventory.all.at(0).token);
    emit table->activated(table->model()->index(2, 0));
    QCOMPARE(requested.size(), 1);
    QCOMPARE(child<QTabWidget>(&window, "changesTabs")->currentIndex(), 1);
}

void HistoryWindowsTest::startsWithTheLastVisit()
{
    Past past;
    past.change(20);
    ChangesWindow window(past.source(), past.clock.time - 90min);
    QTRY_COMPARE(rowsOf(window), 4);
    ChangesWindow first(past.source(), {});
    QTRY_COMPARE(rowsOf(first), 20);
    QCOMPARE(child<QComboBox>(&first, "periodBox")->currentText(), u"In the last 7 days"_s);
}

void HistoryWindowsTest::saysWhyNothingIsThere()
{
    Past past;
    ChangesWindow window(past.source(), past.clock.time);
    QTRY_COMPARE(emptyText(window), u"Nothing changed"_s);
    window.period()->choose(history::PeriodChooser::Ever);
    QTRY_COMPARE(emptyText(window), u"Nothing is known yet"_s);
    QVERIFY(!child<QPushButton>(&window, "exportChangesButton")->isEnabled());
}

void HistoryWindowsTest::recreatesWhatVanished()
{
    Past past;
    past.vanish(u"1"_s);
    past.vanish(u"2"_s);
    past.whyNot = u"The connection only reads."_s;
    ChangesWindow window(past.source(), {});
    window.show();
    auto *pane = child<QWidget>(&window, "tombstonePane");
    QTRY_COMPARE(rowsOf(*pane), 2);
    auto *recreate = child<QPushButton>(pane, "recreateButton");
    QVERIFY(!recreate->isEnabled());
    tableOf(*pane)->setCurrentIndex(tableOf(*pane)->model()->index(1, 0));
    QVERIFY(!recreate->isEnabled());
    QCOMPARE(child<QLabel>(pane, "recreateReason")->text(), past.whyNot);
    past.whyNot.clear();
    tableOf(*pane)->setCurrentIndex(tableOf(*pane)->model()->index(0, 0));
    QVERIFY(recreate->isEnabled());
    QSignalSpy requested(&window, &ChangesWindow::recreateRequested);
    recreate->click();
    QCOMPARE(requested.first().first().value<domain::Token>(), past.inventory.vanished[0].token);
}

void HistoryWindowsTest::exportsChanges()
{
    Past past;
    past.change(20);
    ChangesWindow window(past.source(), {});
    QTRY_COMPARE(rowsOf(window), 20);
    const QTemporaryDir folder;
    window.exportTo(folder.filePath(u"c.csv"_s));
    QFile file(folder.filePath(u"c.csv"_s));
    QTRY_VERIFY(file.exists());
    QVERIFY(file.open(QIODevice::ReadOnly));
    const QByteArray text = file.readAll();
    QVERIFY(text.startsWith("\"noticed\""));
    QVERIFY(text.contains("\"grants-broadened\""));
}

void HistoryWindowsTest::mergesTheHistoryOfAToken()
{
    Past past;
    past.write(14);
    past.change(14);
    HistoryTab tab(past.source());
    tab.show();
    auto *events = child<QTreeWidget>(&tab, "historyEvents");
    tab.showToken(TokenKey {u"a"_s, u"t-0"_s});
    QTRY_COMPARE(events->topLevelItemCount(), 2); // one change, one row
    QVERIFY(events->topLevelItem(0)->text(0) > events->topLevelItem(1)->text(0));
    QCOMPARE(events->columnCount(), 3); // What an item has more is not shown.
    QCOMPARE(events->topLevelItem(1)->text(2), u"Done, by ada@desk"_s);
    QVERIFY(child<QLabel>(&tab, "historyNote")->text().startsWith(u"First seen: 2026-"_s));
    tab.showToken(TokenKey {u"b"_s, u"t-1"_s});
    QTRY_COMPARE(events->topLevelItemCount(), 2);
    QVERIFY(child<QLabel>(&tab, "historyNote")->text().contains(u"first list"_s));
    tab.showToken(std::nullopt);
    QTRY_COMPARE(events->topLevelItemCount(), 0);
}

void HistoryWindowsTest::looksRight_data()
{
    QTest::addColumn<int>("rows");
    QTest::newRow("0") << 0;
    QTest::newRow("5") << 5;
    QTest::newRow("20000") << 20'000;
}

void HistoryWindowsTest::looksRight()
{
    QFETCH(int, rows);
    Past past;
    past.write(rows);
    past.change(rows);
    for (int i = 0; i < std::min(rows, 5); ++i)
        past.vanish(QString::number(i));
    const QString suffix = u"-%1"_s.arg(rows);
    JournalWindow journal(past.source());
    journal.show();
    QTRY_COMPARE(rowsOf(journal), std::min(rows, 500));
    tableOf(journal)->setCurrentIndex(tableOf(journal)->model()->index(3, 0));
    child<QPushButton>(&journal, "verifyButton")->click();
    test::settle();
    test::shoot(journal, u"journal"_s + suffix);
    ChangesWindow changes(past.source(), past.clock.time - 24h * 3);
    changes.period()->choose(history::PeriodChooser::Ever);
    changes.show();
    QTRY_COMPARE(rowsOf(changes), rows);
    test::shoot(changes, u"changes"_s + suffix);
    child<QTabWidget>(&changes, "changesTabs")->setCurrentIndex(1);
    auto *pane = child<QWidget>(&changes, "tombstonePane");
    tableOf(*pane)->setCurrentIndex(tableOf(*pane)->model()->index(0, 0));
    test::shoot(changes, u"vanished"_s + suffix);
    HistoryTab tab(past.source());
    tab.resize(420, 360);
    tab.showToken(TokenKey {u"a"_s, u"t-0"_s});
    tab.show();
    test::settle(150ms);
    test::shoot(tab, u"history-tab"_s + suffix);
}

QTEST_MAIN(HistoryWindowsTest)
#include "tst_historywindows.moc"
