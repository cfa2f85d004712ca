// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#include "vendors/csp/cspclient.h"

namespace csp {

using namespace Qt::StringLiterals;
using base::Error;
using base::ErrorKind;
using base::Result;
using base::Task;
using domain::Identity;
using domain::Operation;
using domain::Token;
using http::Request;
using http::Response;

namespace {

constexpr qint64 aboutMe = 256 * 1024; // NET-06

} // namespace

CspClient::CspClient(domain::Connection connection, domain::Credentials credentials,
    std::unique_ptr<http::Transport> transport, std::unique_ptr<base::Clock> clock)
    : m_connection(std::move(connection))
    , m_credentials(std::move(credentials))
    , m_clock(std::move(clock))
    , m_transport(std::move(transport))
    , m_api(m_connection.baseUrl, *m_transport, nullptr, &wire::parseError)
    , m_access(m_api, m_credentials.main, *m_clock)
    , m_capabilities(startingCapabilities(m_connection))
{
}

wire::Context CspClient::context() const
{
    return {m_connection.id, m_clock->now(), m_grants};
}

Task<Response> CspClient::read(
    const Result<QString> &path, const QByteArray &query, qint64 maximumBody)
{
    if (!path)
        return Task<Response>::failed(path.error());
    Request request = Request::get(*path, query);
    request.maximumBody = maximumBody;
    return m_access.send(request, Access::OnRefusal::RenewOnce);
}

Task<QString> CspClient::organisation()
{
    return m_access.claims().map(
        m_life.guard([this](const wire::Claims &claims) { return organisationOf(claims); }));
}

Result<QString> CspClient::organisationOf(const wire::Claims &claims) const
{
    const QString field = u"organisation"_s;
    const QString &typed = m_connection.organisation;
    if (!typed.isEmpty() && !claims.organisation.isEmpty() && typed != claims.organisation)
        return base::invalid(
            field, u"the API token belongs to the organisation %1"_s.arg(claims.organisation));
    const QString &id = typed.isEmpty() ? claims.organisation : typed;
    if (id.isEmpty())
        return base::invalid(
            field, u"the access token names no organisation; enter the organisation id"_s);
    return id;
}

Task<wire::Details> CspClient::details(const base::Secret &value)
{
    Request request;
    request.verb = http::Verb::Post;
    request.path = u"/csp/gateway/am/api/auth/api-tokens/details"_s;
    request.contentType = "application/json"_ba;
    request.body = wire::detailsBody(value);
    request.holdsSecret = true;
    request.isAnonymous = true;
    request.maximumBody = 256 * 1024;
    auto reply = m_api.send(request);
    base::wipe(request.body);
    return std::move(reply).map([context = context()](Response response) {
        return wire::parseDetails(std::move(response), context);
    });
}

Task<Token> CspClient::inspectValue(base::Secret value)
{
    return details(value).map(m_life.guard([this](wire::Details seen) -> Result<Token> {
        seen.token.isOwnCredential = !m_ownId.isEmpty() && seen.token.key.remoteId == m_ownId;
        return std::move(seen.token);
    }));
}

Task<Identity> CspClient::whoAmI()
{
    m_access.forget(); // The credential itself is to be tried.
    return organisation().andThen(m_life.guard([this](const QString &organisation) {
        m_capabilities = startingCapabilities(m_connection);
        m_dashboard = Dashboard::Untried;
        return identityAt(organisation);
    }));
}

template <typename Fill>
Task<Identity> CspClient::filled(Identity identity, Task<Response> reply, Fill fill) const
{
    return std::move(reply)
        .map([identity, fill](const Response &response) -> Result<Identity> {
            Identity complete = identity;
            fill(complete, response);
            return complete;
        })
        .orElse([identity](const Error &) { return Task<Identity>::ready(identity); });
}

Task<Identity> CspClient::identityAt(const QString &organisation)
{
    Identity start;
    start.organisation = organisation;
    start.credentialKind = domain::TokenKind::User;
    start.note = u"Lists tokens whose values are tracked; the organisation's list only where the "
                 "vendor gives it."_s;
    const auto addUser = [start](const Response &response) -> Result<Identity> {
        const auto name = wire::parseUserName(response);
        if (!name)
            return base::fail(name.error());
        Identity identity = start;
        identity.name = *name;
        identity.creatorNames = {*name};
        return identity;
    };
    const auto addAccount = m_life.guard([this, organisation](Identity identity) {
        return filled(std::move(identity),
            read(http::path("/csp/gateway/am/api/orgs/%1", {organisation}), {}, aboutMe),
            [](Identity &into, const Response &response) {
                into.account = wire::parseOrganisationName(response).value_or(QString());
                into.organisations = {{into.organisation, into.account}};
            });
    });
    const auto addRoles = m_life.guard([this, organisation](Identity identity) {
        return filled(std::move(identity),
            read(http::path("/csp/gateway/am/api/loggedin/user/orgs/%1/info", {organisation}), {},
                aboutMe),
            [](Identity &into, const Response &response) {
                into.role = wire::parseOwnRoles(response).value_or(QStringList()).join(u", "_s);
            });
    });
    const auto addOwnId = m_life.guard([this](const Identity &identity) {
        return details(m_credentials.main)
            .map(m_life.guard([this, identity](const wire::Details &own) -> Result<Identity> {
                Identity complete = identity;
                m_ownId = complete.ownTokenId = own.token.key.remoteId;
                if (own.token.creator.isKnown())
                    complete.creatorNames.append(own.token.creator.value);
                return complete;
            }))
            .orElse([identity](const Error &) { return Task<Identity>::ready(identity); });
    });
    return read(http::path("/csp/gateway/am/api/loggedin/user"), {}, aboutMe)
        .map(addUser)
        .andThen(addAccount)
        .andThen(addRoles)
        .andThen(addOwnId);
}

Task<Token> CspClient::updateToken(const Token &, const domain::TokenEdit &)
{
    return Task<Token>::failed(
        {.kind = ErrorKind::Unsupported, .detail = m_capabilities[Operation::Rename].reason});
}

QUrl CspClient::consoleLink(const Token *) const
{
    return tokenPage(m_connection.baseUrl);
}

} // namespace csp
