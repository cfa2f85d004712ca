// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#include "http/proxyroute.h"

#include "base/textrules.h"

#include <QHostAddress>
#include <QNetworkProxyFactory>
#include <QNetworkProxyQuery>
#include <QRegularExpression>

#include <algorithm>

namespace http {

using namespace Qt::StringLiterals;
using base::Error;
using base::ErrorKind;
using base::Result;

namespace {

constexpr int curlsProxyPort = 1080;
constexpr int httpsPort = 443;

/// Small letters first; http_proxy last, as it is meant for http alone and Qt takes it all the
/// same.
constexpr const char *proxyVariables[]
    = {"https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY", "http_proxy", "HTTP_PROXY"};

QString environment(const char *name)
{
    return qEnvironmentVariable(name).trimmed();
}

bool isThisComputer(const QString &host)
{
    return host == "localhost"_L1 || host.endsWith(".localhost"_L1)
        || QHostAddress(host).isLoopback();
}

auto unusable(const QString &variable, const QString &what)
{
    return base::fail(Error {.kind = ErrorKind::Offline,
        .detail = u"the environment variable %1 %2; nothing was sent"_s.arg(variable, what),
        .field = u"proxy"_s});
}

std::optional<QNetworkProxy::ProxyType> proxyType(const QString &scheme)
{
    if (scheme == "http"_L1)
        return QNetworkProxy::HttpProxy;
    if (scheme == "socks"_L1 || scheme == "socks5"_L1 || scheme == "socks5h"_L1)
        return QNetworkProxy::Socks5Proxy;
    return std::nullopt;
}

/// One entry of no_proxy, without its port.
bool names(QString entry, const QString &host)
{
    if (entry == "*"_L1)
        return true;
    const QHostAddress address(host);
    if (!address.isNull()) {
        if (entry.startsWith(u'[') && entry.endsWith(u']'))
            entry = entry.sliced(1, entry.size() - 2);
        if (!entry.contains(u'/'))
            return QHostAddress(entry) == address;
        const auto block = QHostAddress::parseSubnet(entry);
        return !block.first.isNull() && address.isInSubnet(block);
    }
    if (entry.startsWith(u'*'))
        entry.remove(0, 1);
    if (entry.startsWith(u'.'))
        entry.remove(0, 1);
    if (entry.endsWith(u'.'))
        entry.chop(1);
    return !entry.isEmpty()
        && (host.compare(entry, Qt::CaseInsensitive) == 0
            || host.endsWith(u'.' + entry, Qt::CaseInsensitive));
}

/// What the system is set to. The first that can carry TLS, as Qt would choose.
ProxyRoute systemRoute(const QUrl &url)
{
    const auto proxies = QNetworkProxyFactory::proxyForQuery(QNetworkProxyQuery(url));
    for (const QNetworkProxy &proxy : proxies) {
        if (proxy.type() == QNetworkProxy::NoProxy)
            break;
        if (proxy.capabilities().testFlag(QNetworkProxy::TunnelingCapability))
            return {proxy, u"the network settings of this system"_s};
    }
    return {};
}

} // namespace

QString ProxyRoute::words() const
{
    if (isDirect())
        return {};
    return u"the proxy %1:%2 (from %3)"_s.arg(
        base::displayForm(proxy.hostName(), 100), QString::number(proxy.port()), source);
}

Result<ProxyRoute> proxyRouteTo(const QUrl &url)
{
    if (isThisComputer(url.host()))
        return ProxyRoute {};
    for (const char *name : {"no_proxy", "NO_PROXY"}) {
        if (isExemptFromProxy(environment(name), url))
            return ProxyRoute {};
    }
    for (const char *name : proxyVariables) {
        if (const QString value = environment(name); !value.isEmpty())
            return parseProxy(value, QString::fromLatin1(name));
    }
    return systemRoute(url);
}

Result<ProxyRoute> parseProxy(const QString &value, const QString &variable)
{
    const QString whole = value.contains("://"_L1) ? value : u"http://"_s + value;
    const QUrl url(whole, QUrl::TolerantMode);
    if (!url.isValid() || url.host().isEmpty())
        return unusable(
            variable, u"does not hold the address of a proxy (host:port or http://host:port)"_s);
    const auto type = proxyType(url.scheme());
    if (!type)
        return unusable(
            variable, u"names a proxy of a kind that cannot be used (http:// and socks5:// can)"_s);
    const auto port = static_cast<quint16>(url.port(curlsProxyPort));
    return ProxyRoute {QNetworkProxy(*type, url.host(), port, url.userName(QUrl::FullyDecoded),
                           url.password(QUrl::FullyDecoded)),
        u"the environment variable %1"_s.arg(variable)};
}

bool isExemptFromProxy(const QString &noProxy, const QUrl &url)
{
    static const QRegularExpression separators(u"[,\\s]+"_s);
    // Not of an address of version 6 without brackets, where each colon would look like one.
    static const QRegularExpression withPort(u"^(\\[[^\\]]+\\]|[^:]+):([0-9]+)$"_s);
    const QStringList entries = noProxy.split(separators, Qt::SkipEmptyParts);
    return std::any_of(entries.begin(), entries.end(), [&url](const QString &entry) {
        const auto parts = withPort.match(entry);
        if (!parts.hasMatch())
            return names(entry, url.host());
        return parts.captured(2).toInt() == url.port(httpsPort)
            && names(parts.captured(1), url.host());
    });
}

} // namespace http
