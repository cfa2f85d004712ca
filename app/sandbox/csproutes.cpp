// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#include "sandbox/csproutes.h"

#include "sandbox/cspjson.h"
#include "sandbox/cspscopes.h"
#include "sandbox/queryreader.h"

#include <QJsonDocument>

#include <algorithm>

namespace sandbox {

using namespace Qt::StringLiterals;

namespace {

constexpr qsizetype mostIds = 15;
constexpr qint64 mostPerPage = 200;
constexpr std::size_t trackedTokens = 5;
constexpr qint64 daySeconds = 86'400;

HttpReply json(const QJsonObject &object)
{
    return HttpReply::json(200, object);
}

std::optional<QJsonObject> bodyObject(const HttpRequest &request)
{
    const QJsonDocument document = QJsonDocument::fromJson(request.body);
    return document.isObject() ? std::optional(document.object()) : std::nullopt;
}

bool isForm(const HttpRequest &request)
{
    return request.header("Content-Type").toLower().startsWith("application/x-www-form-urlencoded");
}

} // namespace

CspRoutes::CspRoutes(const Generator &make, const Clock &clock, quint32 tokens, CspRules rules)
    : m_clock(clock)
    , m_rules(rules)
    , m_estate(make, tokens)
    , m_jwt(make.secret("csp.signing", 0, 64).toLatin1())
{
}

bool CspRoutes::owns(QByteArrayView path) const
{
    return path.startsWith("/csp/");
}

QString CspRoutes::oauthClientId() const
{
    return m_estate.generator().secret("csp.clients", 0, 24);
}

QJsonObject CspRoutes::credentials() const
{
    QJsonArray tracked; // values whose details a person may look up
    for (quint32 i = 1; i < std::min<std::size_t>(m_estate.tokens().size(), trackedTokens + 1); ++i)
        tracked.append(m_estate.value(i));
    return {{u"trackedSecrets"_s, tracked}, {u"org"_s, m_estate.orgId()},
        {u"secret"_s, m_estate.value(0)},
        {u"idToken"_s, idToken(CspEstate::me, m_estate.orgId(), true)},
        {u"idTokenOfOther"_s, idToken(1, m_estate.orgId(), true)},
        {u"idTokenOfOtherOrg"_s, idToken(CspEstate::me, m_estate.otherOrgId(), true)},
        {u"oauthClientId"_s, oauthClientId()}};
}

HttpReply CspRoutes::handle(const HttpRequest &request)
{
    QByteArray path = request.path;
    while (path.contains("//")) // the vendor's own pages print /csp/gateway//iga/api
        path.replace("//", "/");
    if (auto reply = handleAnonymous(request, path))
        return *reply;

    const Caller caller = identify(request);
    if (!caller.isKnown)
        return error(401, u"Unauthorized"_s);
    const QList<QByteArray> parts = path.split('/').mid(1); // "csp", "gateway", "am", "api", ...
    const QByteArray service = parts.value(2);
    if (service == "am" && parts.mid(4, 2) == QList<QByteArray> {"loggedin", "user"})
        return handleUser(request, parts.mid(6), caller);
    if (path == "/csp/gateway/am/api/v2/loggedin/user/orgs" && request.method == "GET")
        return json(cspOrganizations(m_estate, QueryReader::ofQuery(request.query), true));
    if (parts.value(4) == "orgs" && parts.size() > 5)
        return handleOrg(request, parts, caller);
    return error(404, u"The requested resource could not be found"_s);
}

std::optional<HttpReply> CspRoutes::handleAnonymous(
    const HttpRequest &request, const QByteArray &path)
{
    if (request.method != "POST")
        return std::nullopt;
    if (path == "/csp/gateway/am/api/auth/api-tokens/authorize")
        return authorize(request);
    if (path == "/csp/gateway/am/api/auth/api-tokens/details")
        return details(request);
    if (path == "/csp/gateway/am/api/auth/revoke")
        return revoke(request);
    return std::nullopt;
}

HttpReply CspRoutes::handleUser(
    const HttpRequest &request, const QList<QByteArray> &parts, const Caller &caller)
{
    if (parts == QList<QByteArray> {"api-tokens"} && request.method == "POST")
        return create(request, caller);
    if (request.method != "GET")
        return error(404, u"The requested resource could not be found"_s);
    const auto query = QueryReader::ofQuery(request.query);
    if (parts.isEmpty())
        return json(cspUser(m_estate, caller.owner, query.has(u"expandProfile"_s)));
    if (parts == QList<QByteArray> {"orgs"})
        return json(cspOrganizations(m_estate, query, false));
    if (parts.size() != 3 || parts[0] != "orgs" || parts[1] != m_estate.orgId().toLatin1())
        return error(404, u"Organization with this identifier is not found."_s);
    if (parts[2] == "info")
        return json(cspUserInfo(m_estate, caller.token));
    if (parts[2] == "service-roles")
        return json({{u"servicesDef"_s, cspServiceRoles(m_estate.serviceId())}});
    return error(404, u"The requested resource could not be found"_s);
}

HttpReply CspRoutes::handleOrg(
    const HttpRequest &request, const QList<QByteArray> &parts, const Caller &caller)
{
    if (parts[5] != m_estate.orgId().toLatin1())
        return error(404, u"Organization with this identifier is not found."_s);
    const QByteArray service = parts[2];
    const QByteArray rest = parts.mid(6).join('/');
    const bool isRead = request.method == "GET";
    if (service == "am" && isRead && rest.isEmpty())
        return json(cspOrganization(m_estate, true));
    if (service == "am" && isRead && rest == "roles")
        return json(cspNamedRoles(m_estate, QueryReader::ofQuery(request.query).text(u"name"_s)));
    if (service == "iam-roles-mgmt" && isRead && rest == "custom-roles")
        return json({{u"results"_s, cspCustomRoles()}});
    const bool isDashboard = service == "iga" && isRead && rest == "api-tokens";
    // The twins without "api-" are deprecated, but still there.
    const bool isDeactivate = service == "am" && request.method == "POST"
        && (rest == "api-tokens/deactivate" || rest == "tokens/deactivate");
    const bool isActivate = service == "am" && request.method == "POST"
        && (rest == "api-tokens/activate" || rest == "tokens/activate");
    if (!isDashboard && !isDeactivate && !isActivate)
        return error(404, u"The requested resource could not be found"_s);
    if (!caller.isOrgOwner)
        return error(403, u"The user is forbidden to use the API"_s);
    return isDashboard ? dashboard(request) : setDeactivated(request, caller, isDeactivate);
}

// ---- the key and what it opens

HttpReply CspRoutes::authorize(const HttpRequest &request)
{
    // Five ways in the wild: api_token or refresh_token, in the form or in the query, and with a
    // grant_type beside it.
    const auto form = QueryReader::ofForm(isForm(request) ? request.body : QByteArray());
    const auto query = QueryReader::ofQuery(request.query);
    QString value;
    for (const QueryReader *from : {&form, &query})
        for (const QString &name : {u"api_token"_s, u"refresh_token"_s})
            if (value.isEmpty())
                value = from->text(name);
    if (value.isEmpty())
        return error(400, u"Invalid request body"_s);
    const auto index = m_estate.valueIndex(value);
    auto token = index ? m_estate.tokens().find(*index) : std::nullopt;
    if (!token)
        return unknownToken(value);
    if (token->isDeactivated || token->isExpired(m_clock.nowMs()))
        return error(400, u"invalid_grant: Invalid refresh token: xxxx...%1"_s.arg(value.right(5)));
    token->lastUsedMs = m_clock.nowMs();
    m_estate.tokens().put(*index, *token);

    const CspUser user = m_estate.user(token->owner);
    QJsonArray perms;
    for (const QString &role : token->orgRoles())
        perms.append(QString(u"csp:"_s + role));
    const qint64 now = m_clock.nowMs() / 1000;
    const QJsonObject claims {{u"iss"_s, u"https://gaz.csp-vidm-prod.com"_s}, {u"sub"_s, user.id},
        {u"azp"_s, u"csp_prd_gaz_internal_client_id"_s}, {u"context_name"_s, m_estate.orgId()},
        {u"context"_s, m_estate.tokenId(*index)}, {u"username"_s, user.person.email},
        {u"acct"_s, user.person.email}, {u"domain"_s, u"example.com"_s}, {u"perms"_s, perms},
        {u"iat"_s, now}, {u"exp"_s, now + m_rules.accessTokenSeconds}};
    return json({{u"access_token"_s, m_jwt.sign(claims)}, {u"token_type"_s, u"bearer"_s},
        {u"expires_in"_s, m_rules.accessTokenSeconds},
        {u"id_token"_s, idToken(token->owner, m_estate.orgId(), false)},
        {u"refresh_token"_s, value}, {u"scope"_s, u"openid ALL_PERMISSIONS"_s}});
}

/// An interactive one comes of a browser's login; the other kind is what authorize hands out.
QString CspRoutes::idToken(quint32 owner, const QString &orgId, bool isInteractive) const
{
    const CspUser user = m_estate.user(owner);
    const qint64 now = m_clock.nowMs() / 1000;
    return m_jwt.sign({{u"iss"_s, u"https://gaz.csp-vidm-prod.com"_s}, {u"sub"_s, user.id},
        {u"context_name"_s, orgId}, {u"acct"_s, user.person.email}, {u"email"_s, user.person.email},
        {u"iat"_s, now},
        {u"exp"_s, now + (isInteractive ? 30 * daySeconds : m_rules.accessTokenSeconds)},
        {u"auth"_s, isInteractive ? u"authorization_code"_s : u"api_token"_s}});
}

CspRoutes::Caller CspRoutes::identify(const HttpRequest &request) const
{
    QByteArray access = request.header("csp-auth-token");
    const QByteArray authorization = request.header("Authorization");
    if (authorization.left(7).compare("Bearer ", Qt::CaseInsensitive) == 0)
        access = authorization.mid(7).trimmed();
    const auto claims = m_jwt.verify(QString::fromLatin1(access), m_clock.nowMs());
    if (!claims || !claims->contains("perms"_L1)) // an id token opens nothing
        return {};
    const auto index = m_estate.tokenIndex(claims->value("context"_L1).toString());
    const auto token = index ? m_estate.tokens().find(*index) : std::nullopt;
    // Revoking or deactivating an API token ends the access tokens made of it.
    if (!token || token->isDeactivated)
        return {};
    return {*index, token->owner, token->orgRoles().contains(u"org_owner"_s), true};
}

HttpReply CspRoutes::details(const HttpRequest &request)
{
    const auto body = bodyObject(request);
    if (!body || !body->value("tokenValue"_L1).isString())
        return error(400, u"Invalid request body"_s);
    const QString value = body->value("tokenValue"_L1).toString();
    const auto index = m_estate.valueIndex(value);
    const auto token = index ? m_estate.tokens().find(*index) : std::nullopt;
    if (!token || token->isExpired(m_clock.nowMs()))
        return unknownToken(value);
    return json(cspDetails(m_estate, *index, *token));
}

HttpReply CspRoutes::revoke(const HttpRequest &request)
{
    const QByteArray authorization = request.header("Authorization");
    const QByteArray client = authorization.left(6).compare("Basic ", Qt::CaseInsensitive) == 0
        ? QByteArray::fromBase64(authorization.mid(6).trimmed())
        : QByteArray();
    if (client != oauthClientId().toLatin1() + ':')
        return error(401, u"invalid_client: Client authentication failed"_s);
    const auto form = QueryReader::ofForm(isForm(request) ? request.body : QByteArray());
    const QString hint = form.text(u"token_type_hint"_s);
    if (!hint.isEmpty() && hint != u"refresh_token")
        return error(400, u"unsupported_token_type: Only refresh tokens are supported"_s);
    const QString value = form.text(u"token"_s);
    const auto index = m_estate.valueIndex(value);
    if (!index || !m_estate.tokens().find(*index))
        return unknownToken(value);
    m_estate.remove(*index);
    HttpReply reply;
    reply.contentType.clear();
    return reply;
}

// ---- tokens

HttpReply CspRoutes::create(const HttpRequest &request, const Caller &caller)
{
    const auto body = bodyObject(request);
    if (!body)
        return error(400, u"Invalid request body"_s);
    if (const QString problem = problemOfCspCreate(*body, m_estate); !problem.isEmpty())
        return error(400, problem);
    if (const QString problem = problemOfIdToken(body->value("idToken"_L1), caller);
        !problem.isEmpty())
        return error(400, problem);
    if (m_estate.tokenCountOf(caller.owner) >= CspEstate::mostTokensOfUser)
        return error(400, u"Max number of 50 user API Tokens reached"_s);

    CspToken token;
    token.name = body->value("tokenName"_L1).toString(u"API Token"_s);
    token.owner = caller.owner;
    token.createdMs = m_clock.nowMs();
    token.expiresMs = token.createdMs + body->value("refreshTokenTTL"_L1).toInteger() * 1000;
    token.allowedScopes = body->value("allowedScopes"_L1).toObject();
    const quint32 index = m_estate.tokens().nextIndex();
    m_estate.add(index, token);
    return json({{u"apiToken"_s, m_estate.value(index)}});
}

QString CspRoutes::problemOfIdToken(const QJsonValue &value, const Caller &caller) const
{
    if (!value.isString() || !isCspIdTokenText(value.toString()))
        return u"Invalid request body: idToken must match ^[\\p{Alnum}\\-._ ]+$"_s;
    const auto claims = m_jwt.verify(value.toString(), m_clock.nowMs());
    const QString kind = claims ? claims->value("auth"_L1).toString() : QString();
    const bool isTaken
        = kind == u"authorization_code" || (kind == u"api_token" && m_rules.acceptAuthorizeIdToken);
    if (!isTaken)
        return u"Invalid or expired idToken"_s;
    if (claims->value("sub"_L1).toString() != m_estate.user(caller.owner).id)
        return u"Provided idToken does not belong to loggedin user"_s;
    if (claims->value("context_name"_L1).toString() != m_estate.orgId())
        return u"Authenticated Organization id and idToken organization id mismatch"_s;
    return {};
}

HttpReply CspRoutes::setDeactivated(
    const HttpRequest &request, const Caller &caller, bool isDeactivated)
{
    const auto body = bodyObject(request);
    if (!body || !body->value("ids"_L1).isArray())
        return error(400, u"Invalid request body"_s);
    const QJsonArray ids = body->value("ids"_L1).toArray();
    if (ids.size() > mostIds)
        return error(400, u"Invalid request body: ids size must be between 1 and 15"_s);
    QJsonArray successes;
    QJsonArray failures;
    for (const QJsonValue id : ids) {
        const auto index = m_estate.tokenIndex(id.toString());
        auto token = index ? m_estate.tokens().find(*index) : std::nullopt;
        if (!token || token->isExpired(m_clock.nowMs())) {
            failures.append(QJsonObject {{u"id"_s, id.toString()},
                {u"message"_s, token ? u"API token has expired"_s : u"API token not found"_s}});
            continue;
        }
        token->isDeactivated = isDeactivated;
        token->changedBy = m_estate.user(caller.owner).person.email;
        token->changedMs = m_clock.nowMs();
        m_estate.tokens().put(*index, *token);
        successes.append(id);
    }
    return json({{u"successes"_s, successes}, {u"failures"_s, failures}});
}

HttpReply CspRoutes::dashboard(const HttpRequest &request)
{
    const auto query = QueryReader::ofQuery(request.query);
    const qint64 start = query.number(u"pageStart"_s, 1); // the index of an item, from 1
    const qint64 limit = std::min<qint64>(query.number(u"pageLimit"_s, 15), mostPerPage);
    if (start < 1 || limit < 1)
        return error(400, u"Invalid request body: pageStart and pageLimit begin at 1"_s);
    QJsonArray results;
    qint64 total = 0;
    if (query.text(u"searchTerm"_s).isEmpty() && query.text(u"sortField"_s).isEmpty()) {
        total = static_cast<qint64>(m_estate.tokens().size());
        for (qint64 at = start - 1; at < std::min(total, start - 1 + limit); ++at)
            results.append(cspDashboardItem(
                m_estate, m_estate.tokens().indexAt(static_cast<std::size_t>(at))));
    } else {
        const std::vector<quint32> order = cspSearch(m_estate, query);
        total = static_cast<qint64>(order.size());
        for (qint64 at = start - 1; at < std::min(total, start - 1 + limit); ++at)
            results.append(cspDashboardItem(m_estate, order[static_cast<std::size_t>(at)]));
    }
    return json({{u"totalResults"_s, total}, {u"results"_s, results},
        {u"violationReportGeneratedAt"_s, m_clock.nowMs() / 1000 - daySeconds / 2},
        {u"mfaActive"_s, false}, {u"apiTokenViolationCounts"_s, QJsonArray {0, 0, 0}}});
}

// ---- errors

HttpReply CspRoutes::error(int status, const QString &message)
{
    const QString id = m_estate.generator().uuid("csp.requests", static_cast<quint32>(m_errors++));
    QJsonObject body {{u"statusCode"_s, status}, {u"message"_s, message},
        {u"requestId"_s, id.left(8) + id.right(8)}};
    // Published as a number, recorded as a string: the code of the module comes as either.
    body.insert(u"moduleCode"_s, status == 404 ? QJsonValue(u"540"_s) : QJsonValue(540));
    if (status == 404) {
        body.insert(u"traceId"_s, id.left(8) + id.mid(24, 8));
        body.insert(u"cspErrorCode"_s, u"540.120-340.800"_s);
        body.insert(u"metadata"_s, QJsonValue::Null);
    }
    return HttpReply::json(status, body);
}

HttpReply CspRoutes::unknownToken(const QString &value)
{
    return error(404, u"invalid_grant: Invalid refresh token: xxxx...%1"_s.arg(value.right(5)));
}

} // namespace sandbox
