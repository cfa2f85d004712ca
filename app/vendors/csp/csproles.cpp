// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#include "base/json.h"
#include "vendors/csp/cspwire.h"

namespace csp::wire {

using namespace Qt::StringLiterals;
using base::Result;
using domain::GrantChoice;
using http::Response;

namespace json = base::json;

namespace {

QString labelOf(const QJsonObject &role)
{
    const QString label = json::text(role, "displayName");
    return label.isEmpty() ? json::text(role, "name") : label;
}

GrantChoice choiceOf(const QJsonObject &role, const QString &group)
{
    GrantChoice choice;
    choice.grant = organisationRole(json::text(role, "name"), labelOf(role));
    choice.group = group;
    choice.description = json::text(role, "description");
    if (choice.grant.broad && choice.description.isEmpty())
        choice.description
            = u"A high-privilege role: the vendor refuses most of these in a token."_s;
    return choice;
}

/// "/csp/gateway/slc/api/definitions/external/ID" -> "ID"
QString serviceId(const QJsonObject &service)
{
    const QString id = json::text(service, "serviceDefinitionId");
    if (!id.isEmpty())
        return id;
    for (const char *key : {"serviceDefinitionLink", "refLink"}) {
        const QString link = json::text(service, key);
        if (!link.isEmpty())
            return link.section(u'/', -1);
    }
    return {};
}

void readService(const QJsonObject &service, Choices &choices)
{
    const QString id = serviceId(service);
    if (id.isEmpty())
        return;
    const QString name = labelOf(service);
    for (const char *key : {"serviceRoles", "roles"}) {
        const QJsonArray roles = service.value(QLatin1StringView(key)).toArray();
        for (const QJsonValue &item : roles) {
            GrantChoice choice = choiceOf(item.toObject(), name.isEmpty() ? id : name);
            if (choice.grant.name.isEmpty())
                continue;
            choice.grant.target = u"service:"_s + id;
            choice.grant.targetLabel = name;
            choices.push_back(std::move(choice));
        }
    }
}

} // namespace

Result<QStringList> parseOwnRoles(const Response &response)
{
    const auto object = json::parseObject(response.body, json::BrokenText::Replace);
    if (!object)
        return base::fail(object.error());
    QStringList names;
    const QJsonArray places = object->value("userOrgInfo"_L1).toArray();
    for (const QJsonValue &place : places) {
        const QJsonArray roles = place.toObject().value("orgRoles"_L1).toArray();
        for (const QJsonValue &role : roles) {
            const QString name = json::text(role.toObject(), "name");
            if (!name.isEmpty() && !names.contains(name))
                names.append(name);
        }
    }
    return names;
}

Result<Choices> parseOrganisationRoles(const Response &response)
{
    const auto object = json::parseObject(response.body, json::BrokenText::Replace);
    if (!object)
        return base::fail(object.error());
    const auto roles = json::arrayOrNone(*object, "orgRolesData", {});
    if (!roles)
        return base::fail(roles.error());
    Choices choices;
    for (const QJsonValue &item : *roles) {
        const QJsonObject role = item.toObject();
        if (json::text(role, "name").isEmpty() || !role.value("visible"_L1).toBool(true))
            continue;
        choices.push_back(choiceOf(role, u"Organisation roles"_s));
    }
    return choices;
}

Result<Choices> parseCustomRoles(const Response &response)
{
    const auto object = json::parseObject(response.body, json::BrokenText::Replace);
    if (!object)
        return base::fail(object.error());
    Choices choices;
    const QJsonArray roles = object->value("results"_L1).toArray();
    for (const QJsonValue &item : roles) {
        if (!json::text(item.toObject(), "name").isEmpty())
            choices.push_back(choiceOf(item.toObject(), u"Custom roles"_s));
    }
    return choices;
}

Result<Choices> parseServiceRoles(const Response &response)
{
    const auto reply = json::parseAny(response.body, json::BrokenText::Replace);
    if (!reply)
        return base::fail(reply.error());
    Choices choices;
    QJsonArray services = reply->toArray();
    for (const char *key : {"servicesDef", "serviceRoles", "results", "services"}) {
        if (services.isEmpty())
            services = reply->toObject().value(QLatin1StringView(key)).toArray();
    }
    for (const QJsonValue &item : services)
        readService(item.toObject(), choices);
    return choices;
}

} // namespace csp::wire
