// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#include "sandbox/mistroutes.h"

#include "sandbox/mistlog.h"
#include "sandbox/mistreply.h"

#include <QJsonDocument>

#include <algorithm>

namespace sandbox {

using namespace Qt::StringLiterals;

namespace {

constexpr qint64 hourMs = 3'600'000;

} // namespace

MistRoutes::MistRoutes(const Generator &make, const Clock &clock, quint32 tokens, int requestLimit)
    : m_clock(clock)
    , m_requestLimit(requestLimit)
    , m_estate(make, tokens)
{
}

bool MistRoutes::owns(QByteArrayView path) const
{
    return path.startsWith("/api/v1/");
}

QJsonObject MistRoutes::credentials() const
{
    return {{u"org"_s, m_estate.orgId()}, {u"secret"_s, m_estate.key(MistRealm::Org, 0)},
        {u"userSecret"_s, m_estate.key(MistRealm::User, 0)}};
}

HttpReply MistRoutes::handle(const HttpRequest &request)
{
    MistCaller caller;
    if (auto refusal = identify(request, caller))
        return *refusal;
    if (auto refusal = charge(caller))
        return *refusal;
    // "", "api", "v1", "self" or "orgs", ...
    const QList<QByteArray> parts = request.path.split('/').mid(3);
    if (parts.value(0) == "self")
        return handleSelf(request, parts, caller);
    if (parts.value(0) == "orgs")
        return handleOrg(request, parts, caller);
    return mistNotFound();
}

/// Finds out who calls and notes the use of that token; else says why nobody is let in.
std::optional<HttpReply> MistRoutes::identify(const HttpRequest &request, MistCaller &caller)
{
    const QList<QByteArray> words = request.header("Authorization").simplified().split(' ');
    if (words.first().compare("Token", Qt::CaseInsensitive) != 0)
        return mistDetail(401, u"Authentication credentials were not provided."_s);
    if (words.size() == 1)
        return mistDetail(401, u"Invalid token header. No credentials provided."_s);
    if (words.size() > 2)
        return mistDetail(401, u"Invalid token header. Token string should not contain spaces."_s);
    const QString key = QString::fromUtf8(words[1]);
    for (const MistRealm realm : {MistRealm::Org, MistRealm::User}) {
        const auto index = m_estate.keyIndex(realm, key);
        auto token = index ? m_estate.tokens(realm).find(*index) : std::nullopt;
        if (!token)
            continue;
        if (!loopbackPasses(token->sourceIps))
            return mistForbidden();
        caller = {realm, *index, token->privileges};
        if (caller.isUser())
            caller.privileges = {QJsonObject {{u"role"_s, u"admin"_s}, {u"scope"_s, u"org"_s}}};
        token->lastUsedMs = m_clock.nowMs();
        m_estate.tokens(realm).put(*index, *token);
        return std::nullopt;
    }
    return mistDetail(401, u"Invalid token."_s);
}

MistRoutes::Budget &MistRoutes::budgetOf(const MistCaller &caller)
{
    // Each org token has a budget of its own; all tokens of a user share one.
    Budget &budget = m_budgets[caller.isUser() ? ~quint64 {0} : caller.index];
    const qint64 hour = m_clock.nowMs() / hourMs;
    if (budget.hour != hour)
        budget = {hour, 0};
    return budget;
}

std::optional<HttpReply> MistRoutes::charge(const MistCaller &caller)
{
    Budget &budget = budgetOf(caller);
    if (budget.requests < m_requestLimit) {
        ++budget.requests;
        return std::nullopt;
    }
    HttpReply reply = mistDetail(429,
        u"Too Many Request. The API Token used for the request reached the %1 API Calls per hour "
        "threshold"_s.arg(m_requestLimit));
    const qint64 restMs = hourMs - m_clock.nowMs() % hourMs;
    reply.headers.append({"Retry-After", QByteArray::number(restMs / 1000 + 1)});
    return reply;
}

HttpReply MistRoutes::handleSelf(
    const HttpRequest &request, const QList<QByteArray> &parts, const MistCaller &caller)
{
    const bool isRead = request.method == "GET";
    if (parts.size() == 1 && isRead)
        return whoAmI(caller);
    if (parts.size() == 2 && parts[1] == "usage" && isRead)
        return usage(caller);
    if (parts.size() == 2 && parts[1] == "logs" && isRead)
        return caller.isUser() ? mistLog(request, m_estate, m_clock.nowMs(), true)
                               : mistForbidden();
    if ((parts.size() == 2 || parts.size() == 3) && parts[1] == "apitokens")
        return caller.isUser() ? handleTokens(request, MistRealm::User, parts.value(2))
                               : mistForbidden();
    return mistNotFound();
}

HttpReply MistRoutes::handleOrg(
    const HttpRequest &request, const QList<QByteArray> &parts, const MistCaller &caller)
{
    if (parts.value(1) != m_estate.orgId().toLatin1())
        return mistForbidden(); // Also for an organisation that does not exist: nothing is given
                                // away.
    const bool isRead = request.method == "GET";
    if (parts.size() == 3 && (parts[2] == "sites" || parts[2] == "sitegroups") && isRead)
        return listSites(request, caller, parts[2] == "sitegroups");
    if (parts.size() == 3 && parts[2] == "logs" && isRead)
        return caller.seesOrg() ? mistLog(request, m_estate, m_clock.nowMs(), false)
                                : mistForbidden();
    if ((parts.size() == 3 || parts.size() == 4) && parts[2] == "apitokens")
        return (isRead ? caller.seesOrg() : caller.managesOrg())
            ? handleTokens(request, MistRealm::Org, parts.value(3))
            : mistForbidden();
    return mistNotFound();
}

HttpReply MistRoutes::whoAmI(const MistCaller &caller)
{
    QJsonObject self {{u"privileges"_s, selfPrivileges(caller)}};
    if (!caller.isUser()) {
        self.insert(u"name"_s, m_estate.tokens(MistRealm::Org).find(caller.index)->name);
        return HttpReply::json(200, self);
    }
    const Person admin = m_estate.admin();
    self.insert(u"admin_id"_s, m_estate.adminId());
    self.insert(u"email"_s, admin.email);
    self.insert(u"first_name"_s, admin.firstName);
    self.insert(u"last_name"_s, admin.lastName);
    self.insert(u"tags"_s, QJsonArray());
    self.insert(u"via_sso"_s, false);
    self.insert(u"enable_two_factor"_s, true);
    self.insert(u"two_factor_verified"_s, true);
    self.insert(u"session_expiry"_s, 1440);
    self.insert(u"no_tracking"_s, QJsonValue::Null);
    return HttpReply::json(200, self);
}

/// Privileges as /self tells them: with names, and sitegroups in the plural.
QJsonArray MistRoutes::selfPrivileges(const MistCaller &caller) const
{
    QJsonArray list;
    for (const QJsonValue value : caller.privileges) {
        QJsonObject privilege = value.toObject();
        const QString scope = privilege.value("scope"_L1).toString();
        privilege.insert(u"org_id"_s, m_estate.orgId());
        if (scope == u"org" || scope == u"orgsites") {
            // "orgsites" is newer than the list of scopes that /self may answer.
            privilege.insert(u"scope"_s, u"org"_s);
            privilege.insert(u"name"_s, m_estate.orgName());
            privilege.insert(u"msp_name"_s, QJsonValue::Null);
        } else if (scope == u"site") {
            const auto at = m_estate.siteIds().indexOf(privilege.value("site_id"_L1).toString());
            privilege.insert(u"name"_s, m_estate.site(at).value("name"_L1));
            privilege.insert(u"org_name"_s, m_estate.orgName());
        } else {
            privilege.insert(u"sitegroup_ids"_s, QJsonArray {privilege.take("sitegroup_id"_L1)});
            privilege.insert(u"org_name"_s, m_estate.orgName());
        }
        if (!list.contains(privilege))
            list.append(privilege);
    }
    return list;
}

HttpReply MistRoutes::usage(const MistCaller &caller)
{
    const qint64 restMs = hourMs - m_clock.nowMs() % hourMs;
    return HttpReply::json(200,
        QJsonObject {{u"requests"_s, budgetOf(caller).requests},
            {u"request_limit"_s, m_requestLimit}, {u"seconds"_s, mistSeconds(restMs)}});
}

HttpReply MistRoutes::handleTokens(
    const HttpRequest &request, MistRealm realm, const QByteArray &id)
{
    if (id.isEmpty()) {
        if (request.method == "GET")
            return listTokens(request, realm);
        if (request.method == "POST")
            return createToken(request, realm);
        return mistDetail(
            400, u"Method \"%1\" not allowed."_s.arg(QLatin1StringView(request.method)));
    }
    const auto index = m_estate.tokenIndex(realm, QString::fromLatin1(id));
    const auto token = index ? m_estate.tokens(realm).find(*index) : std::nullopt;
    if (!token)
        return HttpReply::json(404, QJsonObject {{u"id"_s, QString::fromLatin1(id)}});
    if (request.method == "GET")
        return HttpReply::json(200, tokenJson(realm, *index, *token));
    if (request.method == "PUT")
        return changeToken(request, realm, *index);
    if (request.method == "DELETE")
        return deleteToken(realm, *index);
    return mistDetail(400, u"Method \"%1\" not allowed."_s.arg(QLatin1StringView(request.method)));
}

QJsonObject MistRoutes::tokenJson(MistRealm realm, quint32 index, const MistToken &token) const
{
    const QString key = m_estate.key(realm, index);
    QJsonObject json {{u"id"_s, m_estate.tokenId(realm, index)}, {u"name"_s, token.name},
        {u"key"_s, QString(key.first(4) + u"..."_s + key.last(4))},
        {u"created_time"_s, mistSeconds(token.createdMs)},
        {u"last_used"_s,
            token.lastUsedMs ? QJsonValue(*token.lastUsedMs / 1000)
                             : QJsonValue(QJsonValue::Null)}};
    if (realm == MistRealm::User)
        return json;
    json.insert(u"org_id"_s, m_estate.orgId());
    json.insert(u"created_by"_s,
        token.createdBy.isEmpty() ? QJsonValue(QJsonValue::Null) : QJsonValue(token.createdBy));
    json.insert(u"privileges"_s, token.privileges);
    if (!token.sourceIps.isEmpty())
        json.insert(u"src_ips"_s, QJsonArray::fromStringList(token.sourceIps));
    return json;
}

HttpReply MistRoutes::listTokens(const HttpRequest &request, MistRealm realm)
{
    const Estate<MistToken> &tokens = m_estate.tokens(realm);
    const MistPage page = MistPage::of(request);
    HttpReply reply;
    // Undeclared for these lists, but the vendor's general rule: who asks for a page gets one.
    const std::size_t first = page.isAsked ? page.first(tokens.size()) : 0;
    const std::size_t end = page.isAsked ? page.end(tokens.size()) : tokens.size();
    if (page.isAsked)
        page.describe(reply, tokens.size());
    reply.body = "[";
    for (std::size_t at = first; at < end; ++at) {
        if (at > first)
            reply.body += ',';
        reply.body += QJsonDocument(tokenJson(realm, tokens.indexAt(at), tokens.at(at)))
                          .toJson(QJsonDocument::Compact);
    }
    reply.body += ']';
    return reply;
}

HttpReply MistRoutes::createToken(const HttpRequest &request, MistRealm realm)
{
    QJsonObject body;
    if (auto refusal = readMistBody(request, body))
        return *refusal;
    const bool isOrg = realm == MistRealm::Org;
    if (isOrg) {
        if (const QString problem = problemOfOrgToken(body, true, m_estate); !problem.isEmpty())
            return mistDetail(400, problem);
    } else if (!body.value("name"_L1).isUndefined() && !body.value("name"_L1).isString()) {
        return mistDetail(400, u"name: Not a valid string."_s);
    }

    MistToken token;
    token.name = body.value("name"_L1).toString();
    token.createdMs = m_clock.nowMs();
    if (isOrg) {
        token.createdBy = m_estate.admin().email;
        for (const QJsonValue value : body.value("privileges"_L1).toArray()) {
            QJsonObject privilege = value.toObject();
            privilege.remove("org_id"_L1);
            if (privilege.value("scope"_L1).toString() == u"org")
                privilege.insert(u"org_id"_s, m_estate.orgId());
            token.privileges.append(privilege);
        }
        token.sourceIps = body.value("src_ips"_L1).toVariant().toStringList();
    }
    const quint32 index = m_estate.tokens(realm).nextIndex();
    m_estate.tokens(realm).put(index, token);
    record(u"Add API Token \"%1\""_s.arg(token.name), {}, {{u"name"_s, token.name}});

    QJsonObject json = tokenJson(realm, index, token);
    json.insert(u"key"_s, m_estate.key(realm, index)); // in full, this once
    if (isOrg) {
        json.remove("privileges"_L1); // only a later GET tells them
        return HttpReply::json(200, json);
    }
    json.remove("last_used"_L1);
    return HttpReply::json(200, QJsonArray {json});
}

HttpReply MistRoutes::changeToken(const HttpRequest &request, MistRealm realm, quint32 index)
{
    QJsonObject body;
    if (auto refusal = readMistBody(request, body))
        return *refusal;
    MistToken token = *m_estate.tokens(realm).find(index);
    const QString oldName = token.name;
    if (realm == MistRealm::Org) {
        if (const QString problem = problemOfOrgToken(body, false, m_estate); !problem.isEmpty())
            return mistDetail(400, problem);
        const QJsonValue addresses = body.value("src_ips"_L1);
        if (!addresses.isUndefined() && addresses.toVariant().toStringList() != token.sourceIps)
            return mistDetail(400, u"src_ips: This field cannot be changed."_s);
        if (body.contains("privileges"_L1))
            token.privileges = body.value("privileges"_L1).toArray();
    } else if (!body.value("name"_L1).isString()) {
        return mistDetail(400, u"name: This field is required."_s);
    }
    token.name = body.value("name"_L1).toString();
    m_estate.tokens(realm).put(index, token);
    record(u"Update API Token \"%1\""_s.arg(token.name), {{u"name"_s, oldName}},
        {{u"name"_s, token.name}});
    if (realm == MistRealm::User)
        return HttpReply::json(200, tokenJson(realm, index, token));
    HttpReply reply; // No body is declared for this one.
    reply.contentType.clear();
    return reply;
}

HttpReply MistRoutes::deleteToken(MistRealm realm, quint32 index)
{
    const MistToken token = *m_estate.tokens(realm).find(index);
    m_estate.tokens(realm).remove(index);
    record(u"Delete API Token \"%1\""_s.arg(token.name), {{u"name"_s, token.name}}, {});
    // None is declared here either, yet scripts in the wild parse one.
    return HttpReply::json(200, QJsonObject());
}

HttpReply MistRoutes::listSites(
    const HttpRequest &request, const MistCaller &caller, bool groups) const
{
    QJsonArray all;
    for (qsizetype at = 0; at < (groups ? m_estate.siteGroupIds() : m_estate.siteIds()).size();
         ++at) {
        if (groups)
            all.append(m_estate.siteGroup(at));
        else if (caller.seesSite(m_estate.siteIds()[at]))
            all.append(m_estate.site(at));
    }
    const MistPage page = MistPage::of(request);
    const auto total = static_cast<std::size_t>(all.size());
    QJsonArray shown;
    for (std::size_t at = page.first(total); at < page.end(total); ++at)
        shown.append(all[static_cast<qsizetype>(at)]);
    HttpReply reply = HttpReply::json(200, shown);
    page.describe(reply, total);
    return reply;
}

void MistRoutes::record(const QString &message, const QJsonObject &before, const QJsonObject &after)
{
    const Person admin = m_estate.admin();
    MistEvent event;
    event.timeMs = m_clock.nowMs();
    event.adminId = m_estate.adminId();
    event.adminName = u"%1 %2 %3"_s.arg(admin.firstName, admin.lastName, admin.email);
    event.message = message;
    event.before = before;
    event.after = after;
    m_estate.addEvent(std::move(event));
}

} // namespace sandbox
