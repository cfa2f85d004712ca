// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#include "work/rowfilter.h"

#include <algorithm>

namespace work {

namespace {

/// By place of the connection.
std::vector<bool> allowedConnections(
    const TokenSnapshot &snapshot, const ConnectionTable &connections, const RowFilter &filter)
{
    std::vector<bool> allowed;
    for (const QString &id : snapshot.connectionIds) {
        const auto facts = connections.constFind(id);
        const bool fitsVendor = !filter.vendor
            || (facts != connections.constEnd() && facts->vendor == *filter.vendor);
        allowed.push_back(
            fitsVendor && (filter.connectionIds.isEmpty() || filter.connectionIds.contains(id)));
    }
    return allowed;
}

} // namespace

std::vector<SegmentBits> passingRows(const TokenSnapshot &snapshot,
    const ConnectionTable &connections, const RowFilter &filter, std::size_t firstSegment,
    const std::stop_token &stop)
{
    const auto allowed = allowedConnections(snapshot, connections, filter);
    const bool allAllowed = std::find(allowed.begin(), allowed.end(), false) == allowed.end();
    std::optional<FilterScan> scan;
    if (!filter.expression.isEmpty())
        scan.emplace(filter.expression, snapshot,
            FilterContext {connections, filter.now, filter.statusWords}, firstSegment);
    std::vector<SegmentBits> passing;
    passing.reserve(snapshot.segments.size() - firstSegment);
    for (std::size_t number = firstSegment; number < snapshot.segments.size(); ++number) {
        if (stop.stop_requested())
            break;
        const TokenSegment &segment = *snapshot.segments[number];
        SegmentBits bits = segment.present;
        for (std::size_t row = 0; !allAllowed && row < segment.size(); ++row) {
            if (!allowed[segment.connection[row]])
                bits.reset(row);
        }
        if (scan)
            bits &= scan->matching(segment);
        passing.push_back(bits);
    }
    return passing;
}

} // namespace work
