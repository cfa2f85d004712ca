// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#include "http/preparedrequest.h"

#include <QSslConfiguration>

#include <algorithm>

namespace http {

using namespace Qt::StringLiterals;
using base::Result;

namespace {

bool isHeaderSafe(QByteArrayView value)
{
    return std::all_of(value.begin(), value.end(), [](char c) { return c >= 0x20 && c < 0x7f; });
}

} // namespace

Result<QNetworkRequest> prepareRequest(const QUrl &url, const Request &request,
    const Authorizer *authorizer, const QSslConfiguration *tls)
{
    QNetworkRequest prepared(url);
    if (tls)
        prepared.setSslConfiguration(*tls);
    prepared.setAttribute(
        QNetworkRequest::RedirectPolicyAttribute, QNetworkRequest::ManualRedirectPolicy);
    prepared.setAttribute(QNetworkRequest::Http2AllowedAttribute, false);
    prepared.setAttribute(QNetworkRequest::HttpPipeliningAllowedAttribute, false);
    prepared.setAttribute(QNetworkRequest::AuthenticationReuseAttribute, QNetworkRequest::Manual);
    prepared.setAttribute(QNetworkRequest::CookieLoadControlAttribute, QNetworkRequest::Manual);
    prepared.setAttribute(QNetworkRequest::CookieSaveControlAttribute, QNetworkRequest::Manual);
    prepared.setAttribute(
        QNetworkRequest::CacheLoadControlAttribute, QNetworkRequest::AlwaysNetwork);
    prepared.setAttribute(QNetworkRequest::CacheSaveControlAttribute, false);
    prepared.setRawHeader("User-Agent", "Tokendesk/" TOKENDESK_VERSION);
    prepared.setRawHeader("Accept", "application/json");
    for (const auto &[name, value] : request.headers) {
        if (!isHeaderSafe(value))
            return base::invalid(u"header"_s,
                u"an unusual character in the header %1"_s.arg(QLatin1StringView(name)));
        prepared.setRawHeader(name, value);
    }
    if (!request.contentType.isEmpty())
        prepared.setRawHeader("Content-Type", request.contentType);
    if (authorizer) {
        for (const AuthHeader &header : authorizer->headers()) {
            if (!isHeaderSafe(header.value.expose()))
                return base::invalid(
                    u"secret"_s, u"the key contains a line break or an unusual character"_s);
            prepared.setRawHeader(header.name, header.value.expose().toByteArray());
        }
    }
    return prepared;
}

} // namespace http
