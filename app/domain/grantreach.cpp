// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#include "domain/grantreach.h"

#include <QJsonArray>
#include <QStringList>

#include <algorithm>

namespace domain {

namespace {

using namespace Qt::StringLiterals;

/// What of a vendor's object is a right: not what name and target say already, not labels, and not
/// what says nothing.
QJsonObject rightsIn(const QJsonObject &wire)
{
    static const QStringList elsewhere = {u"role"_s, u"name"_s, u"permissionId"_s, u"displayName"_s,
        u"description"_s, u"scope"_s, u"site_id"_s, u"sitegroup_id"_s, u"org_id"_s, u"org_name"_s};
    QJsonObject rights;
    for (auto it = wire.begin(); it != wire.end(); ++it) {
        const bool isEmpty = it->isNull() || *it == "*"_L1
            || (it->isArray() && it->toArray().isEmpty()) || *it == QString();
        if (!isEmpty && !elsewhere.contains(it.key()))
            rights.insert(it.key(), *it);
    }
    return rights;
}

/// Mist: what one role may do, another may too. The others (helpdesk, installer) stand apart.
int rankOf(const QString &role)
{
    static const QStringList ladder = {u"read"_s, u"write"_s, u"admin"_s};
    return static_cast<int>(ladder.indexOf(role));
}

bool coversRole(const QString &wide, const QString &narrow)
{
    const int rank = rankOf(narrow);
    return wide == narrow || (rank >= 0 && rankOf(wide) >= rank);
}

bool coversPlace(const QString &wide, const QString &narrow)
{
    if (wide == narrow || wide.isEmpty()) // Empty: everywhere it can.
        return true;
    const bool isSite = narrow.startsWith("site:"_L1) || narrow.startsWith("sitegroup:"_L1);
    return (wide == "org"_L1 && (isSite || narrow == "orgsites"_L1))
        || (wide == "orgsites"_L1 && isSite);
}

/// "All" of some kind, in a place.
bool coversAllOf(const Grant &wide, const Grant &narrow)
{
    if (!wide.wire.isEmpty())
        return false;
    const bool isPermission = narrow.wire.contains("permissionId"_L1);
    if (wide.name == "allRoles"_L1)
        return !isPermission && wide.target == narrow.target;
    if (wide.name == "allPermissions"_L1)
        return isPermission && wide.target == narrow.target;
    return (wide.name == "ALL_PERMISSIONS"_L1 || wide.name == "ALL"_L1)
        && wide.target == narrow.target;
}

bool coversEach(const std::vector<Grant> &wide, const std::vector<Grant> &narrow)
{
    return std::all_of(narrow.begin(), narrow.end(), [&wide](const Grant &one) {
        return std::any_of(
            wide.begin(), wide.end(), [&one](const Grant &other) { return covers(other, one); });
    });
}

bool isSame(const Grant &a, const Grant &b)
{
    return a.name == b.name && a.target == b.target && rightsIn(a.wire) == rightsIn(b.wire);
}

bool holdsEach(const std::vector<Grant> &all, const std::vector<Grant> &some)
{
    return std::all_of(some.begin(), some.end(), [&all](const Grant &one) {
        return std::any_of(
            all.begin(), all.end(), [&one](const Grant &other) { return isSame(other, one); });
    });
}

} // namespace

bool covers(const Grant &wide, const Grant &narrow)
{
    if (coversAllOf(wide, narrow))
        return true;
    if (!coversRole(wide.name, narrow.name) || !coversPlace(wide.target, narrow.target))
        return false;
    // What is left in the object narrows a right (a resource, views) or is unknown.
    const QJsonObject limits = rightsIn(wide.wire);
    return limits.isEmpty() || limits == rightsIn(narrow.wire);
}

Reach reachOf(const std::vector<Grant> &before, const std::vector<Grant> &after)
{
    if (holdsEach(before, after) && holdsEach(after, before))
        return Reach::Same;
    const bool keepsAll = coversEach(after, before);
    const bool addsNothing = coversEach(before, after);
    if (keepsAll == addsNothing)
        return Reach::Different;
    return keepsAll ? Reach::Broader : Reach::Narrower;
}

} // namespace domain
