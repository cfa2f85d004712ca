// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

/// Which rows are shown, in which order, and how a model gets there from what it shows now: pure
/// functions of values, at once for small lists and in the pool for large ones.

#include "work/rowfilter.h"

namespace work {

/// One change of a model, in one signal: afterwards it shows `order`.
struct OrderStep
{
    enum class Kind {
        Permute, ///< the same rows in another order
        Trim, ///< the rows at the end are gone
        Grow, ///< more rows at the end
    };

    Kind kind = Kind::Permute;
    RowOrder order;
    /// By row id: its place in `order`, or something that is none. Made here so that the GUI thread
    /// need not. Only for a permutation and for a last step that grows: after a trim the places of
    /// the step before still hold, and between two steps hardly anybody asks.
    std::vector<qint32> positions;
};

/// From one order to the next: survivors to the front, cut the tail, put the arrivals at the tail,
/// permute into place; steps that would change nothing are left out. Views keep selection and
/// scroll position through each. More than `growAtOnce` arrivals come in several steps, because a
/// view needs 16 ms for a million.
std::vector<OrderStep> stepsBetween(
    const RowOrder &current, const RowOrder &next, RowId rowCount, qsizetype growAtOnce = 400'000);

struct OrderRequest
{
    TokenSnapshot snapshot;
    ConnectionTable connections;
    std::vector<SortBy> sort;
    RowFilter filter;
    /// All present rows of this snapshot in this sort order, if known from an earlier request.
    std::optional<RowOrder> sorted;
    RowOrder current; ///< what is shown now
};

struct Arrangement
{
    RowOrder sorted; ///< all present rows, whatever the filter: for the next request
    RowOrder next; ///< those that pass
    std::vector<OrderStep> steps; ///< from request.current to next
};

/// What comes back after `stop` was asked for is of no use.
Arrangement arrange(const OrderRequest &request, const std::stop_token &stop = {});

} // namespace work
