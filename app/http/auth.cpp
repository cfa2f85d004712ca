// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#include "http/auth.h"

namespace http {

namespace {

std::vector<AuthHeader> authorization(QByteArray &&value)
{
    std::vector<AuthHeader> headers;
    headers.push_back({QByteArrayLiteral("Authorization"), base::Secret::take(std::move(value))});
    return headers;
}

} // namespace

WordAuthorizer::WordAuthorizer(QByteArray word, base::Secret secret)
    : m_word(std::move(word))
    , m_secret(std::move(secret))
{
}

std::vector<AuthHeader> WordAuthorizer::headers() const
{
    QByteArray value;
    value.reserve(m_word.size() + 1 + static_cast<qsizetype>(m_secret.size()));
    value += m_word;
    value += ' ';
    value += m_secret.expose();
    return authorization(std::move(value));
}

BasicAuthorizer::BasicAuthorizer(QByteArray user, base::Secret secret)
    : m_user(std::move(user))
    , m_secret(std::move(secret))
{
}

std::vector<AuthHeader> BasicAuthorizer::headers() const
{
    QByteArray pair;
    pair.reserve(m_user.size() + 1 + static_cast<qsizetype>(m_secret.size()));
    pair += m_user;
    pair += ':';
    pair += m_secret.expose();
    QByteArray encoded = pair.toBase64();
    base::wipe(pair);
    QByteArray value;
    value.reserve(6 + encoded.size());
    value += "Basic ";
    value += encoded;
    base::wipe(encoded);
    return authorization(std::move(value));
}

std::vector<AuthHeader> HeldAuthorizer::headers() const
{
    std::vector<AuthHeader> copies;
    for (const AuthHeader &header : m_headers)
        copies.push_back({header.name, header.value.clone()});
    return copies;
}

} // namespace http
