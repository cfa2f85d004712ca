// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

/// SoftwareOne's side of the wire: API tokens, and the modules, groups, accounts and records around
/// them.

#include "sandbox/exchange.h"
#include "sandbox/rql.h"
#include "sandbox/softwareone/audit.h"
#include "sandbox/softwareone/draft.h"
#include "sandbox/softwareone/estate.h"
#include "sandbox/softwareone/listing.h"

#include <QHash>

namespace sandbox {

class SoftwareOneRoutes : public VendorRoutes
{
public:
    /// The clock must outlive it.
    SoftwareOneRoutes(quint64 seed, quint32 tokens, const Clock &clock);

    QByteArray vendor() const override { return "softwareone"; }
    bool owns(QByteArrayView path) const override;
    HttpReply handle(const HttpRequest &request) override;
    std::function<void()> remember() override { return m_estate.remember(); }
    bool meddle(const QString &tokenId, const Meddling &what) override
    {
        return m_estate.meddle(tokenId, what);
    }

    /// {"secret", "account"} of a client's token that may administer tokens; "opsSecret" of the
    /// operator's.
    QJsonObject credentials() const override;

    const softwareone::TokenEstate &estate() const { return m_estate; }

private:
    /// A request whose sender is known.
    struct Call
    {
        const HttpRequest &request;
        softwareone::Token caller;
        rql::Query query;
        QString id; ///< of the resource, empty for a list
        QString action; ///< enable, disable
        bool isOperations = false;

        bool mayManageTokens() const;
    };

    std::optional<softwareone::Token> caller(const HttpRequest &request) const;
    HttpReply dispatch(const QString &resource, Call &call);

    HttpReply tokens(const Call &call);
    HttpReply listTokens(const Call &call);
    HttpReply createToken(const Call &call);
    HttpReply updateToken(const Call &call, softwareone::Token token);
    HttpReply switchToken(const Call &call, softwareone::Token token);
    HttpReply deleteToken(const Call &call, const softwareone::Token &token);
    HttpReply tokenReply(int status, const softwareone::Token &token, const Call &call) const;
    softwareone::Event eventBy(const Call &call) const;
    void record(const QString &what, const softwareone::Token &token, const Call &call);

    HttpReply modules(const Call &call) const;
    HttpReply groups(const Call &call) const;
    HttpReply accounts(const Call &call) const;
    HttpReply auditRecords(const Call &call);
    HttpReply listAuditRecords(const Call &call);

    softwareone::TokenEstate m_estate;
    softwareone::AuditTrail m_audit;

    /// What filters and order gave, as long as nothing has changed: a page further on costs only
    /// itself.
    QHash<QByteArray, std::vector<quint32>> m_picked;
};

} // namespace sandbox
