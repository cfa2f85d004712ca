// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

/// Juniper Mist: an organisation's tokens and, where a user's token signs in, that user's own in
/// the same list.
///
/// Pages are named "org:N" and "self:N"; the first (an empty cursor) is the organisation's unless
/// there is none.

#include "base/lifeline.h"
#include "domain/vendorclient.h"
#include "http/apiclient.h"
#include "http/parsed.h"
#include "vendors/mist/mistforms.h"
#include "vendors/mist/mistwire.h"

namespace mist {

class MistClient final : public domain::VendorClient
{
public:
    MistClient(domain::Connection connection, domain::Credentials credentials,
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
    using Organisations = std::vector<domain::Identity::Organisation>;
    using Places = std::vector<domain::TargetChoice>;

    /// Who signs in: asked once, then known.
    base::Task<wire::Self> self();
    base::Task<wire::Self> fetchSelf();
    base::Task<wire::Self> withMspOrganisations(wire::Self self);
    base::Task<domain::Identity> withBudget(domain::Identity identity);
    domain::Identity identityAt(const wire::Self &self) const;
    /// The connection's organisation or the only one in sight; else Invalid, field "organisation".
    base::Result<QString> organisationOf(const wire::Self &self) const;
    base::Task<QString> organisation();
    wire::Context context() const;

    using Foresee = domain::NextPageNotice;
    base::Task<domain::TokenPage> firstPage(const wire::Self &self, const Foresee &foresee);
    base::Task<domain::TokenPage> organisationPage(
        const QString &organisation, int page, const Foresee &foresee);
    base::Task<domain::TokenPage> ownPage(int page, const Foresee &foresee);
    base::Task<domain::TokenPage> page(
        base::Result<QString> path, domain::TokenKind kind, int number, const Foresee &foresee);

    base::Task<std::vector<domain::DraftForm>> formsFor(const wire::Self &self);
    base::Task<Places> places(const QString &organisation, const char *path, const QString &scope,
        int page, Places soFar);
    domain::DraftForm judgedUserForm(const wire::Self &self) const;

    base::Task<domain::IssuedToken> create(domain::TokenDraft draft, const wire::Self &self);
    base::Task<domain::IssuedToken> completed(domain::IssuedToken issued);
    /// The path of a token; a token of the organisation's needs to know which.
    base::Task<QString> pathOf(const domain::Token &token);
    base::Task<domain::Token> fetch(const QString &path, domain::TokenKind kind);
    base::Task<domain::Token> put(const domain::Token &before, const domain::TokenEdit &edit);
    base::Task<domain::Token> putAt(
        const QString &path, const domain::Token &before, const domain::TokenEdit &edit);

    /// Turns a 403 of the task into a reason why the operation is off.
    template <typename T>
    base::Task<T> noting(base::Task<T> task, domain::TokenKind kind, domain::Operation operation);
    void noteRefusal(domain::TokenKind kind, domain::Operation operation, const base::Error &error);

    domain::Connection m_connection;
    QString m_ownHint;
    std::unique_ptr<http::Transport> m_transport;
    http::ApiClient m_api;
    domain::Capabilities m_capabilities = startingCapabilities();
    std::optional<wire::Self> m_self;
    std::shared_ptr<domain::GrantCache> m_grants = std::make_shared<domain::GrantCache>();
    bool m_hasListedOrganisation = false; ///< its list was given to this credential
    QString m_noOrganisationTokens; ///< why the organisation form is off; empty = it is not
    base::Lifeline m_life;
};

template <typename T>
base::Task<T> MistClient::noting(
    base::Task<T> task, domain::TokenKind kind, domain::Operation operation)
{
    return std::move(task).orElse(m_life.guard([=, this](base::Error error) {
        if (error.kind == base::ErrorKind::Forbidden && error.isVendors)
            noteRefusal(kind, operation, error);
        return base::Task<T>::failed(std::move(error));
    }));
}

} // namespace mist
