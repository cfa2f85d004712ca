// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

/// The side of VMware's Cloud Services Platform: /csp/gateway.

#include "sandbox/clock.h"
#include "sandbox/cspestate.h"
#include "sandbox/exchange.h"
#include "sandbox/jwt.h"

namespace sandbox {

struct CspRules
{
    int accessTokenSeconds = 1799;
    bool acceptAuthorizeIdToken = false; ///< create takes the id token that authorize gave
};

class CspRoutes final : public VendorRoutes
{
public:
    CspRoutes(const Generator &make, const Clock &clock, quint32 tokens, CspRules rules);

    QByteArray vendor() const override { return "csp"; }
    bool owns(QByteArrayView path) const override;
    HttpReply handle(const HttpRequest &request) override;
    std::function<void()> remember() override { return m_estate.remember(); }
    bool meddle(const QString &tokenId, const Meddling &what) override
    {
        return m_estate.meddle(tokenId, what);
    }
    QJsonObject credentials() const override;

    CspEstate &estate() { return m_estate; }

private:
    struct Caller
    {
        quint32 token = 0;
        quint32 owner = 0;
        bool isOrgOwner = false;
        bool isKnown = false;
    };

    std::optional<HttpReply> handleAnonymous(const HttpRequest &request, const QByteArray &path);
    HttpReply handleUser(
        const HttpRequest &request, const QList<QByteArray> &parts, const Caller &caller);
    HttpReply handleOrg(
        const HttpRequest &request, const QList<QByteArray> &parts, const Caller &caller);

    HttpReply authorize(const HttpRequest &request);
    HttpReply details(const HttpRequest &request);
    HttpReply revoke(const HttpRequest &request);
    Caller identify(const HttpRequest &request) const;

    HttpReply create(const HttpRequest &request, const Caller &caller);
    QString problemOfIdToken(const QJsonValue &value, const Caller &caller) const;
    HttpReply setDeactivated(const HttpRequest &request, const Caller &caller, bool isDeactivated);
    HttpReply dashboard(const HttpRequest &request);

    QString idToken(quint32 owner, const QString &orgId, bool isInteractive) const;
    QString oauthClientId() const;
    HttpReply error(int status, const QString &message);
    HttpReply unknownToken(const QString &value);

    const Clock &m_clock;
    CspRules m_rules;
    CspEstate m_estate;
    Jwt m_jwt;
    quint64 m_errors = 0;
};

} // namespace sandbox
