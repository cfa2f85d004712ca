// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

/// Applies a filter to whole segments of a snapshot, for the pool. Means the same as
/// filter::matches(), which is for one token.

#include "filter/expression.h"
#include "work/rowsort.h"
#include "work/segmenttest.h"

#include <QStringList>

namespace work {

/// What a filter looks at besides the rows.
struct FilterContext
{
    ConnectionTable connections;
    base::Instant now;
    QStringList statusWords; ///< as shown, in the order of TokenStatus; empty = the English ones
};

/// Every text that many rows share is looked at once, when the scan is made; a row costs a look
/// into a table then. Texts of its own are searched through a segment's whole buffer at once.
class FilterScan final
{
public:
    /// A page that has come needs its own segment only: of the shared texts, those that segments
    /// from `firstSegment` on do not use are not looked at.
    FilterScan(const filter::Expression &expression, const TokenSnapshot &snapshot,
        const FilterContext &context, std::size_t firstSegment = 0);

    /// For segments of that snapshot, from firstSegment on. The bits of tombstones and of rows that
    /// are not there mean nothing.
    SegmentBits matching(const TokenSegment &segment) const { return m_test(segment); }

private:
    SegmentTest m_test;
};

} // namespace work
