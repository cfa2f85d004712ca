// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#include "sandbox/softwareone/shapes.h"

namespace sandbox::softwareone {

using namespace Qt::StringLiterals;

namespace {

QStringList auditPaths(const QStringList &events)
{
    QStringList paths;
    for (const QString &event : events) {
        for (const QString &leaf : {u"at"_s, u"by.id"_s, u"by.name"_s})
            paths.append(u"audit.%1.%2"_s.arg(event, leaf));
    }
    return paths;
}

QStringList accountPaths(const QString &prefix)
{
    return {prefix + u"id"_s, prefix + u"name"_s, prefix + u"type"_s, prefix + u"status"_s,
        prefix + u"icon"_s};
}

QStringList moduleFields()
{
    return {u"id"_s, u"name"_s, u"code"_s, u"description"_s};
}

} // namespace

rql::Shape tokenShape()
{
    const QStringList own {u"id"_s, u"name"_s, u"description"_s, u"icon"_s, u"status"_s, u"token"_s,
        u"revision"_s, u"lastAccessAt"_s};
    return {own + accountPaths(u"account."_s)
            + auditPaths({u"created"_s, u"updated"_s, u"enabled"_s, u"disabled"_s}),
        {{u"modules"_s, moduleFields()}, {u"extensions"_s, {u"id"_s}}}, {u"audit"_s}};
}

rql::Shape moduleShape()
{
    const QStringList settings {u"settings.default"_s, u"settings.configurable"_s,
        u"settings.paid"_s, u"settings.sharedAccount"_s};
    return {moduleFields() + settings + QStringList {u"paid"_s} + auditPaths({u"created"_s}),
        {{u"accountTypes"_s, {}}, {u"filters"_s, {}}}, {u"audit"_s}};
}

rql::Shape accountShape()
{
    return {accountPaths({}), {}, {u"audit"_s, u"groups"_s}};
}

rql::Shape groupShape(bool inList)
{
    rql::Shape shape {QStringList {u"id"_s, u"name"_s, u"description"_s, u"isDefault"_s}
            + accountPaths(u"account."_s) + auditPaths({u"created"_s}),
        {{u"modules"_s, moduleFields()}}, {u"audit"_s, u"users"_s, u"buyers"_s}};
    if (inList)
        shape.omitted.prepend(u"modules"_s);
    return shape;
}

rql::Shape auditShape()
{
    return {{u"id"_s, u"event"_s, u"summary"_s, u"details"_s, u"object.id"_s, u"object.name"_s,
                u"object.objectType"_s, u"timestamp"_s, u"actor.id"_s, u"actor.name"_s,
                u"actor.account.id"_s, u"type"_s, u"request.api.ip"_s},
        {}, {u"documents"_s, u"viewers"_s}};
}

} // namespace sandbox::softwareone
