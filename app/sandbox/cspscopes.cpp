// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#include "sandbox/cspscopes.h"

#include <QRegularExpression>

#include <algorithm>

namespace sandbox {

using namespace Qt::StringLiterals;

namespace {

constexpr qint64 shortestLifeSeconds = 1800;
constexpr qsizetype longestName = 64;
const QString highPrivilege
    = u"High privilege organization scopes and 'All roles' scope not allowed"_s;

QString invalid(const QString &member)
{
    return u"Invalid request body: %1"_s.arg(member);
}

bool isWhole(const QJsonValue &value, qint64 low)
{
    const double number = value.toDouble(-1);
    return value.isDouble() && number == std::floor(number) && number >= static_cast<double>(low)
        && number <= 2'147'483'647.0;
}

QString problemOfRoles(const QJsonObject &scopes, const QStringList &known, const QString &where)
{
    for (const QString &member : {u"allRoles"_s, u"allPermissions"_s}) {
        const QJsonValue value = scopes.value(member);
        if (!value.isUndefined() && !value.isNull() && !value.isBool())
            return invalid(where + u'.' + member);
        if (value.toBool())
            return highPrivilege;
    }
    const QJsonValue roles = scopes.value("roles"_L1);
    if (!roles.isUndefined() && !roles.isNull() && !roles.isArray())
        return invalid(where + u".roles"_s);
    for (const QJsonValue item : roles.toArray()) {
        const QString name = item["name"_L1].toString();
        if (name == u"org_owner" || name == u"org_admin")
            return highPrivilege;
        if (!known.contains(name))
            return u"Invalid request body: %1.roles: unknown role '%2'"_s.arg(where, name);
    }
    return {};
}

QStringList roleNames(const QJsonArray &roles)
{
    QStringList names;
    for (const QJsonValue item : roles)
        names.append(item["name"_L1].toString());
    return names;
}

QString problemOfScopes(const QJsonObject &scopes, const CspEstate &estate)
{
    const QJsonValue general = scopes.value("generalScopes"_L1);
    if (!general.isUndefined() && !general.isNull() && !general.isArray())
        return invalid(u"allowedScopes.generalScopes"_s);
    for (const QJsonValue item : general.toArray())
        if (!item.isString())
            return invalid(u"allowedScopes.generalScopes"_s);

    const QJsonValue organization = scopes.value("organizationScopes"_L1);
    if (!organization.isUndefined() && !organization.isNull() && !organization.isObject())
        return invalid(u"allowedScopes.organizationScopes"_s);
    if (QString problem = problemOfRoles(organization.toObject(),
            roleNames(cspOrgRoles(estate.orgId())), u"allowedScopes.organizationScopes"_s);
        !problem.isEmpty())
        return problem;

    const QJsonValue services = scopes.value("servicesScopes"_L1);
    if (!services.isUndefined() && !services.isNull() && !services.isArray())
        return invalid(u"allowedScopes.servicesScopes"_s);
    const QStringList known
        = roleNames(cspServiceRoles(estate.serviceId())[0]["serviceRoles"_L1].toArray());
    for (const QJsonValue item : services.toArray()) {
        if (item["serviceDefinitionId"_L1].toString() != estate.serviceId())
            return invalid(u"allowedScopes.servicesScopes.serviceDefinitionId"_s);
        if (QString problem
            = problemOfRoles(item.toObject(), known, u"allowedScopes.servicesScopes"_s);
            !problem.isEmpty())
            return problem;
    }
    return {};
}

bool isNameCharacter(QChar c)
{
    return c.isLetterOrNumber() || c.isMark() || c.isSurrogate() || u"-_.`':@& "_s.contains(c);
}

} // namespace

QString problemOfCspCreate(const QJsonObject &body, const CspEstate &estate)
{
    const QJsonValue name = body.value("tokenName"_L1);
    if (!name.isUndefined()) {
        const QString text = name.toString();
        if (!name.isString() || text.isEmpty() || text.size() > longestName
            || !std::all_of(text.begin(), text.end(), isNameCharacter))
            return invalid(u"tokenName must have 1 to 64 letters, digits, spaces or -_.`':@&"_s);
    }
    if (!isWhole(body.value("refreshTokenTTL"_L1), shortestLifeSeconds))
        return invalid(u"refreshTokenTTL must be greater than or equal to 1800"_s);
    const QJsonValue notify = body.value("notifyBeforeExpiry"_L1);
    if (!notify.isUndefined() && !notify.isNull() && !isWhole(notify, 0))
        return invalid(u"notifyBeforeExpiry"_s);
    if (!body.value("allowedScopes"_L1).isObject())
        return invalid(u"allowedScopes must not be null"_s);
    return problemOfScopes(body.value("allowedScopes"_L1).toObject(), estate);
}

bool isCspIdTokenText(const QString &text)
{
    static const QRegularExpression allowed(u"\\A[A-Za-z0-9\\-._ ]+\\z"_s);
    return allowed.match(text).hasMatch();
}

} // namespace sandbox
