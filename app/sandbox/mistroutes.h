// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

/// Mist's side of the wire: /api/v1.

#include "sandbox/exchange.h"
#include "sandbox/mistrights.h"

#include <QHash>

namespace sandbox {

class MistRoutes final : public VendorRoutes
{
public:
    /// requestLimit: calls an hour, for an org token and for the account of a user.
    MistRoutes(const Generator &make, const Clock &clock, quint32 tokens, int requestLimit);

    QByteArray vendor() const override { return "mist"; }
    bool owns(QByteArrayView path) const override;
    HttpReply handle(const HttpRequest &request) override;
    std::function<void()> remember() override { return m_estate.remember(); }
    bool meddle(const QString &tokenId, const Meddling &what) override
    {
        return m_estate.meddle(tokenId, what);
    }
    QJsonObject credentials() const override;

    MistEstate &estate() { return m_estate; }

private:
    struct Budget
    {
        qint64 hour = 0;
        int requests = 0;
    };

    std::optional<HttpReply> identify(const HttpRequest &request, MistCaller &caller);
    std::optional<HttpReply> charge(const MistCaller &caller);
    Budget &budgetOf(const MistCaller &caller);

    HttpReply handleSelf(
        const HttpRequest &request, const QList<QByteArray> &parts, const MistCaller &caller);
    HttpReply handleOrg(
        const HttpRequest &request, const QList<QByteArray> &parts, const MistCaller &caller);
    HttpReply whoAmI(const MistCaller &caller);
    QJsonArray selfPrivileges(const MistCaller &caller) const;
    HttpReply usage(const MistCaller &caller);

    HttpReply handleTokens(const HttpRequest &request, MistRealm realm, const QByteArray &id);
    HttpReply listTokens(const HttpRequest &request, MistRealm realm);
    HttpReply createToken(const HttpRequest &request, MistRealm realm);
    HttpReply changeToken(const HttpRequest &request, MistRealm realm, quint32 index);
    HttpReply deleteToken(MistRealm realm, quint32 index);
    QJsonObject tokenJson(MistRealm realm, quint32 index, const MistToken &token) const;

    HttpReply listSites(const HttpRequest &request, const MistCaller &caller, bool groups) const;
    void record(const QString &message, const QJsonObject &before, const QJsonObject &after);

    const Clock &m_clock;
    int m_requestLimit;
    MistEstate m_estate;
    QHash<quint64, Budget> m_budgets;
};

} // namespace sandbox
