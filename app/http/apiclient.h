// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

/// One vendor host with its credential: decides by status what is an answer and what is an error,
/// and leaves the words of the error to the vendor's own parser.

#include "http/transport.h"

#include <functional>
#include <memory>

namespace http {

/// What a vendor's error body says. The words are redacted by ApiClient, not by the parser.
struct ErrorWords
{
    QString words;
    QString requestId;
    QString field; ///< the member the vendor complains about, if it names one
};

/// Pure; gets every answer whose status is not a success. Must cope with any body.
using ErrorParser = std::function<ErrorWords(const Response &)>;

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

    /// Sends with the client's own credential. Errors of Transport::send, and by status: 400 and
    /// 422 Invalid, 401 Unauthorized, 403 Forbidden, 404 and 410 NotFound, 409 Conflict, 429
    /// RateLimited with Retry-After, 5xx VendorFault, anything else that is not in request.success
    /// UnexpectedReply.
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

/// The error of a create: OutcomeUnknown wherever the token may exist all the same (ONE-03), with
/// the vendor's words kept.
base::Error unknownIfItMayHaveHappened(base::Error error);

/// The URL for a request at a base; invalid URL when the path does not survive unchanged (IN-05).
QUrl buildUrl(const QUrl &base, const Request &request);

} // namespace http
