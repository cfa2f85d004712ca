// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#include "filter/timewindow.h"

namespace filter {

namespace {

qint64 number(base::Instant time)
{
    return time.time_since_epoch().count();
}

struct WindowOf
{
    bool isFuture;
    qint64 now;

    std::optional<TimeWindow> operator()(const AgeTest &test) const
    {
        const qint64 length = test.age.length().count();
        return isFuture ? until(test.comparison, now + length)
                        : since(test.comparison, now - length);
    }
    /// "Less than 14 days" does not mean what is over, however long ago that was.
    std::optional<TimeWindow> until(Comparison comparison, qint64 then) const
    {
        switch (comparison) {
        case Comparison::Less:
            return TimeWindow {.first = now + 1, .last = then - 1};
        case Comparison::LessOrEqual:
            return TimeWindow {.first = now + 1, .last = then};
        case Comparison::Greater:
            return TimeWindow {.first = then + 1};
        case Comparison::GreaterOrEqual:
            return TimeWindow {.first = then};
        }
        return std::nullopt;
    }
    /// Less time ago is later. What another clock puts into the future has just happened.
    std::optional<TimeWindow> since(Comparison comparison, qint64 then) const
    {
        switch (comparison) {
        case Comparison::Less:
            return TimeWindow {.first = then + 1};
        case Comparison::LessOrEqual:
            return TimeWindow {.first = then};
        case Comparison::Greater:
            return TimeWindow {.last = then - 1};
        case Comparison::GreaterOrEqual:
            return TimeWindow {.last = then};
        }
        return std::nullopt;
    }
    std::optional<TimeWindow> operator()(const AgeRange &range) const
    {
        const qint64 from = range.from.length().count();
        const qint64 to = range.to.length().count();
        return isFuture ? TimeWindow {now + from, now + to} : TimeWindow {now - to, now - from};
    }
    std::optional<TimeWindow> operator()(const DateTest &test) const
    {
        switch (test.comparison) {
        case Comparison::Less:
            return TimeWindow {.last = number(test.date.start) - 1};
        case Comparison::LessOrEqual:
            return TimeWindow {.last = number(test.date.end) - 1};
        case Comparison::Greater:
            return TimeWindow {.first = number(test.date.end)};
        case Comparison::GreaterOrEqual:
            return TimeWindow {.first = number(test.date.start)};
        }
        return std::nullopt;
    }
    std::optional<TimeWindow> operator()(const DateRange &range) const
    {
        return TimeWindow {number(range.from.start), number(range.to.end) - 1};
    }
    std::optional<TimeWindow> operator()(State state) const
    {
        if (state == State::Known)
            return TimeWindow {};
        if (state == State::Past)
            return TimeWindow {.last = now};
        return std::nullopt;
    }
    std::optional<TimeWindow> operator()(const TextTest &) const { return std::nullopt; }
    std::optional<TimeWindow> operator()(const Choice &) const { return std::nullopt; }
};

} // namespace

std::optional<TimeWindow> timeWindow(const Field &field, const Value &value, base::Instant now)
{
    return std::visit(WindowOf {field.kind == ValueKind::FutureTime, number(now)}, value);
}

} // namespace filter
