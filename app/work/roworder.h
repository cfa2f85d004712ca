// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

/// Which rows are shown and in which order, as pure functions of values: they run on the GUI thread
/// for small lists and in the pool for large ones.

#include "work/query.h"
#include "work/tokenstore.h"

#include <QByteArray>
#include <QString>

#include <vector>

namespace work {

/// What one cell sorts by. A column uses either number or text.
struct SortKey
{
    /// Values first, then what never happened, then what nobody knows: in both directions.
    enum class Rank : quint8 { Known, Never, Unknown };

    Rank rank = Rank::Known;
    qint64 number = 0;
    QString text;

    static SortKey ofNumber(qint64 number) { return {Rank::Known, number, {}}; }
    static SortKey ofText(const QString &text) { return {Rank::Known, 0, text}; }
    static SortKey missing(domain::FactState state);

    friend bool operator==(const SortKey &, const SortKey &) = default;
};

using RowOrder = std::vector<RowId>;

/// One candidate row: copies of what ordering looks at, so that it shares nothing with the store.
struct OrderRow
{
    RowId row = 0;
    SortKey key;
    QString id; ///< the token's id, for ties
    QByteArray searchForm; ///< left empty when the query is
};

struct OrderRequest
{
    std::vector<OrderRow> rows;
    Query query;
    bool descending = false;
};

/// The rows that match, sorted. Text ignores case and accents; ties go by token id, then by row,
/// upwards in both directions, so that the order is total and repeatable.
RowOrder orderRows(OrderRequest request);

/// How to get from one order to the next in four steps, each a single signal of a model: survivors
/// to the front, cut the tail, put the arrivals at the tail, permute into place.
struct OrderPlan
{
    RowOrder
        survivorsFirst; ///< the current rows, those that stay in front; both parts keep their order
    std::size_t survivorCount = 0;
    RowOrder arrivals; ///< rows of the next order that were not there

    static OrderPlan between(const RowOrder &current, const RowOrder &next);
};

} // namespace work
