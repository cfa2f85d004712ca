// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

/// What a filter says about a time, as the moments that fit.

#include "filter/expression.h"

#include <limits>
#include <optional>

namespace filter {

/// Milliseconds since 1970, both ends included; empty if last is before first.
struct TimeWindow
{
    qint64 first = std::numeric_limits<qint64>::min();
    qint64 last = std::numeric_limits<qint64>::max();

    bool contains(qint64 time) const { return first <= time && time <= last; }
};

/// Nothing for a value that is not about known times (never, unknown).
std::optional<TimeWindow> timeWindow(const Field &field, const Value &value, base::Instant now);

} // namespace filter
