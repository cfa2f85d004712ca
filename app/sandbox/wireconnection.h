// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

/// One client's connection: requests in, one after the other, replies out as their delivery says.

#include "sandbox/requestparser.h"
#include "sandbox/wireserver.h"

#include <QTimer>

class QTcpSocket;

namespace sandbox {

class WireConnection final : public QObject
{
    Q_OBJECT

public:
    /// Takes the socket and deletes itself when it is closed.
    WireConnection(QTcpSocket *socket, WireServer::Handler handler, QObject *parent);

private:
    void read();
    void proceed(RequestParser::State state);
    void answer(const ParsedRequest &parsed);
    void refuse();
    void deliver();
    void pump();
    void finishReply();
    void hangUp();

    QTcpSocket *m_socket;
    WireServer::Handler m_handler;
    RequestParser m_parser;
    Answer m_answer;
    QByteArray m_out;
    qsizetype m_sent = 0;
    bool m_isAnswering = false;
    bool m_closeAfter = false;
    bool m_isHead = false;
    QTimer m_delay;
    QTimer m_drip;
    QTimer m_idle;
};

} // namespace sandbox
