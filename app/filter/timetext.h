// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

/// Ages ("30d") and dates ("2026-05", "2026-05-03T10:30Z") as people write them.

#include "base/clock.h"

#include <QString>

#include <optional>

namespace filter {

enum class AgeUnit : quint8 { Hour, Day, Week, Month, Year };

/// A length of time. Months have 30 days, years 365.
struct Age
{
    int count = 0;
    AgeUnit unit = AgeUnit::Day;

    std::chrono::milliseconds length() const;
    friend bool operator==(const Age &, const Age &) = default;
};

enum class DatePart : quint8 { Year, Month, Day, Minute, Second };

/// A stretch of time named by its beginning: a year, a month, a day, a minute or a second, in UTC.
struct Date
{
    base::Instant start;
    base::Instant end; ///< the first moment after it
    DatePart smallest = DatePart::Day;

    friend bool operator==(const Date &, const Date &) = default;
};

/// "30d", "2weeks"; at most 100 years.
std::optional<Age> ageFrom(QStringView text);
QString ageText(const Age &age);

/// "2026", "2026-05", "2026-05-03", "2026-05-03T10:30", with seconds, with Z or +02:00; no zone is
/// UTC. Years 1970 to 2999. Fractions of a second are cut off.
std::optional<Date> dateFrom(QStringView text);
QString dateText(const Date &date);

} // namespace filter
