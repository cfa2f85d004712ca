// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#include "base/jsonvalue.h"

#include "base/json.h"
#include "base/utf8.h"

#include <QJsonDocument>

#include <algorithm>
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

/// No list or object within, and no escapes.
bool isPlainList(std::string_view raw)
{
    return raw.find('\\') == std::string_view::npos && raw.find('{') == std::string_view::npos
        && raw.find('[', 1) == std::string_view::npos;
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
    const QByteArray json
        = value.isMended ? withReplacements(unowned(value.raw)) : unowned(value.raw);
    const QJsonDocument document = QJsonDocument::fromJson(json);
    return value.isArray() ? QJsonValue(document.array()) : QJsonValue(document.object());
}

QStringList textList(const Value &value)
{
    if (!value.isArray())
        return {};
    if (!isPlainList(value.raw))
        return textList(toQJson(value));
    // Read and found whole before: what stands between two quotes is an element.
    QStringList texts;
    std::size_t open = value.raw.find('"');
    while (open != std::string_view::npos) {
        const std::size_t close = value.raw.find('"', open + 1);
        texts.append(toQString(value.raw.substr(open + 1, close - open - 1)));
        open = value.raw.find('"', close + 1);
    }
    return texts;
}

bool isListOfTexts(const Value &value)
{
    if (!value.isArray())
        return false;
    if (!isPlainList(value.raw)) {
        const QJsonArray items = toQJson(value).toArray();
        return std::all_of(
            items.begin(), items.end(), [](const QJsonValue &item) { return item.isString(); });
    }
    bool isWithin = false;
    return std::all_of(value.raw.begin(), value.raw.end(), [&isWithin](char c) {
        isWithin = isWithin != (c == '"');
        return isWithin || std::string_view("[], \t\r\n\"").find(c) != std::string_view::npos;
    });
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
    return seconds ? fromEpochSeconds(*seconds) : std::nullopt;
}

std::optional<Instant> fromEpochSecondsOrMillis(const Value &value)
{
    const auto read = number(value);
    return read ? fromEpochSecondsOrMillis(*read) : std::nullopt;
}

} // namespace base::json
