// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#include "work/roworder.h"

#include <algorithm>

namespace work {

namespace {

std::vector<qint32> positionsOf(const RowOrder &order, RowId rowCount)
{
    std::vector<qint32> positions(rowCount, -1);
    for (qsizetype i = 0; i < order.size(); ++i)
        positions[order.at(i)] = static_cast<qint32>(i);
    return positions;
}

/// A bit for each row, set where the order has it.
std::vector<bool> membership(const RowOrder &order, RowId rowCount)
{
    std::vector<bool> members(rowCount);
    for (const RowId row : order)
        members[row] = true;
    return members;
}

} // namespace

std::vector<OrderStep> stepsBetween(
    const RowOrder &current, const RowOrder &next, RowId rowCount, qsizetype growAtOnce)
{
    using Kind = OrderStep::Kind;
    std::vector<OrderStep> steps;
    const auto add = [&](Kind kind, const RowOrder &order) {
        steps.push_back({kind, order, positionsOf(order, rowCount)});
    };
    const std::vector<bool> stays = membership(next, rowCount);
    const std::vector<bool> wasThere = membership(current, rowCount);

    RowOrder now = current;
    const auto firstGone
        = std::stable_partition(now.begin(), now.end(), [&stays](RowId row) { return stays[row]; });
    const qsizetype survivors = firstGone - now.begin();
    if (survivors < current.size()) {
        if (now != current)
            add(Kind::Permute, now);
        now.resize(survivors);
        add(Kind::Trim, now);
    }
    RowOrder arrivals;
    std::copy_if(next.begin(), next.end(), std::back_inserter(arrivals),
        [&wasThere](RowId row) { return !wasThere[row]; });
    for (qsizetype from = 0; from < arrivals.size(); from += growAtOnce) {
        now.append(arrivals.mid(from, growAtOnce));
        add(Kind::Grow, now);
    }
    if (now != next)
        add(Kind::Permute, next);
    return steps;
}

Arrangement arrange(const OrderRequest &request, const std::stop_token &stop)
{
    const TokenSnapshot &snapshot = request.snapshot;
    Arrangement result;
    result.sorted = request.sorted ? *request.sorted
                                   : sortedRows(snapshot, request.connections, request.sort, stop);
    if (stop.stop_requested())
        return result;
    if (request.filter.isEmpty()) {
        result.next = result.sorted;
    } else {
        const auto passing = passingRows(snapshot, request.connections, request.filter, 0, stop);
        if (stop.stop_requested())
            return result;
        std::copy_if(result.sorted.begin(), result.sorted.end(), std::back_inserter(result.next),
            [&passing](RowId row) {
                return passing[row / rowsPerSegment].test(TokenSnapshot::indexOf(row));
            });
    }
    if (!stop.stop_requested())
        result.steps = stepsBetween(request.current, result.next, snapshot.rowCount);
    return result;
}

} // namespace work
