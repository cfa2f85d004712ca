// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

/// What every vendor's paging has in common.

#include <QtGlobal>

#include <algorithm>
#include <vector>

namespace domain {

/// More than this many tokens of one connection are not listed (IN-09).
inline constexpr qint64 mostTokensListed = 1'000'000;

/// Where the pages start that follow from a total: first, first + step, ... before end. Ends at the
/// cap, whatever total a vendor claims; a step that does not move gives nothing.
inline std::vector<qint64> startsAhead(qint64 first, qint64 step, qint64 end)
{
    std::vector<qint64> starts;
    if (step <= 0)
        return starts;
    for (qint64 at = first; at < std::min(end, mostTokensListed + step); at += step)
        starts.push_back(at);
    return starts;
}

} // namespace domain
