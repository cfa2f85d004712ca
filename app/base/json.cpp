// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#include "base/json.h"

#include <QDateTime>
#include <QJsonDocument>
#include <QJsonParseError>
#include <QTimeZone>

#include <cmath>

namespace base::json {

using namespace Qt::StringLiterals;

namespace {

constexpr qint64 earliestSecond = 1104537600; // 2005-01-01
constexpr qint64 latestSecond = 4102444800; // 2100-01-01

std::optional<Instant> plausible(double milliseconds)
{
    if (!(milliseconds >= double(earliestSecond) * 1000
            && milliseconds < double(latestSecond) * 1000))
        return std::nullopt;
    return Instant {std::chrono::milliseconds {std::llround(milliseconds)}};
}

QString join(const QString &path, const char *key)
{
    return path.isEmpty() ? QString::fromLatin1(key) : path + u'.' + QLatin1StringView(key);
}

template <typename T>
Result<T> missing(const QJsonObject &object, const char *key, const QString &path, const char *what)
{
    const bool absent = object.value(QLatin1StringView(key)).isUndefined();
    return fail(ErrorKind::UnexpectedReply,
        u"%1 %2"_s.arg(join(path, key),
            absent ? u"is missing"_s : u"is not %1"_s.arg(QLatin1StringView(what))));
}

Result<QJsonDocument> parse(const QByteArray &body)
{
    if (body.trimmed().isEmpty())
        return fail(ErrorKind::UnexpectedReply, u"the reply is empty"_s);
    QJsonParseError problem;
    QJsonDocument document = QJsonDocument::fromJson(body, &problem);
    if (problem.error != QJsonParseError::NoError) {
        const bool markup = body.trimmed().startsWith('<');
        return fail(ErrorKind::UnexpectedReply,
            markup ? u"the reply is a web page, not JSON"_s
                   : u"broken JSON at byte %1: %2"_s.arg(
                       QString::number(problem.offset), problem.errorString()));
    }
    return document;
}

bool isSecretName(const QString &name)
{
    static const QStringList names = {u"token"_s, u"secret"_s, u"key"_s, u"client_secret"_s,
        u"clientsecret"_s, u"apitoken"_s, u"api_token"_s, u"access_token"_s, u"accesstoken"_s,
        u"refresh_token"_s, u"refreshtoken"_s, u"id_token"_s, u"idtoken"_s, u"tokenvalue"_s,
        u"password"_s, u"authorization"_s};
    return names.contains(name.toLower());
}

QJsonValue strip(const QJsonValue &value);

QJsonObject stripObject(const QJsonObject &object)
{
    QJsonObject clean;
    for (auto it = object.begin(); it != object.end(); ++it) {
        const bool hides = isSecretName(it.key()) && !it->isNull() && !it->isObject();
        clean.insert(it.key(), hides ? QJsonValue(u"(removed)"_s) : strip(*it));
    }
    return clean;
}

QJsonValue strip(const QJsonValue &value)
{
    if (value.isObject())
        return stripObject(value.toObject());
    if (!value.isArray())
        return value;
    QJsonArray clean;
    const QJsonArray items = value.toArray();
    for (const QJsonValue &item : items)
        clean.append(strip(item));
    return clean;
}

} // namespace

Result<QJsonObject> parseObject(const QByteArray &body)
{
    const auto document = parse(body);
    if (!document)
        return fail(document.error());
    if (!document->isObject())
        return fail(ErrorKind::UnexpectedReply, u"the reply is not a JSON object"_s);
    return document->object();
}

Result<QJsonArray> parseArray(const QByteArray &body)
{
    const auto document = parse(body);
    if (!document)
        return fail(document.error());
    if (!document->isArray())
        return fail(ErrorKind::UnexpectedReply, u"the reply is not a JSON array"_s);
    return document->array();
}

Result<QJsonValue> parseAny(const QByteArray &body)
{
    const auto document = parse(body);
    if (!document)
        return fail(document.error());
    return document->isArray() ? QJsonValue(document->array()) : QJsonValue(document->object());
}

Result<QString> requireString(const QJsonObject &object, const char *key, const QString &path)
{
    const QString value = text(object, key);
    if (value.isEmpty())
        return missing<QString>(object, key, path, "a non-empty string");
    return value;
}

Result<QJsonObject> requireObject(const QJsonObject &object, const char *key, const QString &path)
{
    const QJsonValue value = object.value(QLatin1StringView(key));
    if (!value.isObject())
        return missing<QJsonObject>(object, key, path, "an object");
    return value.toObject();
}

Result<QJsonArray> requireArray(const QJsonObject &object, const char *key, const QString &path)
{
    const QJsonValue value = object.value(QLatin1StringView(key));
    if (!value.isArray())
        return missing<QJsonArray>(object, key, path, "an array");
    return value.toArray();
}

QString text(const QJsonObject &object, const char *key)
{
    return object.value(QLatin1StringView(key)).toString();
}

QStringList textList(const QJsonValue &value)
{
    QStringList list;
    const QJsonArray items = value.toArray();
    for (const QJsonValue &item : items) {
        if (item.isString())
            list.append(item.toString());
    }
    return list;
}

std::optional<qint64> integer(const QJsonValue &value)
{
    if (!value.isDouble())
        return std::nullopt;
    const double number = value.toDouble();
    if (std::floor(number) != number || std::abs(number) >= 9.2e18)
        return std::nullopt;
    return value.toInteger();
}

std::optional<Instant> fromEpochSeconds(const QJsonValue &value)
{
    return value.isDouble() ? plausible(value.toDouble() * 1000) : std::nullopt;
}

std::optional<Instant> fromEpochSecondsOrMillis(const QJsonValue &value)
{
    if (!value.isDouble())
        return std::nullopt;
    const double number = value.toDouble();
    return plausible(number > 100000000000.0 ? number : number * 1000);
}

std::optional<Instant> fromIso(const QString &text)
{
    QDateTime time = QDateTime::fromString(text, Qt::ISODateWithMs);
    if (!time.isValid())
        return std::nullopt;
    if (time.timeSpec() == Qt::LocalTime)
        time.setTimeSpec(Qt::UTC); // No zone in the text: IN-07 reads it as UTC.
    return plausible(static_cast<double>(time.toMSecsSinceEpoch()));
}

QJsonObject withoutSecrets(const QJsonObject &object)
{
    return stripObject(object);
}

namespace {

/// The place after the closing quote of the string that opens at `open`; -1 if it never closes.
qsizetype endOfString(const QByteArray &body, qsizetype open)
{
    for (qsizetype i = open + 1; i < body.size(); ++i) {
        if (body.at(i) == '\\')
            ++i;
        else if (body.at(i) == '"')
            return i + 1;
    }
    return -1;
}

qsizetype skipSpace(const QByteArray &body, qsizetype at)
{
    while (at < body.size() && QByteArrayView(" \t\r\n").contains(body.at(at)))
        ++at;
    return at;
}

} // namespace

void blankSecrets(QByteArray &body)
{
    qsizetype open = body.indexOf('"');
    while (open >= 0) {
        const qsizetype end = endOfString(body, open);
        if (end < 0)
            return;
        const qsizetype colon = skipSpace(body, end);
        if (colon < body.size() && body.at(colon) == ':') {
            const qsizetype value = skipSpace(body, colon + 1);
            const bool isText = value < body.size() && body.at(value) == '"';
            if (isText && isSecretName(QString::fromUtf8(body.mid(open + 1, end - open - 2)))) {
                const qsizetype last = endOfString(body, value);
                const qsizetype stop = last < 0 ? body.size() : last - 1;
                for (qsizetype i = value + 1; i < stop; ++i)
                    body[i] = '*';
            }
        }
        open = body.indexOf('"', end);
    }
}

} // namespace base::json
