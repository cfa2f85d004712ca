// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#include "vendors/lightspark/lightsparkclient.h"

namespace lightspark {

using namespace Qt::StringLiterals;
using base::Error;
using base::ErrorKind;
using base::Result;
using base::Task;
using domain::Token;
using http::Response;

/// query GetApiToken: entity(id) { ... on ApiToken }. Source: js-sdk, objects/ApiToken.ts
/// (getApiTokenQuery). Whether it gives deleted tokens is not published; is_deleted tells.
Task<Token> LightsparkClient::readToken(const Token &token)
{
    return m_api.send(wire::one(token.key.remoteId))
        .map([reader = m_reader, key = token.key](const Response &response) -> Result<Token> {
            auto found = wire::parseEntity(response.body, reader);
            if (!found)
                return base::fail(found.error());
            if (!*found)
                return base::fail({.kind = ErrorKind::NotFound, .httpStatus = 200});
            return domain::onlyIfIs(key, std::move(**found));
        });
}

/// query GetAccount { current_account }, signed in by the token's client id and this secret.
/// Source: js-sdk, AccountTokenAuthProvider.ts and client.getCurrentAccount().
Task<domain::Identity> LightsparkClient::verifyKey(const Token &token, base::Secret key)
{
    if (token.keyHint.isEmpty())
        return Task<domain::Identity>::failed({.kind = ErrorKind::Invalid,
            .detail = u"the token's client id is not known; nothing was sent"_s,
            .field = u"key"_s});
    const http::BasicAuthorizer keyItself(token.keyHint.toUtf8(), std::move(key));
    return m_api.sendAs(wire::whoAmI(), &keyItself)
        .map([clientId = token.keyHint](
                 const Response &response) { return identityOf(response, clientId); });
}

} // namespace lightspark
