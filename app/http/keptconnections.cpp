// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#include "http/keptconnections.h"

#include <QNetworkAccessManager>
#include <QNetworkCookie>
#include <QNetworkCookieJar>

namespace http {

using namespace std::chrono_literals;

namespace {

/// Long enough for the pages of a list, which follow each other at once. Proxies and servers that
/// are tired of waiting send a 408 and close after 5 s at the earliest.
constexpr auto longestRest = 2s;

/// A jar that neither takes nor gives: Qt's own sends a cookie of one port to another (NET-10).
class NoCookies final : public QNetworkCookieJar
{
public:
    QList<QNetworkCookie> cookiesForUrl(const QUrl &) const override { return {}; }
    bool setCookiesFromUrl(const QList<QNetworkCookie> &, const QUrl &) override { return false; }
};

} // namespace

KeptConnections::KeptConnections()
{
    m_rest.setSingleShot(true);
    m_rest.setInterval(longestRest);
    m_rest.callOnTimeout(&m_rest, [this] {
        if (m_current.use_count() == 1) // Else a read runs, and its end starts the time anew.
            m_current.reset();
    });
}

KeptConnections::~KeptConnections() = default;

KeptConnections::Manager KeptConnections::makeManager(const ProxyRoute &route)
{
    auto manager = std::make_shared<QNetworkAccessManager>();
    manager->setRedirectPolicy(QNetworkRequest::ManualRedirectPolicy);
    manager->setCookieJar(new NoCookies); // The manager takes ownership.
    manager->setStrictTransportSecurityEnabled(false);
    manager->setAutoDeleteReplies(false);
    manager->setProxy(route.proxy); // Also "none": else Qt would look for one itself.
    return manager;
}

KeptConnections::Manager KeptConnections::forRead(const ProxyRoute &route)
{
    if (!m_current || m_route != route) {
        m_current = makeManager(route);
        m_route = route;
    }
    return m_current;
}

void KeptConnections::ended(const Manager &manager, bool isSound)
{
    if (manager != m_current)
        return;
    if (isSound)
        m_rest.start();
    else
        m_current.reset();
}

} // namespace http
