// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#include "sandbox/wireconnection.h"

#include <QDateTime>
#include <QLocale>
#include <QTcpSocket>

#include <utility>

namespace sandbox {

using namespace Qt::StringLiterals;

namespace {

constexpr qsizetype windowBytes = 256 * 1024; // handed to the socket at a time
constexpr std::chrono::seconds idleLimit {120};

QByteArray reasonOf(int status)
{
    switch (status) {
    case 200:
        return "OK";
    case 201:
        return "Created";
    case 204:
        return "No Content";
    case 302:
        return "Found";
    case 307:
        return "Temporary Redirect";
    case 400:
        return "Bad Request";
    case 401:
        return "Unauthorized";
    case 403:
        return "Forbidden";
    case 404:
        return "Not Found";
    case 405:
        return "Method Not Allowed";
    case 409:
        return "Conflict";
    case 413:
        return "Content Too Large";
    case 415:
        return "Unsupported Media Type";
    case 417:
        return "Expectation Failed";
    case 429:
        return "Too Many Requests";
    case 431:
        return "Request Header Fields Too Large";
    case 500:
        return "Internal Server Error";
    case 501:
        return "Not Implemented";
    case 502:
        return "Bad Gateway";
    case 503:
        return "Service Unavailable";
    case 505:
        return "HTTP Version Not Supported";
    default:
        return "Status";
    }
}

bool mayHaveBody(int status)
{
    return status >= 200 && status != 204 && status != 304;
}

QByteArray headOf(const HttpReply &reply, qint64 length, bool close)
{
    static const QLocale english(QLocale::C);
    QByteArray head = "HTTP/1.1 " + QByteArray::number(reply.status) + ' ' + reasonOf(reply.status);
    const QDateTime date = QDateTime::currentDateTimeUtc().addSecs(reply.clockAhead);
    head += "\r\nDate: " + english.toString(date, u"ddd, dd MMM yyyy HH:mm:ss 'GMT'"_s).toLatin1();
    head += "\r\nServer: tokendesk-sandbox\r\n";
    if (mayHaveBody(reply.status)) {
        if (!reply.contentType.isEmpty())
            head += "Content-Type: " + reply.contentType + "\r\n";
        head += "Content-Length: " + QByteArray::number(length) + "\r\n";
    }
    for (const auto &[name, value] : reply.headers)
        head += name + ": " + value + "\r\n";
    head += close ? "Connection: close\r\n\r\n" : "Connection: keep-alive\r\n\r\n";
    return head;
}

} // namespace

WireConnection::WireConnection(QTcpSocket *socket, WireServer::Handler handler, QObject *parent)
    : QObject(parent)
    , m_socket(socket)
    , m_handler(std::move(handler))
{
    m_socket->setParent(this);
    m_socket->setSocketOption(QAbstractSocket::LowDelayOption, 1);
    connect(m_socket, &QTcpSocket::readyRead, this, &WireConnection::read);
    connect(m_socket, &QTcpSocket::bytesWritten, this, [this] {
        if (!m_drip.isActive())
            pump();
    });
    connect(m_socket, &QTcpSocket::disconnected, this, &QObject::deleteLater);
    m_delay.setSingleShot(true);
    connect(&m_delay, &QTimer::timeout, this, &WireConnection::deliver);
    connect(&m_drip, &QTimer::timeout, this, &WireConnection::pump);
    m_idle.setSingleShot(true);
    connect(&m_idle, &QTimer::timeout, this, &WireConnection::hangUp);
    m_idle.start(idleLimit);
    // Bytes may have come before anybody listened.
    QMetaObject::invokeMethod(this, &WireConnection::read, Qt::QueuedConnection);
}

void WireConnection::read()
{
    if (m_isAnswering)
        return; // The socket keeps what comes meanwhile: the next request of a pipeline.
    m_idle.start(idleLimit);
    proceed(m_parser.feed(m_socket->readAll()));
}

void WireConnection::proceed(RequestParser::State state)
{
    if (state == RequestParser::State::WantsContinue) {
        m_socket->write("HTTP/1.1 100 Continue\r\n\r\n");
    } else if (state == RequestParser::State::Ready) {
        answer(m_parser.take());
    } else if (state == RequestParser::State::Broken) {
        refuse();
    }
}

void WireConnection::answer(const ParsedRequest &parsed)
{
    m_isAnswering = true;
    m_isHead = parsed.request.method == "HEAD";
    m_closeAfter = !parsed.keepAlive;
    m_answer = m_handler(parsed.request);
    if (!m_answer.delivery.interim.isEmpty())
        m_socket->write(m_answer.delivery.interim);
    m_delay.start(m_answer.delivery.delay);
}

void WireConnection::refuse()
{
    m_isAnswering = true;
    m_closeAfter = true;
    m_answer = {};
    m_answer.reply.status = m_parser.errorStatus();
    m_answer.reply.contentType = "text/plain; charset=utf-8";
    m_answer.reply.body = m_parser.errorText() + '\n';
    deliver();
}

void WireConnection::deliver()
{
    Delivery &delivery = m_answer.delivery;
    if (delivery.drop) {
        hangUp();
        return;
    }
    if (delivery.rawBytes) {
        m_out = *delivery.rawBytes;
        m_closeAfter = true;
    } else {
        HttpReply &reply = m_answer.reply;
        const qint64 length = delivery.claimedLength.value_or(reply.body.size());
        m_closeAfter = m_closeAfter || delivery.cutAfter || length != reply.body.size();
        // A connection that will be cut does not announce it: to the client it comes out of the
        // blue.
        m_out = headOf(reply, length, m_closeAfter && !delivery.cutAfter);
        if (!m_isHead && mayHaveBody(reply.status))
            m_out += delivery.cutAfter ? reply.body.left(*delivery.cutAfter) : reply.body;
    }
    m_answer.reply.body.clear();
    m_sent = 0;
    if (delivery.dripBytes > 0)
        m_drip.start(delivery.dripEvery);
    pump();
}

void WireConnection::pump()
{
    if (m_out.isEmpty())
        return;
    m_idle.start(idleLimit);
    const qsizetype drip = m_answer.delivery.dripBytes;
    const qsizetype room = drip > 0 ? drip : windowBytes - m_socket->bytesToWrite();
    const qsizetype count = std::min(room, m_out.size() - m_sent);
    if (count > 0)
        m_sent += m_socket->write(m_out.constData() + m_sent, count);
    if (m_sent == m_out.size())
        finishReply();
}

void WireConnection::finishReply()
{
    m_drip.stop();
    m_out.clear();
    m_answer = {};
    if (m_closeAfter) {
        m_socket->disconnectFromHost(); // after what was written has gone out
        return;
    }
    m_isAnswering = false;
    // Queued: a pipeline of a thousand requests must not become a thousand nested calls.
    QMetaObject::invokeMethod(this, &WireConnection::read, Qt::QueuedConnection);
}

void WireConnection::hangUp()
{
    m_socket->abort();
    deleteLater();
}

} // namespace sandbox
