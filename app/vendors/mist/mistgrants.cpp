// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#include "base/json.h"
#include "vendors/mist/mistwire.h"

#include <QJsonDocument>

namespace mist::wire {

using namespace Qt::StringLiterals;
using domain::Grant;

namespace json = base::json;

namespace {

/// The member that holds the id of a place: singular here, plural in `/self`.
QString idMember(const QString &scope)
{
    return scope + u"_id"_s;
}

bool takesId(const QString &scope)
{
    return scope == "site"_L1 || scope == "sitegroup"_L1;
}

bool isBroad(const QString &role, const QString &target)
{
    const bool isEverywhere = target == "org"_L1 || target == "orgsites"_L1;
    return isEverywhere && (role == "admin"_L1 || role == "write"_L1);
}

QJsonArray privilegesOf(const std::vector<Grant> &grants)
{
    QJsonArray privileges;
    for (const Grant &grant : grants)
        privileges.append(privilegeOf(grant));
    return privileges;
}

} // namespace

Grant targetOf(const QString &scope, const QString &id, const QString &name)
{
    Grant target;
    target.target = id.isEmpty() ? scope : u"%1:%2"_s.arg(scope, id);
    target.targetLabel = name;
    target.wire.insert(u"scope"_s, scope);
    if (!id.isEmpty())
        target.wire.insert(idMember(scope), id);
    return target;
}

Grant grantOf(const QJsonObject &privilege)
{
    const QString scope = json::text(privilege, "scope");
    const QString id = takesId(scope) ? privilege.value(idMember(scope)).toString() : QString();
    Grant grant = targetOf(scope, id);
    grant.name = json::text(privilege, "role");
    const QStringList views = json::textList(privilege.value("views"_L1));
    if (!views.isEmpty())
        grant.label = u"%1, views: %2"_s.arg(grant.name, views.join(u", "_s));
    grant.broad = isBroad(grant.name, grant.target);
    grant.wire = privilege;
    return grant;
}

QJsonObject privilegeOf(const Grant &grant)
{
    QJsonObject privilege = grant.wire;
    privilege.remove(u"org_id"_s); // An echo, not for sending.
    privilege.insert(u"role"_s, grant.name);
    if (!privilege.contains("scope"_L1)) {
        // Typed by hand, as "org" or "site:ID".
        const QString scope = grant.target.section(u':', 0, 0);
        privilege.insert(u"scope"_s, scope);
        if (takesId(scope))
            privilege.insert(idMember(scope), grant.target.section(u':', 1));
    }
    return privilege;
}

QByteArray createBody(const domain::TokenDraft &draft)
{
    QJsonObject body {{u"name"_s, draft.name}};
    if (draft.kind == domain::TokenKind::Organisation) {
        body.insert(u"privileges"_s, privilegesOf(draft.grants));
        if (!draft.addresses.isEmpty())
            body.insert(u"src_ips"_s, QJsonArray::fromStringList(draft.addresses));
    }
    return QJsonDocument(body).toJson(QJsonDocument::Compact);
}

QByteArray updateBody(const QString &name, const std::vector<Grant> *grants)
{
    QJsonObject body {{u"name"_s, name}};
    if (grants)
        body.insert(u"privileges"_s, privilegesOf(*grants));
    return QJsonDocument(body).toJson(QJsonDocument::Compact);
}

} // namespace mist::wire
