// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

/// What the CSP console knows of one organisation: API tokens, the people behind them, the roles.

#include "sandbox/estate.h"
#include "sandbox/exchange.h"
#include "sandbox/generator.h"

#include <QJsonArray>
#include <QJsonObject>

namespace sandbox {

struct CspToken
{
    QString name;
    quint32 owner = 0; ///< index for Generator::person
    bool isOwnerGone = false;
    qint64 createdMs = 0;
    std::optional<qint64> lastUsedMs;
    std::optional<qint64> expiresMs; ///< none = never
    bool isDeactivated = false;
    QString changedBy; ///< who last deactivated or activated it
    std::optional<qint64> changedMs;
    QJsonObject allowedScopes;

    bool isExpired(qint64 nowMs) const { return expiresMs && *expiresMs <= nowMs; }
    /// The names of the organisation roles it carries.
    QStringList orgRoles() const;
};

struct CspUser
{
    QString id;
    Person person;
};

class CspEstate
{
public:
    static constexpr quint32 me = 0; ///< the person whose token the ready line hands out
    static constexpr int mostTokensOfUser = 50;

    CspEstate(const Generator &make, quint32 tokens);
    Q_DISABLE_COPY_MOVE(CspEstate)

    Estate<CspToken> &tokens() { return m_tokens; }
    const Estate<CspToken> &tokens() const { return m_tokens; }

    QString orgId() const { return m_make.uuid("csp.orgs", 0); }
    QString otherOrgId() const { return m_make.uuid("csp.orgs", 1); }
    QString orgName() const;
    QString serviceId() const { return m_make.uuid("csp.services", 0); }
    CspUser user(quint32 owner) const;

    QString tokenId(quint32 index) const { return m_make.uuid("csp.tokens", index); }
    std::optional<quint32> tokenIndex(const QString &id) const;
    QString value(quint32 index) const { return m_make.secret("csp.values", index, 64); }
    std::optional<quint32> valueIndex(const QString &value) const;

    /// How many tokens that count for the limit a person has; costs nothing.
    int tokenCountOf(quint32 owner) const { return m_ownCount.value(owner); }
    void add(quint32 index, const CspToken &token);
    void remove(quint32 index);

    /// What puts every token back to where it is now.
    std::function<void()> remember();
    bool meddle(const QString &id, const Meddling &what);

    const Generator &generator() const { return m_make; }

private:
    CspToken makeToken(quint32 index) const;
    quint32 ownerOf(quint32 index) const;

    Generator m_make;
    quint32 m_people; ///< besides me
    Estate<CspToken> m_tokens;
    QHash<quint32, int> m_ownCount; ///< of those who sign in here: me
};

/// The organisation's roles as /roles tells them.
QJsonArray cspOrgRoles(const QString &orgId);
QJsonArray cspServiceRoles(const QString &serviceId);
QJsonArray cspCustomRoles();

} // namespace sandbox
