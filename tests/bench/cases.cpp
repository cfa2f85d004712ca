// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#include "cases.h"

#include "base/utc.h"
#include "estate.h"
#include "ourside.h"
#include "stockside.h"

#include <QElapsedTimer>

#include <benchmark/benchmark.h>
#include <functional>
#include <map>

namespace bench {

using namespace Qt::StringLiterals;
using models::TokenColumnId;

namespace {

/// A text that few rows hold, in names, ids and hints alike.
constexpr auto needle = "999";

using Work = std::function<void()>;

/// One side's estate is made when its first case runs and dropped when the next one's is made:
/// several at once would not fit.
template <typename Side>
std::pair<int, std::unique_ptr<Side>> currentSide;

template <typename Side>
Side &sideOf(int rows)
{
    auto &[made, side] = currentSide<Side>;
    if (made != rows) {
        side.reset();
        side = std::make_unique<Side>(rows);
        made = rows;
    }
    return *side;
}

template <typename Side>
void add(const char *what, const char *sideName, int rows, int iterations,
    std::function<void(Side &)> prepare, std::function<void(Side &)> work)
{
    const std::string name = std::string(what) + '/' + sideName + '/' + std::to_string(rows);
    benchmark::RegisterBenchmark(name.c_str(),
        [=](benchmark::State &state) {
            Side &side = sideOf<Side>(rows);
            for (auto unused : state) {
                static_cast<void>(unused);
                prepare(side);
                QElapsedTimer timer;
                timer.start();
                work(side);
                state.SetIterationTime(double(timer.nsecsElapsed()) / 1e9);
            }
        })
        ->UseManualTime()
        ->Iterations(1)
        ->Repetitions(iterations);
}

void ourSort(OurSide &side, TokenColumnId column, Qt::SortOrder order)
{
    side.model.sort(int(column), order);
    side.arrange();
}

void ourFilter(OurSide &side, const QString &words)
{
    side.model.setFilter({.words = words});
    side.arrange();
}

void addOurCases(int rows)
{
    constexpr int times = 5;
    add<OurSide>(
        "sort by last used", "ours", rows, times,
        [](OurSide &side) { ourSort(side, TokenColumnId::Id, Qt::AscendingOrder); },
        [](OurSide &side) { ourSort(side, TokenColumnId::LastUsed, Qt::DescendingOrder); });
    add<OurSide>(
        "sort by name", "ours", rows, times,
        [](OurSide &side) { ourSort(side, TokenColumnId::Id, Qt::AscendingOrder); },
        [](OurSide &side) { ourSort(side, TokenColumnId::Name, Qt::AscendingOrder); });
    add<OurSide>(
        "filter by free text", "ours", rows, times, [](OurSide &side) { ourFilter(side, {}); },
        [](OurSide &side) { ourFilter(side, QLatin1StringView(needle)); });
    add<OurSide>(
        "clear the filter", "ours", rows, times,
        [](OurSide &side) { ourFilter(side, QLatin1StringView(needle)); },
        [](OurSide &side) { ourFilter(side, {}); });
    static domain::TokenBatch newPage;
    add<OurSide>(
        "append a page of 1,000", "ours", rows, 3,
        [](OurSide &side) {
            // A page that is new: the estate ends before.
            newPage = OurSide::parse(page(side.store.count() / tokensPerPage));
        },
        [](OurSide &side) { side.store.merge(newPage); });
}

void addStockCases(int rows)
{
    constexpr int times = 2;
    add<StockSide>(
        "sort by last used", "stock", rows, times, [](StockSide &side) { side.proxy.sort(-1); },
        [](StockSide &side) { side.proxy.sort(StockModel::lastUsedColumn, Qt::DescendingOrder); });
    add<StockSide>(
        "sort by name", "stock", rows, times, [](StockSide &side) { side.proxy.sort(-1); },
        [](StockSide &side) { side.proxy.sort(StockModel::nameColumn); });
    add<StockSide>(
        "filter by free text", "stock", rows, times,
        [](StockSide &side) { side.proxy.setFilterFixedString({}); },
        [](StockSide &side) { side.proxy.setFilterFixedString(QLatin1StringView(needle)); });
    add<StockSide>(
        "clear the filter", "stock", rows, 1,
        [](StockSide &side) { side.proxy.setFilterFixedString(QLatin1StringView(needle)); },
        [](StockSide &side) { side.proxy.setFilterFixedString({}); });
}

/// All pages of an estate, one at a time, with only the parsing timed.
template <typename Parse>
void addParsing(const char *side, int rows, Parse parse)
{
    const std::string name = std::string("parse the JSON/") + side + '/' + std::to_string(rows);
    benchmark::RegisterBenchmark(name.c_str(),
        [rows, parse](benchmark::State &state) {
            for (auto unused : state) {
                static_cast<void>(unused);
                qint64 spent = 0;
                for (int number = 0; number < rows / tokensPerPage; ++number) {
                    const QByteArray bytes = page(number);
                    QElapsedTimer timer;
                    timer.start();
                    parse(bytes);
                    spent += timer.nsecsElapsed();
                }
                state.SetIterationTime(double(spent) / 1e9);
            }
        })
        ->UseManualTime()
        ->Iterations(1)
        ->Repetitions(2);
}

/// What taking in a refresh cost on top of parsing it, in percent, by number of rows.
std::map<int, double> storingShares;

/// A listing in which one token in a hundred changed, as the time for its parsing and for the rest.
void addRefresh(int rows)
{
    const std::string name = "refresh, 1 % changed/ours/" + std::to_string(rows);
    benchmark::RegisterBenchmark(name.c_str(),
        [rows](benchmark::State &state) {
            static int round = 0;
            OurSide &side = sideOf<OurSide>(rows);
            for (auto unused : state) {
                static_cast<void>(unused);
                ++round;
                QElapsedTimer timer;
                timer.start();
                side.store.beginSync(u"c"_s);
                qint64 storing = timer.nsecsElapsed();
                qint64 parsing = 0;
                for (int number = 0; number < rows / tokensPerPage; ++number) {
                    const QByteArray bytes = page(number, round);
                    timer.start();
                    const domain::TokenBatch batch = OurSide::parse(bytes);
                    parsing += timer.nsecsElapsed();
                    timer.start();
                    side.store.merge(batch);
                    storing += timer.nsecsElapsed();
                }
                timer.start();
                side.store.endSync(u"c"_s, true);
                storing += timer.nsecsElapsed();
                state.SetIterationTime(double(parsing + storing) / 1e9);
                const double share = 100.0 * double(storing) / double(parsing);
                const auto [known, isNew] = storingShares.try_emplace(rows, share);
                known->second = std::min(known->second, share);
            }
        })
        ->UseManualTime()
        ->Iterations(1)
        ->Repetitions(2);
}

QStringList shown(const QAbstractItemModel &model, int idColumn)
{
    QStringList ids;
    for (int row = 0; row < model.rowCount(); ++row)
        ids.append(model.index(row, idColumn).data().toString());
    return ids;
}

bool agree(const char *what, OurSide &ours, StockSide &stock)
{
    QStringList our = shown(ours.model, int(TokenColumnId::Id));
    QStringList theirs = shown(stock.proxy, StockModel::columns - 1);
    // The two break ties by different rules, so the rows are compared, and the order by its keys.
    std::sort(our.begin(), our.end());
    std::sort(theirs.begin(), theirs.end());
    if (our == theirs)
        return true;
    std::fprintf(stderr, "%s: %lld rows here, %lld in the stock model\n", what,
        static_cast<long long>(our.size()), static_cast<long long>(theirs.size()));
    return false;
}

bool sortsAgree(OurSide &ours, StockSide &stock)
{
    ourSort(ours, TokenColumnId::LastUsed, Qt::AscendingOrder);
    stock.proxy.sort(StockModel::lastUsedColumn);
    // Known times only: where "never" stands is a choice, and the stock way has no such word.
    const auto times = [](const QAbstractItemModel &model, int column, const QString &never) {
        QStringList texts;
        for (int row = 0; row < model.rowCount(); ++row) {
            const QString text = model.index(row, column).data(Qt::DisplayRole).toString();
            if (text != never)
                texts.append(text);
        }
        return texts;
    };
    QStringList our;
    for (int row = 0; row < ours.model.rowCount(); ++row) {
        const auto token = ours.model.tokenAt(row);
        if (token->lastUsed.isKnown())
            our.append(base::utcTime(token->lastUsed.value).toString(Qt::ISODate));
    }
    const bool same = our == times(stock.proxy, StockModel::lastUsedColumn, u"Never"_s);
    if (!same)
        std::fprintf(stderr, "the order by last use differs\n");
    return same;
}

} // namespace

void addRefreshFigures(Results &results)
{
    for (const auto &[rows, share] : storingShares)
        results.addFigure(u"refresh: storing, of parsing"_s, rows, share, u"%"_s, 10);
}

void addOurCases(const QList<int> &rows)
{
    for (const int count : rows) {
        addOurCases(count);
        addParsing("ours", count, [](const QByteArray &bytes) { OurSide::parse(bytes); });
        addRefresh(count);
    }
}

void addStockCases(const QList<int> &rows)
{
    for (const int count : rows) {
        addStockCases(count);
        addParsing("stock", count, [](const QByteArray &bytes) { StockModel::parse(bytes); });
    }
}

void dropSides()
{
    currentSide<OurSide> = {};
    currentSide<StockSide> = {};
}

bool sidesAgree(int rows)
{
    OurSide ours(rows);
    StockSide stock(rows);
    bool same = agree("everything", ours, stock) && sortsAgree(ours, stock);
    for (const auto &words : {needle, "grafana", "s\u00d8ren", "nothing is called so", "wafl"}) {
        ourFilter(ours, QString::fromUtf8(words));
        stock.proxy.setFilterFixedString(QString::fromUtf8(words));
        // The stock filter sees accents; names with one are found by both only when typed so.
        same = agree(words, ours, stock) && same;
    }
    return same;
}

} // namespace bench
