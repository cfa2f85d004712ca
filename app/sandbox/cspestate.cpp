// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#include "sandbox/cspestate.h"

#include <array>

namespace sandbox {

using namespace Qt::StringLiterals;

namespace {

constexpr qint64 dayMs = 86'400'000;
constexpr quint32 myTokens = 6;
constexpr quint32 tokensEach = 30; // of everybody else: nobody may have more than 50
constexpr quint32 fewestPeople = 20;

QJsonObject role(const QString &name)
{
    return {{u"name"_s, name}, {u"resource"_s, QJsonValue::Null}};
}

} // namespace

QStringList CspToken::orgRoles() const
{
    QStringList names;
    const QJsonArray roles
        = allowedScopes.value("organizationScopes"_L1).toObject().value("roles"_L1).toArray();
    for (const QJsonValue item : roles)
        names.append(item["name"_L1].toString());
    return names;
}

CspEstate::CspEstate(const Generator &make, quint32 tokens)
    : m_make(make)
    , m_people(std::max(fewestPeople, tokens / tokensEach))
    , m_tokens(std::max(tokens, 1U), [this](quint32 index) { return makeToken(index); })
{
    m_ownCount.insert(me, static_cast<int>(std::min(std::max(tokens, 1U), myTokens)));
}

QString CspEstate::orgName() const
{
    return u"Lumen & Söhne – Cloud"_s;
}

CspUser CspEstate::user(quint32 owner) const
{
    return {u"vmware.com:"_s + m_make.uuid("csp.people", owner), m_make.person(owner)};
}

std::optional<quint32> CspEstate::tokenIndex(const QString &id) const
{
    return m_make.indexOfUuid("csp.tokens", id);
}

std::optional<quint32> CspEstate::valueIndex(const QString &value) const
{
    return value.size() == 64 ? m_make.indexOfSecret("csp.values", value) : std::nullopt;
}

quint32 CspEstate::ownerOf(quint32 index) const
{
    return index < myTokens ? me : 1 + (index - myTokens) % m_people;
}

CspToken CspEstate::makeToken(quint32 index) const
{
    const Life life = m_make.life("csp", index);
    const auto draw = [&](quint32 limit, quint64 salt) {
        return m_make.below(limit, "csp.scopes", index, salt);
    };
    CspToken token;
    token.name = m_make.tokenName("csp", index, NameStyle::Letters);
    token.owner = ownerOf(index);
    token.isOwnerGone = index >= myTokens && life.creatorDeleted;
    token.createdMs = life.createdMs;
    token.lastUsedMs = life.lastUsedMs;
    static constexpr std::array<qint64, 5> lifetimes {30, 90, 184, 365, 730};
    const qint64 days = lifetimes[draw(5, 1)];
    if (draw(10, 2) != 0)
        token.expiresMs = token.createdMs + days * dayMs;
    // Most tokens live; those that do not were in use until then.
    if (token.isExpired(m_make.nowMs()) && draw(4, 3) != 0)
        token.expiresMs = m_make.nowMs() + (1 + draw(static_cast<quint32>(days), 4)) * dayMs;
    if (token.expiresMs && token.lastUsedMs)
        token.lastUsedMs = std::min(*token.lastUsedMs, *token.expiresMs);
    if (index != 0 && draw(9, 5) == 0) {
        token.isDeactivated = true;
        token.changedBy = user(me).person.email;
        token.changedMs = std::max(token.createdMs, m_make.nowMs() - (1 + draw(60, 6)) * dayMs);
    }
    static const std::array orgRoles {u"org_member"_s, u"org_member"_s, u"billing_read_only"_s,
        u"support_user"_s, u"developer"_s};
    QJsonArray services;
    if (draw(3, 7) == 0)
        services.append(QJsonObject {{u"allRoles"_s, false}, {u"allPermissions"_s, false},
            {u"roles"_s, QJsonArray {role(u"vmc-user:read"_s)}}, {u"permissions"_s, QJsonArray()},
            {u"serviceDefinitionId"_s, serviceId()}});
    QString name = orgRoles[draw(5, 8)];
    if (index == 0) {
        name = u"org_owner"_s;
        token.name = u"Tokendesk console"_s;
        token.expiresMs = m_make.nowMs() + 150 * dayMs;
        token.lastUsedMs = m_make.nowMs() - 60'000;
    }
    token.allowedScopes = {{u"generalScopes"_s, QJsonArray {u"openid"_s}},
        {u"organizationScopes"_s,
            QJsonObject {{u"allPermissions"_s, false}, {u"allRoles"_s, false},
                {u"keptInToken"_s, QJsonArray()}, {u"permissions"_s, QJsonArray()},
                {u"roles"_s, QJsonArray {role(name)}}}},
        {u"servicesScopes"_s, services}};
    return token;
}

void CspEstate::add(quint32 index, const CspToken &token)
{
    m_tokens.put(index, token);
    ++m_ownCount[token.owner];
}

void CspEstate::remove(quint32 index)
{
    const auto token = m_tokens.find(index);
    if (token && m_ownCount.contains(token->owner))
        --m_ownCount[token->owner];
    m_tokens.remove(index);
}

QJsonArray cspOrgRoles(const QString &orgId)
{
    struct Known
    {
        QString name;
        QString shown;
    };
    static const std::array known {Known {u"org_owner"_s, u"Organization Owner"_s},
        Known {u"org_admin"_s, u"Organization Administrator"_s},
        Known {u"org_member"_s, u"Organization Member"_s},
        Known {u"support_user"_s, u"Support User"_s}, Known {u"developer"_s, u"Developer"_s},
        Known {u"billing_read_only"_s, u"Billing Read-only"_s}};
    QJsonArray roles;
    for (const Known &item : known)
        roles.append(QJsonObject {{u"name"_s, item.name}, {u"displayName"_s, item.shown},
            {u"visible"_s, true},
            {u"organizationLink"_s, QString(u"/csp/gateway/am/api/orgs/"_s + orgId)}});
    return roles;
}

QJsonArray cspServiceRoles(const QString &serviceId)
{
    const auto named = [](const QString &name, const QString &shown) {
        return QJsonObject {{u"name"_s, name}, {u"displayName"_s, shown}, {u"visible"_s, true}};
    };
    return {QJsonObject {{u"serviceDefinitionLink"_s,
                             QString(u"/csp/gateway/slc/api/definitions/external/"_s + serviceId)},
        {u"serviceDefinitionId"_s, serviceId}, {u"displayName"_s, u"VMware Cloud on AWS"_s},
        {u"serviceRoles"_s,
            QJsonArray {named(u"vmc-user:read"_s, u"Read-only"_s),
                named(u"vmc-user:full"_s, u"Administrator"_s)}}}};
}

QJsonArray cspCustomRoles()
{
    return {QJsonObject {{u"name"_s, u"token-auditor"_s}, {u"displayName"_s, u"Token Auditor"_s},
        {u"description"_s, u"Reads the governance pages"_s},
        {u"permissions"_s, QJsonArray {u"csp:governance:read"_s}}}};
}

std::function<void()> CspEstate::remember()
{
    return [this, tokens = m_tokens, counts = m_ownCount] {
        m_tokens = tokens;
        m_ownCount = counts;
    };
}

bool CspEstate::meddle(const QString &id, const Meddling &what)
{
    const auto index = tokenIndex(id);
    auto token = index ? m_tokens.find(*index) : std::nullopt;
    if (!token)
        return false;
    if (what.act == "delete") {
        remove(*index);
        return true;
    }
    if (what.act == "rename")
        token->name = what.name;
    else if (what.act == "disable")
        token->isDeactivated = true;
    else
        return false;
    m_tokens.put(*index, *token);
    return true;
}

} // namespace sandbox
