// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0

/// The start of the window over a kept list, beside the start over an empty profile; and keeping
/// and reading that list, beside a plain table of the same names through Qt Sql. All in one
/// process, so that what comes out are ratios: start-at-scale [TOKENS].

#include "profile.h"
#include "shell/mainwindow.h"
#include "stallwatch.h"
#include "tokens.h"

#include <QApplication>
#include <QElapsedTimer>
#include <QEvent>
#include <QSqlDatabase>
#include <QSqlQuery>

#include <algorithm>
#include <cstdio>

using namespace Qt::StringLiterals;

namespace {

constexpr int repeats = 5;

double since(const QElapsedTimer &clock)
{
    return double(clock.nsecsElapsed()) / 1e6;
}

/// When something of a window is painted for the first time.
class PaintWatch final : public QObject
{
public:
    explicit PaintWatch(const QElapsedTimer &clock)
        : m_clock(clock)
    {
    }
    double painted = -1; ///< ms

protected:
    bool eventFilter(QObject *watched, QEvent *event) override
    {
        if (event->type() == QEvent::Paint && painted < 0)
            painted = since(m_clock);
        return QObject::eventFilter(watched, event);
    }

private:
    const QElapsedTimer &m_clock;
};

struct Start
{
    double painted = 1e9;
    double complete = 1e9; ///< every row of the kept list is there
    double stall = 1e9; ///< the longest, processor time of the thread
};

/// One start as main() does it, with vendors that cannot be reached.
Start startOnce(test::Profile &profile, int rows)
{
    QElapsedTimer clock;
    clock.start();
    test::StallWatch stalls;
    Start figures;
    {
        work::Desk &desk = profile.start();
        shell::Settings settings(profile.folder.path());
        shell::MainWindow window(
            desk, settings, profile.clock, [](domain::Vendor) { return domain::ConnectionForm(); });
        PaintWatch paint(clock);
        window.installEventFilter(&paint);
        desk.refreshAll();
        window.show();
        static_cast<void>(
            test::waitUntil([&] { return paint.painted >= 0 && desk.tokens().count() == rows; }));
        figures.painted = paint.painted;
        figures.complete = since(clock);
        test::settle(std::chrono::milliseconds(200)); // The order of the rows comes after them.
        figures.stall = double(stalls.busy().count()) / 1e6;
        window.close();
    }
    profile.stop();
    return figures;
}

Start bestStart(test::Profile &profile, int rows)
{
    Start best;
    for (int i = 0; i < repeats; ++i) {
        const Start one = startOnce(profile, rows);
        best.painted = std::min(best.painted, one.painted);
        best.complete = std::min(best.complete, one.complete);
        best.stall = std::min(best.stall, one.stall);
    }
    return best;
}

domain::StoredListing listing(const QString &connectionId, int count)
{
    QRandomGenerator random(7);
    std::vector<domain::Token> tokens;
    for (int i = 0; i < count; ++i)
        tokens.push_back(test::randomToken(random, connectionId, u"token-%1"_s.arg(i)));
    return {.connectionId = connectionId,
        .listed = test::FixedClock().time,
        .isComplete = true,
        .tokens = domain::TokenBatch::of(std::move(tokens))};
}

/// The least that any store must do: ids and names in one transaction, and read again.
std::pair<double, double> plainTable(const QString &folder, int count)
{
    auto database = QSqlDatabase::addDatabase(u"QSQLITE"_s, u"plain"_s);
    database.setDatabaseName(folder + u"/plain.db"_s);
    database.open();
    QElapsedTimer clock;
    clock.start();
    double written = 0;
    double read = 0;
    {
        QSqlQuery query(database);
        query.exec(u"PRAGMA journal_mode = WAL"_s);
        query.exec(u"CREATE TABLE plain (id TEXT PRIMARY KEY, name TEXT, grants TEXT)"_s);
        database.transaction();
        query.prepare(u"INSERT INTO plain VALUES (?, ?, ?)"_s);
        for (int i = 0; i < count; ++i) {
            query.bindValue(0, u"token-%1"_s.arg(i));
            query.bindValue(1, u"deploy bot %1"_s.arg(i));
            query.bindValue(2, u"read write"_s);
            query.exec();
        }
        database.commit();
        written = since(clock);
        clock.restart();
        query.exec(u"SELECT id, name, grants FROM plain"_s);
        qsizetype length = 0;
        while (query.next())
            length += query.value(0).toString().size() + query.value(1).toString().size()
                + query.value(2).toString().size();
        read = length > 0 ? since(clock) : 0;
    }
    database.close();
    return {written, read};
}

void print(const char *what, double ours, const char *beside, double theirs)
{
    std::printf("%-44s %9.1f ms   %-22s %9.1f ms   ratio %.2f\n", what, ours, beside, theirs,
        ours / theirs);
}

double timeOf(const std::function<bool()> &work)
{
    QElapsedTimer clock;
    clock.start();
    if (!work())
        qFatal("the inventory failed");
    return since(clock);
}

} // namespace

int main(int argc, char **argv)
{
    QApplication app(argc, argv);
    const int count = app.arguments().value(1, u"100000"_s).toInt();
    test::Profile empty;
    empty.vendor.tokens.clear();
    empty.start();
    empty.connectAndKeep();
    empty.vendor.whoAmIFails = base::Error {.kind = base::ErrorKind::Offline};
    test::Profile full;
    full.start();
    const QString id = full.connectAndKeep();
    full.vendor.whoAmIFails = empty.vendor.whoAmIFails;

    const auto list = listing(id, count);
    const double first = timeOf([&] { return test::await(full.lists->sync(list)).has_value(); });
    const double again = timeOf([&] { return test::await(full.lists->sync(list)).has_value(); });
    const double load = timeOf([&] { return test::await(full.lists->load()).has_value(); });
    full.stop();
    empty.stop();
    const double open = timeOf([&] {
        store::InventoryFile file(full.folder.path());
        return test::await(file.tombstones({})).has_value();
    });
    const auto [written, read] = plainTable(full.folder.path(), count);
    const Start none = bestStart(empty, 0);
    const Start all = bestStart(full, count);

    std::printf("%d tokens; inventory.db %lld KiB\n", count,
        static_cast<long long>(QFileInfo(full.folder.filePath(u"inventory.db"_s)).size() / 1024));
    print("start to first paint", all.painted, "empty profile", none.painted);
    print("longest stall while starting (processor)", all.stall, "empty profile", none.stall);
    print("start to every row in the list", all.complete, "first paint", all.painted);
    print("keep a first list", first, "plain table", written);
    print("keep the same list again", again, "first list", first);
    print("read it", load, "plain table", read);
    print("open the file, check included", open, "read it", load);
    return 0;
}
