// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#include "vendors/lightspark/lightsparkwire.h"

#include "base/json.h"
#include "base/jsonreader.h"
#include "http/redact.h"

#include <QJsonDocument>

namespace lightspark::wire {

using namespace Qt::StringLiterals;
using base::Error;
using base::ErrorKind;
using base::Result;
using domain::TimeFact;
using domain::Token;

namespace json = base::json;

namespace {

constexpr qsizetype mostErrors = 3;

QString errorNameOf(const QJsonObject &error)
{
    return json::text(error.value("extensions"_L1).toObject(), "error_name");
}

/// "message (ERROR_NAME)" of the first few errors.
QString wordsOf(const QJsonArray &errors)
{
    QStringList sentences;
    for (qsizetype i = 0; i < std::min(errors.size(), mostErrors); ++i) {
        const QJsonObject error = errors.at(i).toObject();
        const QString message
            = errors.at(i).isString() ? errors.at(i).toString() : json::text(error, "message");
        const QString name = errorNameOf(error);
        const QString sentence = name.isEmpty() ? message : u"%1 (%2)"_s.arg(message, name);
        if (!sentence.trimmed().isEmpty() && !sentences.contains(sentence.trimmed()))
            sentences.append(sentence.trimmed());
    }
    return sentences.join(u' ');
}

/// The vendor publishes no list of names, so whole words in them are all there is to go by. A name
/// at all means that the request was understood and refused; no name means that the server itself
/// failed.
ErrorKind kindOf(const QString &name, const QString &message)
{
    if (name.isEmpty())
        return ErrorKind::VendorFault;
    const QString words = QString(name).replace(u'_', QString()).toLower();
    const auto has = [&words](auto... parts) { return (words.contains(parts) || ...); };
    if (has("notfound"_L1, "doesnotexist"_L1))
        return ErrorKind::NotFound;
    if (has("unauthorized"_L1, "unauthenticated"_L1, "authentication"_L1, "invalidcredential"_L1))
        return ErrorKind::Unauthorized;
    if (has("forbidden"_L1, "permissiondenied"_L1, "insufficientpermission"_L1,
            "missingpermission"_L1, "accessdenied"_L1, "notallowed"_L1, "notpermitted"_L1))
        return ErrorKind::Forbidden;
    if (has("ratelimit"_L1, "toomanyrequests"_L1, "throttl"_L1))
        return ErrorKind::RateLimited;
    if (has("conflict"_L1, "alreadyexists"_L1, "duplicate"_L1))
        return ErrorKind::Conflict;
    if (has("internal"_L1, "unavailable"_L1))
        return ErrorKind::VendorFault;
    const bool saysMissing = message.contains("not found"_L1, Qt::CaseInsensitive)
        || message.contains("does not exist"_L1, Qt::CaseInsensitive);
    return saysMissing ? ErrorKind::NotFound : ErrorKind::Invalid;
}

QString pathOf(const QJsonObject &error)
{
    QStringList steps;
    const QJsonArray path = error.value("path"_L1).toArray();
    for (const QJsonValue &step : path)
        steps.append(
            http::redact(step.isString() ? step.toString() : QString::number(step.toInt())));
    return steps.join(u'.');
}

Error errorOf(const QJsonArray &errors)
{
    const QJsonObject first = errors.first().toObject();
    Error error;
    error.kind = kindOf(errorNameOf(first), json::text(first, "message"));
    error.vendorWords = http::redact(wordsOf(errors));
    error.detail = pathOf(first);
    error.httpStatus = 200;
    return error;
}

/// The order of the checks is the contract's: errors first, whatever data says, then data itself.
Result<QJsonObject> dataOf(const QByteArray &body)
{
    const auto reply = json::parseObject(body);
    if (!reply)
        return base::fail(reply.error());
    const QJsonArray errors = reply->value("errors"_L1).toArray();
    if (!errors.isEmpty())
        return base::fail(errorOf(errors));
    return json::requireObject(*reply, "data", {});
}

/// A member that must be there but may be empty.
Result<QString> textOf(const QJsonObject &object, const char *key, const QString &path)
{
    if (object.value(QLatin1StringView(key)).isString())
        return json::text(object, key);
    return json::requireString(object, key, path); // Names what is wrong.
}

Result<std::vector<domain::Grant>> permissionsOf(const QJsonObject &object, const QString &path)
{
    const auto permissions = json::requireArray(object, "permissions", path);
    if (!permissions)
        return base::fail(permissions.error());
    std::vector<domain::Grant> grants;
    for (qsizetype i = 0; i < permissions->size(); ++i) {
        const QString name = permissions->at(i).toString();
        if (name.isEmpty())
            return base::fail(ErrorKind::UnexpectedReply,
                u"%1.permissions[%2] is not a non-empty string"_s.arg(path).arg(i));
        grants.push_back({.name = name, .broad = isBroadPermission(name)});
    }
    return grants;
}

Result<Token> tokenOf(const QJsonObject &object, const QString &path, const Reader &reader)
{
    const auto id = json::requireString(object, "id", path);
    const auto clientId = json::requireString(object, "client_id", path);
    const auto name = textOf(object, "name", path);
    const auto created = textOf(object, "created_at", path);
    for (const auto &text : {id, clientId, name, created}) {
        if (!text)
            return base::fail(text.error());
    }
    auto permissions = permissionsOf(object, path);
    if (!permissions)
        return base::fail(permissions.error());
    Token token;
    token.key = {reader.connectionId, *id};
    token.name = *name;
    // Older versions of the API do not know is_deleted, and then list no deleted tokens.
    token.status = object.value("is_deleted"_L1).toBool() ? domain::TokenStatus::Deleted
                                                          : domain::TokenStatus::Active;
    const auto instant = json::fromIso(*created);
    token.created = instant ? TimeFact::known(*instant) : TimeFact::notReported();
    token.lastUsed = TimeFact::notReported();
    token.grants = std::move(*permissions);
    token.keyHint = *clientId;
    token.isOwnCredential = *clientId == reader.clientId;
    token.raw = QJsonDocument(json::withoutSecrets(object)).toJson(QJsonDocument::Compact);
    return token;
}

// What a page says besides its tokens.
enum FrameField { Errors, Data, CurrentAccount, Tokens, Count, PageInfo, HasNextPage, EndCursor };
constexpr json::Field frameFields[] = {{"errors"}, {"data"}, {"current_account", Data},
    {"api_tokens", CurrentAccount}, {"count", Tokens}, {"page_info", Tokens},
    {"has_next_page", PageInfo}, {"end_cursor", PageInfo}};

/// Where the next page starts; empty where there is none although there should be.
std::optional<QString> nextOf(const json::Item &frame, const QString &cursor)
{
    if (!frame[HasNextPage].isTrue())
        return std::nullopt;
    const QString next = json::toQString(frame[EndCursor].text);
    return next == cursor ? QString() : next;
}

} // namespace

Result<Account> parseAccount(const QByteArray &body)
{
    const auto data = dataOf(body);
    if (!data)
        return base::fail(data.error());
    const auto account = json::requireObject(*data, "current_account", u"data"_s);
    if (!account)
        return base::fail(account.error());
    const auto id = json::requireString(*account, "id", u"data.current_account"_s);
    if (!id)
        return base::fail(id.error());
    return Account {*id, json::text(*account, "name")};
}

Result<domain::TokenPage> parsePage(
    const QByteArray &body, const Reader &reader, const QString &cursor)
{
    const QString path = u"data.current_account.api_tokens"_s;
    const auto data = dataOf(body);
    if (!data)
        return base::fail(data.error());
    const auto account = json::requireObject(*data, "current_account", u"data"_s);
    if (!account)
        return base::fail(account.error());
    const auto connection = json::requireObject(*account, "api_tokens", u"data.current_account"_s);
    if (!connection)
        return base::fail(connection.error());
    const auto entities = json::requireArray(*connection, "entities", path);
    if (!entities)
        return base::fail(entities.error());
    domain::TokenPage page {.tokens = domain::TokenBatch(reader.connectionId)};
    for (qsizetype i = 0; i < entities->size(); ++i) {
        auto token
            = tokenOf(entities->at(i).toObject(), u"%1.entities[%2]"_s.arg(path).arg(i), reader);
        if (!token)
            return base::fail(token.error());
        page.tokens.add(*token);
    }
    const auto frame = json::Reader(body).members(frameFields);
    if (!frame)
        return base::fail(frame.error());
    const auto count = json::integer((*frame)[Count]);
    if (count && *count >= 0)
        page.total = *count;
    const auto next = nextOf(*frame, cursor);
    if (next && next->isEmpty())
        page.warnings.append(
            u"the list may be incomplete: the vendor announced another page but not where it starts"_s);
    else if (next)
        page.next = domain::PageCursor {*next};
    return page;
}

std::optional<domain::PageCursor> peekNext(const QByteArray &body, const QString &cursor)
{
    const auto frame = json::Reader(body).members(frameFields);
    if (!frame || (*frame)[Errors].raw.size() > 2)
        return std::nullopt;
    const auto next = nextOf(*frame, cursor);
    return next && !next->isEmpty() ? std::optional(domain::PageCursor {*next}) : std::nullopt;
}

Result<std::optional<Token>> parseEntity(const QByteArray &body, const Reader &reader)
{
    const auto data = dataOf(body);
    if (!data)
        return base::fail(data.error());
    const QJsonValue entity = data->value("entity"_L1);
    if (entity.isNull())
        return std::optional<Token> {};
    const auto object = json::requireObject(*data, "entity", u"data"_s);
    if (!object)
        return base::fail(object.error());
    auto token = tokenOf(*object, u"data.entity"_s, reader);
    if (!token)
        return base::fail(token.error());
    return std::optional<Token>(std::move(*token));
}

Result<domain::IssuedToken> parseIssued(QByteArray body, const Reader &reader)
{
    const QString path = u"data.create_api_token"_s;
    const auto data = dataOf(body);
    base::wipe(body);
    if (!data)
        return base::fail(data.error());
    const auto output = json::requireObject(*data, "create_api_token", u"data"_s);
    if (!output)
        return base::fail(output.error());
    const auto object = json::requireObject(*output, "api_token", path);
    if (!object)
        return base::fail(object.error());
    auto token = tokenOf(*object, path + u".api_token"_s, reader);
    if (!token)
        return base::fail(token.error());
    auto key = json::requireString(*output, "client_secret", path);
    if (!key)
        return base::fail(key.error());
    auto secret = base::Secret::take(key->toUtf8());
    key->fill(u'*');
    const QString advice
        = u"The secret works only together with its client id, %1."_s.arg(token->keyHint);
    return domain::IssuedToken {
        .token = std::move(*token), .secret = std::move(secret), .advice = advice};
}

Result<base::Unit> parseRemoved(const QByteArray &body)
{
    const auto data = dataOf(body);
    if (!data)
        return base::fail(data.error());
    const auto output = json::requireObject(*data, "delete_api_token", u"data"_s);
    if (!output)
        return base::fail(output.error());
    return base::Unit {};
}

http::ErrorWords parseError(const http::Response &response)
{
    const QJsonDocument document = QJsonDocument::fromJson(response.body);
    const QJsonObject object = document.object();
    QString words = wordsOf(object.value("errors"_L1).toArray());
    for (const char *key : {"message", "error", "detail"}) {
        if (words.isEmpty())
            words = json::text(object, key);
    }
    if (words.isEmpty() && !document.isObject())
        words = QString::fromUtf8(response.body.left(4000));
    return {.words = words, .requestId = {}, .field = {}};
}

} // namespace lightspark::wire
