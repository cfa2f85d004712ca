// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#include "sandbox/cspjson.h"

#include "sandbox/queryreader.h"

#include <algorithm>

namespace sandbox {

using namespace Qt::StringLiterals;

namespace {

/// Seconds, and 0 for what there is none of.
qint64 seconds(const std::optional<qint64> &ms)
{
    return ms ? *ms / 1000 : 0;
}

} // namespace

QJsonObject cspDetails(const CspEstate &estate, quint32 index, const CspToken &token)
{
    const CspUser user = estate.user(token.owner);
    QJsonObject details {{u"tokenId"_s, estate.tokenId(index)}, {u"tokenName"_s, token.name},
        {u"token"_s, estate.value(index)}, {u"orgId"_s, estate.orgId()}, {u"userId"_s, user.id},
        {u"acct"_s, user.person.email}, {u"domain"_s, u"example.com"_s},
        {u"idpId"_s, u"vmware.com"_s}, {u"username"_s, user.person.email},
        {u"createdAt"_s, token.createdMs / 1000}, {u"deactivated"_s, token.isDeactivated},
        {u"scope"_s, token.allowedScopes.value("generalScopes"_L1)},
        {u"allowedScopes"_s, token.allowedScopes}};
    if (token.lastUsedMs)
        details.insert(u"lastUsedAt"_s, seconds(token.lastUsedMs));
    // "Never" is said in either way: by 0, or by not saying anything.
    if (token.expiresMs || index % 2 == 0)
        details.insert(u"expiresAt"_s, seconds(token.expiresMs));
    if (token.changedMs) {
        details.insert(u"deactivatedUpdatedBy"_s, token.changedBy);
        details.insert(u"deactivatedUpdatedOn"_s, seconds(token.changedMs));
    }
    return details;
}

QJsonObject cspDashboardItem(const CspEstate &estate, quint32 index)
{
    const CspToken token = *estate.tokens().find(index);
    QJsonObject item = cspDetails(estate, index, token);
    for (const QString &member :
        {u"token"_s, u"deactivated"_s, u"deactivatedUpdatedBy"_s, u"deactivatedUpdatedOn"_s})
        item.remove(member);
    const Person person = estate.user(token.owner).person;
    if (!token.isOwnerGone) {
        item.insert(u"firstName"_s, person.firstName);
        item.insert(u"lastName"_s, person.lastName);
    }
    QJsonArray services;
    for (const QJsonValue service : token.allowedScopes.value("servicesScopes"_L1).toArray())
        services.append(service["serviceDefinitionId"_L1]);
    const QJsonObject organization = token.allowedScopes.value("organizationScopes"_L1).toObject();
    item.insert(u"allowedScopes"_s,
        QJsonObject {{u"generalScopes"_s, token.allowedScopes.value("generalScopes"_L1).toArray()},
            {u"servicesScopes"_s, services},
            {u"organizationScopes"_s,
                QJsonObject {{u"allRoles"_s, organization.value("allRoles"_L1).toBool()},
                    {u"roles"_s, organization.value("roles"_L1).toArray()}}}});
    return item;
}

std::vector<quint32> cspSearch(const CspEstate &estate, const QueryReader &query)
{
    const QString term = query.text(u"searchTerm"_s);
    const QString field = query.text(u"sortField"_s);
    std::vector<std::pair<qint64, quint32>> found;
    for (std::size_t at = 0; at < estate.tokens().size(); ++at) {
        const CspToken token = estate.tokens().at(at);
        if (!token.name.contains(term, Qt::CaseInsensitive)
            && !estate.user(token.owner).person.email.contains(term, Qt::CaseInsensitive))
            continue;
        const qint64 key = field == u"UPDATED_ON" ? token.changedMs.value_or(token.createdMs)
            : field == u"CREATED_ON"              ? token.createdMs
                                                  : 0;
        found.emplace_back(key, estate.tokens().indexAt(at));
    }
    std::sort(found.begin(), found.end());
    if (query.text(u"sortOrder"_s) == u"DESC")
        std::reverse(found.begin(), found.end());
    std::vector<quint32> order;
    for (const auto &[key, index] : found)
        order.push_back(index);
    return order;
}

QJsonObject cspUser(const CspEstate &estate, quint32 owner, bool hasProfile)
{
    const CspUser user = estate.user(owner);
    QJsonObject json {{u"userId"_s, user.id}, {u"username"_s, user.person.email},
        {u"acct"_s, user.person.email}, {u"email"_s, user.person.email},
        {u"firstName"_s, user.person.firstName}, {u"lastName"_s, user.person.lastName},
        {u"refLink"_s, QString(u"/csp/gateway/am/api/users/"_s + user.id)}};
    if (hasProfile)
        json.insert(u"userProfile"_s,
            QJsonObject {{u"defaultOrgId"_s, estate.orgId()}, {u"isFederated"_s, false},
                {u"language"_s, u"en"_s}, {u"locale"_s, u"en_US"_s}});
    return json;
}

QJsonObject cspUserInfo(const CspEstate &estate, quint32 index)
{
    QJsonArray held;
    const auto token = estate.tokens().find(index);
    for (const QJsonValue role : cspOrgRoles(estate.orgId()))
        if (token->orgRoles().contains(role["name"_L1].toString()))
            held.append(role);
    const QJsonObject info {{u"name"_s, cspOrganization(estate, true).value("name"_L1)},
        {u"displayName"_s, estate.orgName()}, {u"orgRoles"_s, held},
        {u"customRoles"_s, QJsonArray()}, {u"servicesDef"_s, cspServiceRoles(estate.serviceId())}};
    return {
        {u"user"_s, cspUser(estate, token->owner, false)}, {u"userOrgInfo"_s, QJsonArray {info}}};
}

QJsonObject cspOrganization(const CspEstate &estate, bool own)
{
    const QString id = own ? estate.orgId() : estate.otherOrgId();
    const QString name = own ? estate.orgName() : u"Lumen Labs"_s;
    // The id is nowhere but in the link.
    return {{u"name"_s, u"lumen-%1"_s.arg(id.left(8))}, {u"displayName"_s, name},
        {u"refLink"_s, QString(u"/csp/gateway/am/api/orgs/"_s + id)}, {u"status"_s, u"ACTIVE"_s},
        {u"type"_s, u"PAID"_s}, {u"isMfaRequired"_s, false}, {u"enforceUserApiTokenMfa"_s, false}};
}

QJsonObject cspOrganizations(const CspEstate &estate, const QueryReader &query, bool paged)
{
    const QJsonArray all {cspOrganization(estate, true), cspOrganization(estate, false)};
    if (!paged) {
        QJsonArray links;
        for (const QJsonValue item : all)
            links.append(item["refLink"_L1]);
        QJsonObject answer {{u"refLinks"_s, links}};
        if (query.has(u"expand"_s)) // Its presence counts, not its value.
            answer.insert(u"items"_s, all);
        return answer;
    }
    const qint64 start = std::max<qint64>(query.number(u"pageStart"_s, 0), 0);
    const qint64 limit = std::max<qint64>(query.number(u"pageLimit"_s, 15), 1);
    QJsonArray results;
    for (qint64 at = start; at < std::min<qint64>(start + limit, all.size()); ++at)
        results.append(all[at]);
    QJsonObject answer {{u"results"_s, results}, {u"totalResults"_s, all.size()}};
    if (start + limit < all.size())
        answer.insert(u"nextLink"_s,
            u"/csp/gateway/am/api/v2/loggedin/user/orgs?pageStart=%1&pageLimit=%2"_s
                .arg(start + limit)
                .arg(limit));
    return answer;
}

QJsonObject cspNamedRoles(const CspEstate &estate, const QString &names)
{
    QJsonArray roles;
    QJsonArray links;
    for (const QJsonValue role : cspOrgRoles(estate.orgId())) {
        const QString name = role["name"_L1].toString();
        if (!names.isEmpty() && !names.split(u',').contains(name))
            continue;
        roles.append(role);
        links.append(QString(u"/csp/gateway/am/api/orgs/%1/roles/%2"_s.arg(estate.orgId(), name)));
    }
    return {{u"orgRolesData"_s, roles}, {u"refLinks"_s, links}};
}

} // namespace sandbox
