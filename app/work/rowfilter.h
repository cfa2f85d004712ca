// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

/// Which rows of a snapshot are let through, a bit each, for the pool.

#include "work/filterscan.h"

#include <QSet>

#include <optional>

namespace work {

struct RowFilter
{
    filter::Expression expression;
    base::Instant now; ///< what "in the last 30 days" counts from
    QStringList statusWords; ///< as shown, see FilterContext
    QSet<QString> connectionIds; ///< empty = those of every connection
    std::optional<domain::Vendor> vendor;

    bool isEmpty() const { return expression.isEmpty() && connectionIds.isEmpty() && !vendor; }
};

/// For each segment from `firstSegment` on. Tombstones never pass.
std::vector<SegmentBits> passingRows(const TokenSnapshot &snapshot,
    const ConnectionTable &connections, const RowFilter &filter, std::size_t firstSegment = 0,
    const std::stop_token &stop = {});

} // namespace work
