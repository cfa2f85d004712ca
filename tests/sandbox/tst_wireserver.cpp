// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0

/// The wire server answers, keeps connections, and spoils exactly what it was asked to.

#include "sandbox/wireserver.h"
#include "sandboxclient.h"
#include "stricttest.h"

#include <QElapsedTimer>
#include <QNetworkInterface>

using namespace Qt::StringLiterals;
using sandbox::Answer;
using sandbox::HttpReply;
using sandbox::HttpRequest;
using sandbox::WireServer;
using test::exchangeRaw;

class WireServerTest : public test::StrictTest
{
    Q_OBJECT

private slots:
    void init();
    void cleanup();
    void keepsConnections();
    void answersAPipeline();
    void closesWhenAsked();
    void readsChunks();
    void continuesWhenExpected();
    void leavesOutBodies();
    void refusesBadRequests();
    void dropsConnections();
    void cutsBodies();
    void liesAboutLength();
    void sendsRawBytes();
    void drips();
    void delays();
    void writesLargeBodies();
    void listensOnLoopbackOnly();
    void saysWhyItCannotListen();
    void saysWhatIsWrongWithCertificates();

private:
    QString url() const { return u"http://127.0.0.1:%1"_s.arg(m_server->port()); }

    std::unique_ptr<WireServer> m_server;
    Answer m_answer;
    QList<HttpRequest> m_seen;
};

void WireServerTest::init()
{
    StrictTest::init();
    m_answer = {};
    m_answer.reply.body = "{\"a\":1}";
    m_seen.clear();
    m_server = std::make_unique<WireServer>([this](const HttpRequest &request) {
        m_seen.append(request);
        return m_answer;
    });
    QCOMPARE(m_server->listen(0), QString());
}

void WireServerTest::cleanup()
{
    m_server.reset();
}

void WireServerTest::keepsConnections()
{
    QTcpSocket socket;
    for (int i = 0; i < 3; ++i) {
        const QByteArray got
            = exchangeRaw(m_server->port(), "GET /a HTTP/1.1\r\nHost: x\r\n\r\n", 1, &socket);
        QVERIFY(got.startsWith("HTTP/1.1 200 OK\r\n"));
        QVERIFY(got.contains("\r\nContent-Length: 7\r\n"));
        QVERIFY(got.contains("\r\nConnection: keep-alive\r\n"));
        QVERIFY(got.endsWith("\r\n\r\n{\"a\":1}"));
    }
    QCOMPARE(m_server->connectionCount(), 1);
    QCOMPARE(m_seen.size(), 3);
}

void WireServerTest::answersAPipeline()
{
    QByteArray all;
    for (int i = 0; i < 50; ++i)
        all += "GET /" + QByteArray::number(i) + " HTTP/1.1\r\nHost: x\r\n\r\n";
    const QByteArray got = exchangeRaw(m_server->port(), all, 50);
    QCOMPARE(got.count("HTTP/1.1 200 OK"), 50);
    QCOMPARE(m_seen.size(), 50);
    QCOMPARE(m_seen.last().path, "/49");
}

void WireServerTest::closesWhenAsked()
{
    const QByteArray got = exchangeRaw(
        m_server->port(), "GET /a HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n", 0);
    QVERIFY(got.contains("\r\nConnection: close\r\n"));
    QVERIFY(got.endsWith("{\"a\":1}"));
}

void WireServerTest::readsChunks()
{
    exchangeRaw(m_server->port(),
        "POST /a HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n",
        1);
    QCOMPARE(m_seen.size(), 1);
    QCOMPARE(m_seen.first().body, "abc");
}

void WireServerTest::continuesWhenExpected()
{
    QTcpSocket socket;
    const QByteArray interim = exchangeRaw(m_server->port(),
        "POST /a HTTP/1.1\r\nHost: x\r\nExpect: 100-continue\r\nContent-Length: 3\r\n\r\n", 1,
        &socket);
    QCOMPARE(interim, "HTTP/1.1 100 Continue\r\n\r\n");
    QVERIFY(m_seen.isEmpty());
    QVERIFY(exchangeRaw(m_server->port(), "abc", 1, &socket).startsWith("HTTP/1.1 200 OK"));
    QCOMPARE(m_seen.first().body, "abc");
}

void WireServerTest::leavesOutBodies()
{
    QByteArray got
        = exchangeRaw(m_server->port(), "HEAD /a HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
    QVERIFY(got.contains("Content-Length: 7\r\n"));
    QVERIFY(got.endsWith("\r\n\r\n"));
    m_answer.reply.status = 204;
    got = exchangeRaw(m_server->port(), "GET /a HTTP/1.1\r\nHost: x\r\n\r\n", 1);
    QVERIFY(got.startsWith("HTTP/1.1 204 No Content"));
    QVERIFY(!got.contains("Content-Length"));
    QVERIFY(got.endsWith("\r\n\r\n"));
}

void WireServerTest::refusesBadRequests()
{
    const QByteArray got = exchangeRaw(m_server->port(), "nonsense\r\n\r\n", 0);
    QVERIFY(got.startsWith("HTTP/1.1 400 Bad Request\r\n"));
    QVERIFY(got.contains("Connection: close"));
    QVERIFY(m_seen.isEmpty());
}

void WireServerTest::dropsConnections()
{
    m_answer.delivery.drop = true;
    QCOMPARE(exchangeRaw(m_server->port(), "GET /a HTTP/1.1\r\nHost: x\r\n\r\n"), QByteArray());
}

void WireServerTest::cutsBodies()
{
    m_answer.delivery.cutAfter = 3;
    const QByteArray got = exchangeRaw(m_server->port(), "GET /a HTTP/1.1\r\nHost: x\r\n\r\n");
    QVERIFY(got.contains("Content-Length: 7\r\n"));
    QVERIFY(got.contains("keep-alive")); // the cut is not announced
    QVERIFY(got.endsWith("\r\n\r\n{\"a"));
    QVERIFY(!test::SandboxClient(url()).get(u"/a"_s).isWhole());
}

void WireServerTest::liesAboutLength()
{
    m_answer.delivery.claimedLength = 2;
    test::Got got = test::SandboxClient(url()).get(u"/a"_s);
    QCOMPARE(got.header("Content-Length"), "2");
    QCOMPARE(got.body, "{\"a\":1}");
    m_answer.delivery.claimedLength = 100;
    got = test::SandboxClient(url()).get(u"/a"_s);
    QCOMPARE(got.header("Content-Length"), "100");
    QCOMPARE(got.body, "{\"a\":1}");
}

void WireServerTest::sendsRawBytes()
{
    m_answer.delivery.rawBytes = "SSH-2.0\r\n";
    QCOMPARE(exchangeRaw(m_server->port(), "GET /a HTTP/1.1\r\nHost: x\r\n\r\n"), "SSH-2.0\r\n");
}

void WireServerTest::drips()
{
    m_answer.delivery.dripBytes = 40;
    m_answer.delivery.dripEvery = std::chrono::milliseconds(15);
    m_answer.reply.body = QByteArray(400, 'x');
    QElapsedTimer watch;
    watch.start();
    const test::Got got = test::SandboxClient(url()).get(u"/a"_s);
    QCOMPARE(got.body.size(), 400);
    QVERIFY(watch.elapsed() >= 100);
}

void WireServerTest::delays()
{
    m_answer.delivery.delay = std::chrono::milliseconds(80);
    QElapsedTimer watch;
    watch.start();
    QCOMPARE(test::SandboxClient(url()).get(u"/a"_s).status, 200);
    QVERIFY(watch.elapsed() >= 75);
}

void WireServerTest::writesLargeBodies()
{
    m_answer.reply.body = QByteArray(30'000'000, 'x');
    QCOMPARE(test::SandboxClient(url()).get(u"/a"_s).body.size(), 30'000'000);
}

void WireServerTest::listensOnLoopbackOnly()
{
    for (const QHostAddress &address : QNetworkInterface::allAddresses()) {
        if (address.isLoopback() || address.protocol() != QAbstractSocket::IPv4Protocol)
            continue;
        QTcpSocket socket;
        socket.connectToHost(address, m_server->port());
        QVERIFY(!socket.waitForConnected(test::patienceMs()));
    }
}

void WireServerTest::saysWhyItCannotListen()
{
    WireServer second([](const HttpRequest &) { return Answer(); });
    QVERIFY(second.listen(m_server->port()).startsWith(u"cannot listen on 127.0.0.1:"));
}

void WireServerTest::saysWhatIsWrongWithCertificates()
{
    WireServer secure([](const HttpRequest &) { return Answer(); });
    const QString problem = secure.listen(0, sandbox::TlsFiles {u"/none.pem"_s, u"/none.key"_s});
    QVERIFY(problem.contains(u"/none.pem"));
    const QString source = QStringLiteral(TD_TEST_DATA "/CMakeLists.txt");
    WireServer other([](const HttpRequest &) { return Answer(); });
    QVERIFY(other.listen(0, sandbox::TlsFiles {source, source}).contains(u"no certificate"));
}

QTEST_GUILESS_MAIN(WireServerTest)
#include "tst_wireserver.moc"
