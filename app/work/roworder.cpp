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

template <typename Wanted>
RowOrder selected(const RowOrder &order, Wanted wanted)
{
    RowOrder some;
    some.reserve(order.size());
    std::copy_if(order.begin(), order.end(), std::back_inserter(some), wanted);
    return some;
}

} // namespace

std::vector<OrderStep> stepsBetween(
    const RowOrder &current, const RowOrder &next, RowId rowCount, qsizetype growAtOnce)
{
    using Kind = OrderStep::Kind;
    std::vector<OrderStep> steps;
    const std::vector<bool> stays = membership(next, rowCount);
    const std::vector<bool> wasThere = membership(current, rowCount);
    RowOrder survivors = selected(current, [&stays](RowId row) { return bool(stays[row]); });
    const RowOrder arrivals = selected(next, [&wasThere](RowId row) { return !wasThere[row]; });

    RowOrder now = current;
    if (survivors.size() < current.size()) {
        const RowOrder goers = selected(current, [&stays](RowId row) { return !stays[row]; });
        if (!std::equal(survivors.begin(), survivors.end(), current.begin()))
            steps.push_back({Kind::Permute, survivors + goers, {}});
        steps.push_back({Kind::Trim, survivors, {}});
        now = std::move(survivors);
    }
    for (qsizetype from = 0; from < arrivals.size(); from += growAtOnce) {
        now.append(arrivals.mid(from, growAtOnce));
        steps.push_back({Kind::Grow, now, {}});
    }
    // Not by QList's own comparison, which hands null pointers to memcmp when both are empty.
    if (!std::equal(now.begin(), now.end(), next.begin(), next.end()))
        steps.push_back({Kind::Permute, next, {}});
    for (OrderStep &step : steps) {
        if (step.kind == Kind::Permute || (step.kind == Kind::Grow && &step == &steps.back()))
            step.positions = positionsOf(step.order, rowCount);
    }
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
        result.next = selected(result.sorted, [&passing](RowId row) {
            return passing[row / rowsPerSegment].test(TokenSnapshot::indexOf(row));
        });
    }
    if (!stop.stop_requested())
        result.steps = stepsBetween(request.current, result.next, snapshot.rowCount);
    return result;
}

} // namespace work
