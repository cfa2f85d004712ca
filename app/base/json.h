// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

/// Reading a vendor's JSON with suspicion: every getter says what it accepts, names the path on
/// failure and never turns nonsense into a default (QJsonValue::toInteger() makes 1970 of a broken
/// time).

#include "base/clock.h"
#include "base/result.h"

#include <QByteArray>
#include <QJsonArray>
#include <QJsonObject>
#include <QJsonValue>

#include <optional>
#include <string_view>

namespace base::json {

/// The whole body as one JSON value that is an object / an array. Empty, cut off, HTML and trailing
/// bytes are UnexpectedReply. Pure; may run on any thread.
Result<QJsonObject> parseObject(const QByteArray &body);
Result<QJsonArray> parseArray(const QByteArray &body);
/// An object or an array, for replies whose shape the vendor changed over time.
Result<QJsonValue> parseAny(const QByteArray &body);

/// A required, non-empty string member, else UnexpectedReply naming `path.key`.
Result<QString> requireString(const QJsonObject &object, const char *key, const QString &path);
Result<QJsonObject> requireObject(const QJsonObject &object, const char *key, const QString &path);
Result<QJsonArray> requireArray(const QJsonObject &object, const char *key, const QString &path);

/// A string member, or empty where it is absent, null or of another type.
QString text(const QJsonObject &object, const char *key);
QStringList textList(const QJsonValue &value);
/// A whole number that fits, else nothing: fractions, strings and out-of-range values are refused.
std::optional<qint64> integer(const QJsonValue &value);

/// Milliseconds since 1970 as a time, if it is one that can be believed.
std::optional<Instant> plausible(double milliseconds);
/// Epoch seconds, possibly fractional. Only 2005..2100 is believed (IN-07): 0, negatives and
/// milliseconds in disguise give nothing.
std::optional<Instant> fromEpochSeconds(const QJsonValue &value);
/// The same, but a value over leastMilliseconds is taken as such (CSP quirk 1).
inline constexpr double leastMilliseconds = 100000000000.0;
std::optional<Instant> fromEpochSecondsOrMillis(const QJsonValue &value);
/// ISO-8601 with or without a fraction, `Z` or a numeric offset; no zone means UTC. Only
/// 2005..2100.
std::optional<Instant> fromIso(const QString &text);

/// A member whose value must never be kept: token, secret, client_secret, key ... (IN-10).
bool isSecretName(std::string_view name);
/// Values of those members, at any depth, become the string "(removed)".
QJsonObject withoutSecrets(const QJsonObject &object);
/// Overwrites the text values of those members in the body itself, before it is parsed and copied;
/// null stays null. For replies that echo keys nobody asked for. The body should not be shared.
void blankSecrets(QByteArray &body);

} // namespace base::json
