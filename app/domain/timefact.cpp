// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#include "domain/timefact.h"

#include "base/json.h"

namespace domain {

using namespace Qt::StringLiterals;
using base::Instant;

namespace json = base::json;

namespace {

using namespace std::chrono_literals;

constexpr Instant startOf(int year)
{
    return Instant(std::chrono::sys_days(std::chrono::year(year) / 1 / 1));
}

constexpr Instant firstYear = startOf(1); // .NET's DateTime.MinValue
constexpr Instant epoch = startOf(1970);
constexpr Instant earliest = startOf(2000); // None of the vendors is older.
constexpr Instant latestEvent = startOf(2100);
constexpr Instant latestEnd = startOf(10'000); // What ISO 8601 writes with four digits.

std::optional<Instant> instantOf(const json::Value &value, TimeForm form)
{
    switch (form) {
    case TimeForm::Iso:
        return json::fromIso(value.text);
    case TimeForm::EpochSeconds:
        return json::fromEpochSeconds(value);
    case TimeForm::EpochSecondsOrMillis:
        return json::fromEpochSecondsOrMillis(value);
    }
    return std::nullopt;
}

/// A text of midnight is written with the server's own zone now and then.
bool isZero(Instant time, TimeForm form)
{
    const auto slack = form == TimeForm::Iso ? std::chrono::milliseconds(14h) : 0ms;
    return std::chrono::abs(time - epoch) <= slack || std::chrono::abs(time - firstYear) <= slack;
}

} // namespace

TimeFact timeFact(const json::Value &value, TimeForm form, TimeOf what, Precision precision)
{
    if (value.isAbsent() || value.isNull() || (value.isText() && value.text.empty()))
        return TimeFact::notReported();
    const auto time = instantOf(value, form);
    if (time && *time >= earliest && *time < (what == TimeOf::End ? latestEnd : latestEvent))
        return TimeFact::known(*time, precision);
    if (time && what != TimeOf::Creation && isZero(*time, form))
        return TimeFact::never();
    return TimeFact::notUnderstood(wordingOf(value));
}

QString wordingOf(const json::Value &value)
{
    constexpr qsizetype longest = 60;
    if (value.isObject())
        return u"{...}"_s;
    if (value.isArray())
        return u"[...]"_s;
    const QString said = json::toQString(value.isText() ? value.text : value.raw);
    return said.size() > longest ? said.left(longest) + u"..."_s : said;
}

} // namespace domain
