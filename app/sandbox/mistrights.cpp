// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#include "sandbox/mistrights.h"

#include <QHostAddress>

#include <algorithm>

namespace sandbox {

using namespace Qt::StringLiterals;

namespace {

constexpr qsizetype mostPrivileges = 10;
constexpr qsizetype mostAddresses = 10;

QString problemOfTarget(const QJsonObject &privilege, const QString &scope, const QString &member,
    const QString &wantedBy, const QStringList &known)
{
    const QJsonValue value = privilege.value(member);
    if (scope != wantedBy)
        return value.isUndefined() ? QString()
                                   : u"%1 is only for scope \"%2\"."_s.arg(member, wantedBy);
    if (!value.isString())
        return u"%1 is required for scope \"%2\"."_s.arg(member, wantedBy);
    return known.contains(value.toString()) ? QString() : u"%1 is not known."_s.arg(member);
}

QString problemOfPrivilege(const QJsonValue &value, const MistEstate &estate)
{
    static const QStringList roles {
        u"admin"_s, u"write"_s, u"read"_s, u"helpdesk"_s, u"installer"_s};
    static const QStringList scopes {u"org"_s, u"site"_s, u"sitegroup"_s, u"orgsites"_s};
    if (!value.isObject())
        return u"Expected a dictionary."_s;
    const QJsonObject privilege = value.toObject();
    const QString role = privilege.value("role"_L1).toString();
    const QString scope = privilege.value("scope"_L1).toString();
    if (!roles.contains(role))
        return u"role \"%1\" is not a valid choice."_s.arg(role);
    if (!scopes.contains(scope))
        return u"scope \"%1\" is not a valid choice."_s.arg(scope);
    for (const QJsonValue view : privilege.value("views"_L1).toArray())
        if (!view.isString())
            return u"views: Not a valid string."_s;
    if (QString problem
        = problemOfTarget(privilege, scope, u"site_id"_s, u"site"_s, estate.siteIds());
        !problem.isEmpty())
        return problem;
    return problemOfTarget(
        privilege, scope, u"sitegroup_id"_s, u"sitegroup"_s, estate.siteGroupIds());
}

QString problemOfPrivileges(const QJsonValue &value, const MistEstate &estate)
{
    if (!value.isArray())
        return u"privileges: Expected a list of items."_s;
    const QJsonArray list = value.toArray();
    if (list.isEmpty())
        return u"privileges: This list may not be empty."_s;
    if (list.size() > mostPrivileges)
        return u"privileges: Ensure this field has no more than 10 elements."_s;
    for (qsizetype i = 0; i < list.size(); ++i) {
        if (const QString problem = problemOfPrivilege(list[i], estate); !problem.isEmpty())
            return u"privileges[%1]: %2"_s.arg(i).arg(problem);
        for (qsizetype other = 0; other < i; ++other)
            if (list[other] == list[i])
                return u"privileges[%1]: The same privilege stands there twice."_s.arg(i);
    }
    return {};
}

bool isAddressOrSubnet(const QString &text)
{
    const auto subnet = QHostAddress::parseSubnet(text);
    const QString address = text.section(u'/', 0, 0);
    return subnet.second >= 0 && !QHostAddress(address).isNull();
}

QString problemOfAddresses(const QJsonValue &value)
{
    if (value.isUndefined() || value.isNull())
        return {};
    if (!value.isArray())
        return u"src_ips: Expected a list of items."_s;
    const QJsonArray list = value.toArray();
    if (list.size() > mostAddresses)
        return u"src_ips: Ensure this field has no more than 10 elements."_s;
    for (const QJsonValue item : list)
        if (!item.isString() || !isAddressOrSubnet(item.toString()))
            return u"src_ips: \"%1\" is not an IP address or subnet."_s.arg(item.toString());
    return {};
}

} // namespace

bool MistCaller::hasOrgRole(const QStringList &roles) const
{
    return std::any_of(privileges.begin(), privileges.end(), [&](const QJsonValue &value) {
        return value["scope"_L1].toString() == u"org"
            && roles.contains(value["role"_L1].toString());
    });
}

bool MistCaller::seesOrg() const
{
    return hasOrgRole({u"admin"_s, u"write"_s, u"read"_s});
}

bool MistCaller::managesOrg() const
{
    return hasOrgRole({u"admin"_s});
}

bool MistCaller::seesSite(const QString &siteId) const
{
    return std::any_of(privileges.begin(), privileges.end(), [&](const QJsonValue &value) {
        const QString scope = value["scope"_L1].toString();
        return scope == u"org" || scope == u"orgsites" || value["site_id"_L1].toString() == siteId;
    });
}

QString problemOfOrgToken(const QJsonObject &body, bool isNew, const MistEstate &estate)
{
    const QJsonValue name = body.value("name"_L1);
    if (name.isUndefined())
        return u"name: This field is required."_s;
    if (!name.isString())
        return u"name: Not a valid string."_s;
    if (name.toString().trimmed().isEmpty())
        return u"name: This field may not be blank."_s;
    const QJsonValue privileges = body.value("privileges"_L1);
    if (isNew && privileges.isUndefined())
        return u"privileges: This field is required."_s;
    if (!privileges.isUndefined()) {
        if (QString problem = problemOfPrivileges(privileges, estate); !problem.isEmpty())
            return problem;
    }
    return problemOfAddresses(body.value("src_ips"_L1));
}

bool loopbackPasses(const QStringList &sourceIps)
{
    return sourceIps.isEmpty()
        || std::any_of(sourceIps.begin(), sourceIps.end(), [](const QString &text) {
               return QHostAddress(QHostAddress::LocalHost)
                   .isInSubnet(QHostAddress::parseSubnet(text));
           });
}

} // namespace sandbox
