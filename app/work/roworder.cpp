// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#include "work/roworder.h"

#include "base/textrules.h"

#include <algorithm>

namespace work {

namespace {

bool comesBefore(const OrderRow &a, const OrderRow &b, bool descending)
{
    if (a.key.rank != b.key.rank)
        return a.key.rank < b.key.rank;
    if (a.key.number != b.key.number)
        return (a.key.number < b.key.number) != descending;
    if (const int byText = a.key.text.compare(b.key.text); byText != 0)
        return (byText < 0) != descending;
    if (const int byId = a.id.compare(b.id); byId != 0)
        return byId < 0;
    return a.row < b.row;
}

/// Whether each row id up to the largest is in the order.
std::vector<bool> membership(const RowOrder &order)
{
    const auto largest = std::max_element(order.begin(), order.end());
    std::vector<bool> present(largest == order.end() ? 0 : std::size_t(*largest) + 1);
    for (const RowId row : order)
        present[row] = true;
    return present;
}

bool contains(const std::vector<bool> &present, RowId row)
{
    return row < present.size() && present[row];
}

} // namespace

SortKey SortKey::missing(domain::FactState state)
{
    return {state == domain::FactState::Never ? Rank::Never : Rank::Unknown, 0, {}};
}

RowOrder orderRows(OrderRequest request)
{
    auto &rows = request.rows;
    std::erase_if(
        rows, [&request](const OrderRow &row) { return !request.query.matches(row.searchForm); });
    for (OrderRow &row : rows) {
        if (!row.key.text.isEmpty())
            row.key.text = base::foldedText(row.key.text);
    }
    // Pointers are what moves: a row is five times as large.
    std::vector<const OrderRow *> sorted;
    sorted.reserve(rows.size());
    for (const OrderRow &row : rows)
        sorted.push_back(&row);
    std::sort(sorted.begin(), sorted.end(),
        [descending = request.descending](
            const OrderRow *a, const OrderRow *b) { return comesBefore(*a, *b, descending); });
    RowOrder order;
    order.reserve(sorted.size());
    for (const OrderRow *row : sorted)
        order.push_back(row->row);
    return order;
}

OrderPlan OrderPlan::between(const RowOrder &current, const RowOrder &next)
{
    const std::vector<bool> stays = membership(next);
    const std::vector<bool> wasThere = membership(current);
    OrderPlan plan;
    plan.survivorsFirst = current;
    const auto firstGone = std::stable_partition(plan.survivorsFirst.begin(),
        plan.survivorsFirst.end(), [&stays](RowId row) { return contains(stays, row); });
    plan.survivorCount = static_cast<std::size_t>(firstGone - plan.survivorsFirst.begin());
    std::copy_if(next.begin(), next.end(), std::back_inserter(plan.arrivals),
        [&wasThere](RowId row) { return !contains(wasThere, row); });
    return plan;
}

} // namespace work
