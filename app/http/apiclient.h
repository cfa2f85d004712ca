// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

/// One vendor host with its credential. What comes back is judged (http/judge); the words of an
/// error are left to the vendor's own parser.

#include "http/judge.h"
#include "http/transport.h"

#include <memory>

namespace http {

class ApiClient final
{
public:
    /// baseUrl: scheme, host, port; https, or http for loopback only, else every send is
    /// ForbiddenHost. The transport outlives the client.
    ApiClient(QUrl baseUrl, Transport &transport, std::unique_ptr<Authorizer> authorizer,
        ErrorParser errors);

    const QUrl &baseUrl() const { return m_baseUrl; }
    /// Replaces the credential, e.g. a renewed access token.
    void setAuthorizer(std::unique_ptr<Authorizer> authorizer);

    /// Sends with the client's own credential. Errors of Transport::send and of judged().
    base::Task<Response> send(const Request &request);
    /// Sends with another credential, or anonymously with null.
    base::Task<Response> sendAs(const Request &request, const Authorizer *authorizer);
    /// For building a request from a path that may be invalid.
    base::Task<Response> send(const base::Result<Request> &request);

    /// The URL of a request, for reading.
    QUrl urlOf(const Request &request) const;

private:
    QUrl m_baseUrl;
    Transport &m_transport;
    std::unique_ptr<Authorizer> m_authorizer;
    ErrorParser m_errors;
};

/// Scheme, host and port fit for a credential (NET-09): https, or http to a loopback address; no
/// user info, query or fragment. Error.field is "url".
base::Result<base::Unit> checkBaseUrl(const QUrl &url);

/// Reads the answer to a change: where `parse` does not understand it, the outcome is unknown, as
/// the change may have been made (ONE-03). parse: Response -> Result<T>.
template <typename Parse>
auto readChange(base::Task<Response> reply, Parse parse)
{
    using T = typename std::invoke_result_t<Parse, Response>::value_type;
    return std::move(reply).map(std::move(parse)).orElse([](base::Error error) {
        return base::Task<T>::failed(unknownIfItMayHaveHappened(std::move(error)));
    });
}

/// The URL for a request at a base; invalid URL when the path does not survive unchanged (IN-05).
QUrl buildUrl(const QUrl &base, const Request &request);

} // namespace http
