// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

/// A JSON value as it stands in a vendor's answer: bytes of the body, nothing copied. What it says
/// is read with the suspicion of base/json.h, and by the same rules.

#include "base/clock.h"

#include <QJsonValue>
#include <QStringList>

#include <optional>
#include <string_view>

namespace base::json {

struct Value
{
    enum class Kind : quint8 { Absent, Null, Bool, Number, Text, Object, Array };

    Kind kind = Kind::Absent;
    std::string_view raw; ///< the JSON itself
    std::string_view text; ///< of a Text: without quotes and escapes; of any other kind empty
    /// Something in it is no character: U+FFFD stands there in a text. Never to be sent back.
    bool isMended = false;

    bool isAbsent() const { return kind == Kind::Absent; }
    bool isNull() const { return kind == Kind::Null; }
    bool isBool() const { return kind == Kind::Bool; }
    bool isTrue() const { return isBool() && raw.front() == 't'; }
    bool isNumber() const { return kind == Kind::Number; }
    bool isText() const { return kind == Kind::Text; }
    bool isObject() const { return kind == Kind::Object; }
    bool isArray() const { return kind == Kind::Array; }
};

QString toQString(std::string_view utf8);
inline QByteArrayView bytesOf(std::string_view utf8)
{
    return {utf8.data(), static_cast<qsizetype>(utf8.size())};
}
/// An object or array as Qt's own, with U+FFFD for bytes that are no character; Undefined for
/// anything else.
QJsonValue toQJson(const Value &value);
/// The texts of a list, other elements left out.
QStringList textList(const Value &value);
/// Whether it is a list, and of texts only.
bool isListOfTexts(const Value &value);

/// Whether these bytes are a number by JSON's grammar, of a size that a double holds, and nothing
/// more.
bool isNumber(std::string_view all);
std::optional<double> number(const Value &value);
/// A whole number that fits, else nothing: fractions, strings and out-of-range values are refused.
std::optional<qint64> integer(const Value &value);
/// See base/json.h.
std::optional<Instant> fromEpochSeconds(const Value &value);
std::optional<Instant> fromEpochSecondsOrMillis(const Value &value);

} // namespace base::json
