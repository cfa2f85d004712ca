// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#include "base/json.h"

#include <array>
#include <cmath>

/// Times as vendors write them. No QDateTime has a part in it: one without a zone would first be
/// looked for on this computer's clock, which leaves out an hour a year.
namespace base::json {

namespace {

using namespace std::chrono_literals;

constexpr bool isDigit(char c)
{
    return c >= '0' && c <= '9';
}

bool takeAny(std::string_view &bytes, std::string_view any)
{
    if (bytes.empty() || any.find(bytes.front()) == std::string_view::npos)
        return false;
    bytes.remove_prefix(1);
    return true;
}

/// So many digits as a number, and the bytes are shorter by them; -1 if they are not there.
int takeNumber(std::string_view &bytes, std::size_t digits)
{
    if (bytes.size() < digits)
        return -1;
    int number = 0;
    for (const char c : bytes.substr(0, digits)) {
        if (!isDigit(c))
            return -1;
        number = number * 10 + (c - '0');
    }
    bytes.remove_prefix(digits);
    return number;
}

/// A fraction of a second, rounded: digits without end are read, and the fourth decides. -1 for
/// none.
int takeMilliseconds(std::string_view &bytes)
{
    constexpr std::array scales = {100, 10, 1};
    const std::size_t digits = std::min(bytes.find_first_not_of("0123456789"), bytes.size());
    if (digits == 0)
        return -1;
    int milliseconds = 0;
    for (std::size_t i = 0; i < std::min(digits, scales.size()); ++i)
        milliseconds += (bytes[i] - '0') * scales[i];
    if (digits > scales.size() && bytes[scales.size()] >= '5')
        ++milliseconds;
    bytes.remove_prefix(digits);
    return milliseconds;
}

std::optional<std::chrono::sys_days> takeDate(std::string_view &bytes)
{
    const int year = takeNumber(bytes, 4);
    const bool hasMonth = takeAny(bytes, "-");
    const int month = takeNumber(bytes, 2);
    const bool hasDay = takeAny(bytes, "-");
    const int day = takeNumber(bytes, 2);
    if (!hasMonth || !hasDay || year < 0 || month < 0 || day < 0)
        return std::nullopt;
    const std::chrono::year_month_day date {std::chrono::year(year),
        std::chrono::month(static_cast<unsigned>(month)),
        std::chrono::day(static_cast<unsigned>(day))};
    return date.ok() ? std::optional(std::chrono::sys_days(date)) : std::nullopt;
}

struct TimeOfDay
{
    std::chrono::milliseconds sinceMidnight {0};
    bool isLeapSecond = false;
};

std::optional<TimeOfDay> takeTime(std::string_view &bytes)
{
    const int hours = takeNumber(bytes, 2);
    const int minutes = takeAny(bytes, ":") ? takeNumber(bytes, 2) : -1;
    const bool hasSeconds = takeAny(bytes, ":");
    const int seconds = hasSeconds ? takeNumber(bytes, 2) : 0;
    const int milliseconds = hasSeconds && takeAny(bytes, ".,") ? takeMilliseconds(bytes) : 0;
    if (hours < 0 || hours > 24 || minutes < 0 || minutes > 59 || seconds < 0 || seconds > 60
        || milliseconds < 0)
        return std::nullopt;
    const TimeOfDay time {std::chrono::hours(hours) + std::chrono::minutes(minutes)
            + std::chrono::seconds(std::min(seconds, 59)) + std::chrono::milliseconds(milliseconds),
        seconds == 60};
    return time.sinceMidnight <= 24h ? std::optional(time) : std::nullopt;
}

/// Z, an offset or nothing at all, to the end; how far east of UTC.
std::optional<std::chrono::minutes> takeZone(std::string_view bytes)
{
    if (bytes.empty() || bytes == "Z" || bytes == "z")
        return std::chrono::minutes(0);
    const bool isWest = bytes.front() == '-';
    if (!takeAny(bytes, "+-"))
        return std::nullopt;
    const int hours = takeNumber(bytes, 2);
    const bool hasColon = takeAny(bytes, ":");
    const int minutes = hasColon || !bytes.empty() ? takeNumber(bytes, 2) : 0;
    if (hours < 0 || hours > 15 || minutes < 0 || minutes > 59 || !bytes.empty())
        return std::nullopt;
    const std::chrono::minutes east = std::chrono::hours(hours) + std::chrono::minutes(minutes);
    return isWest ? -east : east;
}

} // namespace

std::optional<Instant> instantOf(double milliseconds)
{
    constexpr Instant first {std::chrono::sys_days(std::chrono::year(0) / 1 / 1)};
    constexpr Instant last {std::chrono::sys_days(std::chrono::year(10'000) / 1 / 1)};
    const auto numberOf = [](Instant time) { return double(time.time_since_epoch().count()); };
    if (!(milliseconds >= numberOf(first) && milliseconds < numberOf(last)))
        return std::nullopt;
    return Instant {std::chrono::milliseconds {std::llround(milliseconds)}};
}

std::optional<Instant> fromEpochSeconds(double seconds)
{
    return instantOf(seconds * 1000);
}

std::optional<Instant> fromEpochSecondsOrMillis(double number)
{
    constexpr Instant earliest {std::chrono::sys_days(std::chrono::year(2000) / 1 / 1)};
    const auto asMilliseconds = instantOf(number);
    const auto asSeconds = fromEpochSeconds(number);
    const bool isMilliseconds = number > leastMilliseconds || number < -leastMilliseconds;
    if (isMilliseconds && (!asSeconds || (asMilliseconds && *asMilliseconds >= earliest)))
        return asMilliseconds;
    return asSeconds;
}

std::optional<Instant> fromIso(std::string_view text)
{
    const auto date = takeDate(text);
    if (!date)
        return std::nullopt;
    if (text.empty())
        return Instant(*date);
    if (!takeAny(text, "Tt "))
        return std::nullopt;
    const auto time = takeTime(text);
    const auto east = time ? takeZone(text) : std::nullopt;
    if (!east)
        return std::nullopt;
    const Instant instant = Instant(*date) + time->sinceMidnight - *east;
    // Leap seconds are the last of a day of UTC.
    const auto intoDay = instant - std::chrono::floor<std::chrono::days>(instant);
    if (time->isLeapSecond && intoDay < 23h + 59min + 59s)
        return std::nullopt;
    return instant;
}

} // namespace base::json
