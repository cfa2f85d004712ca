// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#include "sandbox/mistestate.h"

#include "sandbox/names.h"

#include <array>

namespace sandbox {

using namespace Qt::StringLiterals;

namespace {

constexpr quint32 siteCount = 24;
constexpr quint32 siteGroupCount = 4;
constexpr quint32 eventCount = 400;
constexpr int keyLength = 32;
constexpr qint64 dayMs = 86'400'000;

QByteArray name(MistRealm realm)
{
    return realm == MistRealm::Org ? "mist.org" : "mist.user";
}

} // namespace

MistEstate::MistEstate(const Generator &make, quint32 tokens)
    : m_make(make)
    , m_org(std::max(tokens, 1U), [this](quint32 index) { return makeOrgToken(index); })
    , m_user(
          std::clamp(tokens / 10, 1U, 40U), [this](quint32 index) { return makeUserToken(index); })
{
    for (quint32 i = 0; i < siteCount; ++i)
        m_siteIds.append(m_make.uuid("mist.sites", i));
    for (quint32 i = 0; i < siteGroupCount; ++i)
        m_siteGroupIds.append(m_make.uuid("mist.sitegroups", i));
    makeEvents();
}

QString MistEstate::orgName() const
{
    return u"Lumen & Söhne Logistics"_s;
}

QString MistEstate::tokenId(MistRealm realm, quint32 index) const
{
    return m_make.uuid(name(realm), index);
}

std::optional<quint32> MistEstate::tokenIndex(MistRealm realm, const QString &id) const
{
    return m_make.indexOfUuid(name(realm), id);
}

QString MistEstate::key(MistRealm realm, quint32 index) const
{
    return m_make.secret(name(realm), index, keyLength);
}

std::optional<quint32> MistEstate::keyIndex(MistRealm realm, const QString &key) const
{
    if (key.size() != keyLength)
        return std::nullopt;
    return m_make.indexOfSecret(name(realm), key);
}

QJsonObject MistEstate::site(qsizetype at) const
{
    const auto places = names::places();
    const auto number = static_cast<std::size_t>(at);
    const QString place = QString::fromUtf16(places[number % places.size()]);
    return {{u"id"_s, m_siteIds[at]}, {u"org_id"_s, orgId()},
        {u"name"_s, number < places.size() ? place : u"%1 %2"_s.arg(place).arg(2)},
        {u"timezone"_s, u"Europe/Berlin"_s}, {u"country_code"_s, u"DE"_s},
        {u"sitegroup_ids"_s, QJsonArray {m_siteGroupIds[at % m_siteGroupIds.size()]}}};
}

QJsonObject MistEstate::siteGroup(qsizetype at) const
{
    static const std::array groups {u"Warehouses"_s, u"Offices"_s, u"Data centres"_s, u"Pop-ups"_s};
    return {{u"id"_s, m_siteGroupIds[at]}, {u"org_id"_s, orgId()},
        {u"name"_s, groups[static_cast<std::size_t>(at) % groups.size()]}};
}

QJsonArray MistEstate::makePrivileges(quint32 index) const
{
    static const std::array roles {
        u"read"_s, u"write"_s, u"admin"_s, u"helpdesk"_s, u"installer"_s};
    const auto draw = [&](quint32 limit, quint64 salt) {
        return m_make.below(limit, "mist.privileges", index, salt);
    };
    QJsonArray privileges;
    // The credential the sandbox hands out must be able to do the whole job.
    const quint32 role = index == 0 ? 2 : draw(100, 1) < 70 ? draw(2, 2) : draw(5, 2);
    QJsonObject first {{u"role"_s, roles[role]}, {u"scope"_s, u"org"_s}, {u"org_id"_s, orgId()}};
    if (index != 0 && role == 0 && draw(6, 3) == 0)
        first.insert(u"views"_s, QJsonArray {u"reporting"_s});
    if (index == 0 || draw(100, 4) < 55)
        return {first};
    const quint32 sites = 1 + draw(3, 5);
    for (quint32 i = 0; i < sites; ++i) {
        privileges.append(QJsonObject {{u"role"_s, roles[role]}, {u"scope"_s, u"site"_s},
            {u"site_id"_s,
                m_siteIds[static_cast<qsizetype>((draw(siteCount, 6) + i) % siteCount)]}});
    }
    if (draw(5, 7) == 0)
        return {QJsonObject {{u"role"_s, roles[role]}, {u"scope"_s, u"sitegroup"_s},
            {u"sitegroup_id"_s, m_siteGroupIds[static_cast<qsizetype>(draw(siteGroupCount, 8))]}}};
    if (draw(12, 9) == 0)
        return {QJsonObject {{u"role"_s, u"write"_s}, {u"scope"_s, u"orgsites"_s}}};
    return privileges;
}

MistToken MistEstate::makeOrgToken(quint32 index) const
{
    const Life life = m_make.life("mist.org", index);
    MistToken token;
    token.name = m_make.tokenName("mist.org", index);
    token.createdMs = life.createdMs;
    token.lastUsedMs = life.lastUsedMs;
    token.createdBy = life.creatorDeleted ? QString() : m_make.person(life.creator).email;
    token.privileges = makePrivileges(index);
    if (index != 0 && m_make.below(9, "mist.org", index, 20) == 0)
        token.sourceIps = QStringList {u"192.0.2.0/24"_s, u"198.51.100.7"_s};
    if (index == 0) {
        token.name = u"Tokendesk console"_s;
        token.createdBy = admin().email;
        token.lastUsedMs = m_make.nowMs() - 60'000;
    }
    return token;
}

MistToken MistEstate::makeUserToken(quint32 index) const
{
    const Life life = m_make.life("mist.user", index);
    MistToken token;
    token.name = index == 0 ? u"laptop"_s : m_make.tokenName("mist.user", index);
    if (index % 11 == 7)
        token.name.clear(); // made without a name, which the vendor allows
    token.createdMs = life.createdMs;
    token.lastUsedMs = life.lastUsedMs;
    // Unused for 90 days, the vendor would have removed it.
    const qint64 oldest = m_make.nowMs() - 89 * dayMs;
    if (token.lastUsedMs && *token.lastUsedMs < oldest)
        token.lastUsedMs = oldest + static_cast<qint64>(index) * 3'600'000;
    if (!token.lastUsedMs)
        token.createdMs = std::max(token.createdMs, oldest);
    if (index == 0)
        token.lastUsedMs = m_make.nowMs() - 60'000;
    return token;
}

void MistEstate::makeEvents()
{
    static const std::array messages {u"Add API Token \"%1\""_s, u"Delete API Token \"%1\""_s,
        u"Update API Token \"%1\""_s, u"Update WLAN \"Corporate\""_s, u"Accessed Org \"%1\""_s,
        u"Update Site Settings"_s};
    for (quint32 i = 0; i < eventCount; ++i) {
        const auto draw = [&](quint32 limit, quint64 salt) {
            return m_make.below(limit, "mist.events", i, salt);
        };
        MistEvent event;
        event.id = m_make.uuid("mist.events", i);
        event.timeMs
            = m_make.nowMs() - static_cast<qint64>(eventCount - i) * 2'400'000 - draw(2'000'000, 1);
        const quint32 who = draw(3, 2) == 0 ? 0 : draw(Generator::peopleCount, 3);
        const Person person = m_make.person(who);
        event.adminId = m_make.uuid("mist.people", who);
        event.adminName = u"%1 %2 %3"_s.arg(person.firstName, person.lastName, person.email);
        const QString &message = messages[draw(static_cast<quint32>(messages.size()), 4)];
        event.message = message.contains(u"%1"_s)
            ? message.arg(
                message.startsWith(u"Accessed") ? orgName() : m_make.tokenName("mist.org", i))
            : message;
        if (!message.contains(u"%1"_s)) {
            event.siteId = m_siteIds[static_cast<qsizetype>(draw(siteCount, 5))];
            event.before = {{u"auth"_s, QJsonObject {{u"type"_s, u"psk"_s}}}};
            event.after = {{u"auth"_s, QJsonObject {{u"type"_s, u"open"_s}}}};
        }
        m_events.push_back(std::move(event));
    }
    std::stable_sort(m_events.begin(), m_events.end(),
        [](const MistEvent &a, const MistEvent &b) { return a.timeMs < b.timeMs; });
}

void MistEstate::addEvent(MistEvent event)
{
    event.id = m_make.uuid("mist.events", static_cast<quint32>(m_events.size()));
    m_events.push_back(std::move(event));
}

std::function<void()> MistEstate::remember()
{
    return [this, org = m_org, user = m_user, events = m_events] {
        m_org = org;
        m_user = user;
        m_events = events;
    };
}

bool MistEstate::meddle(const QString &id, const Meddling &what)
{
    for (const MistRealm realm : {MistRealm::Org, MistRealm::User}) {
        const auto index = tokenIndex(realm, id);
        auto token = index ? tokens(realm).find(*index) : std::nullopt;
        if (!token)
            continue;
        if (what.act == "delete") {
            tokens(realm).remove(*index);
            return true;
        }
        if (what.act == "rename")
            token->name = what.name;
        else if (what.act == "narrow" && !token->privileges.isEmpty())
            token->privileges = {token->privileges.first()};
        else
            return false;
        tokens(realm).put(*index, *token);
        return true;
    }
    return false;
}

} // namespace sandbox
