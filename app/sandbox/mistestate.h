// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

/// What a Mist cloud knows of one organisation: its tokens, the admin's own tokens, sites and audit
/// log.

#include "sandbox/clock.h"
#include "sandbox/estate.h"
#include "sandbox/exchange.h"
#include "sandbox/generator.h"

#include <QJsonArray>
#include <QJsonObject>
#include <QStringList>

namespace sandbox {

struct MistToken
{
    QString name;
    qint64 createdMs = 0;
    std::optional<qint64> lastUsedMs;
    QString createdBy; ///< e-mail, empty = the creator was deleted; org tokens only
    QJsonArray privileges; ///< org tokens only
    QStringList sourceIps; ///< org tokens only
};

struct MistEvent
{
    QString id;
    qint64 timeMs = 0;
    QString adminId;
    QString adminName;
    QString message;
    QString siteId; ///< empty = of the whole organisation
    QJsonObject before;
    QJsonObject after;
};

enum class MistRealm { Org, User };

class MistEstate
{
public:
    MistEstate(const Generator &make, quint32 tokens);
    Q_DISABLE_COPY_MOVE(MistEstate)

    Estate<MistToken> &tokens(MistRealm realm) { return realm == MistRealm::Org ? m_org : m_user; }

    QString orgId() const { return m_make.uuid("mist.orgs", 0); }
    QString orgName() const;
    Person admin() const { return m_make.person(0); }
    QString adminId() const { return m_make.uuid("mist.people", 0); }

    QString tokenId(MistRealm realm, quint32 index) const;
    std::optional<quint32> tokenIndex(MistRealm realm, const QString &id) const;
    QString key(MistRealm realm, quint32 index) const;
    std::optional<quint32> keyIndex(MistRealm realm, const QString &key) const;

    /// What puts every token back to where it is now.
    std::function<void()> remember();
    bool meddle(const QString &id, const Meddling &what);

    const QStringList &siteIds() const { return m_siteIds; }
    const QStringList &siteGroupIds() const { return m_siteGroupIds; }
    QJsonObject site(qsizetype at) const;
    QJsonObject siteGroup(qsizetype at) const;

    const std::vector<MistEvent> &events() const { return m_events; } ///< oldest first
    void addEvent(MistEvent event);

private:
    MistToken makeOrgToken(quint32 index) const;
    MistToken makeUserToken(quint32 index) const;
    QJsonArray makePrivileges(quint32 index) const;
    void makeEvents();

    Generator m_make;
    QStringList m_siteIds;
    QStringList m_siteGroupIds;
    Estate<MistToken> m_org;
    Estate<MistToken> m_user;
    std::vector<MistEvent> m_events;
};

} // namespace sandbox
