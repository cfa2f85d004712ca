// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

/// Requests over QNetworkAccessManager. Every setting answers a measured failing of plain Qt:
/// requests re-sent behind our back, credentials carried along redirects, timeouts that count idle
/// time only, cookies shared across ports, HTTP/2 with a known hole in Qt 6.4, answers given to
/// the wrong request.

#include "http/transport.h"

#include <QStringList>

#include <memory>

class QObject;
class QSslConfiguration;

namespace http {

class KeptConnections;

/// One per connection, so that nothing (TLS settings, kept-alive sockets, cookies) is shared
/// between vendors (NET-08). Lives on the GUI thread. Destroying it ends what is in flight: a read
/// as Cancelled, a change as OutcomeUnknown.
///
/// A read whose answer cannot be its own (an interim status, which Qt 6.4 takes for the whole; a
/// 408, which a server sends to whoever comes next) is sent once more on a new connection, within
/// its deadline.
class QnamTransport final : public Transport
{
public:
    /// caFiles: their CAs count beside the system's; host, dates and chain are checked as ever.
    /// They are read now, once. Where one cannot be used, or they are an error, every send fails
    /// with it.
    explicit QnamTransport(const base::Result<QStringList> &caFiles = QStringList());
    ~QnamTransport() override;

    base::Task<Response> send(
        const QUrl &base, const Request &request, const Authorizer *authorizer) override;

private:
    base::Result<base::Unit> m_trust;
    std::unique_ptr<QSslConfiguration> m_tls; ///< null = Qt's default
    std::unique_ptr<KeptConnections> m_kept;
    std::unique_ptr<QObject> m_exchanges; ///< after m_kept, which they tell how they ended
};

} // namespace http
