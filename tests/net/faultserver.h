// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

/// A server on loopback that does to each request what the test wants done, byte by byte.

#include <QByteArray>
#include <QList>
#include <QPointer>
#include <QTcpServer>
#include <QUrl>

#include <functional>
#include <optional>

class QSslConfiguration;
class QTcpSocket;

namespace test {

struct WireRequest
{
    int connection = 0; ///< number of the connection it came on, from 1
    QByteArray method;
    QByteArray target;
    QList<QPair<QByteArray, QByteArray>> headers;
    QByteArray body;

    /// The first header of that name in any case; null if absent.
    QByteArray header(const QByteArray &name) const;
};

class FaultServer final : public QTcpServer
{
    Q_OBJECT

public:
    /// Called for every complete request; answers by writing to the socket, or ends it.
    using Handler = std::function<void(const WireRequest &request, QTcpSocket *socket)>;

    explicit FaultServer(Handler handler);
    /// Listens with TLS.
    FaultServer(Handler handler, const QSslConfiguration &tls);
    ~FaultServer() override;

    QUrl url() const;
    const QList<WireRequest> &requests() const { return m_requests; }
    int connections() const { return m_connections; }
    /// Connections that are open now.
    int open() const;
    /// What was agreed by ALPN on the last TLS connection.
    QByteArray negotiatedProtocol() const { return m_negotiated; }
    void setHandler(Handler handler) { m_handler = std::move(handler); }

    static QByteArray reply(int status, const QByteArray &body,
        const QByteArray &contentType = "application/json", const QByteArray &more = {});
    /// Ends with FIN or with RST.
    static void hangUp(QTcpSocket *socket, bool reset);

protected:
    void incomingConnection(qintptr descriptor) override;

private:
    void read(QTcpSocket *socket, int connection);

    Handler m_handler;
    std::shared_ptr<QSslConfiguration> m_tls;
    QList<WireRequest> m_requests;
    QList<QPointer<QTcpSocket>> m_sockets;
    QByteArray m_negotiated;
    int m_connections = 0;
};

/// A certificate for 127.0.0.1 that nobody vouches for, made anew with openssl; nothing where
/// openssl is not installed.
std::optional<QSslConfiguration> selfSignedServer();

} // namespace test
