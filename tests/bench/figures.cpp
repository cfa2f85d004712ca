// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#include "cases.h"
#include "ourside.h"
#include "stockside.h"

#include <QCoreApplication>
#include <QFile>
#include <QProcess>

#include <cstdio>
#include <malloc.h>

namespace bench {

using namespace Qt::StringLiterals;
using models::TokenColumnId;

namespace {

double milliseconds(test::StallWatch::Time time)
{
    return std::chrono::duration<double, std::milli>(time).count();
}

/// Bytes of memory in use: what the system holds for the process, freed memory given back first.
qint64 residentBytes()
{
    malloc_trim(0);
    QFile file(u"/proc/self/statm"_s);
    if (!file.open(QIODevice::ReadOnly))
        return 0;
    return file.readAll().split(' ').at(1).toLongLong() * 4096;
}

struct Stall
{
    double wall = 1e9;
    double busy = 1e9; ///< the GUI thread's own share
};

/// The shortest of several runs' longest stalls: other programs only ever add to one.
Stall stallOf(OurSide &side, int times, const std::function<void(int)> &work)
{
    Stall best;
    for (int run = 0; run < times; ++run) {
        side.arrange();
        for (int turn = 0; turn < 5; ++turn)
            QCoreApplication::processEvents();
        side.stalls.restart();
        work(run);
        side.arrange();
        for (int turn = 0; turn < 10; ++turn)
            QCoreApplication::processEvents();
        best.wall = std::min(best.wall, milliseconds(side.stalls.longest()));
        best.busy = std::min(best.busy, milliseconds(side.stalls.busy()));
    }
    return best;
}

} // namespace

void measureStalls(Results &results, int rows)
{
    constexpr int times = 3;
    const double required = rows <= 100'000 ? 16 : 20;
    const auto add = [&](const QString &what, const Stall &stall) {
        results.addFigure(u"stall: "_s + what, rows, stall.wall, u"ms"_s, required);
        results.addFigure(u"  of it busy"_s, rows, stall.busy, u"ms"_s, 0);
    };
    OurSide side(rows, OurSide::Show::Table);
    add(u"load"_s, {milliseconds(side.stalls.longest()), milliseconds(side.stalls.busy())});
    add(u"sort by name"_s, stallOf(side, times, [&](int run) {
        side.model.sort(
            int(TokenColumnId::Name), run % 2 == 0 ? Qt::DescendingOrder : Qt::AscendingOrder);
    }));
    add(u"sort by last used"_s, stallOf(side, times, [&](int run) {
        side.model.sort(
            int(TokenColumnId::LastUsed), run % 2 == 0 ? Qt::DescendingOrder : Qt::AscendingOrder);
    }));
    add(u"filter"_s, stallOf(side, times, [&](int run) {
        side.model.setFilter({.words = QString::number(run) + u"99"_s});
    }));
    add(u"clear the filter"_s, stallOf(side, times, [&](int run) {
        side.model.setFilter({.words = run == 0 ? QString() : QString::number(run)});
        side.arrange();
        side.model.setFilter({});
    }));
    add(u"select all"_s, stallOf(side, times, [&](int) {
        side.table->clearSelection();
        side.table->selectAll();
    }));
    add(u"sort with all selected"_s, stallOf(side, times, [&](int run) {
        side.model.sort(
            int(TokenColumnId::Created), run % 2 == 0 ? Qt::DescendingOrder : Qt::AscendingOrder);
    }));
    side.table->clearSelection();
    add(u"refresh, 1 % changed"_s, stallOf(side, 1, [&](int) { side.list(77); }));
}

int printMemory(const QString &side, int rows)
{
    // What the program has anyway: fonts, styles, a table.
    OurSide empty(0, OurSide::Show::Table);
    const qint64 before = residentBytes();
    qint64 after = 0;
    if (side == "stock"_L1) {
        StockSide stock(rows);
        after = residentBytes();
    } else {
        OurSide ours(rows, OurSide::Show::Table);
        ours.model.sort(int(TokenColumnId::Name));
        ours.settle();
        after = residentBytes();
    }
    std::printf("%.1f\n", double(after - before) / rows);
    return 0;
}

void measureMemory(Results &results, int rows)
{
    for (const auto &side : {u"ours"_s, u"stock"_s}) {
        QProcess process;
        process.start(QCoreApplication::applicationFilePath(),
            {u"--memory"_s, side, u"--rows"_s, QString::number(rows)});
        process.waitForFinished(-1);
        results.addFigure(u"memory a token, "_s + side, rows,
            process.readAllStandardOutput().trimmed().toDouble(), u"B"_s,
            side == "ours"_L1 && rows == 1'000'000 ? 300 : 0);
    }
}

} // namespace bench
