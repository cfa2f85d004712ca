// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#include "faultserver.h"

#include "patience.h"

#include <QFile>
#include <QProcess>
#include <QSslConfiguration>
#include <QSslKey>
#include <QSslSocket>
#include <QTemporaryDir>

#ifdef Q_OS_UNIX
#include <sys/socket.h>
#endif

namespace test {

using namespace Qt::StringLiterals;

QByteArray WireRequest::header(const QByteArray &name) const
{
    for (const auto &[key, value] : headers) {
        if (key.compare(name, Qt::CaseInsensitive) == 0)
            return value;
    }
    return {};
}

FaultServer::FaultServer(Handler handler)
    : m_handler(std::move(handler))
{
    if (!listen(QHostAddress::LocalHost))
        qFatal("no port to listen on");
}

FaultServer::FaultServer(Handler handler, const QSslConfiguration &tls)
    : FaultServer(std::move(handler))
{
    m_tls = std::make_shared<QSslConfiguration>(tls);
}

FaultServer::~FaultServer()
{
    for (const auto &socket : std::as_const(m_sockets)) {
        if (socket)
            socket->disconnect(this);
    }
}

QUrl FaultServer::url() const
{
    return QUrl(u"%1://127.0.0.1:%2"_s.arg(m_tls ? u"https"_s : u"http"_s).arg(serverPort()));
}

int FaultServer::open() const
{
    int count = 0;
    for (const auto &socket : m_sockets) {
        if (socket && socket->state() == QAbstractSocket::ConnectedState)
            ++count;
    }
    return count;
}

QByteArray FaultServer::reply(
    int status, const QByteArray &body, const QByteArray &contentType, const QByteArray &more)
{
    return "HTTP/1.1 " + QByteArray::number(status) + " Whatever\r\nContent-Type: " + contentType
        + "\r\nContent-Length: " + QByteArray::number(body.size()) + "\r\n" + more + "\r\n" + body;
}

void FaultServer::hangUp(QTcpSocket *socket, bool reset)
{
#ifdef Q_OS_UNIX
    if (reset) {
        // Without lingering, closing answers with RST.
        const linger now {1, 0};
        ::setsockopt(int(socket->socketDescriptor()), SOL_SOCKET, SO_LINGER, &now, sizeof now);
    }
#endif
    socket->abort();
}

void FaultServer::incomingConnection(qintptr descriptor)
{
    const int number = ++m_connections;
    QTcpSocket *socket = nullptr;
    if (m_tls) {
        auto *secure = new QSslSocket(this);
        secure->setSslConfiguration(*m_tls);
        socket = secure;
        connect(secure, &QSslSocket::encrypted, this,
            [this, secure] { m_negotiated = secure->sslConfiguration().nextNegotiatedProtocol(); });
    } else {
        socket = new QTcpSocket(this);
    }
    socket->setSocketDescriptor(descriptor);
    m_sockets.append(socket);
    connect(socket, &QTcpSocket::readyRead, this, [this, socket, number] { read(socket, number); });
    connect(socket, &QTcpSocket::disconnected, socket, &QObject::deleteLater);
    if (auto *secure = qobject_cast<QSslSocket *>(socket))
        secure->startServerEncryption();
}

void FaultServer::read(QTcpSocket *socket, int connection)
{
    const QByteArray seen = socket->peek(10 * 1024 * 1024);
    const qsizetype end = seen.indexOf("\r\n\r\n");
    if (end < 0)
        return;
    QList<QByteArray> lines = seen.left(end).split('\n');
    WireRequest request {.connection = connection};
    const QList<QByteArray> first = lines.takeFirst().trimmed().split(' ');
    request.method = first.value(0);
    request.target = first.value(1);
    for (const QByteArray &line : std::as_const(lines)) {
        const qsizetype colon = line.indexOf(':');
        request.headers.append({line.left(colon).trimmed(), line.mid(colon + 1).trimmed()});
    }
    const qsizetype length = request.header("Content-Length").toLongLong();
    if (seen.size() < end + 4 + length)
        return;
    request.body = seen.mid(end + 4, length);
    socket->read(end + 4 + length);
    m_requests.append(request);
    m_handler(request, socket);
}

std::optional<QSslConfiguration> selfSignedServer()
{
    const QTemporaryDir folder;
    const QString key = folder.filePath(u"key.pem"_s);
    const QString certificate = folder.filePath(u"certificate.pem"_s);
    QProcess openssl;
    openssl.setProcessChannelMode(QProcess::MergedChannels);
    openssl.start(u"openssl"_s,
        {u"req"_s, u"-x509"_s, u"-newkey"_s, u"rsa:2048"_s, u"-nodes"_s, u"-days"_s, u"2"_s,
            u"-keyout"_s, key, u"-out"_s, certificate, u"-subj"_s, u"/CN=Tokendesk test"_s,
            u"-addext"_s, u"subjectAltName=IP:127.0.0.1"_s});
    if (!openssl.waitForFinished(test::patienceMs()) || openssl.exitCode() != 0)
        return std::nullopt;
    QFile keyFile(key);
    const auto certificates = QSslCertificate::fromPath(certificate);
    if (!keyFile.open(QIODevice::ReadOnly) || certificates.isEmpty())
        return std::nullopt;
    QSslConfiguration tls = QSslConfiguration::defaultConfiguration();
    tls.setLocalCertificate(certificates.first());
    tls.setPrivateKey(QSslKey(&keyFile, QSsl::Rsa));
    tls.setAllowedNextProtocols({"h2", "http/1.1"});
    return tls;
}

} // namespace test
