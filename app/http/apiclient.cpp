// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#include "http/apiclient.h"

#include "http/redact.h"
#include "http/retry.h"

#include <QDateTime>

#include <algorithm>

namespace http {

using namespace Qt::StringLiterals;
using base::Error;
using base::ErrorKind;
using base::Result;
using base::Task;
using base::Unit;

namespace {

bool isLoopback(const QString &host)
{
    return host == "127.0.0.1"_L1 || host == "::1"_L1 || host == "localhost"_L1;
}

ErrorKind kindOf(int status)
{
    switch (status) {
    case 400:
    case 422:
        return ErrorKind::Invalid;
    case 401:
        return ErrorKind::Unauthorized;
    case 403:
        return ErrorKind::Forbidden;
    case 404:
    case 410:
        return ErrorKind::NotFound;
    case 409:
        return ErrorKind::Conflict;
    case 429:
        return ErrorKind::RateLimited;
    default:
        return status >= 500 && status < 600 ? ErrorKind::VendorFault : ErrorKind::UnexpectedReply;
    }
}

Error errorOf(const Response &response, const ErrorParser &parse)
{
    const ErrorWords said = parse(response);
    Error error;
    error.kind = kindOf(response.status);
    error.vendorWords = redact(said.words);
    error.requestId = redact(said.requestId);
    error.field = said.field.left(64);
    error.httpStatus = response.status;
    if (error.kind == ErrorKind::RateLimited || error.kind == ErrorKind::VendorFault)
        error.retryAfter
            = parseRetryAfter(response.header("retry-after"), QDateTime::currentSecsSinceEpoch());
    return error;
}

} // namespace

ApiClient::ApiClient(
    QUrl baseUrl, Transport &transport, std::unique_ptr<Authorizer> authorizer, ErrorParser errors)
    : m_baseUrl(std::move(baseUrl))
    , m_transport(transport)
    , m_authorizer(std::move(authorizer))
    , m_errors(std::move(errors))
{
}

void ApiClient::setAuthorizer(std::unique_ptr<Authorizer> authorizer)
{
    m_authorizer = std::move(authorizer);
}

Task<Response> ApiClient::send(const Request &request)
{
    return sendAs(request, request.isAnonymous ? nullptr : m_authorizer.get());
}

Task<Response> ApiClient::send(const Result<Request> &request)
{
    return request ? send(*request) : Task<Response>::failed(request.error());
}

Task<Response> ApiClient::sendAs(const Request &request, const Authorizer *authorizer)
{
    if (const auto fits = checkBaseUrl(m_baseUrl); !fits)
        return Task<Response>::failed(
            {.kind = ErrorKind::ForbiddenHost, .detail = fits.error().detail});
    return m_transport.send(m_baseUrl, request, authorizer)
        .map([success = request.success, parse = m_errors](Response response) -> Result<Response> {
            if (std::find(success.begin(), success.end(), response.status) != success.end())
                return response;
            return base::fail(errorOf(response, parse));
        });
}

QUrl ApiClient::urlOf(const Request &request) const
{
    return buildUrl(m_baseUrl, request);
}

Result<Unit> checkBaseUrl(const QUrl &url)
{
    const QString field = u"url"_s;
    if (!url.isValid() || url.host().isEmpty())
        return base::invalid(field, u"the address has no host"_s);
    if (!url.userInfo().isEmpty() || url.hasQuery() || url.hasFragment())
        return base::invalid(field, u"the address must hold only scheme, host and port"_s);
    if (url.path() != QString() && url.path() != "/"_L1)
        return base::invalid(field, u"the address must end after the host or port"_s);
    if (url.scheme() == "https"_L1)
        return Unit {};
    if (url.scheme() == "http"_L1 && isLoopback(url.host()))
        return Unit {};
    return base::invalid(field,
        url.scheme() == "http"_L1 ? u"http is accepted for this computer only; use https"_s
                                  : u"the address must start with https://"_s);
}

Error unknownIfItMayHaveHappened(Error error)
{
    if (base::mayHaveHappened(error))
        error.kind = ErrorKind::OutcomeUnknown;
    return error;
}

QUrl buildUrl(const QUrl &base, const Request &request)
{
    QUrl url;
    url.setScheme(base.scheme());
    url.setHost(base.host());
    url.setPort(base.port());
    url.setPath(request.path, QUrl::DecodedMode);
    if (!request.query.isEmpty())
        url.setQuery(QString::fromLatin1(request.query), QUrl::StrictMode);
    const bool intact = url.isValid() && url.path(QUrl::FullyDecoded) == request.path
        && url.adjusted(QUrl::NormalizePathSegments).path(QUrl::FullyDecoded) == request.path;
    return intact ? url : QUrl();
}

} // namespace http
