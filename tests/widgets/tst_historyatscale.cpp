// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0

/// The windows about the past over 100,000 rows, or as many as TOKENDESK_ROWS says, and how long
/// each step keeps the event loop.

#include "base/poolrun.h"
#include "history/changeswindow.h"
#include "history/historytab.h"
#include "history/journalfilter.h"
#include "history/journalwindow.h"
#include "memorystore.h"
#include "stallwatch.h"
#include "stricttest.h"
#include "tokens.h"
#include "widgettools.h"

#include <QComboBox>
#include <QLineEdit>
#include <QPushButton>
#include <QTableView>
#include <QTabWidget>
#include <QTemporaryDir>
#include <QTreeWidget>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using base::Result;
using base::Task;
using domain::JournalRecord;
using domain::TokenChange;
using test::child;

namespace {

qint64 rowsWanted()
{
    bool isNumber = false;
    const int rows = qEnvironmentVariableIntValue("TOKENDESK_ROWS", &isNumber);
    return isNumber ? rows : 100'000;
}

JournalRecord record(qint64 sequence, base::Instant now, qint64 all)
{
    JournalRecord made;
    made.sequence = sequence;
    made.hash = QByteArray(32, char(sequence % 251));
    made.entry.operation = u"op-%1"_s.arg(sequence / 2);
    made.entry.action = domain::allJournalActions[std::size_t(sequence) % 6];
    made.entry.phase = domain::JournalPhase::Done;
    made.entry.at = now - std::chrono::seconds(all - sequence);
    made.entry.person = u"ada@desk"_s;
    made.entry.origin = u"window"_s;
    made.entry.token = {u"a"_s, u"t-%1"_s.arg(sequence)};
    made.entry.tokenName = u"ci-deploy-%1"_s.arg(sequence);
    made.entry.connectionName = u"Mist EMEA"_s;
    made.entry.details = {{u"reason"_s, u"forbidden"_s}, {u"httpStatus"_s, 403}};
    return made;
}

/// Makes rows where they are asked for, away from the event loop, as the files read theirs.
class LongJournal final : public test::MemoryJournal
{
public:
    Task<std::vector<JournalRecord>> read(domain::JournalQuery query) override
    {
        const qint64 rows = query.operation.isEmpty() ? all : 2;
        return base::runInPool([query, rows, now = now]() -> Result<std::vector<JournalRecord>> {
            std::vector<JournalRecord> made;
            qint64 sequence = query.before == 0 ? rows : query.before - 1;
            for (; sequence > 0 && int(made.size()) < query.limit; --sequence)
                made.push_back(record(sequence, now, rows));
            return made;
        });
    }

    qint64 all = rowsWanted();
    base::Instant now = test::FixedClock().time;
};

class LongInventory final : public test::MemoryInventory
{
public:
    Task<std::vector<TokenChange>> changes(domain::ChangeQuery query) override
    {
        return base::runInPool([query, all = all, now = now]() -> Result<std::vector<TokenChange>> {
            std::vector<TokenChange> made;
            qint64 sequence = query.before == 0 ? all : query.before - 1;
            for (; sequence > 0 && int(made.size()) < query.limit; --sequence) {
                TokenChange &one = made.emplace_back();
                one.sequence = sequence;
                one.kind = domain::allChangeKinds[std::size_t(sequence) % 14];
                one.token = {u"a"_s, u"t-%1"_s.arg(sequence)};
                one.tokenName = u"ci-deploy-%1"_s.arg(sequence);
                one.noticed = now - std::chrono::seconds(all - sequence);
                one.previous = one.noticed - 24h;
                one.before = u"read (site Haven)\nwrite (org)"_s;
                one.after = u"read (site Haven)\nadmin (org)"_s;
            }
            return made;
        });
    }
    Task<std::vector<domain::Tombstone>> tombstones(QString) override
    {
        return base::runInPool([all = all, now = now]() -> Result<std::vector<domain::Tombstone>> {
            std::vector<domain::Tombstone> made;
            for (qint64 i = 0; i < all; ++i) {
                domain::Tombstone &one = made.emplace_back();
                one.token = test::token(u"a"_s, QString::number(i), u"backup-%1"_s.arg(i));
                one.token.grants = {{.name = u"admin"_s, .target = u"org"_s, .broad = true}};
                one.vanished = now - std::chrono::seconds(i);
            }
            return made;
        });
    }

    qint64 all = rowsWanted();
    base::Instant now = test::FixedClock().time;
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
                    context.connections = {{u"a"_s, {u"Mist EMEA"_s, domain::Vendor::Mist, {}}}};
                    context.now = clock.time;
                    context.zone = QTimeZone::utc();
                    return context;
                },
            .whyNotCreate = [](const QString &) { return QString(); }};
    }

    test::FixedClock clock;
    LongJournal journal;
    LongInventory inventory;
};

} // namespace

class HistoryAtScaleTest final : public test::StrictTest
{
    Q_OBJECT

private slots:
    void readsTheJournalToItsEnd();
    void listsWhatChanged();

private:
    /// Runs work, waits until it is done, and prints what the longest stall was: a person feels
    /// one of 50 ms. Machines differ, so that no time is judged here.
    void measure(
        const char *what, const std::function<void()> &work, const std::function<bool()> &isDone)
    {
        test::settle();
        test::StallWatch watch;
        watch.restart();
        work();
        QVERIFY2(test::waitUntil(isDone), what);
        test::settle(50ms); // What follows in later turns.
        qInfo("%-40s %s", what, qPrintable(watch.text()));
    }
};

void HistoryAtScaleTest::readsTheJournalToItsEnd()
{
    Past past;
    std::unique_ptr<history::JournalWindow> window;
    QTableView *table = nullptr;
    const auto rows = [&] { return table->model()->rowCount(); };
    measure(
        "journal: opened",
        [&] {
            window = std::make_unique<history::JournalWindow>(past.source());
            window->show();
            table = child<QTableView>(window.get(), "journalTable");
        },
        [&] { return rows() == 500; });
    measure(
        "journal: scrolled to its end", [&] {},
        [&] {
            table->scrollToBottom();
            if (table->model()->canFetchMore({}))
                table->model()->fetchMore({});
            return rows() == past.journal.all;
        });
    table->setCurrentIndex(table->model()->index(rows() - 1, 0));
    measure(
        "journal: a new row",
        [&] {
            ++past.journal.all;
            window->readSoon();
        },
        [&] {
            return table->model()->index(0, 2).data() == u"ci-deploy-%1"_s.arg(past.journal.all);
        });
    QCOMPARE(rows(), past.journal.all); // What had been read stays.
    measure(
        "journal: words", [&] { child<QLineEdit>(window.get(), "wordsEdit")->setText(u"ci"_s); },
        [&] { return rows() > 0; });
    measure(
        "journal: closed", [&] { window.reset(); }, [] { return true; });
}

void HistoryAtScaleTest::listsWhatChanged()
{
    Past past;
    const QTemporaryDir folder;
    std::unique_ptr<history::ChangesWindow> window;
    QTableView *table = nullptr;
    QTableView *vanished = nullptr;
    const auto rows = [&] { return table->model()->rowCount(); };
    const auto stones = [&] { return vanished->model()->rowCount(); };
    measure(
        "changes: opened",
        [&] {
            window = std::make_unique<history::ChangesWindow>(past.source(), std::nullopt);
            window->period()->choose(history::PeriodChooser::Ever);
            window->show();
            table = child<QTableView>(window.get(), "changesTable");
            vanished = child<QTableView>(window.get(), "tombstonesTable");
        },
        [&] { return rows() >= 100'000 && stones() > 0; });
    table->setCurrentIndex(table->model()->index(rows() - 1, 0));
    vanished->setCurrentIndex(vanished->model()->index(stones() - 1, 0));
    auto *kind = child<QComboBox>(window.get(), "kindBox");
    const int all = rows();
    measure(
        "changes: one kind", [&] { kind->setCurrentIndex(3); }, [&] { return rows() < all; });
    measure(
        "changes: all kinds", [&] { kind->setCurrentIndex(0); }, [&] { return rows() == all; });
    measure(
        "changes: read again",
        [&] {
            ++past.inventory.all;
            window->readSoon();
        },
        [&] {
            return table->model()->index(0, 2).data() == u"ci-deploy-%1"_s.arg(past.inventory.all);
        });
    measure(
        "changes: written to a file", [&] { window->exportTo(folder.filePath(u"c.csv"_s)); },
        [&] { return QFile::exists(folder.filePath(u"c.csv"_s)); });
    measure(
        "vanished: shown",
        [&] { child<QTabWidget>(window.get(), "changesTabs")->setCurrentIndex(1); },
        [&] { return vanished->isVisible(); });
    measure(
        "changes: closed", [&] { window.reset(); }, [] { return true; });
}

QTEST_MAIN(HistoryAtScaleTest)
#include "tst_historyatscale.moc"
