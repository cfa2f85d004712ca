// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#include "base/jsonvalue.h"

#include "base/json.h"

#include <QJsonDocument>

#include <array>
#include <cmath>

namespace base::json {

namespace {

constexpr bool isDigit(char c)
{
    return c >= '0' && c <= '9';
}

/// Takes the digits at the front; how many there were.
std::size_t takeDigits(std::string_view &bytes)
{
    std::size_t count = 0;
    while (count < bytes.size() && isDigit(bytes[count]))
        ++count;
    bytes.remove_prefix(count);
    return count;
}

bool take(std::string_view &bytes, char c)
{
    if (bytes.empty() || bytes.front() != c)
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

/// A plain decimal number of few digits, which is what times are: exact, as both parts of the
/// division are whole numbers that a double holds.
std::optional<double> shortNumber(std::string_view bytes)
{
    constexpr std::array powers = {1.0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9};
    const bool isNegative = take(bytes, '-');
    if (bytes.empty() || bytes.size() > 16)
        return std::nullopt;
    qint64 digits = 0;
    std::size_t fraction = 0;
    for (std::size_t i = 0; i < bytes.size(); ++i) {
        if (isDigit(bytes[i]))
            digits = digits * 10 + (bytes[i] - '0');
        else if (bytes[i] == '.' && fraction == 0)
            fraction = bytes.size() - i - 1;
        else
            return std::nullopt;
    }
    constexpr qint64 mostExact = qint64(1) << 53;
    if (digits >= mostExact || fraction >= powers.size())
        return std::nullopt;
    const double number = static_cast<double>(digits) / powers[fraction];
    return isNegative ? -number : number;
}

/// The digits of a fraction as milliseconds; -1 for what QDateTime has to judge: how it rounds the
/// middle between two, or a whole second.
int takeFraction(std::string_view &text)
{
    constexpr std::array scales = {0, 1, 10, 100, 1000, 10'000, 100'000, 1'000'000};
    const std::size_t digits = std::min(text.find_first_not_of("0123456789"), text.size());
    if (digits == 0 || digits >= scales.size())
        return -1;
    const int fraction = takeNumber(text, digits);
    if (digits <= 3)
        return fraction * scales[4 - digits];
    const int scale = scales[digits - 2];
    const int rest = fraction % scale;
    const int rounded = fraction / scale + (rest * 2 > scale ? 1 : 0);
    return rest * 2 == scale || rounded == 1000 ? -1 : rounded;
}

struct Offset
{
    bool isGiven = false;
    std::chrono::minutes east {0};
};

/// `Z`, `+hh:mm`, `-hh:mm` or nothing at all, to the end. Not every Qt takes 16 hours and more.
std::optional<Offset> takeOffset(std::string_view bytes)
{
    if (bytes.empty() || bytes == "Z")
        return Offset {};
    const bool isWest = bytes.front() == '-';
    if (!isWest && bytes.front() != '+')
        return std::nullopt;
    bytes.remove_prefix(1);
    const int hours = takeNumber(bytes, 2);
    if (hours < 0 || hours > 15 || !take(bytes, ':'))
        return std::nullopt;
    const int minutes = takeNumber(bytes, 2);
    if (minutes < 0 || minutes > 59 || !bytes.empty())
        return std::nullopt;
    const std::chrono::minutes east = std::chrono::hours(hours) + std::chrono::minutes(minutes);
    return Offset {true, isWest ? -east : east};
}

/// yyyy-MM-ddThh:mm:ss with a fraction or none, and a zone or none. Anything else is for
/// QDateTime, which knows more forms.
std::optional<Instant> usualIso(std::string_view text)
{
    const int year = takeNumber(text, 4);
    const bool hasMonth = take(text, '-');
    const int month = takeNumber(text, 2);
    const bool hasDay = take(text, '-');
    const int day = takeNumber(text, 2);
    const bool hasTime = take(text, 'T');
    const int hours = takeNumber(text, 2);
    const bool hasMinutes = take(text, ':');
    const int minutes = takeNumber(text, 2);
    const bool hasSeconds = take(text, ':');
    const int seconds = takeNumber(text, 2);
    if (!hasMonth || !hasDay || !hasTime || !hasMinutes || !hasSeconds || year < 0 || month < 0
        || day < 0 || hours < 0 || hours > 23 || minutes < 0 || minutes > 59 || seconds < 0
        || seconds > 59)
        return std::nullopt;
    const std::chrono::year_month_day date {std::chrono::year(year),
        std::chrono::month(static_cast<unsigned>(month)),
        std::chrono::day(static_cast<unsigned>(day))};
    if (!date.ok())
        return std::nullopt;
    const int milliseconds = take(text, '.') ? takeFraction(text) : 0;
    if (milliseconds < 0)
        return std::nullopt;
    const auto offset = takeOffset(text);
    if (!offset)
        return std::nullopt;
    return Instant(std::chrono::sys_days(date)) + std::chrono::hours(hours)
        + std::chrono::minutes(minutes) + std::chrono::seconds(seconds)
        + std::chrono::milliseconds(milliseconds) - offset->east;
}

QByteArray unowned(std::string_view bytes)
{
    return QByteArray::fromRawData(bytes.data(), static_cast<qsizetype>(bytes.size()));
}

} // namespace

QString toQString(std::string_view utf8)
{
    return QString::fromUtf8(utf8.data(), static_cast<qsizetype>(utf8.size()));
}

QJsonValue toQJson(const Value &value)
{
    if (!value.isObject() && !value.isArray())
        return QJsonValue(QJsonValue::Undefined);
    const QJsonDocument document = QJsonDocument::fromJson(unowned(value.raw));
    return value.isArray() ? QJsonValue(document.array()) : QJsonValue(document.object());
}

QStringList textList(const Value &value)
{
    if (!value.isArray())
        return {};
    if (value.raw.find('\\') != std::string_view::npos
        || value.raw.find('{') != std::string_view::npos
        || value.raw.find('[', 1) != std::string_view::npos)
        return textList(toQJson(value));
    // A plain list, read and found whole before: what stands between two quotes is an element.
    QStringList texts;
    std::size_t open = value.raw.find('"');
    while (open != std::string_view::npos) {
        const std::size_t close = value.raw.find('"', open + 1);
        texts.append(toQString(value.raw.substr(open + 1, close - open - 1)));
        open = value.raw.find('"', close + 1);
    }
    return texts;
}

bool isNumber(std::string_view all)
{
    std::string_view bytes = all;
    take(bytes, '-');
    const bool startsWithZero = !bytes.empty() && bytes.front() == '0';
    const std::size_t whole = takeDigits(bytes);
    if (whole == 0 || (startsWithZero && whole > 1))
        return false;
    if (take(bytes, '.') && takeDigits(bytes) == 0)
        return false;
    bool mayBeHuge = whole > 300;
    if (take(bytes, 'e') || take(bytes, 'E')) {
        if (!take(bytes, '+'))
            take(bytes, '-');
        if (takeDigits(bytes) == 0)
            return false;
        mayBeHuge = true;
    }
    if (!bytes.empty())
        return false;
    bool isInRange = true;
    if (mayBeHuge)
        unowned(all).toDouble(&isInRange);
    return isInRange;
}

std::optional<double> number(const Value &value)
{
    if (!value.isNumber())
        return std::nullopt;
    if (const auto number = shortNumber(value.raw))
        return number;
    bool isInRange = false;
    const double number = unowned(value.raw).toDouble(&isInRange);
    return isInRange ? std::optional(number) : std::nullopt;
}

std::optional<qint64> integer(const Value &value)
{
    if (!value.isNumber())
        return std::nullopt;
    bool isWhole = false;
    const qint64 whole = unowned(value.raw).toLongLong(&isWhole);
    if (isWhole)
        return whole;
    const auto read = number(value);
    return read ? integer(QJsonValue(*read)) : std::nullopt; // "5.0", "1e3"
}

std::optional<Instant> fromEpochSeconds(const Value &value)
{
    const auto seconds = number(value);
    return seconds ? plausible(*seconds * 1000) : std::nullopt;
}

std::optional<Instant> fromEpochSecondsOrMillis(const Value &value)
{
    const auto read = number(value);
    if (!read)
        return std::nullopt;
    return plausible(*read > leastMilliseconds ? *read : *read * 1000);
}

std::optional<Instant> fromIso(std::string_view text)
{
    if (const auto time = usualIso(text))
        return plausible(static_cast<double>(time->time_since_epoch().count()));
    return fromIso(toQString(text));
}

} // namespace base::json
