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

/// What becomes of bytes that are not UTF-8: our own files are refused for them; in a vendor's
/// answer one bad name must not cost everything else, so U+FFFD takes their place.
enum class BrokenText { Refuse, Replace };

/// The whole body as one JSON value that is an object / an array. Empty, cut off, HTML and trailing
/// bytes are UnexpectedReply. Pure; may run on any thread.
Result<QJsonObject> parseObject(const QByteArray &body, BrokenText broken = BrokenText::Refuse);
Result<QJsonArray> parseArray(const QByteArray &body, BrokenText broken = BrokenText::Refuse);
/// An object or an array, for replies whose shape the vendor changed over time.
Result<QJsonValue> parseAny(const QByteArray &body, BrokenText broken = BrokenText::Refuse);

/// A required, non-empty string member, else UnexpectedReply naming `path.key`.
Result<QString> requireString(const QJsonObject &object, const char *key, const QString &path);
Result<QJsonObject> requireObject(const QJsonObject &object, const char *key, const QString &path);
Result<QJsonArray> requireArray(const QJsonObject &object, const char *key, const QString &path);
/// A required, non-empty string in which nothing had to be replaced: for ids and keys, which name
/// or open something else when they are changed.
Result<QString> requireExact(const QJsonObject &object, const char *key, const QString &path);
/// A list that a vendor leaves out, or null, where it is empty; anything else is UnexpectedReply.
Result<QJsonArray> arrayOrNone(const QJsonObject &object, const char *key, const QString &path);

/// A string member, or empty where it is absent, null or of another type.
QString text(const QJsonObject &object, const char *key);
QStringList textList(const QJsonValue &value);
/// A whole number that fits, else nothing: fractions, strings and out-of-range values are refused.
std::optional<qint64> integer(const QJsonValue &value);

/// Milliseconds since 1970 as a time; nothing outside the years 0 to 9999. Whether a time can be
/// true is not judged here: domain/timefact.
std::optional<Instant> instantOf(double milliseconds);
/// Epoch seconds, possibly fractional.
std::optional<Instant> fromEpochSeconds(double seconds);
/// The same, but what is milliseconds by its size is taken as such (CSP quirk 1): over
/// leastMilliseconds, unless only seconds give a time after 2000.
inline constexpr double leastMilliseconds = 100000000000.0;
std::optional<Instant> fromEpochSecondsOrMillis(double number);
/// ISO 8601 as it is met with: a date alone or with a time behind T, t or a blank; seconds, a
/// fraction behind a point or comma, and Z, z, +hh, +hhmm or +hh:mm, each may be missing. No zone
/// means UTC (IN-07); the computer's own zone has no part in it. 24:00 is the next midnight, a leap
/// second is the second before it.
std::optional<Instant> fromIso(std::string_view text);

/// A member whose value must never be kept: token, secret, client_secret, key ... (IN-10).
bool isSecretName(std::string_view name);
/// Values of those members, at any depth, become the string "(removed)".
QJsonObject withoutSecrets(const QJsonObject &object);
/// Overwrites the text values of those members in the body itself, before it is parsed and copied;
/// null stays null. For replies that echo keys nobody asked for. The body should not be shared.
void blankSecrets(QByteArray &body);

} // namespace base::json
