// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

/// Talks to a sandbox in the same process over a real socket. Not through QNetworkAccessManager:
/// that sends a request again when the connection is dropped, and hides what was dropped.

#include "patience.h"
#include "sandbox/sandboxhost.h"

#include <QEventLoop>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTcpSocket>
#include <QTest>
#include <QTimer>
#include <QUrl>

namespace test {

/// Whether the last answer of these bytes has come to its end, by the length that it tells.
inline bool isLastWhole(const QByteArray &answers)
{
    static constexpr QByteArrayView said = "\r\nContent-Length: ";
    const qsizetype head = answers.lastIndexOf("HTTP/1.1 ");
    const qsizetype end = answers.indexOf("\r\n\r\n", head);
    if (head < 0 || end < 0)
        return false;
    const qsizetype length = answers.indexOf(said, head);
    if (length < 0 || length > end)
        return true;
    const qsizetype digits = length + said.size();
    const auto size = answers.mid(digits, answers.indexOf('\r', digits) - digits).toLongLong();
    return answers.size() - end - 4 >= size;
}

/// Writes bytes and reads until the server closes, or until so many answers have come (0 = all).
inline QByteArray exchangeRaw(
    quint16 port, const QByteArray &bytes, int answers = 0, QTcpSocket *kept = nullptr)
{
    QTcpSocket own;
    QTcpSocket &socket = kept ? *kept : own;
    if (socket.state() == QAbstractSocket::UnconnectedState)
        socket.connectToHost(QStringLiteral("127.0.0.1"), port);
    if (!waitUntil([&] { return socket.state() == QAbstractSocket::ConnectedState; }))
        return "no connection";
    socket.write(bytes);
    QByteArray got;
    const auto isDone = [&] {
        got += socket.readAll();
        return socket.state() == QAbstractSocket::UnconnectedState
            || (answers > 0 && got.count("HTTP/1.1 ") >= answers && isLastWhole(got));
    };
    if (answers == 0) { // without the naps of waitUntil()
        QEventLoop loop;
        QObject::connect(&socket, &QTcpSocket::disconnected, &loop, &QEventLoop::quit);
        limit(loop);
        if (socket.state() != QAbstractSocket::UnconnectedState)
            loop.exec();
    }
    (void)waitUntil(isDone);
    settle(); // More than was asked for shows, too.
    return got + socket.readAll();
}

struct Got
{
    int status = 0; ///< 0 = no HTTP answer
    QByteArray head;
    QByteArray body;

    /// Whether the body is as long as it was said to be.
    bool isWhole() const
    {
        const QByteArray length = header("Content-Length");
        return status != 0 && (length.isEmpty() || length.toLongLong() == body.size());
    }
    QByteArray header(const QByteArray &name) const
    {
        for (const QByteArray &line : head.split('\n'))
            if (line.startsWith(name + ": "))
                return line.mid(name.size() + 2).trimmed();
        return {};
    }
    QJsonObject object() const { return QJsonDocument::fromJson(body).object(); }
    QJsonArray array() const { return QJsonDocument::fromJson(body).array(); }
    QString text(const QString &member) const { return object().value(member).toString(); }
};

class SandboxClient
{
public:
    explicit SandboxClient(const QString &url)
        : m_port(static_cast<quint16>(QUrl(url).port()))
    {
    }

    /// auth: the whole Authorization header, or empty. more: whole header lines.
    Got send(const QByteArray &method, const QString &path, const QString &auth = {},
        const QByteArray &body = {}, const QByteArray &type = "application/json",
        const QByteArray &more = {})
    {
        QByteArray request = method + ' ' + path.toUtf8() + " HTTP/1.1\r\nHost: 127.0.0.1\r\n"
            + "Connection: close\r\nContent-Length: " + QByteArray::number(body.size()) + "\r\n";
        if (!auth.isEmpty())
            request += "Authorization: " + auth.toUtf8() + "\r\n";
        if (!body.isEmpty())
            request += "Content-Type: " + type + "\r\n";
        const QByteArray bytes = exchangeRaw(m_port, request + more + "\r\n" + body);
        Got got;
        const qsizetype end = bytes.indexOf("\r\n\r\n");
        if (!bytes.startsWith("HTTP/1.1 ") || end < 0)
            return got;
        got.status = bytes.mid(9, 3).toInt();
        got.head = bytes.left(end + 2);
        got.body = bytes.mid(end + 4);
        return got;
    }

    Got get(const QString &path, const QString &auth = {}) { return send("GET", path, auth); }
    Got post(const QString &path, const QString &auth, const QJsonObject &body)
    {
        return send("POST", path, auth, QJsonDocument(body).toJson());
    }
    Got form(const QString &path, const QByteArray &body, const QString &auth = {})
    {
        return send("POST", path, auth, body, "application/x-www-form-urlencoded");
    }

private:
    quint16 m_port;
};

} // namespace test
