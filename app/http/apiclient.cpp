// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#include "http/apiclient.h"

#include <QDateTime>

namespace http {

using namespace Qt::StringLiterals;
using base::ErrorKind;
using base::Result;
using base::Task;
using base::Unit;

namespace {

bool isLoopback(const QString &host)
{
    return host == "127.0.0.1"_L1 || host == "::1"_L1 || host == "localhost"_L1;
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
        .map([expected = expectationOf(request), parse = m_errors](Response response) {
            return judged(std::move(response), expected, parse, QDateTime::currentSecsSinceEpoch());
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
        return base::invalid(
            field, u"the address has no host; it looks like https://api.example.com"_s);
    if (!url.userInfo().isEmpty() || url.hasQuery() || url.hasFragment())
        return base::invalid(field, u"the address must hold only scheme, host and port"_s);
    if (url.path() != QString() && url.path() != "/"_L1)
        return base::invalid(field,
            u"the address must end after the host or port: take off \"%1\""_s.arg(url.path()));
    if (url.scheme() == "https"_L1)
        return Unit {};
    if (url.scheme() == "http"_L1 && isLoopback(url.host()))
        return Unit {};
    return base::invalid(field,
        url.scheme() == "http"_L1 ? u"http is accepted for this computer only; use https"_s
                                  : u"the address must start with https://"_s);
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
