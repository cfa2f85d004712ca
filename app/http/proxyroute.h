// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

/// Whether the way to a host goes through a proxy, through which, and where that was configured
/// (NET-12).

#include "base/result.h"

#include <QNetworkProxy>
#include <QString>
#include <QUrl>

namespace http {

struct ProxyRoute
{
    QNetworkProxy proxy {QNetworkProxy::NoProxy};
    QString
        source; ///< "the environment variable https_proxy", "the network settings of this system"

    bool isDirect() const { return proxy.type() == QNetworkProxy::NoProxy; }
    /// "the proxy proxy.example:3128 (from the environment variable https_proxy)": never a user
    /// name or password. Empty when direct.
    QString words() const;

    friend bool operator==(const ProxyRoute &, const ProxyRoute &) = default;
};

/// The way to an https URL. This computer itself and what no_proxy lists are reached directly. Then
/// the environment counts, in curl's order (https_proxy, all_proxy, each in small letters first)
/// and with http_proxy last, as Qt has it; then what the system is set to. Offline with the field
/// "proxy" where a variable holds what cannot be used: to go past a proxy that somebody asked for
/// would be worse than to stop.
base::Result<ProxyRoute> proxyRouteTo(const QUrl &url);

/// Reads "[scheme://][user[:password]@]host[:port]" as curl does: no scheme is http, no port 1080.
/// `variable` is named in the route and in errors; the value never is, as it may hold a password.
base::Result<ProxyRoute> parseProxy(const QString &value, const QString &variable);

/// Whether a no_proxy list names the host: "*", a domain with or without its leading dot, an
/// address, a block of addresses, each with an optional port.
bool isExemptFromProxy(const QString &noProxy, const QUrl &url);

} // namespace http
