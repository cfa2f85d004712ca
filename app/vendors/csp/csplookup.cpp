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
using domain::Token;
using domain::TokenStatus;

namespace {

Result<Identity> identityOf(const wire::Details &seen)
{
    const Token &token = seen.token;
    if (token.status == TokenStatus::Disabled || token.status == TokenStatus::Expired)
        return base::fail(ErrorKind::Unauthorized,
            token.status == TokenStatus::Disabled ? u"the vendor calls the token deactivated"_s
                                                  : u"the token has expired"_s);
    Identity identity;
    identity.name = token.owner.isKnown() ? token.owner.value : token.name;
    identity.organisation = seen.organisation;
    identity.credentialKind = domain::TokenKind::User;
    identity.ownTokenId = token.key.remoteId;
    return identity;
}

} // namespace

/// "Get API Token Details" by value, so for tracked tokens and this console's own; there is no call
/// that reads one by its id. Source: CSP authentication API, POST auth/api-tokens/details.
Task<Token> CspClient::readToken(const Token &token)
{
    const base::Secret *value = token.isOwnCredential ? &m_credentials.main : valueOf(token);
    if (!value)
        return Task<Token>::failed({.kind = ErrorKind::Unsupported,
            .detail = u"only a token whose value is tracked can be read alone"_s});
    return details(*value)
        .map(m_life.guard([this, token](wire::Details seen) -> Result<Token> {
            seen.token.trackedSlot = token.trackedSlot;
            seen.token.isOwnCredential = token.isOwnCredential
                || (!m_ownId.isEmpty() && seen.token.key.remoteId == m_ownId);
            return domain::onlyIfIs(token.key, std::move(seen.token));
        }))
        .orElse(m_life.guard([this, token](Error error) {
            // Details are of unexpired tokens only: an end that was foreseen is no disappearance.
            const bool isOver = token.expires.isKnown() && token.expires.value <= m_clock->now();
            if (!isOver || asRefusedKey(error).kind != ErrorKind::Unauthorized)
                return Task<Token>::failed(std::move(error));
            Token ended = token;
            ended.status = TokenStatus::Expired;
            ended.rawStatus.clear();
            return Task<Token>::ready(std::move(ended));
        }));
}

/// The details of the value: anonymous, possession is all it takes. Cheaper than the exchange, and
/// it makes no access token that somebody would have to end. Whether it moves the last use is not
/// published. Source: CSP authentication API, POST auth/api-tokens/details.
Task<Identity> CspClient::verifyKey(const Token &token, base::Secret key)
{
    return details(key)
        .orElse(
            [](Error error) { return Task<wire::Details>::failed(asRefusedKey(std::move(error))); })
        .map([id = token.key.remoteId](const wire::Details &seen) -> Result<Identity> {
            if (!id.isEmpty() && seen.token.key.remoteId != id)
                return base::invalid(u"key"_s, u"this is the key of another token"_s);
            return identityOf(seen);
        });
}

} // namespace csp
