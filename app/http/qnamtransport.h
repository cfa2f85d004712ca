// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

/// The only pair of files that sees QNetworkAccessManager. Every setting below answers a measured
/// failing of plain Qt: requests re-sent behind our back, credentials carried along redirects,
/// timeouts that count idle time only, cookies shared across ports, HTTP/2 with a known hole in
/// Qt 6.4.

#include "http/transport.h"

#include <memory>

class QNetworkAccessManager;
class QObject;

namespace http {

/// One per connection, so that nothing (TLS settings, kept-alive sockets, cookies) is shared
/// between vendors (NET-08). Lives on the GUI thread. Destroying it ends what is in flight: a read
/// as Cancelled, a change as OutcomeUnknown.
class QnamTransport final : public Transport
{
public:
    QnamTransport();
    ~QnamTransport() override;

    base::Task<Response> send(
        const QUrl &base, const Request &request, const Authorizer *authorizer) override;

private:
    std::unique_ptr<QNetworkAccessManager> m_reads;
    std::unique_ptr<QObject> m_exchanges; ///< after m_reads: goes before the manager of its replies
};

} // namespace http
