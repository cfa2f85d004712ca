// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0

/// NET-08 on real sockets: bad servers are refused and it is said why; a CA file adds trust and
/// takes nothing away.

#include "await.h"
#include "certificates.h"
#include "faultserver.h"
#include "http/cafile.h"
#include "http/qnamtransport.h"
#include "stricttest.h"

#include <QSslCertificate>
#include <QTcpSocket>

using namespace Qt::StringLiterals;
using base::ErrorKind;
using base::Result;
using http::QnamTransport;
using http::Request;
using http::Response;
using test::await;
using test::Certificates;
using test::FaultServer;
using test::WireRequest;

namespace {

enum class Server { Good, SelfSigned, WrongHost, Expired, NotYetValid };

void answer(const WireRequest &, QTcpSocket *socket)
{
    socket->write(FaultServer::reply(200, "{}"));
}

Result<Response> ask(const FaultServer &server, const QStringList &caFiles, bool isChange = false)
{
    QnamTransport transport(caFiles);
    const http::WordAuthorizer authorizer("Bearer", base::Secret::copyOf("abc"));
    const Request request
        = isChange ? Request::change(http::Verb::Post, u"/keys"_s, "{}") : Request::get(u"/list"_s);
    return await(transport.send(server.url(), request, &authorizer));
}

} // namespace

class TlsTrustTest final : public test::StrictTest
{
    Q_OBJECT

private slots:
    void initTestCase() { QVERIFY2(m_made.problem().isEmpty(), qPrintable(m_made.problem())); }
    void cleanup() { QSslConfiguration::setDefaultConfiguration(m_before); }

    void namesTheReason_data();
    void namesTheReason();
    void trustsACaFile_data();
    void trustsACaFile();
    void keepsTheSystemsCas();
    void forgivesNothingForACaFile_data();
    void forgivesNothingForACaFile();
    void doesNotOpenWithoutItsCaFile_data();
    void doesNotOpenWithoutItsCaFile();
    void showsNoControlCharacterOfACertificate();

private:
    std::optional<QSslConfiguration> configuration(Server server)
    {
        switch (server) {
        case Server::Good:
            return m_made.server();
        case Server::SelfSigned:
            return m_made.selfSigned();
        case Server::WrongHost:
            return m_made.server({.names = u"DNS:one.example,DNS:two.example"_s});
        case Server::Expired:
            return m_made.server({.from = u"200101000000Z"_s, .until = u"210203040500Z"_s});
        case Server::NotYetValid:
            return m_made.server({.from = u"480101000000Z"_s, .until = u"490101000000Z"_s});
        }
        return std::nullopt;
    }

    QSslConfiguration m_before = QSslConfiguration::defaultConfiguration();
    Certificates m_made;
};

void TlsTrustTest::namesTheReason_data()
{
    QTest::addColumn<Server>("server");
    QTest::addColumn<bool>("isCaKnown");
    QTest::addColumn<QStringList>("words");
    QTest::newRow("unknown CA") << Server::Good << false
                                << QStringList {u"\"Tokendesk test CA\""_s, u"not trusted"_s};
    QTest::newRow("self-signed") << Server::SelfSigned << true << QStringList {u"self-signed"_s};
    QTest::newRow("wrong host") << Server::WrongHost << true
                                << QStringList {
                                       u"for one.example, two.example, not for 127.0.0.1"_s};
    QTest::newRow("expired") << Server::Expired << true
                             << QStringList {u"expired on 2021-02-03 04:05 UTC"_s};
    QTest::newRow("not yet valid")
        << Server::NotYetValid << true
        << QStringList {u"not valid before 2048-01-01 00:00 UTC"_s, u"clock"_s};
    QTest::newRow("expired and unknown")
        << Server::Expired << false
        << QStringList {u"expired on 2021-02-03"_s, u"\"Tokendesk test CA\""_s};
}

void TlsTrustTest::namesTheReason()
{
    QFETCH(Server, server);
    QFETCH(bool, isCaKnown);
    QFETCH(QStringList, words);
    const auto tls = configuration(server);
    QVERIFY2(tls, qPrintable(m_made.problem()));
    const FaultServer bad(answer, *tls);
    const QStringList caFiles = isCaKnown ? QStringList {m_made.caFile()} : QStringList();
    for (const bool isChange : {false, true}) {
        const auto reply = ask(bad, caFiles, isChange);
        QVERIFY(!reply);
        QCOMPARE_EQ(reply.error().kind, ErrorKind::Tls); // Of a change, too: nothing was sent.
        for (const QString &one : std::as_const(words))
            QVERIFY2(reply.error().detail.contains(one), qPrintable(reply.error().detail));
    }
    QCOMPARE_EQ(bad.requests().size(), 0);
}

void TlsTrustTest::trustsACaFile_data()
{
    QTest::addColumn<QByteArray>("form");
    for (const char *form : {"PEM", "DER", "a bundle", "PEM with words around"})
        QTest::newRow(form) << QByteArray(form);
}

void TlsTrustTest::trustsACaFile()
{
    QFETCH(QByteArray, form);
    QFile ca(m_made.caFile());
    QFile other(m_made.otherCaFile());
    QVERIFY(ca.open(QIODevice::ReadOnly) && other.open(QIODevice::ReadOnly));
    const QByteArray pem = ca.readAll();
    const QByteArray bytes = form == "DER" ? QSslCertificate(pem, QSsl::Pem).toDer()
        : form == "a bundle"               ? other.readAll() + pem
        : form == "PEM"                    ? pem
                                           : "The CA of the firewall:\n" + pem + "\nGreetings\n";
    QFile given(m_made.file(u"given"_s));
    QVERIFY(given.open(QIODevice::WriteOnly | QIODevice::Truncate));
    given.write(bytes);
    given.close();
    const auto tls = m_made.server();
    QVERIFY2(tls, qPrintable(m_made.problem()));
    const FaultServer server(answer, *tls);
    QVERIFY(!ask(server, {}));
    QVERIFY(!ask(server, {m_made.otherCaFile()}));
    for (const bool isChange : {false, true}) {
        const auto reply = ask(server, {given.fileName()}, isChange);
        QVERIFY2(reply, qPrintable(reply ? QString() : reply.error().detail));
    }
    QVERIFY(ask(server, {m_made.otherCaFile(), m_made.caFile()})); // The settings' and its own.
}

void TlsTrustTest::keepsTheSystemsCas()
{
    // Stands for what the system trusts.
    QSslConfiguration system = m_before;
    system.addCaCertificates(QSslCertificate::fromPath(m_made.caFile()));
    QSslConfiguration::setDefaultConfiguration(system);
    const auto tls = m_made.server();
    QVERIFY2(tls, qPrintable(m_made.problem()));
    const FaultServer server(answer, *tls);
    QVERIFY(ask(server, {}));
    QVERIFY(ask(server, {m_made.otherCaFile()}));
    // And what it really trusts, which Qt would load on demand.
    QSslConfiguration::setDefaultConfiguration(m_before);
    const auto other = http::readCaFile(m_made.otherCaFile());
    QVERIFY(other);
    const QList<QSslCertificate> trusted = http::trustingAlso(*other).caCertificates();
    QVERIFY(trusted.contains(other->first()));
    for (const QSslCertificate &one : QSslConfiguration::systemCaCertificates())
        QVERIFY2(trusted.contains(one), qPrintable(one.subjectDisplayName()));
}

void TlsTrustTest::forgivesNothingForACaFile_data()
{
    QTest::addColumn<Server>("server");
    QTest::newRow("wrong host") << Server::WrongHost;
    QTest::newRow("expired") << Server::Expired;
    QTest::newRow("not yet valid") << Server::NotYetValid;
    QTest::newRow("self-signed") << Server::SelfSigned;
}

void TlsTrustTest::forgivesNothingForACaFile()
{
    QFETCH(Server, server);
    const auto tls = configuration(server);
    QVERIFY2(tls, qPrintable(m_made.problem()));
    const FaultServer bad(answer, *tls);
    QCOMPARE_EQ(ask(bad, {m_made.caFile()}).error().kind, ErrorKind::Tls);
    QCOMPARE_EQ(bad.requests().size(), 0);
}

void TlsTrustTest::doesNotOpenWithoutItsCaFile_data()
{
    QTest::addColumn<QByteArray>("what");
    for (const char *what : {"gone", "a folder", "empty", "no certificate", "a key", "half of one"})
        QTest::newRow(what) << QByteArray(what);
}

void TlsTrustTest::doesNotOpenWithoutItsCaFile()
{
    QFETCH(QByteArray, what);
    const QString name = m_made.file(QString::fromLatin1(what) + u".pem"_s);
    QFile ca(m_made.caFile());
    QFile key(m_made.file(u"ca.key"_s));
    QVERIFY(ca.open(QIODevice::ReadOnly) && key.open(QIODevice::ReadOnly));
    const QByteArray pem = ca.readAll();
    if (what == "a folder") {
        QVERIFY(QDir().mkdir(name));
    } else if (what != "gone") {
        QFile bad(name);
        QVERIFY(bad.open(QIODevice::WriteOnly));
        bad.write(what == "empty"       ? QByteArray()
                : what == "a key"       ? key.readAll()
                : what == "half of one" ? pem.left(pem.size() / 2)
                                        : "Hello, this is a CA file.\n"_ba);
    }
    const FaultServer server(answer); // Without TLS: it is the file that counts.
    for (const bool isChange : {false, true}) {
        const auto reply = ask(server, {m_made.caFile(), name}, isChange);
        QVERIFY(!reply);
        QCOMPARE_EQ(reply.error().kind, ErrorKind::LocalFile);
        QCOMPARE_EQ(reply.error().field, u"caFile"_s);
        QVERIFY2(reply.error().detail.contains(name), qPrintable(reply.error().detail));
    }
    QVERIFY(!http::checkCaFile(name));
    QCOMPARE_EQ(server.connections(), 0);
}

void TlsTrustTest::showsNoControlCharacterOfACertificate()
{
    const auto tls = m_made.server({.names = u"DNS:\u001b[31mred.example"_s});
    if (!tls)
        QSKIP("this openssl makes no such certificate");
    const FaultServer server(answer, *tls);
    const auto reply = ask(server, {m_made.caFile()});
    QVERIFY(!reply);
    QVERIFY(!reply.error().detail.contains(QChar(0x1b)));
}

QTEST_GUILESS_MAIN(TlsTrustTest)
#include "tst_tlstrust.moc"
