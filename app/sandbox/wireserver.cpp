// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#include "sandbox/wireserver.h"

#include "sandbox/wireconnection.h"

#include <QFile>
#include <QSslCertificate>
#include <QSslConfiguration>
#include <QSslKey>
#include <QSslServer>
#include <QTcpServer>
#include <QTcpSocket>

namespace sandbox {

using namespace Qt::StringLiterals;

namespace {

QString readAll(const QString &name, QByteArray &bytes)
{
    QFile file(name);
    if (!file.open(QIODevice::ReadOnly))
        return u"cannot read \"%1\": %2"_s.arg(name, file.errorString());
    bytes = file.readAll();
    return {};
}

QString configureTls(QSslServer &server, const TlsFiles &files)
{
    QByteArray certificatePem;
    QByteArray keyPem;
    if (const QString problem = readAll(files.certificate, certificatePem); !problem.isEmpty())
        return problem;
    if (const QString problem = readAll(files.key, keyPem); !problem.isEmpty())
        return problem;
    const QList<QSslCertificate> chain = QSslCertificate::fromData(certificatePem, QSsl::Pem);
    if (chain.isEmpty())
        return u"\"%1\" holds no certificate in PEM form"_s.arg(files.certificate);
    QSslKey key(keyPem, QSsl::Rsa);
    if (key.isNull())
        key = QSslKey(keyPem, QSsl::Ec);
    if (key.isNull())
        return u"\"%1\" holds no RSA or EC key in PEM form"_s.arg(files.key);

    QSslConfiguration configuration = QSslConfiguration::defaultConfiguration();
    configuration.setLocalCertificateChain(chain);
    configuration.setPrivateKey(key);
    server.setSslConfiguration(configuration);
    return {};
}

} // namespace

WireServer::WireServer(Handler handler, QObject *parent)
    : QObject(parent)
    , m_handler(std::move(handler))
{
}

WireServer::~WireServer() = default;

QString WireServer::listen(quint16 port, const std::optional<TlsFiles> &tls)
{
    if (tls) {
        auto *const secure = new QSslServer(this);
        m_server = secure;
        if (QString problem = configureTls(*secure, *tls); !problem.isEmpty())
            return problem;
    } else {
        m_server = new QTcpServer(this);
    }
    // Not newConnection: a TLS socket becomes available only after its handshake.
    connect(m_server, &QTcpServer::pendingConnectionAvailable, this, &WireServer::accept);
    m_server->setListenBacklogSize(128);
    if (!m_server->listen(QHostAddress::LocalHost, port))
        return u"cannot listen on 127.0.0.1:%1: %2"_s.arg(port).arg(m_server->errorString());
    return {};
}

quint16 WireServer::port() const
{
    return m_server ? m_server->serverPort() : 0;
}

void WireServer::accept()
{
    while (QTcpSocket *const socket = m_server->nextPendingConnection()) {
        ++m_connections;
        new WireConnection(socket, m_handler, this);
    }
}

} // namespace sandbox
