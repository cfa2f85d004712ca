// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

/// The sockets that reads share. HTTP/1.1 ties an answer to its request by their order alone, and
/// Qt gives whatever comes next on a socket to the request that has it next (measured with 6.4: an
/// answer that came while nobody asked went to the next read). So a socket is shared only while
/// everything on it went as it should.

#include "http/proxyroute.h"

#include <QTimer>

#include <memory>

class QNetworkAccessManager;

namespace http {

class KeptConnections final
{
public:
    using Manager = std::shared_ptr<QNetworkAccessManager>;

    KeptConnections();
    ~KeptConnections();

    /// A manager that shares nothing with anybody: no cookies, no redirects, that proxy.
    static Manager makeManager(const ProxyRoute &route);

    /// For the next read. Each holds it until it has ended.
    Manager forRead(const ProxyRoute &route);
    /// A read over it has ended. Unless all went well, no later one goes over any of its sockets:
    /// the manager goes, and they with it, once the reads that still run there have ended.
    void ended(const Manager &manager, bool isSound);

private:
    Manager m_current;
    ProxyRoute m_route;
    QTimer m_rest; ///< Servers speak up on a socket that rests, and then hang up.
};

} // namespace http
