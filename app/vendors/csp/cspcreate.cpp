// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#include "vendors/csp/cspclient.h"

namespace csp {

using namespace Qt::StringLiterals;
using base::Error;
using base::ErrorKind;
using base::Result;
using base::Task;
using domain::DraftForm;
using domain::IssuedToken;
using domain::Operation;
using domain::Token;
using domain::TokenDraft;
using http::Request;
using http::Response;
using wire::Choices;

namespace {

const QString advice = u"Track this token to see it in the list: the vendor shows tokens by their "
                       "value only."_s;

Choices joined(Choices first, Choices second)
{
    std::move(second.begin(), second.end(), std::back_inserter(first));
    return first;
}

} // namespace

Task<std::vector<DraftForm>> CspClient::draftForms()
{
    using Forms = std::vector<DraftForm>;
    return organisation()
        .andThen(m_life.guard([this](const QString &organisation) {
            return roles(
                "/csp/gateway/am/api/orgs/%1/roles", organisation, &wire::parseOrganisationRoles)
                .andThen(m_life.guard([this, organisation](const Choices &found) {
                    return roles("/csp/gateway/iam-roles-mgmt/api/orgs/%1/custom-roles",
                        organisation, &wire::parseCustomRoles)
                        .map([found](Choices more) -> Result<Choices> {
                            return joined(found, std::move(more));
                        });
                }))
                .andThen(m_life.guard([this, organisation](const Choices &found) {
                    return roles("/csp/gateway/am/api/loggedin/user/orgs/%1/service-roles",
                        organisation, &wire::parseServiceRoles)
                        .map([found](Choices more) -> Result<Choices> {
                            return joined(found, std::move(more));
                        });
                }));
        }))
        .map(m_life.guard([this](Choices found) -> Result<Forms> {
            return Forms {userForm(std::move(found), m_connection.baseUrl)};
        }));
}

/// A list of roles; none where it cannot be read, as role names can be typed.
Task<Choices> CspClient::roles(
    const char *path, const QString &organisation, Result<Choices> (*parse)(const Response &))
{
    return read(http::path(path, {organisation})).map(parse).orElse([](const Error &) {
        return Task<Choices>::ready(Choices {});
    });
}

Task<IssuedToken> CspClient::createToken(TokenDraft draft)
{
    if (const auto fits = checkUserDraft(draft); !fits)
        return Task<IssuedToken>::failed(fits.error());
    auto kept = std::make_shared<TokenDraft>(std::move(draft));
    // Renewed first where it is due: the request itself is sent once, whatever the answer.
    auto made = organisation().andThen(
        m_life.guard([this, kept](const QString &) { return create(kept); }));
    return noting(std::move(made), Operation::Create);
}

Task<IssuedToken> CspClient::create(std::shared_ptr<TokenDraft> draft)
{
    if (draft->idToken.isEmpty())
        draft->idToken = m_access.idToken();
    if (draft->idToken.isEmpty()) {
        return Task<IssuedToken>::failed({.kind = ErrorKind::Invalid,
            .detail = u"the exchange gave no ID token; enter one from a browser sign-in"_s,
            .field = u"idToken"_s});
    }
    Request request
        = Request::change(http::Verb::Post, u"/csp/gateway/am/api/loggedin/user/api-tokens"_s,
            wire::createBody(*draft, draft->idToken));
    request.holdsSecret = true;
    draft->idToken.wipe();
    auto reply = m_access.send(request, Access::OnRefusal::Report);
    base::wipe(request.body);
    return http::readChange(std::move(reply), &wire::parseCreated)
        .andThen(m_life.guard(
            [this, draft](base::Secret value) { return completed(std::move(value), draft); }));
}

/// The answer to a create is the value alone: its id has to be asked for. From here on nothing may
/// lose the secret; where the question fails, the row is what the draft said, without an id.
Task<IssuedToken> CspClient::completed(base::Secret value, std::shared_ptr<TokenDraft> draft)
{
    const Token drafted = tokenOf(*draft);
    auto seen = details(value);
    auto kept = std::make_shared<base::Secret>(std::move(value));
    return std::move(seen)
        .map([](wire::Details found) -> Result<Token> { return std::move(found.token); })
        .orElse([drafted](const Error &) { return Task<Token>::ready(drafted); })
        .map([kept](Token token) -> Result<IssuedToken> {
            const QString said = token.key.remoteId.isEmpty()
                ? u"The key was made, but its id could not be read. "_s + advice
                : advice;
            return IssuedToken {std::move(token), std::move(*kept), said};
        });
}

Token CspClient::tokenOf(const TokenDraft &draft) const
{
    Token token;
    token.key.connectionId = m_connection.id;
    token.kind = domain::TokenKind::User;
    token.name = draft.name;
    token.grants = draft.grants;
    token.lastUsed = domain::TimeFact::never();
    token.created = domain::TimeFact::known(m_clock->now(), domain::Precision::Approximate);
    token.expires
        = domain::TimeFact::known(m_clock->now() + draft.lifetime, domain::Precision::Approximate);
    token.status = domain::TokenStatus::Active;
    return token;
}

} // namespace csp
