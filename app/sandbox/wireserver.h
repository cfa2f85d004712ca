// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

/// A small HTTP/1.1 server on loopback with control of every byte: what it is asked to spoil, it
/// spoils.

#include "sandbox/exchange.h"

#include <QObject>
#include <QString>

#include <chrono>
#include <functional>

class QTcpServer;

namespace sandbox {

/// How a reply is brought to the client; by default whole and at once.
struct Delivery
{
    std::chrono::milliseconds delay {0};
    bool drop = false; ///< close without a byte
    std::optional<qint64> cutAfter; ///< close after that many bytes of the body
    std::optional<qint64> claimedLength; ///< a Content-Length that is not true
    std::optional<QByteArray> rawBytes; ///< sent instead of any HTTP
    QByteArray interim; ///< heads of answers that are none (103), sent at once, before the delay
    qsizetype dripBytes = 0; ///< more than 0: only that many bytes at a time ...
    std::chrono::milliseconds dripEvery {50}; ///< ... and so long between them
};

struct Answer
{
    HttpReply reply;
    Delivery delivery;
};

struct TlsFiles
{
    QString certificate; ///< PEM, with its chain
    QString key; ///< PEM
};

class WireServer final : public QObject
{
    Q_OBJECT

public:
    using Handler = std::function<Answer(const HttpRequest &request)>;

    explicit WireServer(Handler handler, QObject *parent = nullptr);
    ~WireServer() override;

    /// Listens on 127.0.0.1 only. Port 0 takes a free one. Returns what went wrong, or nothing.
    QString listen(quint16 port, const std::optional<TlsFiles> &tls = std::nullopt);
    quint16 port() const;

    /// How many connections were accepted so far.
    int connectionCount() const { return m_connections; }

private:
    void accept();

    Handler m_handler;
    QTcpServer *m_server = nullptr;
    int m_connections = 0;
};

} // namespace sandbox
