// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#include "base/json.h"

#include "base/secret.h"
#include "base/utf8.h"

#include <QJsonDocument>
#include <QJsonParseError>

#include <algorithm>
#include <array>
#include <cmath>

namespace base::json {

using namespace Qt::StringLiterals;

namespace {

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

Result<QJsonDocument> parse(const QByteArray &body, BrokenText broken)
{
    if (body.trimmed().isEmpty())
        return fail(ErrorKind::UnexpectedReply, u"the reply is empty"_s);
    QJsonParseError problem;
    QJsonDocument document = QJsonDocument::fromJson(body, &problem);
    if (problem.error == QJsonParseError::IllegalUTF8String && broken == BrokenText::Replace) {
        QByteArray mended = withReplacements(body);
        document = QJsonDocument::fromJson(mended, &problem);
        wipe(mended);
    }
    if (problem.error != QJsonParseError::NoError) {
        const bool markup = body.trimmed().startsWith('<');
        return fail(ErrorKind::UnexpectedReply,
            markup ? u"the reply is a web page, not JSON"_s
                   : u"broken JSON at byte %1: %2"_s.arg(
                       QString::number(problem.offset), problem.errorString()));
    }
    return document;
}

QJsonValue strip(const QJsonValue &value);

QJsonObject stripObject(const QJsonObject &object)
{
    QJsonObject clean;
    for (auto it = object.begin(); it != object.end(); ++it) {
        const bool hides = isSecretName(it.key().toStdString()) && !it->isNull() && !it->isObject();
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

Result<QJsonObject> parseObject(const QByteArray &body, BrokenText broken)
{
    const auto document = parse(body, broken);
    if (!document)
        return fail(document.error());
    if (!document->isObject())
        return fail(ErrorKind::UnexpectedReply, u"the reply is not a JSON object"_s);
    return document->object();
}

Result<QJsonArray> parseArray(const QByteArray &body, BrokenText broken)
{
    const auto document = parse(body, broken);
    if (!document)
        return fail(document.error());
    if (!document->isArray())
        return fail(ErrorKind::UnexpectedReply, u"the reply is not a JSON array"_s);
    return document->array();
}

Result<QJsonValue> parseAny(const QByteArray &body, BrokenText broken)
{
    const auto document = parse(body, broken);
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

Result<QString> requireExact(const QJsonObject &object, const char *key, const QString &path)
{
    auto value = requireString(object, key, path);
    if (value && (!value->isValidUtf16() || value->contains(QChar::ReplacementCharacter)))
        return fail(ErrorKind::UnexpectedReply, u"%1 %2"_s.arg(join(path, key), brokenTextWords));
    return value;
}

Result<QJsonArray> arrayOrNone(const QJsonObject &object, const char *key, const QString &path)
{
    const QJsonValue value = object.value(QLatin1StringView(key));
    if (value.isUndefined() || value.isNull())
        return QJsonArray {};
    return requireArray(object, key, path);
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

QJsonObject withoutSecrets(const QJsonObject &object)
{
    return stripObject(object);
}

namespace {

char lower(char c)
{
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c | 0x20) : c;
}

/// The closing quote of the text that begins at `at`; the end if it never closes.
char *endOfText(char *at, char *end)
{
    while (at < end && *at != '"')
        at += *at == '\\' ? 2 : 1;
    return std::min(at, end);
}

char *skipSpace(char *at, char *end)
{
    while (at < end && (*at == ' ' || *at == '\t' || *at == '\r' || *at == '\n'))
        ++at;
    return at;
}

} // namespace

bool isSecretName(std::string_view name)
{
    using namespace std::string_view_literals;
    static constexpr std::array names
        = {"token"sv, "secret"sv, "key"sv, "client_secret"sv, "clientsecret"sv, "apitoken"sv,
            "api_token"sv, "access_token"sv, "accesstoken"sv, "refresh_token"sv, "refreshtoken"sv,
            "id_token"sv, "idtoken"sv, "tokenvalue"sv, "password"sv, "authorization"sv};
    const auto isSame = [name](std::string_view secret) {
        return secret.size() == name.size()
            && std::equal(name.begin(), name.end(), secret.begin(),
                [](char a, char b) { return lower(a) == b; });
    };
    return std::any_of(names.begin(), names.end(), isSame);
}

void blankSecrets(QByteArray &body)
{
    char *const end = body.data() + body.size();
    char *open = std::find(body.data(), end, '"');
    while (open < end) {
        char *const close = endOfText(open + 1, end);
        char *const colon = skipSpace(close + 1, end);
        char *next = colon;
        if (close < end && colon < end && *colon == ':') {
            char *const value = skipSpace(colon + 1, end);
            const bool isText = value < end && *value == '"';
            next = value;
            if (isText && isSecretName({open + 1, static_cast<std::size_t>(close - open - 1)})) {
                next = endOfText(value + 1, end);
                std::fill(value + 1, next, '*');
                next = std::min(next + 1, end);
            }
        }
        open = std::find(std::min(next, end), end, '"');
    }
}

} // namespace base::json
