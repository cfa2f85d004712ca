// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#include "vendors/softwareone/softwareoneclient.h"

namespace softwareone {

using namespace Qt::StringLiterals;
using base::Error;
using base::ErrorKind;
using base::Result;
using base::Task;
using domain::Identity;
using domain::Token;
using http::Response;
using requests::Select;

namespace {

domain::Identity accountOnly(const std::vector<wire::Account> &accounts, const QString &tokenId)
{
    Identity identity;
    identity.ownTokenId = tokenId;
    identity.note = u"The key works, but it may not see its own token."_s;
    if (!accounts.empty()) {
        identity.name = identity.account = accounts.front().name;
        identity.organisation = accounts.front().id;
        identity.role = accounts.front().type;
    }
    return identity;
}

Result<Identity> identityOf(const wire::OwnToken &own)
{
    using domain::TokenStatus;
    if (own.token.status == TokenStatus::Disabled || own.token.status == TokenStatus::Deleted)
        return base::fail(
            ErrorKind::Unauthorized, u"the vendor calls the token disabled or deleted"_s);
    Identity identity;
    identity.name = own.token.name;
    identity.account = own.account.name;
    identity.organisation = own.account.id;
    identity.role = own.account.type;
    identity.ownTokenId = own.token.key.remoteId;
    return identity;
}

} // namespace

/// GET /accounts/api-tokens/{id} without the secret, which this vendor repeats in every read: left
/// out by `select`, and blanked in the bytes where it comes all the same.
/// Source: SoftwareOne OpenAPI, accounts/api-tokens/{id}.
Task<Token> SoftwareOneClient::readToken(const Token &token)
{
    auto reply
        = readLean([id = token.key.remoteId](Select select) { return requests::one(id, select); });
    return std::move(reply).map(
        [reader = m_reader, key = token.key](Response response) -> Result<Token> {
            auto found = wire::parseToken(std::move(response.body), reader);
            return found ? domain::onlyIfIs(key, std::move(*found)) : found;
        });
}

/// The token asks for itself, as the vendor has no "who am I"; where it may not see itself, it asks
/// for its account. Source: mpt-cli, accounts add (account_api_service.py).
Task<Identity> SoftwareOneClient::verifyKey(const Token &token, base::Secret key)
{
    const QString id = token.key.remoteId;
    const QString named = wire::tokenIdOf(key.expose());
    if (!named.isEmpty() && named != id)
        return Task<Identity>::failed({.kind = ErrorKind::Invalid,
            .detail = u"this is the key of another token; nothing was sent"_s,
            .field = u"key"_s});
    const auto keyItself
        = std::make_shared<const http::WordAuthorizer>("Bearer"_ba, std::move(key));
    const auto ask = m_life.guard([this, id, keyItself](Select select) {
        const auto request = requests::one(id, select);
        return request ? m_api.sendAs(*request, keyItself.get())
                       : Task<Response>::failed(request.error());
    });
    const auto askForAccount = m_life.guard([this, id, keyItself](Error error) {
        if (error.kind != ErrorKind::NotFound && error.kind != ErrorKind::Forbidden)
            return Task<Identity>::failed(std::move(error));
        return m_api.sendAs(requests::anyAccount(), keyItself.get())
            .map([id](Response response) -> Result<Identity> {
                const auto accounts = wire::parseAccounts(std::move(response.body));
                if (!accounts)
                    return base::fail(accounts.error());
                return accountOnly(*accounts, id);
            });
    });
    return ask(m_select)
        .orElse([ask, select = m_select](Error error) {
            // A server that does not know how to leave a member out.
            return error.httpStatus == 400 && select == Select::WithoutKey
                ? ask(Select::Everything)
                : Task<Response>::failed(std::move(error));
        })
        .map([reader = m_reader](Response response) -> Result<Identity> {
            const auto own = wire::parseOwnToken(std::move(response.body), reader);
            if (!own)
                return base::fail(own.error());
            return identityOf(*own);
        })
        .orElse(askForAccount);
}

} // namespace softwareone
