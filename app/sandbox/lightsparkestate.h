// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

/// The API tokens of one Lightspark account, with their secrets.

#include "sandbox/clock.h"
#include "sandbox/estate.h"
#include "sandbox/exchange.h"
#include "sandbox/generator.h"

#include <QStringList>

namespace sandbox {

struct LightsparkToken
{
    quint32 index = 0;
    QString id; ///< "ApiToken:<uuid>"
    QString clientId; ///< 32 hex digits
    QString name;
    QStringList permissions;
    qint64 createdUs = 0; ///< microseconds since 1970
    qint64 updatedUs = 0;
    bool isDeleted = false;

    bool may(QLatin1String permission) const;
    bool mayManageTokens() const;
    bool maySeeTokens() const;
};

class LightsparkEstate
{
public:
    /// Token 0 is the one that credentials() hands out. With unknownPermission token 3 holds a
    /// value that no client knows.
    LightsparkEstate(quint64 seed, quint32 tokens, const Clock &clock, bool unknownPermission);
    Q_DISABLE_COPY_MOVE(LightsparkEstate)

    struct Page
    {
        std::vector<LightsparkToken> tokens;
        bool hasNext = false;
        bool hasPrevious = false;
    };

    /// Tokens after that one, oldest first. Costs what the page holds, wherever it begins.
    Page page(std::optional<quint32> after, quint32 first) const;
    quint32 count() const { return static_cast<quint32>(m_live.size()); }

    /// By id; deleted ones too.
    std::optional<LightsparkToken> byId(const QString &id) const;

    /// The live token with these credentials.
    std::optional<LightsparkToken> byCredentials(
        const QString &clientId, const QString &secret) const;

    LightsparkToken create(const QString &name, const QStringList &permissions);
    void remove(const LightsparkToken &token);

    /// What puts every token back to where it is now.
    std::function<void()> remember();
    bool meddle(const QString &id, const Meddling &what);

    QString clientIdOf(quint32 index) const;
    QString secretOf(quint32 index) const;
    QString accountId() const;
    QString accountName() const;
    qint64 accountCreatedUs() const;

    /// How many tokens were looked at so far.
    quint64 lookedAt() const { return m_live.lookedAt(); }

private:
    LightsparkToken generated(quint32 index) const;

    const Clock &m_clock;
    Generator m_make;
    bool m_unknownPermission;
    Estate<LightsparkToken> m_live;
    std::unordered_map<quint32, LightsparkToken> m_deleted;
};

} // namespace sandbox
