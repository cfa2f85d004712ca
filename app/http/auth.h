// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

/// Writes the credential at the last moment, so that requests never hold one (HT6).

#include "base/secret.h"

#include <QByteArray>

#include <vector>

namespace http {

struct AuthHeader
{
    QByteArray name;
    base::Secret value;
};

class Authorizer
{
public:
    virtual ~Authorizer() = default;
    /// Made anew for every request and wiped after it.
    virtual std::vector<AuthHeader> headers() const = 0;
};

/// `Authorization: <word> <secret>`: "Token" for Mist, "Bearer" for SoftwareOne and CSP.
class WordAuthorizer final : public Authorizer
{
public:
    WordAuthorizer(QByteArray word, base::Secret secret);
    std::vector<AuthHeader> headers() const override;

private:
    QByteArray m_word;
    base::Secret m_secret;
};

/// `Authorization: Basic base64(user:secret)`.
class BasicAuthorizer final : public Authorizer
{
public:
    BasicAuthorizer(QByteArray user, base::Secret secret);
    std::vector<AuthHeader> headers() const override;

private:
    QByteArray m_user;
    base::Secret m_secret;
};

/// What another authorizer wrote, kept for a request that is sent later than it was made.
class HeldAuthorizer final : public Authorizer
{
public:
    explicit HeldAuthorizer(std::vector<AuthHeader> headers)
        : m_headers(std::move(headers))
    {
    }
    std::vector<AuthHeader> headers() const override;

private:
    std::vector<AuthHeader> m_headers;
};

} // namespace http
