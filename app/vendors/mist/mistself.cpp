// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#include "base/json.h"
#include "vendors/mist/mistwire.h"

#include <algorithm>

namespace mist::wire {

using namespace Qt::StringLiterals;
using base::Result;
using domain::Identity;
using http::Response;

namespace json = base::json;

namespace {

void addOrganisation(const QJsonObject &privilege, std::vector<Identity::Organisation> &found)
{
    const QString id = json::text(privilege, "org_id");
    if (id.isEmpty())
        return;
    const bool isWhole = json::text(privilege, "scope") == "org"_L1;
    const QString name = json::text(privilege, isWhole ? "name" : "org_name");
    const auto known
        = std::find_if(found.begin(), found.end(), [&id](const auto &one) { return one.id == id; });
    if (known == found.end())
        found.push_back({id, name});
    else if (known->name.isEmpty())
        known->name = name;
}

QString roleText(const QJsonObject &privilege)
{
    return u"%1 (%2)"_s.arg(json::text(privilege, "role"), json::text(privilege, "scope"));
}

void readPrivileges(const QJsonArray &privileges, Self &self)
{
    QStringList roles;
    for (const QJsonValue &value : privileges) {
        const QJsonObject privilege = value.toObject();
        addOrganisation(privilege, self.identity.organisations);
        const QString msp = json::text(privilege, "msp_id");
        const bool hasOwnScope = json::text(privilege, "scope") == "msp"_L1;
        if (hasOwnScope && !msp.isEmpty() && !self.msps.contains(msp))
            self.msps.append(msp);
        const QString role = roleText(privilege);
        if (!roles.contains(role))
            roles.append(role);
    }
    self.identity.role = roles.join(u", "_s);
}

QString userNote(const Self &self)
{
    return self.isSso ? u"This account signs in through SSO and cannot create user tokens."_s
                      : QString();
}

} // namespace

Result<Self> parseSelf(const Response &response)
{
    const auto object = json::parseObject(response.body, json::BrokenText::Replace);
    if (!object)
        return base::fail(object.error());
    // The vendor's own SDK tells the two apart by this alone.
    const QString email = json::text(*object, "email");
    // Who has no privileges still has a name; what has neither is no answer.
    const bool isSomebody = !email.isEmpty() || !json::text(*object, "name").isEmpty();
    const auto privileges = isSomebody ? json::arrayOrNone(*object, "privileges", {})
                                       : json::requireArray(*object, "privileges", {});
    if (!privileges)
        return base::fail(privileges.error());
    Self self;
    self.isUser = !email.isEmpty();
    self.isSso = object->value("via_sso"_L1).toBool();
    self.identity.name = self.isUser ? email : json::text(*object, "name");
    if (self.isUser) // As whom a list names an organisation's token is not published.
        self.identity.creatorNames = {email};
    self.identity.credentialKind
        = self.isUser ? domain::TokenKind::User : domain::TokenKind::Organisation;
    self.identity.note = userNote(self);
    readPrivileges(*privileges, self);
    return self;
}

Result<Budget> parseUsage(const Response &response)
{
    const auto object = json::parseObject(response.body, json::BrokenText::Replace);
    if (!object)
        return base::fail(object.error());
    const auto used = json::integer(object->value("requests"_L1));
    const auto limit = json::integer(object->value("request_limit"_L1));
    constexpr qint64 most = 1'000'000'000;
    if (!used || !limit || *used < 0 || *limit < 0 || *used > most || *limit > most)
        return base::fail(base::ErrorKind::UnexpectedReply,
            u"requests and request_limit are not both whole numbers"_s);
    return Budget {static_cast<int>(*used), static_cast<int>(*limit)};
}

Result<std::vector<Identity::Organisation>> parseMspOrganisations(const Response &response)
{
    const auto items = json::parseArray(response.body, json::BrokenText::Replace);
    if (!items)
        return base::fail(items.error());
    std::vector<Identity::Organisation> found;
    for (const QJsonValue &item : *items) {
        const QString id = json::text(item.toObject(), "id");
        if (!id.isEmpty())
            found.push_back({id, json::text(item.toObject(), "name")});
    }
    return found;
}

} // namespace mist::wire
