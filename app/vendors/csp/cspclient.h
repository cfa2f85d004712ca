// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

/// VMware Cloud Services: tokens seen by their value ("tracked", this console's own included) and,
/// where the unpublished governance call answers, the organisation's list.
///
/// Pages: the first holds the tracked tokens; "dashboard:N" the organisation's from item N on,
/// without those already shown. Request sketches need two steps by hand: exchange the API token
/// (authorize), then use the access token, which they call $ACCESS_TOKEN.

#include "vendors/csp/cspaccess.h"
#include "vendors/csp/cspforms.h"

namespace csp {

class CspClient final : public domain::VendorClient
{
public:
    CspClient(domain::Connection connection, domain::Credentials credentials,
        std::unique_ptr<http::Transport> transport,
        std::unique_ptr<base::Clock> clock = std::make_unique<base::SystemClock>());

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
    base::Task<domain::Token> inspectValue(base::Secret value) override;
    base::Task<domain::Token> readToken(const domain::Token &token) override;
    base::Task<domain::Identity> verifyKey(const domain::Token &token, base::Secret key) override;
    int changesPerCall() const override { return idsPerCall; }

private:
    static constexpr int idsPerCall = 15;
    using Identity = domain::Identity;
    using Outcomes = std::vector<domain::ChangeOutcome>;
    struct Change
    {
        QString organisation;
        std::vector<domain::Token> tokens;
        bool isEnabling = false;
        Outcomes outcomes;
    };

    base::Task<http::Response> read(const base::Result<QString> &path, const QByteArray &query = {},
        qint64 maximumBody = 8 * 1024 * 1024);
    /// The organisation the access token is for; Invalid where the connection names another.
    base::Task<QString> organisation();
    base::Result<QString> organisationOf(const wire::Claims &claims) const;
    base::Task<wire::Details> details(const base::Secret &value);
    wire::Context context() const;
    /// Fills in one member of an identity from a call that may fail without harm.
    template <typename Fill>
    base::Task<Identity> filled(
        Identity identity, base::Task<http::Response> reply, Fill fill) const;
    base::Task<Identity> identityAt(const QString &organisation);

    base::Task<domain::TokenPage> trackedPage();
    base::Result<domain::TokenPage> pageOf(std::vector<base::Result<wire::Details>> results);
    base::Result<base::Unit> addTracked(std::size_t index, base::Result<wire::Details> result,
        std::vector<domain::Token> &rows, domain::TokenPage &page);
    void addRow(domain::Token token, std::vector<domain::Token> &rows);
    base::Task<domain::TokenPage> dashboardPage(int start);
    base::Result<domain::TokenPage> dashboardPageOf(wire::Dashboard found, int start);
    base::Task<domain::TokenPage> withoutDashboard(base::Error error, int start);

    base::Task<wire::Choices> roles(const char *path, const QString &organisation,
        base::Result<wire::Choices> (*parse)(const http::Response &));
    base::Task<domain::IssuedToken> create(std::shared_ptr<domain::TokenDraft> draft);
    base::Task<domain::IssuedToken> completed(
        base::Secret value, std::shared_ptr<domain::TokenDraft> draft);
    domain::Token tokenOf(const domain::TokenDraft &draft) const;

    base::Task<Outcomes> changeNext(std::shared_ptr<Change> change);
    base::Task<domain::DeleteOutcome> revoke(const base::Secret &value);
    base::Task<domain::DeleteOutcome> confirmGone(const base::Secret &value);
    const base::Secret *valueOf(const domain::Token &token) const;

    template <typename T>
    base::Task<T> noting(base::Task<T> task, domain::Operation operation);

    domain::Connection m_connection;
    domain::Credentials m_credentials;
    std::unique_ptr<base::Clock> m_clock;
    std::unique_ptr<http::Transport> m_transport;
    http::ApiClient m_api;
    Access m_access;
    domain::Capabilities m_capabilities;
    enum class Dashboard { Untried, There, NotThere } m_dashboard = Dashboard::Untried;
    std::shared_ptr<domain::GrantCache> m_grants = std::make_shared<domain::GrantCache>();
    QString m_ownId; ///< of the token this console signs in with, once it was looked at
    QHash<QString, domain::Token> m_lastKnown; ///< by slot: an expired token tells nothing any more
    base::Lifeline m_life;
};

template <typename T>
base::Task<T> CspClient::noting(base::Task<T> task, domain::Operation operation)
{
    return std::move(task).orElse(m_life.guard([this, operation](base::Error error) {
        if (error.kind == base::ErrorKind::Forbidden && error.isVendors) {
            m_capabilities.downgrade(operation,
                QStringLiteral("The vendor refused it (403). %1").arg(error.vendorWords).trimmed());
        }
        return base::Task<T>::failed(std::move(error));
    }));
}

} // namespace csp
