// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

/// The tokens of a SoftwareOne Marketplace account.

#include "base/lifeline.h"
#include "http/parsed.h"
#include "vendors/softwareone/softwareoneform.h"
#include "vendors/softwareone/softwareonerequests.h"
#include "vendors/softwareone/softwareonewire.h"

namespace softwareone {

class SoftwareOneClient final : public domain::VendorClient
{
public:
    SoftwareOneClient(domain::Connection connection, domain::Credentials credentials,
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
    using Choices = std::vector<domain::GrantChoice>;
    using Operations = std::vector<domain::Operation>;

    base::Task<http::Response> readLean(
        std::function<base::Result<http::Request>(requests::Select)> make);
    base::Task<wire::OwnToken> readOwnToken();
    base::Task<domain::Identity> askForAccount(const QString &note);
    base::Task<base::Unit> learnAccount();
    base::Task<Choices> loadChoices();
    base::Task<Choices> loadModules();
    base::Task<Choices> loadDefaultGroup();
    base::Task<std::vector<wire::Account>> loadAccounts();
    base::Task<domain::IssuedToken> sendCreate(const domain::TokenDraft &draft);
    base::Task<domain::Token> change(
        const domain::Token &before, const base::Result<http::Request> &request);

    /// Follows the end of an operation: a refusal switches it off, a success back on.
    template <typename T>
    base::Task<T> noting(Operations operations, base::Task<T> task);

    wire::Reader m_reader;
    QUrl m_baseUrl;
    domain::Capabilities m_capabilities;
    requests::Select m_select = requests::Select::WithoutKey;
    wire::Account m_account; ///< of the credential; empty until learned
    std::vector<domain::Grant> m_ownModules;
    std::unique_ptr<http::Transport> m_transport;
    http::ApiClient m_api;
    base::Lifeline m_life;
};

domain::ConnectionForm connectionForm();

/// Error.field is one of those of domain::ConnectionCheck.
base::Result<base::Unit> checkConnection(
    const domain::Connection &connection, const base::Secret *secret);

} // namespace softwareone
