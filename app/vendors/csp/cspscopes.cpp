// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#include "base/json.h"
#include "vendors/csp/cspwire.h"

#include <QJsonDocument>

namespace csp::wire {

using namespace Qt::StringLiterals;
using domain::Grant;

namespace json = base::json;

namespace {

const QString general = u"general"_s;
const QString organisation = u"org"_s;
const QString servicePrefix = u"service:"_s;
const QString allRoles = u"allRoles"_s;
const QString allPermissions = u"allPermissions"_s;

bool isHighRole(const QString &name)
{
    return name == "org_owner"_L1;
}

/// Roles and permissions of the organisation or of one service.
void readScope(const QJsonObject &scope, const QString &target, std::vector<Grant> &grants)
{
    for (const QString &all : {allRoles, allPermissions}) {
        if (scope.value(all).toBool())
            grants.push_back({.name = all,
                .label = all == allRoles ? u"All roles"_s : u"All permissions"_s,
                .target = target,
                .broad = true});
    }
    const QJsonArray roles = scope.value("roles"_L1).toArray();
    for (const QJsonValue &item : roles) {
        const QString name
            = item.isString() ? item.toString() : json::text(item.toObject(), "name");
        grants.push_back(
            {.name = name, .target = target, .broad = isHighRole(name), .wire = item.toObject()});
    }
    const QJsonArray permissions = scope.value("permissions"_L1).toArray();
    for (const QJsonValue &item : permissions) {
        grants.push_back({.name = json::text(item.toObject(), "permissionId"),
            .target = target,
            .wire = item.toObject()});
    }
}

/// A role or permission as the vendor's own object; what was typed by hand is a role.
void addTo(QJsonObject &scope, const Grant &grant)
{
    const bool isPermission = grant.wire.contains("permissionId"_L1);
    const QString member = isPermission ? u"permissions"_s : u"roles"_s;
    QJsonObject item = grant.wire;
    if (item.isEmpty())
        item = {{u"name"_s, grant.name}, {u"resource"_s, QJsonValue::Null}};
    QJsonArray items = scope.value(member).toArray();
    items.append(item);
    scope.insert(member, items);
}

QByteArray quoted(QByteArrayView text)
{
    QByteArray escaped = "\"";
    escaped.reserve(text.size() * 2 + 2); // Once: growing would leave copies behind.
    for (const char c : text) {
        if (c == '"' || c == '\\')
            escaped += '\\';
        escaped += c;
    }
    return escaped += '"';
}

} // namespace

Grant generalScope(const QString &name)
{
    return {.name = name,
        .target = general,
        .targetLabel = u"general"_s,
        .broad = name.compare("ALL_PERMISSIONS"_L1, Qt::CaseInsensitive) == 0};
}

Grant organisationRole(const QString &name, const QString &label)
{
    return {.name = name,
        .label = label,
        .target = organisation,
        .broad = isHighRole(name),
        .wire = {{u"name"_s, name}, {u"resource"_s, QJsonValue::Null}}};
}

bool isAllOf(const Grant &grant)
{
    return grant.wire.isEmpty() && (grant.name == allRoles || grant.name == allPermissions);
}

std::vector<Grant> grantsOf(const QJsonObject &allowedScopes)
{
    std::vector<Grant> grants;
    const QStringList names = json::textList(allowedScopes.value("generalScopes"_L1));
    for (const QString &name : names)
        grants.push_back(generalScope(name));
    readScope(allowedScopes.value("organizationScopes"_L1).toObject(), organisation, grants);
    const QJsonArray services = allowedScopes.value("servicesScopes"_L1).toArray();
    for (const QJsonValue &item : services) {
        if (item.isString()) { // The governance list names services only.
            grants.push_back({.name = item.toString(), .target = u"service"_s});
            continue;
        }
        const QJsonObject scope = item.toObject();
        readScope(scope, servicePrefix + json::text(scope, "serviceDefinitionId"), grants);
    }
    return grants;
}

QJsonObject scopesOf(const std::vector<Grant> &grants)
{
    QJsonArray names;
    QJsonObject ofOrganisation;
    QStringList order;
    QHash<QString, QJsonObject> ofService;
    for (const Grant &grant : grants) {
        if (grant.target == general) {
            names.append(grant.name);
        } else if (grant.target.startsWith(servicePrefix)) {
            const QString id = grant.target.sliced(servicePrefix.size());
            if (!order.contains(id))
                order.append(id);
            addTo(ofService[id], grant);
        } else {
            addTo(ofOrganisation, grant);
        }
    }
    QJsonArray services;
    for (const QString &id : std::as_const(order)) {
        QJsonObject scope = ofService.value(id);
        scope.insert(u"serviceDefinitionId"_s, id);
        services.append(scope);
    }
    return {{u"generalScopes"_s, names}, {u"organizationScopes"_s, ofOrganisation},
        {u"servicesScopes"_s, services}};
}

QByteArray formBody(const QList<QPair<QByteArray, QByteArrayView>> &fields)
{
    QByteArray body;
    qsizetype room = 0;
    for (const auto &[name, value] : fields)
        room += name.size() + value.size() * 3 + 2;
    body.reserve(room); // Once: growing would leave copies behind.
    for (const auto &[name, value] : fields) {
        if (!body.isEmpty())
            body += '&';
        body += name;
        body += '=';
        for (const char c : value) {
            const auto byte = static_cast<unsigned char>(c);
            const bool isPlain = (byte >= '0' && byte <= '9') || (byte >= 'A' && byte <= 'Z')
                || (byte >= 'a' && byte <= 'z') || QByteArrayView("-._~").contains(c);
            if (isPlain) {
                body += c;
                continue;
            }
            constexpr char digits[] = "0123456789ABCDEF";
            body += '%';
            body += digits[byte >> 4];
            body += digits[byte & 15];
        }
    }
    return body;
}

QByteArray detailsBody(const base::Secret &value)
{
    // By hand, because every string that a JSON document holds is one more copy of the key.
    QByteArray text = quoted(value.expose());
    QByteArray body;
    body.reserve(text.size() + 16);
    body += "{\"tokenValue\":";
    body += text;
    body += '}';
    base::wipe(text);
    return body;
}

QByteArray createBody(const domain::TokenDraft &draft, const base::Secret &idToken)
{
    const QJsonObject open {{u"tokenName"_s, draft.name},
        {u"refreshTokenTTL"_s, static_cast<qint64>(draft.lifetime.count())},
        {u"allowedScopes"_s, scopesOf(draft.grants)}};
    QByteArray text = quoted(idToken.expose());
    const QByteArray rest = QJsonDocument(open).toJson(QJsonDocument::Compact).sliced(1);
    QByteArray body;
    body.reserve(text.size() + rest.size() + 16);
    body += "{\"idToken\":";
    body += text;
    body += ',';
    body += rest;
    base::wipe(text);
    return body;
}

QByteArray idsBody(const QStringList &ids)
{
    return QJsonDocument(QJsonObject {{u"ids"_s, QJsonArray::fromStringList(ids)}})
        .toJson(QJsonDocument::Compact);
}

} // namespace csp::wire
