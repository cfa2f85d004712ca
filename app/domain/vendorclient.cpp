// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#include "domain/vendorclient.h"

#include "base/textrules.h"

namespace domain {

using namespace Qt::StringLiterals;
using base::ErrorKind;
using base::Task;

Task<Token> VendorClient::inspectValue(base::Secret)
{
    return Task<Token>::failed({.kind = ErrorKind::Unsupported,
        .detail = u"this vendor cannot look up a token by its value"_s});
}

Task<Token> VendorClient::readToken(const Token &)
{
    return Task<Token>::failed({.kind = ErrorKind::Unsupported,
        .detail = u"this vendor has no call that reads one token"_s});
}

Task<Identity> VendorClient::verifyKey(const Token &, base::Secret)
{
    return Task<Identity>::failed(
        {.kind = ErrorKind::Unsupported, .detail = u"this vendor has no call to try a key with"_s});
}

base::Result<Credentials> cleaned(Credentials credentials)
{
    base::Error problem;
    const auto clean = [&problem](base::Secret &key, const QString &field) {
        if (key.isEmpty())
            return true;
        auto kept = base::cleanKey(key);
        if (kept)
            key = std::move(*kept);
        else
            problem = {.kind = kept.error().kind, .detail = kept.error().detail, .field = field};
        return kept.has_value();
    };
    bool fits
        = clean(credentials.main, u"secret"_s) && clean(credentials.oauthSecret, u"oauthSecret"_s);
    for (Credentials::Tracked &one : credentials.tracked)
        fits = fits && clean(one.value, u"tracked"_s);
    if (!fits)
        return base::fail(problem);
    return credentials;
}

base::Result<Token> onlyIfIs(const TokenKey &asked, Token found)
{
    if (found.key != asked)
        return base::fail(ErrorKind::UnexpectedReply, u"the vendor answered with another token"_s);
    if (found.status == TokenStatus::Deleted)
        return base::fail(ErrorKind::NotFound, u"the vendor calls it deleted"_s);
    return found;
}

} // namespace domain
