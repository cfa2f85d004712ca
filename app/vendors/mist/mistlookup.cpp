// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#include "vendors/mist/mistclient.h"

namespace mist {

using namespace Qt::StringLiterals;
using base::ErrorKind;
using base::Result;
using base::Task;
using domain::Identity;
using domain::Token;
using http::Request;
using http::Response;

/// GET /orgs/{org_id}/apitokens/{id}, or /self/apitokens/{id} for a user's own.
/// Source: mist_openapi, getOrgApiToken and getSelfApiToken.
Task<Token> MistClient::readToken(const Token &token)
{
    const auto readAt = [this, key = token.key, kind = token.kind](const QString &path) {
        Request request = Request::get(path);
        request.maximumBody = 256 * 1024;
        return m_api.send(request).map(
            [key, kind, context = context()](Response response) -> Result<Token> {
                auto found = wire::parseToken(std::move(response), kind, context);
                return found ? domain::onlyIfIs(key, std::move(*found)) : found;
            });
    };
    if (token.kind != domain::TokenKind::User)
        return pathOf(token).andThen(m_life.guard(readAt));
    // The row names its user, who is known from /self.
    return self().andThen(m_life.guard([this, token, readAt](const wire::Self &) {
        return pathOf(token).andThen(m_life.guard(readAt));
    }));
}

/// GET /self with the key itself, as in the connection check.
/// Source: mist_openapi, getSelf: an organisation's token answers with its own name.
Task<Identity> MistClient::verifyKey(const Token &token, base::Secret key)
{
    const QString hint = wire::maskedHint(key.expose());
    if (!hint.isEmpty() && !token.keyHint.isEmpty() && hint != token.keyHint)
        return Task<Identity>::failed({.kind = ErrorKind::Invalid,
            .detail = u"this is the key of another token; nothing was sent"_s,
            .field = u"key"_s});
    const http::WordAuthorizer keyItself("Token"_ba, std::move(key));
    Request request = Request::get(u"/api/v1/self"_s);
    request.maximumBody = 256 * 1024;
    return m_api.sendAs(request, &keyItself)
        .map(&wire::parseSelf)
        .map(m_life.guard(
            [this](const wire::Self &seen) -> Result<Identity> { return identityAt(seen); }));
}

} // namespace mist
