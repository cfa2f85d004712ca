// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#include "sandbox/mistroutes.h"

#include "sandbox/queryreader.h"

#include <QJsonDocument>

#include <algorithm>

namespace sandbox {

using namespace Qt::StringLiterals;

namespace {

constexpr qint64 hourMs = 3'600'000;

HttpReply detail(int status, const QString &text)
{
    return HttpReply::json(status, QJsonObject {{u"detail"_s, text}});
}

HttpReply notFound()
{
    return detail(404, u"Not found."_s);
}

HttpReply forbidden()
{
    return detail(403, u"You do not have permission to perform this action."_s);
}

double seconds(qint64 ms)
{
    return static_cast<double>(ms) / 1000.0;
}

/// The body as an object; else the reply that says why not.
std::optional<HttpReply> readBody(const HttpRequest &request, QJsonObject &body)
{
    const QByteArray type = request.header("Content-Type").split(';').first().trimmed().toLower();
    if (type != "application/json" && !(type.isEmpty() && request.body.isEmpty()))
        return detail(
            400, u"Unsupported media type \"%1\" in request."_s.arg(QLatin1StringView(type)));
    if (request.body.isEmpty())
        return std::nullopt; // An empty body is an empty object.
    QJsonParseError error;
    const QJsonDocument document = QJsonDocument::fromJson(request.body, &error);
    if (error.error != QJsonParseError::NoError) {
        const QByteArray before = request.body.left(error.offset);
        const auto line = before.count('\n') + 1;
        const auto column = before.size() - before.lastIndexOf('\n');
        return detail(400,
            u"JSON parse error - Expecting value: line %1 column %2 (char %3)"_s.arg(line)
                .arg(column)
                .arg(error.offset));
    }
    if (!document.isObject())
        return detail(400, u"Invalid data. Expected a dictionary, but got list."_s);
    body = document.object();
    return std::nullopt;
}

struct Page
{
    qint64 limit = 100;
    qint64 number = 1;
    bool isAsked = false;

    static Page of(const HttpRequest &request)
    {
        const auto query = QueryReader::ofQuery(request.query);
        Page page;
        page.isAsked = query.has(u"limit"_s) || query.has(u"page"_s);
        page.limit = std::clamp<qint64>(query.number(u"limit"_s, 100), 1, 1000);
        page.number = std::max<qint64>(query.number(u"page"_s, 1), 1);
        return page;
    }

    std::size_t first(std::size_t total) const
    {
        return std::min(static_cast<std::size_t>(limit * (number - 1)), total);
    }
    std::size_t end(std::size_t total) const
    {
        return std::min(first(total) + static_cast<std::size_t>(limit), total);
    }
    void describe(HttpReply &reply, std::size_t total) const
    {
        reply.headers.append({"X-Page-Total", QByteArray::number(static_cast<qulonglong>(total))});
        reply.headers.append({"X-Page-Limit", QByteArray::number(limit)});
        reply.headers.append({"X-Page-Page", QByteArray::number(number)});
    }
};

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
    return notFound();
}

/// Finds out who calls and notes the use of that token; else says why nobody is let in.
std::optional<HttpReply> MistRoutes::identify(const HttpRequest &request, MistCaller &caller)
{
    const QList<QByteArray> words = request.header("Authorization").simplified().split(' ');
    if (words.first().compare("Token", Qt::CaseInsensitive) != 0)
        return detail(401, u"Authentication credentials were not provided."_s);
    if (words.size() == 1)
        return detail(401, u"Invalid token header. No credentials provided."_s);
    if (words.size() > 2)
        return detail(401, u"Invalid token header. Token string should not contain spaces."_s);
    const QString key = QString::fromUtf8(words[1]);
    for (const MistRealm realm : {MistRealm::Org, MistRealm::User}) {
        const auto index = m_estate.keyIndex(realm, key);
        auto token = index ? m_estate.tokens(realm).find(*index) : std::nullopt;
        if (!token)
            continue;
        if (!loopbackPasses(token->sourceIps))
            return forbidden();
        caller = {realm, *index, token->privileges};
        if (caller.isUser())
            caller.privileges = {QJsonObject {{u"role"_s, u"admin"_s}, {u"scope"_s, u"org"_s}}};
        token->lastUsedMs = m_clock.nowMs();
        m_estate.tokens(realm).put(*index, *token);
        return std::nullopt;
    }
    return detail(401, u"Invalid token."_s);
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
    HttpReply reply = detail(429,
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
        return caller.isUser() ? listLogs(request, true) : forbidden();
    if ((parts.size() == 2 || parts.size() == 3) && parts[1] == "apitokens")
        return caller.isUser() ? handleTokens(request, MistRealm::User, parts.value(2), caller)
                               : forbidden();
    return notFound();
}

HttpReply MistRoutes::handleOrg(
    const HttpRequest &request, const QList<QByteArray> &parts, const MistCaller &caller)
{
    if (parts.value(1) != m_estate.orgId().toLatin1())
        return forbidden(); // Also for an organisation that does not exist: nothing is given away.
    const bool isRead = request.method == "GET";
    if (parts.size() == 3 && (parts[2] == "sites" || parts[2] == "sitegroups") && isRead)
        return listSites(request, caller, parts[2] == "sitegroups");
    if (parts.size() == 3 && parts[2] == "logs" && isRead)
        return caller.seesOrg() ? listLogs(request, false) : forbidden();
    if ((parts.size() == 3 || parts.size() == 4) && parts[2] == "apitokens")
        return (isRead ? caller.seesOrg() : caller.managesOrg())
            ? handleTokens(request, MistRealm::Org, parts.value(3), caller)
            : forbidden();
    return notFound();
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
            {u"request_limit"_s, m_requestLimit}, {u"seconds"_s, seconds(restMs)}});
}

HttpReply MistRoutes::handleTokens(
    const HttpRequest &request, MistRealm realm, const QByteArray &id, const MistCaller &caller)
{
    Q_UNUSED(caller)
    if (id.isEmpty()) {
        if (request.method == "GET")
            return listTokens(request, realm);
        if (request.method == "POST")
            return createToken(request, realm);
        return detail(400, u"Method \"%1\" not allowed."_s.arg(QLatin1StringView(request.method)));
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
    return detail(400, u"Method \"%1\" not allowed."_s.arg(QLatin1StringView(request.method)));
}

QJsonObject MistRoutes::tokenJson(MistRealm realm, quint32 index, const MistToken &token) const
{
    const QString key = m_estate.key(realm, index);
    QJsonObject json {{u"id"_s, m_estate.tokenId(realm, index)}, {u"name"_s, token.name},
        {u"key"_s, QString(key.first(4) + u"..."_s + key.last(4))},
        {u"created_time"_s, seconds(token.createdMs)},
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
    const Page page = Page::of(request);
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
    if (auto refusal = readBody(request, body))
        return *refusal;
    const bool isOrg = realm == MistRealm::Org;
    if (isOrg) {
        if (const QString problem = problemOfOrgToken(body, true, m_estate); !problem.isEmpty())
            return detail(400, problem);
    } else if (!body.value("name"_L1).isUndefined() && !body.value("name"_L1).isString()) {
        return detail(400, u"name: Not a valid string."_s);
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
    if (auto refusal = readBody(request, body))
        return *refusal;
    MistToken token = *m_estate.tokens(realm).find(index);
    const QString oldName = token.name;
    if (realm == MistRealm::Org) {
        if (const QString problem = problemOfOrgToken(body, false, m_estate); !problem.isEmpty())
            return detail(400, problem);
        const QJsonValue addresses = body.value("src_ips"_L1);
        if (!addresses.isUndefined() && addresses.toVariant().toStringList() != token.sourceIps)
            return detail(400, u"src_ips: This field cannot be changed."_s);
        if (body.contains("privileges"_L1))
            token.privileges = body.value("privileges"_L1).toArray();
    } else if (!body.value("name"_L1).isString()) {
        return detail(400, u"name: This field is required."_s);
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
    const Page page = Page::of(request);
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

namespace {

/// "1761900000", "-1d", "now"; the fallback when it is none of these.
qint64 readTime(const QString &text, qint64 nowMs, qint64 fallback)
{
    static const QHash<QChar, qint64> units {
        {u's', 1000}, {u'm', 60'000}, {u'h', hourMs}, {u'd', 24 * hourMs}, {u'w', 7 * 24 * hourMs}};
    if (text == u"now")
        return nowMs;
    bool isNumber = false;
    if (const double epoch = text.toDouble(&isNumber); isNumber && epoch >= 0 && epoch < 1e11)
        return static_cast<qint64>(epoch * 1000);
    if (text.size() < 2 || !units.contains(text.back()))
        return fallback;
    const qint64 count = text.chopped(1).toLongLong(&isNumber);
    constexpr qint64 most = 100'000; // weeks, and no overflow
    return isNumber && std::abs(count) <= most ? nowMs + count * units.value(text.back())
                                               : fallback;
}

QJsonObject eventJson(const MistEvent &event, const QString &orgId, const QString &anySite)
{
    QJsonObject json {{u"id"_s, event.id}, {u"timestamp"_s, seconds(event.timeMs)},
        {u"admin_id"_s, event.adminId}, {u"admin_name"_s, event.adminName},
        {u"message"_s, event.message}, {u"org_id"_s, orgId}};
    // Null in an organisation's log; the log of an admin's own doings promises an id.
    if (event.siteId.isEmpty())
        json.insert(u"site_id"_s, anySite.isEmpty() ? QJsonValue() : QJsonValue(anySite));
    else
        json.insert(u"site_id"_s, event.siteId);
    if (!event.before.isEmpty())
        json.insert(u"before"_s, event.before);
    if (!event.after.isEmpty())
        json.insert(u"after"_s, event.after);
    return json;
}

} // namespace

HttpReply MistRoutes::listLogs(const HttpRequest &request, bool ownOnly) const
{
    const auto query = QueryReader::ofQuery(request.query);
    const qint64 nowMs = m_clock.nowMs();
    const qint64 endMs = readTime(query.text(u"end"_s), nowMs, nowMs);
    const QString duration = query.has(u"duration"_s) ? query.text(u"duration"_s) : u"1d"_s;
    const qint64 lengthMs = nowMs - readTime(u'-' + duration, nowMs, nowMs - 24 * hourMs);
    const qint64 startMs = readTime(query.text(u"start"_s), nowMs, endMs - lengthMs);
    std::vector<const MistEvent *> found;
    for (const MistEvent &event : m_estate.events()) {
        const bool fits = event.timeMs >= startMs && event.timeMs <= endMs
            && (!ownOnly || event.adminId == m_estate.adminId())
            && event.message.contains(query.text(u"message"_s), Qt::CaseInsensitive)
            && event.adminName.contains(query.text(u"admin_name"_s), Qt::CaseInsensitive)
            && (!query.has(u"site_id"_s) || event.siteId == query.text(u"site_id"_s));
        if (fits)
            found.push_back(&event);
    }
    const QString order = query.text(u"sort"_s);
    if (order == u"admin_id")
        std::ranges::stable_sort(found, {}, [](const MistEvent *event) { return event->adminId; });
    else if (order == u"site_id")
        std::ranges::stable_sort(found, {}, [](const MistEvent *event) { return event->siteId; });
    else if (order != u"timestamp")
        std::reverse(found.begin(), found.end()); // the newest first

    const Page page = Page::of(request);
    QJsonArray results;
    for (std::size_t at = page.first(found.size()); at < page.end(found.size()); ++at)
        results.append(eventJson(
            *found[at], m_estate.orgId(), ownOnly ? m_estate.siteIds().first() : QString()));
    QJsonObject json {{u"start"_s, startMs / 1000}, {u"end"_s, endMs / 1000},
        {u"limit"_s, page.limit}, {u"total"_s, static_cast<qint64>(found.size())},
        {u"results"_s, results}};
    if (ownOnly)
        json.insert(u"page"_s, page.number);
    return HttpReply::json(200, json);
}

} // namespace sandbox
