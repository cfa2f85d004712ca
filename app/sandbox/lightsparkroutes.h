// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

/// Lightspark's side of the wire: one GraphQL path behind HTTP Basic.

#include "sandbox/exchange.h"
#include "sandbox/graphql/schema.h"
#include "sandbox/lightsparkestate.h"

namespace sandbox {

class LightsparkRoutes : public VendorRoutes
{
public:
    /// The clock must outlive it. With unknownPermission one token holds a value outside the known
    /// ones.
    LightsparkRoutes(
        quint64 seed, quint32 tokens, const Clock &clock, bool unknownPermission = false);

    QByteArray vendor() const override { return "lightspark"; }
    bool owns(QByteArrayView path) const override;
    HttpReply handle(const HttpRequest &request) override;
    std::function<void()> remember() override { return m_estate.remember(); }
    bool meddle(const QString &tokenId, const Meddling &what) override
    {
        return m_estate.meddle(tokenId, what);
    }

    /// {"clientId", "secret", "account"} of a token that may administer tokens.
    QJsonObject credentials() const override;

    const LightsparkEstate &estate() const { return m_estate; }

private:
    std::optional<LightsparkToken> caller(const HttpRequest &request) const;
    HttpReply execute(const QByteArray &body, const LightsparkToken &caller);

    LightsparkEstate m_estate;
    graphql::Schema m_schema;
};

} // namespace sandbox
