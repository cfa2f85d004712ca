// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0

/// NET-12 on real sockets: the way through a proxy, and whose fault it is when there is none.

#include "await.h"
#include "certificates.h"
#include "faultserver.h"
#include "http/networkwords.h"
#include "http/qnamtransport.h"
#include "stricttest.h"

#include <QMetaEnum>
#include <QPointer>
#include <QTcpServer>
#include <QTcpSocket>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using base::ErrorKind;
using base::Result;
using http::QnamTransport;
using http::Request;
using http::Response;
using test::await;
using test::FaultServer;
using test::WireRequest;

namespace {

constexpr const char *variables[] = {"https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY",
    "http_proxy", "HTTP_PROXY", "no_proxy", "NO_PROXY"};

/// Answers CONNECT as it is told, or opens the way to a port on loopback.
class ConnectProxy final : public QTcpServer
{
public:
    using Answer = std::function<QByteArray(const QByteArray &head)>;

    /// Opens the way where `answer` gives nothing; stays silent where it gives "silence".
    ConnectProxy(Answer answer, quint16 target = 0)
    {
        if (!listen(QHostAddress::LocalHost))
            qFatal("no port to listen on");
        connect(this, &QTcpServer::newConnection, this, [this, answer, target] {
            QTcpSocket *client = nextPendingConnection();
            connect(client, &QTcpSocket::readyRead, this,
                [this, client, answer, target] { serve(client, answer, target); });
        });
    }

    QString address() const { return u"127.0.0.1:%1"_s.arg(serverPort()); }
    /// Everything clients wrote, tunnelled bytes included.
    QByteArray seen;
    QList<QByteArray> heads;

private:
    void serve(QTcpSocket *client, const Answer &answer, quint16 target)
    {
        if (auto *server = client->findChild<QTcpSocket *>()) {
            const QByteArray bytes = client->readAll();
            seen += bytes;
            server->write(bytes);
            return;
        }
        const qsizetype end = client->peek(65536).indexOf("\r\n\r\n");
        if (end < 0)
            return;
        heads.append(client->read(end + 4));
        seen += heads.last();
        const QByteArray said = answer(heads.last());
        if (!said.isEmpty()) {
            if (said != "silence")
                client->write(said);
            return;
        }
        auto *server = new QTcpSocket(client);
        connect(server, &QTcpSocket::connected, client,
            [client] { client->write("HTTP/1.1 200 Connection established\r\n\r\n"); });
        connect(server, &QTcpSocket::readyRead, client,
            [client, server] { client->write(server->readAll()); });
        connect(server, &QTcpSocket::disconnected, client, &QTcpSocket::disconnectFromHost);
        server->connectToHost(QHostAddress::LocalHost, target);
    }
};

QByteArray open(const QByteArray &)
{
    return {};
}

ConnectProxy::Answer always(const QByteArray &answer)
{
    return [answer](const QByteArray &) { return answer; };
}

quint16 deadPort()
{
    QTcpServer server;
    server.listen(QHostAddress::LocalHost);
    return server.serverPort();
}

/// No name server is asked for it: a proxy is given the name as it is.
const QUrl vendor(u"https://vendor.example"_s);

Result<Response> ask(bool isChange, const QStringList &caFiles = {}, const QUrl &url = vendor)
{
    QnamTransport transport(caFiles);
    const http::WordAuthorizer authorizer("Bearer", base::Secret::copyOf("the-key"));
    Request request = isChange ? Request::change(http::Verb::Post, u"/keys"_s, "{\"a\":1}")
                               : Request::get(u"/list"_s);
    return await(transport.send(url, request, &authorizer));
}

} // namespace

class ProxiesTest final : public test::StrictTest
{
    Q_OBJECT

private slots:
    void init();
    void cleanupTestCase() { init(); }

    void goesThroughTheProxy_data();
    void goesThroughTheProxy();
    void signsInAtTheProxy();
    void namesTheProxyThatFailed_data();
    void namesTheProxyThatFailed();
    void namesTheProxyThatIsSilent();
    void namesTheProxyBesideACertificate();
    void goesPastNoProxyItCannotUse_data();
    void goesPastNoProxyItCannotUse();
    void asksNoProxyForThisComputer();
    void asksNoProxyForWhatIsExempt();
    void readsAProxyAsCurlDoes_data();
    void readsAProxyAsCurlDoes();
    void readsNoProxy_data();
    void readsNoProxy();
    void hasWordsForEveryError();

private:
    test::Certificates m_made;
};

void ProxiesTest::init()
{
    StrictTest::init();
    for (const char *one : variables)
        qunsetenv(one);
}

void ProxiesTest::goesThroughTheProxy_data()
{
    QTest::addColumn<QByteArray>("variable");
    QTest::addColumn<QString>("value");
    QTest::newRow("a URL") << "https_proxy"_ba << u"http://%1"_s;
    QTest::newRow("host and port") << "https_proxy"_ba << u"%1"_s;
    QTest::newRow("a slash at the end") << "https_proxy"_ba << u" http://%1/ "_s;
    QTest::newRow("capital letters") << "HTTPS_PROXY"_ba << u"%1"_s;
    QTest::newRow("for all") << "all_proxy"_ba << u"%1"_s;
    QTest::newRow("for all, in capital letters") << "ALL_PROXY"_ba << u"http://%1"_s;
    QTest::newRow("that of http, as Qt has it") << "http_proxy"_ba << u"http://%1"_s;
}

void ProxiesTest::goesThroughTheProxy()
{
    QFETCH(QByteArray, variable);
    QFETCH(QString, value);
    const auto tls = m_made.server({.names = u"DNS:vendor.example"_s});
    QVERIFY2(tls, qPrintable(m_made.problem()));
    const FaultServer server(
        [](const WireRequest &, QTcpSocket *socket) {
            socket->write(FaultServer::reply(200, "{}"));
        },
        *tls);
    const ConnectProxy proxy(&open, server.serverPort());
    qputenv(variable.constData(), value.arg(proxy.address()).toLatin1());
    for (const bool isChange : {false, true}) {
        const auto reply = ask(isChange, {m_made.caFile()});
        QVERIFY2(reply, qPrintable(reply ? QString() : reply.error().detail));
    }
    QCOMPARE_EQ(server.requests().size(), 2);
    QCOMPARE_EQ(server.requests().last().header("Authorization"), QByteArray("Bearer the-key"));
    QVERIFY(proxy.heads.first().startsWith("CONNECT vendor.example:443 "));
    QVERIFY(!proxy.seen.contains("the-key"));
}

void ProxiesTest::signsInAtTheProxy()
{
    const auto tls = m_made.server({.names = u"DNS:vendor.example"_s});
    QVERIFY2(tls, qPrintable(m_made.problem()));
    const FaultServer server(
        [](const WireRequest &, QTcpSocket *socket) {
            socket->write(FaultServer::reply(200, "{}"));
        },
        *tls);
    const ConnectProxy proxy(
        [](const QByteArray &head) {
            const bool isKnown = head.contains("Basic " + QByteArray("ada:p@ss/word").toBase64());
            return isKnown ? QByteArray()
                           : "HTTP/1.1 407 Who?\r\nProxy-Authenticate: Basic realm=\"x\"\r\n"
                             "Content-Length: 0\r\n\r\n"_ba;
        },
        server.serverPort());
    qputenv("https_proxy", "http://ada:p%40ss%2Fword@" + proxy.address().toLatin1());
    const auto reply = ask(true, {m_made.caFile()});
    QVERIFY2(reply, qPrintable(reply ? QString() : reply.error().detail));
    QCOMPARE_EQ(server.requests().size(), 1);
}

void ProxiesTest::namesTheProxyThatFailed_data()
{
    QTest::addColumn<QByteArray>("answer"); // empty = nobody listens
    QTest::addColumn<QString>("user");
    QTest::addColumn<QString>("words");
    const auto status = [](const char *line, const char *more = "") {
        return "HTTP/1.1 "_ba + line + "\r\n" + more + "Content-Length: 0\r\n\r\n";
    };
    const char *basic = "Proxy-Authenticate: Basic realm=\"x\"\r\n";
    QTest::newRow("407") << status("407 Who?", basic) << u""_s << u"asks for a user name"_s;
    QTest::newRow("407 again") << status("407 Who?", basic) << u"ada:p4ssw0rd@"_s
                               << u"did not accept the user name"_s;
    QTest::newRow("407 that Qt cannot read") << status("407 Who?") << u""_s << u"signing in"_s;
    QTest::newRow("407 Negotiate") << status("407 Who?", "Proxy-Authenticate: Negotiate\r\n")
                                   << u"ada:p4ssw0rd@"_s << u"signing in"_s;
    QTest::newRow("403") << status("403 No") << u""_s << u"does not allow it"_s;
    QTest::newRow("404") << status("404 Unknown host") << u""_s
                         << u"could not find vendor.example"_s;
    QTest::newRow("500") << status("500 Oh") << u""_s << u"opened no connection to"_s;
    QTest::newRow("502") << status("502 Bad Gateway") << u""_s << u"opened no connection to"_s;
    QTest::newRow("503") << status("503 Not now") << u""_s << u"could not reach vendor.example"_s;
    QTest::newRow("not a proxy") << "SSH-2.0-OpenSSH_9.2\r\n\r\n"_ba << u""_s
                                 << u"opened no connection to"_s;
    QTest::newRow("dead") << ""_ba << u"ada:p4ssw0rd@"_s << u"does not run there"_s;
}

void ProxiesTest::namesTheProxyThatFailed()
{
    QFETCH(QByteArray, answer);
    QFETCH(QString, user);
    QFETCH(QString, words);
    const ConnectProxy proxy(always(answer));
    const QString address = answer.isEmpty() ? u"127.0.0.1:%1"_s.arg(deadPort()) : proxy.address();
    qputenv("https_proxy", (u"http://"_s + user + address).toLatin1());
    for (const bool isChange : {false, true}) {
        const auto reply = ask(isChange);
        QVERIFY(!reply);
        const base::Error &error = reply.error();
        QCOMPARE_EQ(error.kind, ErrorKind::Offline);
        QVERIFY(!base::mayHaveHappened(error)); // A change, too, was certainly not sent.
        QCOMPARE_EQ(error.field, u"proxy"_s);
        for (const QString &part : {address, u"environment variable https_proxy"_s, words})
            QVERIFY2(error.detail.contains(part), qPrintable(error.detail));
        for (const QString &part : {u"code"_s, u"ada"_s, u"p4ssw0rd"_s})
            QVERIFY2(!error.detail.contains(part), qPrintable(error.detail));
    }
    QVERIFY(!proxy.seen.contains("the-key"));
}

void ProxiesTest::namesTheProxyThatIsSilent()
{
    const ConnectProxy proxy(always("silence"));
    qputenv("https_proxy", proxy.address().toLatin1());
    QnamTransport transport;
    Request request = Request::get(u"/list"_s);
    request.idle = 200ms;
    const auto reply = await(transport.send(vendor, request, nullptr));
    QVERIFY(!reply);
    QCOMPARE_EQ(reply.error().kind, ErrorKind::Timeout);
    QCOMPARE_EQ(reply.error().field, u"proxy"_s);
    QVERIFY2(reply.error().detail.contains(proxy.address()), qPrintable(reply.error().detail));
}

void ProxiesTest::namesTheProxyBesideACertificate()
{
    const auto tls = m_made.server({.names = u"DNS:vendor.example"_s});
    QVERIFY2(tls, qPrintable(m_made.problem()));
    const FaultServer server([](const WireRequest &, QTcpSocket *) {}, *tls);
    const ConnectProxy proxy(&open, server.serverPort());
    qputenv("https_proxy", proxy.address().toLatin1());
    const auto reply = ask(true);
    QVERIFY(!reply);
    QCOMPARE_EQ(reply.error().kind, ErrorKind::Tls);
    for (const QString &part : {u"vendor.example"_s, u"Tokendesk test CA"_s, proxy.address()})
        QVERIFY2(reply.error().detail.contains(part), qPrintable(reply.error().detail));
    QCOMPARE_EQ(server.requests().size(), 0);
}

void ProxiesTest::goesPastNoProxyItCannotUse_data()
{
    QTest::addColumn<QString>("value");
    QTest::newRow("over TLS") << u"https://ada:p4ssw0rd@127.0.0.1:1"_s;
    QTest::newRow("SOCKS 4") << u"socks4://127.0.0.1:1"_s;
    QTest::newRow("no host") << u"http://"_s;
    QTest::newRow("a port that is none") << u"ada:p4ssw0rd@127.0.0.1:99999"_s;
    QTest::newRow("a sentence") << u"ask ada about p4ssw0rd"_s;
}

void ProxiesTest::goesPastNoProxyItCannotUse()
{
    QFETCH(QString, value);
    qputenv("HTTPS_PROXY", value.toLatin1());
    for (const bool isChange : {false, true}) {
        const auto reply = ask(isChange);
        QVERIFY(!reply);
        QCOMPARE_EQ(reply.error().kind, ErrorKind::Offline);
        QCOMPARE_EQ(reply.error().field, u"proxy"_s);
        QVERIFY2(reply.error().detail.contains(u"HTTPS_PROXY"_s), qPrintable(reply.error().detail));
        QVERIFY2(!reply.error().detail.contains(u"p4ssw0rd"_s), qPrintable(reply.error().detail));
    }
}

void ProxiesTest::asksNoProxyForThisComputer()
{
    const FaultServer server([](const WireRequest &, QTcpSocket *socket) {
        socket->write(FaultServer::reply(200, "{}"));
    });
    const ConnectProxy proxy(always("silence"));
    for (const char *one : {"https_proxy", "http_proxy", "all_proxy"})
        qputenv(one, proxy.address().toLatin1());
    QUrl byName = server.url();
    byName.setHost(u"localhost"_s);
    for (const QUrl &url : {server.url(), byName}) {
        QVERIFY(ask(false, {}, url));
        QVERIFY(ask(true, {}, url));
    }
    QVERIFY(proxy.heads.isEmpty());
}

void ProxiesTest::asksNoProxyForWhatIsExempt()
{
    qputenv("https_proxy", "http://127.0.0.1:1");
    qputenv("no_proxy", "other.example, .vendor.example");
    const auto direct = http::proxyRouteTo(QUrl(u"https://api.vendor.example/x"_s));
    QVERIFY(direct && direct->isDirect());
    const auto proxied = http::proxyRouteTo(QUrl(u"https://api.seller.example/x"_s));
    QVERIFY(proxied && !proxied->isDirect());
}

void ProxiesTest::readsAProxyAsCurlDoes_data()
{
    QTest::addColumn<QString>("value");
    QTest::addColumn<QNetworkProxy>("proxy");
    using Proxy = QNetworkProxy;
    QTest::newRow("host and port")
        << u"proxy.example:3128"_s << Proxy(Proxy::HttpProxy, u"proxy.example"_s, 3128);
    QTest::newRow("host alone") << u"proxy.example"_s
                                << Proxy(Proxy::HttpProxy, u"proxy.example"_s, 1080);
    QTest::newRow("a URL without a port")
        << u"http://proxy.example/"_s << Proxy(Proxy::HttpProxy, u"proxy.example"_s, 1080);
    QTest::newRow("a user") << u"ada:b%3Ac@proxy.example:8080"_s
                            << Proxy(
                                   Proxy::HttpProxy, u"proxy.example"_s, 8080, u"ada"_s, u"b:c"_s);
    QTest::newRow("version 6") << u"http://[fd00::1]:3128"_s
                               << Proxy(Proxy::HttpProxy, u"fd00::1"_s, 3128);
    QTest::newRow("SOCKS") << u"socks5h://proxy.example:1081"_s
                           << Proxy(Proxy::Socks5Proxy, u"proxy.example"_s, 1081);
}

void ProxiesTest::readsAProxyAsCurlDoes()
{
    QFETCH(QString, value);
    QFETCH(QNetworkProxy, proxy);
    const auto route = http::parseProxy(value, u"https_proxy"_s);
    QVERIFY(route);
    QCOMPARE(route->proxy, proxy);
    QVERIFY(!route->words().contains(u"ada"_s));
}

void ProxiesTest::readsNoProxy_data()
{
    QTest::addColumn<QString>("noProxy");
    QTest::addColumn<QString>("url");
    QTest::addColumn<bool>("isExempt");
    const auto row = [](const char *noProxy, const char *url, bool isExempt) {
        QTest::addRow("%s: %s", noProxy, url)
            << QString::fromLatin1(noProxy) << QString::fromLatin1(url) << isExempt;
    };
    row("", "https://api.example", false);
    row("*", "https://api.example", true);
    row("api.example", "https://api.example", true);
    row("API.Example.", "https://api.example", true);
    row("example", "https://api.example", true);
    row(".example", "https://api.example", true);
    row("*.example", "https://api.example", true);
    row("pi.example", "https://api.example", false);
    row("api.example.org", "https://api.example", false);
    row("a.b, api.example", "https://api.example", true);
    row("a.b api.example", "https://api.example", true);
    row("api.example:443", "https://api.example", true);
    row("api.example:8443", "https://api.example", false);
    row("api.example:8443", "https://api.example:8443", true);
    row("192.0.2.7", "https://192.0.2.7", true);
    row("192.0.2.0/24", "https://192.0.2.7", true);
    row("192.0.2.0/24", "https://192.0.3.7", false);
    row("2", "https://192.0.2.2", false);
    row("[2001:db8::1]", "https://[2001:db8::1]", true);
    row("2001:db8::/32", "https://[2001:db8::1]", true);
}

void ProxiesTest::readsNoProxy()
{
    QFETCH(QString, noProxy);
    QFETCH(QString, url);
    QTEST(http::isExemptFromProxy(noProxy, QUrl(url)), "isExempt");
}

void ProxiesTest::hasWordsForEveryError()
{
    const auto errors = QMetaEnum::fromType<QNetworkReply::NetworkError>();
    const auto route = http::parseProxy(u"proxy.example:3128"_s, u"https_proxy"_s);
    QVERIFY(route && errors.keyCount() > 30);
    for (int i = 0; i < errors.keyCount(); ++i) {
        const auto error = QNetworkReply::NetworkError(errors.value(i));
        for (const bool wasConnecting : {false, true}) {
            const QString direct = http::networkWords(error, u"vendor.example"_s);
            const QString proxied
                = http::proxyWords(error, u"vendor.example"_s, *route, wasConnecting);
            static const QRegularExpression number(u"\\b[0-9]{1,3}\\b"_s);
            QVERIFY2(!direct.isEmpty() && !direct.contains(number), errors.key(i));
            QVERIFY2(proxied.startsWith(route->words() + u' '), errors.key(i));
            QVERIFY2(!proxied.mid(route->words().size()).contains(number), errors.key(i));
        }
    }
}

QTEST_GUILESS_MAIN(ProxiesTest)
#include "tst_proxies.moc"
