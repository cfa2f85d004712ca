// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

/// What Qt's network errors mean, in our own words: QNetworkReply::errorString() holds the full URL
/// and what a stranger wrote. Pure.

#include "http/proxyroute.h"

#include <QNetworkReply>

namespace http {

/// One line, English, for every error. Not for TLS, which tlsWords() explains.
QString networkWords(QNetworkReply::NetworkError error, const QString &host);

/// The same for an error before the way through a proxy was open: names the proxy and where it was
/// configured. `wasConnecting`: the proxy's own name was found, so "not found" is its answer.
QString proxyWords(QNetworkReply::NetworkError error, const QString &host, const ProxyRoute &route,
    bool wasConnecting);

} // namespace http
