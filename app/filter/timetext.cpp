// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#include "filter/timetext.h"

#include <array>

namespace filter {

using namespace Qt::StringLiterals;
using namespace std::chrono;

namespace {

struct UnitRow
{
    AgeUnit unit;
    hours length;
    std::array<QLatin1StringView, 4> words; ///< the first is what is written
};

constexpr std::array unitRows {
    UnitRow {AgeUnit::Hour, hours(1), {"h"_L1, "hour"_L1, "hours"_L1, "hr"_L1}},
    UnitRow {AgeUnit::Day, hours(24), {"d"_L1, "day"_L1, "days"_L1, "d"_L1}},
    UnitRow {AgeUnit::Week, hours(7 * 24), {"w"_L1, "week"_L1, "weeks"_L1, "wk"_L1}},
    UnitRow {AgeUnit::Month, hours(30 * 24), {"m"_L1, "month"_L1, "months"_L1, "mo"_L1}},
    UnitRow {AgeUnit::Year, hours(365 * 24), {"y"_L1, "year"_L1, "years"_L1, "yr"_L1}},
};

constexpr hours longestAge(100 * 365 * 24);

const UnitRow &rowOf(AgeUnit unit)
{
    return unitRows[static_cast<std::size_t>(unit)];
}

constexpr bool isDigit(QChar c)
{
    return c >= u'0' && c <= u'9';
}

/// Takes what it is asked for off the front of a text; once something did not fit, it has failed.
class Reader final
{
public:
    explicit Reader(QStringView text)
        : m_rest(text)
    {
    }
    bool isAtEnd() const { return m_rest.isEmpty(); }
    bool hasFailed() const { return m_failed; }
    bool isNext(QChar c) const { return !m_rest.isEmpty() && m_rest.front().toUpper() == c; }
    bool take(QChar c)
    {
        if (!isNext(c))
            return false;
        m_rest = m_rest.mid(1);
        return true;
    }
    void demand(QChar c) { m_failed |= !take(c); }
    int number(int digits)
    {
        int value = 0;
        for (int i = 0; i < digits; ++i) {
            if (m_rest.isEmpty() || !isDigit(m_rest.front())) {
                m_failed = true;
                return 0;
            }
            value = value * 10 + m_rest.front().digitValue();
            m_rest = m_rest.mid(1);
        }
        return value;
    }
    void skipDigits()
    {
        while (!m_rest.isEmpty() && isDigit(m_rest.front()))
            m_rest = m_rest.mid(1);
    }

private:
    QStringView m_rest;
    bool m_failed = false;
};

Date wholeDays(sys_days first, sys_days end, DatePart smallest)
{
    return {time_point_cast<milliseconds>(first), time_point_cast<milliseconds>(end), smallest};
}

/// How far local time is ahead of UTC: "Z", "+02:00", "-0530", or nothing.
minutes zoneOffset(Reader &reader)
{
    if (reader.take(u'Z') || reader.isAtEnd())
        return {};
    const bool isAhead = reader.take(u'+');
    if (!isAhead)
        reader.demand(u'-');
    const hours hour(reader.number(2));
    reader.take(u':');
    const minutes offset = hour + minutes(reader.number(2));
    return isAhead ? offset : -offset;
}

std::optional<Date> timeOfDay(sys_days day, Reader &reader)
{
    const int hour = reader.number(2);
    reader.demand(u':');
    const int minute = reader.number(2);
    const bool hasSeconds = reader.take(u':');
    const int second = hasSeconds ? reader.number(2) : 0;
    if (hasSeconds && (reader.take(u'.') || reader.take(u',')))
        reader.skipDigits();
    const minutes offset = zoneOffset(reader);
    if (reader.hasFailed() || !reader.isAtEnd() || hour > 23 || minute > 59 || second > 59)
        return std::nullopt;
    const base::Instant start = time_point_cast<milliseconds>(day) + hours(hour) + minutes(minute)
        + seconds(second) - offset;
    if (hasSeconds)
        return Date {start, start + seconds(1), DatePart::Second};
    return Date {start, start + minutes(1), DatePart::Minute};
}

} // namespace

milliseconds Age::length() const
{
    return rowOf(unit).length * count;
}

std::optional<Age> ageFrom(QStringView text)
{
    qsizetype digits = 0;
    while (digits < text.size() && isDigit(text[digits]))
        ++digits;
    if (digits == 0 || digits > 6)
        return std::nullopt;
    const QStringView word = text.mid(digits);
    for (const UnitRow &row : unitRows) {
        for (const QLatin1StringView name : row.words) {
            if (word.compare(name, Qt::CaseInsensitive) != 0)
                continue;
            const Age age {text.left(digits).toInt(), row.unit};
            return age.length() <= longestAge ? std::optional(age) : std::nullopt;
        }
    }
    return std::nullopt;
}

QString ageText(const Age &age)
{
    return QString::number(age.count) + rowOf(age.unit).words.front();
}

std::optional<Date> dateFrom(QStringView text)
{
    Reader reader(text);
    const int yearNumber = reader.number(4);
    if (reader.hasFailed() || yearNumber < 1970 || yearNumber > 2999)
        return std::nullopt;
    const year in(yearNumber);
    if (reader.isAtEnd())
        return wholeDays(in / 1 / 1, (in + years(1)) / 1 / 1, DatePart::Year);
    reader.demand(u'-');
    const month monthOf(static_cast<unsigned>(reader.number(2)));
    if (reader.hasFailed() || !monthOf.ok())
        return std::nullopt;
    if (reader.isAtEnd())
        return wholeDays(in / monthOf / 1, (in / monthOf + months(1)) / 1, DatePart::Month);
    reader.demand(u'-');
    const year_month_day date = in / monthOf / reader.number(2);
    if (reader.hasFailed() || !date.ok())
        return std::nullopt;
    const sys_days first(date);
    if (reader.isAtEnd())
        return wholeDays(first, first + days(1), DatePart::Day);
    reader.demand(u'T');
    return timeOfDay(first, reader);
}

QString dateText(const Date &date)
{
    const auto padded = [](auto number, int width) {
        return u"%1"_s.arg(static_cast<int>(number), width, 10, QChar(u'0'));
    };
    const sys_days first = floor<days>(date.start);
    const year_month_day day(first);
    QString text = padded(int(day.year()), 4);
    if (date.smallest == DatePart::Year)
        return text;
    text += u'-' + padded(unsigned(day.month()), 2);
    if (date.smallest == DatePart::Month)
        return text;
    text += u'-' + padded(unsigned(day.day()), 2);
    if (date.smallest == DatePart::Day)
        return text;
    const hh_mm_ss time(date.start - first);
    text += u'T' + padded(time.hours().count(), 2) + u':' + padded(time.minutes().count(), 2);
    if (date.smallest == DatePart::Second)
        text += u':' + padded(time.seconds().count(), 2);
    return text + u'Z';
}

} // namespace filter
