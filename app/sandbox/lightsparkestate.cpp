// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#include "sandbox/lightsparkestate.h"

#include <array>

namespace sandbox {

using namespace Qt::StringLiterals;

namespace {

constexpr char realm[] = "lightspark";
constexpr char clientRealm[] = "lightspark.client";
constexpr int secretLength = 43;
constexpr quint32 strangeIndex = 3;

QString idPrefix()
{
    return u"ApiToken:"_s;
}

/// What tokens are given in practice; the presets of the SDKs come most often.
QStringList believablePermissions(quint64 draw)
{
    static const std::array<QStringList, 12> sets {{
        {u"MAINNET_VIEW"_s},
        {u"MAINNET_VIEW"_s, u"MAINNET_TRANSACT"_s},
        {u"REGTEST_VIEW"_s},
        {u"REGTEST_VIEW"_s, u"REGTEST_TRANSACT"_s},
        {u"MAINNET_VIEW"_s},
        {u"REGTEST_VIEW"_s, u"REGTEST_TRANSACT"_s},
        {u"ALL"_s},
        {u"ACCOUNT_VIEW"_s, u"USER_VIEW"_s},
        {u"ACCOUNT_VIEW"_s, u"ACCOUNT_MANAGE"_s},
        {u"MAINNET_VIEW"_s, u"MAINNET_TRANSACT"_s, u"MAINNET_MANAGE"_s},
        {u"TESTNET_VIEW"_s, u"TESTNET_TRANSACT"_s, u"SIGNET_VIEW"_s},
        {u"REGTEST_VIEW"_s, u"REGTEST_TRANSACT"_s, u"REGTEST_MANAGE"_s, u"USER_VIEW"_s,
            u"USER_MANAGE"_s},
    }};
    return sets[draw % sets.size()];
}

} // namespace

bool LightsparkToken::may(QLatin1String permission) const
{
    return permissions.contains("ALL"_L1) || permissions.contains(permission);
}

bool LightsparkToken::mayManageTokens() const
{
    return may("ACCOUNT_MANAGE"_L1);
}

bool LightsparkToken::maySeeTokens() const
{
    return may("ACCOUNT_VIEW"_L1) || mayManageTokens();
}

LightsparkEstate::LightsparkEstate(
    quint64 seed, quint32 tokens, const Clock &clock, bool unknownPermission)
    : m_clock(clock)
    , m_make(seed, clock.nowMs())
    , m_unknownPermission(unknownPermission)
    , m_live(std::max(tokens, 1U), [this](quint32 index) { return generated(index); })
{
}

LightsparkToken LightsparkEstate::generated(quint32 index) const
{
    LightsparkToken token;
    token.index = index;
    token.id = idPrefix() + m_make.uuid(realm, index);
    token.clientId = clientIdOf(index);
    token.createdUs
        = m_make.life(realm, index).createdMs * 1000 + m_make.below(1'000'000, realm, index, 'c');
    token.updatedUs = token.createdUs;
    if (index == 0) {
        token.name = u"token administration"_s;
        token.permissions = QStringList {u"ACCOUNT_VIEW"_s, u"ACCOUNT_MANAGE"_s};
        return token;
    }
    token.name = m_make.tokenName(realm, index);
    token.permissions = believablePermissions(m_make.bits(realm, index, 'p'));
    if (m_unknownPermission && index == strangeIndex)
        token.permissions.append(u"TREASURY_APPROVE"_s);
    return token;
}

LightsparkEstate::Page LightsparkEstate::page(std::optional<quint32> after, quint32 first) const
{
    Page page;
    const std::size_t begin = after ? m_live.positionAfter(*after) : 0;
    const std::size_t end = std::min(m_live.size(), begin + first);
    for (std::size_t position = begin; position < end; ++position)
        page.tokens.push_back(m_live.at(position));
    page.hasPrevious = begin > 0;
    page.hasNext = end < m_live.size();
    return page;
}

std::optional<LightsparkToken> LightsparkEstate::byId(const QString &id) const
{
    if (!id.startsWith(idPrefix()))
        return std::nullopt;
    const auto index = m_make.indexOfUuid(realm, id.mid(idPrefix().size()));
    if (!index)
        return std::nullopt;
    const auto deleted = m_deleted.find(*index);
    return deleted != m_deleted.end() ? deleted->second : m_live.find(*index);
}

std::optional<LightsparkToken> LightsparkEstate::byCredentials(
    const QString &clientId, const QString &secret) const
{
    QString uuid = clientId;
    for (const int at : {8, 13, 18, 23})
        uuid.insert(at, u'-');
    const auto index = m_make.indexOfUuid(clientRealm, uuid);
    if (!index || clientIdOf(*index) != clientId || secretOf(*index) != secret)
        return std::nullopt;
    return m_live.find(*index);
}

LightsparkToken LightsparkEstate::create(const QString &name, const QStringList &permissions)
{
    LightsparkToken token = generated(m_live.nextIndex());
    token.name = name;
    token.permissions = permissions;
    token.createdUs = m_clock.nowMs() * 1000 + token.createdUs % 1000;
    token.updatedUs = token.createdUs;
    m_live.put(token.index, token);
    return token;
}

void LightsparkEstate::remove(const LightsparkToken &token)
{
    LightsparkToken deleted = token;
    deleted.isDeleted = true;
    deleted.updatedUs = m_clock.nowMs() * 1000 + token.createdUs % 1000;
    m_live.remove(token.index);
    m_deleted.insert_or_assign(token.index, std::move(deleted));
}

QString LightsparkEstate::clientIdOf(quint32 index) const
{
    return m_make.uuid(clientRealm, index).remove(u'-');
}

QString LightsparkEstate::secretOf(quint32 index) const
{
    return m_make.secret(realm, index, secretLength);
}

QString LightsparkEstate::accountId() const
{
    return u"Account:"_s + m_make.uuid("lightspark.account", 0);
}

QString LightsparkEstate::accountName() const
{
    return u"Northwind Payments"_s;
}

qint64 LightsparkEstate::accountCreatedUs() const
{
    constexpr qint64 sixYearsUs = 6LL * 365 * 86'400 * 1'000'000;
    return m_make.nowMs() * 1000 - sixYearsUs;
}

std::function<void()> LightsparkEstate::remember()
{
    return [this, live = m_live, deleted = m_deleted] {
        m_live = live;
        m_deleted = deleted;
    };
}

bool LightsparkEstate::meddle(const QString &id, const Meddling &what)
{
    auto token = byId(id);
    if (!token || token->isDeleted)
        return false;
    if (what.act == "delete") {
        remove(*token);
        return true;
    }
    if (what.act == "rename")
        token->name = what.name;
    else if (what.act == "narrow" && !token->permissions.isEmpty())
        token->permissions = {token->permissions.first()};
    else
        return false;
    m_live.put(token->index, *token);
    return true;
}

} // namespace sandbox
