// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#include "vendors/csp/cspwire.h"

#include "base/json.h"
#include "http/redact.h"

#include <QJsonDocument>

namespace csp::wire {

using namespace Qt::StringLiterals;
using base::ErrorKind;
using base::Result;
using domain::Fact;
using domain::FactState;
using domain::TimeFact;
using domain::Token;
using domain::TokenStatus;
using http::Response;

namespace json = base::json;

namespace {

QString at(const QString &path, qsizetype index)
{
    return u"%1[%2]"_s.arg(path, QString::number(index));
}

/// Seconds by the published schema, milliseconds by an older client of the vendor's (quirk 1). 0 is
/// the vendor's way to say never, where that makes sense.
TimeFact timeOf(const QJsonValue &value, bool mayBeNever)
{
    if (mayBeNever && value.isDouble() && value.toDouble() == 0)
        return TimeFact::never();
    const auto time = json::fromEpochSecondsOrMillis(value);
    return time ? TimeFact::known(*time) : TimeFact::notReported();
}

/// The governance list publishes no state at all, `details` says it in `deactivated`.
void readStatus(const QJsonObject &object, const Context &context, Token &token)
{
    const QJsonValue deactivated = object.value("deactivated"_L1);
    const QString word = json::text(object, "status");
    if (deactivated.toBool() || word.compare("deactivated"_L1, Qt::CaseInsensitive) == 0)
        token.status = TokenStatus::Disabled;
    else if (token.expires.isKnown() && token.expires.value <= context.now)
        token.status = TokenStatus::Expired;
    else if (deactivated.isBool())
        token.status = TokenStatus::Active;
    else
        token.rawStatus = word;
}

QString personOf(const QJsonObject &object)
{
    for (const char *key : {"acct", "username"}) {
        const QString name = json::text(object, key);
        if (!name.isEmpty())
            return name;
    }
    return u"%1 %2"_s.arg(json::text(object, "firstName"), json::text(object, "lastName"))
        .trimmed();
}

void readScopes(const QJsonObject &object, Token &token)
{
    const QJsonValue scopes = object.value("allowedScopes"_L1);
    if (scopes.isObject()) {
        token.grants = grantsOf(scopes.toObject());
        return;
    }
    const QStringList names = json::textList(object.value("scope"_L1));
    for (const QString &name : names)
        token.grants.push_back(generalScope(name));
    if (names.isEmpty())
        token.grantsState = FactState::NotReported;
}

Result<Token> tokenOf(const QJsonObject &object, const Context &context, const QString &path)
{
    const auto id = json::requireString(object, "tokenId", path);
    if (!id)
        return base::fail(id.error());
    Token token;
    token.key = {context.connectionId, *id};
    token.kind = domain::TokenKind::User;
    token.name = json::text(object, "tokenName");
    token.created = timeOf(object.value("createdAt"_L1), false);
    token.lastUsed = timeOf(object.value("lastUsedAt"_L1), true);
    token.expires = timeOf(object.value("expiresAt"_L1), true);
    const QString person = personOf(object);
    if (!person.isEmpty())
        token.creator = token.owner = Fact<QString>::known(person);
    readStatus(object, context, token);
    readScopes(object, token);
    token.raw = QJsonDocument(json::withoutSecrets(object)).toJson(QJsonDocument::Compact);
    return token;
}

base::Secret takeText(const QJsonObject &object, const char *key)
{
    return base::Secret::take(json::text(object, key).toUtf8());
}

} // namespace

http::ErrorWords parseError(const Response &response)
{
    http::ErrorWords said;
    const auto object = json::parseObject(response.body);
    if (!object) {
        said.words = QString::fromUtf8(response.body.left(4096)).trimmed();
        return said;
    }
    said.words = json::text(*object, "message");
    for (const char *key : {"errorCode", "cspErrorCode"}) {
        if (said.words.isEmpty())
            said.words = json::text(*object, key);
    }
    said.requestId = json::text(*object, "requestId");
    if (said.requestId.isEmpty())
        said.requestId = json::text(*object, "traceId");
    QString squeezed = said.words.toLower();
    squeezed.remove(u' ').remove(u'_');
    if (response.status == 400 && squeezed.contains("idtoken"_L1))
        said.field = u"idToken"_s;
    return said;
}

Claims claimsOf(QByteArrayView accessToken)
{
    const qsizetype first = accessToken.indexOf('.');
    const qsizetype second = first < 0 ? -1 : accessToken.indexOf('.', first + 1);
    if (second < 0)
        return {};
    const QByteArray payload
        = QByteArray::fromBase64(accessToken.sliced(first + 1, second - first - 1).toByteArray(),
            QByteArray::Base64UrlEncoding);
    const auto object = json::parseObject(payload);
    if (!object)
        return {};
    return {json::text(*object, "context_name"), json::text(*object, "username")};
}

Result<AccessGrant> parseAccess(Response response)
{
    const auto object = json::parseObject(response.body);
    base::wipe(response.body);
    if (!object)
        return base::fail(object.error());
    const auto access = json::requireString(*object, "access_token", {});
    if (!access)
        return base::fail(access.error());
    // Not published as required; public clients keep a token this long where nothing is said.
    constexpr qint64 usual = 10 * 60;
    constexpr qint64 longest = 24 * 60 * 60;
    const qint64 seconds = json::integer(object->value("expires_in"_L1)).value_or(usual);
    AccessGrant grant;
    grant.access = base::Secret::take(access->toUtf8());
    grant.idToken = takeText(*object, "id_token");
    grant.lifetime = std::chrono::seconds(std::clamp<qint64>(seconds, 0, longest));
    grant.claims = claimsOf(grant.access.expose());
    return grant;
}

Result<Details> parseDetails(Response response, const Context &context)
{
    json::blankSecrets(response.body);
    const auto object = json::parseObject(response.body);
    if (!object)
        return base::fail(object.error());
    auto token = tokenOf(*object, context, {});
    if (!token)
        return base::fail(token.error());
    return Details {std::move(*token), json::text(*object, "orgId")};
}

Result<Dashboard> parseDashboard(Response response, const Context &context)
{
    json::blankSecrets(response.body);
    const auto object = json::parseObject(response.body);
    if (!object)
        return base::fail(object.error());
    const auto results = json::requireArray(*object, "results", {});
    if (!results)
        return base::fail(results.error());
    Dashboard page;
    page.total = json::integer(object->value("totalResults"_L1));
    for (qsizetype i = 0; i < results->size(); ++i) {
        auto token = tokenOf(results->at(i).toObject(), context, at(u"results"_s, i));
        if (!token)
            return base::fail(token.error());
        page.tokens.push_back(std::move(*token));
    }
    return page;
}

Result<base::Secret> parseCreated(Response response)
{
    const auto object = json::parseObject(response.body);
    base::wipe(response.body);
    if (!object)
        return base::fail(object.error());
    const auto value = json::requireString(*object, "apiToken", {});
    if (!value)
        return base::fail(value.error());
    return base::Secret::take(value->toUtf8());
}

Result<StatusChange> parseStatusChange(const Response &response)
{
    const auto object = json::parseObject(response.body);
    if (!object)
        return base::fail(object.error());
    StatusChange change;
    change.done = json::textList(object->value("successes"_L1));
    const QJsonArray failures = object->value("failures"_L1).toArray();
    for (const QJsonValue &item : failures) {
        const QJsonObject failure = item.toObject();
        change.failed.insert(
            json::text(failure, "id"), http::redact(json::text(failure, "message")));
    }
    return change;
}

Result<QString> parseUserName(const Response &response)
{
    const auto object = json::parseObject(response.body);
    if (!object)
        return base::fail(object.error());
    const QString person = personOf(*object);
    return person.isEmpty() ? json::text(*object, "email") : person;
}

Result<QString> parseOrganisationName(const Response &response)
{
    const auto object = json::parseObject(response.body);
    if (!object)
        return base::fail(object.error());
    const QString name = json::text(*object, "displayName");
    return name.isEmpty() ? json::text(*object, "name") : name;
}

} // namespace csp::wire
