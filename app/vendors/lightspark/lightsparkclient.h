// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

/// The API tokens of a Lightspark account.

#include "base/lifeline.h"
#include "vendors/lightspark/lightsparkwire.h"

namespace lightspark {

class LightsparkClient final : public domain::VendorClient
{
public:
    LightsparkClient(domain::Connection connection, domain::Credentials credentials,
        std::unique_ptr<http::Transport> transport);

    domain::Capabilities capabilities() const override { return m_capabilities; }
    base::Task<domain::Identity> whoAmI() override;
    base::Task<domain::TokenPage> listTokens(
        const domain::PageCursor &cursor, const domain::NextPageNotice &foresee = {}) override;
    base::Task<std::vector<domain::DraftForm>> draftForms() override;
    base::Task<domain::IssuedToken> createToken(domain::TokenDraft draft) override;
    base::Task<domain::Token> updateToken(
        const domain::Token &before, const domain::TokenEdit &edit) override;
    base::Task<std::vector<domain::ChangeOutcome>> setEnabled(
        const std::vector<domain::Token> &tokens, bool enabled) override;
    base::Task<domain::DeleteOutcome> deleteToken(const domain::Token &token) override;
    std::optional<domain::RequestSketch> sketch(
        domain::Operation operation, const domain::Token *token) const override;
    QUrl consoleLink(const domain::Token *token) const override;
    void setPauseNotice(base::PauseNotice notice) override
    {
        m_transport->setPauseNotice(std::move(notice));
    }
    base::Task<domain::Token> readToken(const domain::Token &token) override;
    base::Task<domain::Identity> verifyKey(const domain::Token &token, base::Secret key) override;

private:
    static base::Result<domain::Identity> identityOf(
        const http::Response &response, const QString &clientId);
    base::Task<domain::DeleteOutcome> judgeRefusedDelete(const QString &id, base::Error refusal);
    base::Error unsupported(domain::Operation operation) const;
    /// Follows the end of an operation: a refusal switches it off, a success back on.
    template <typename T>
    base::Task<T> noting(domain::Operation operation, base::Task<T> task);

    wire::Reader m_reader;
    domain::Capabilities m_capabilities;
    std::unique_ptr<http::Transport> m_transport;
    http::ApiClient m_api;
    base::Lifeline m_life;
};

domain::ConnectionForm connectionForm();

/// Error.field is one of those of domain::ConnectionCheck.
base::Result<base::Unit> checkConnection(
    const domain::Connection &connection, const base::Secret *secret);

} // namespace lightspark
