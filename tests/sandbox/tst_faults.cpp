// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0

/// Faults are queued, happen as often as asked to the requests they are for, and the log tells no
/// secret.

#include "sandboxclient.h"
#include "stricttest.h"

using namespace Qt::StringLiterals;
using test::Got;
using test::SandboxClient;

class FaultsTest : public test::StrictTest
{
    Q_OBJECT

private slots:
    void init();
    void cleanup();
    void happensToTheNextTwo();
    void choosesByVendorMethodAndPath();
    void namesWhatIsWrong_data();
    void namesWhatIsWrong();
    void queuesAllOrNone();
    void canBeListedAndCleared();
    void speaksLikeTheVendor();
    void takesSoManyCallsASecond();
    void sendsWhatItWasGiven();
    void retryAfterMayBeAnything();
    void dropsBeforeTheChange();
    void dropsAfterTheChange();
    void failsAfterTheChange();
    void spoilsReplies_data();
    void spoilsReplies();
    void saysSomethingBeforeTheAnswer();
    void logTellsNoSecret();
    void controlKnowsItsMethods();
    void strangersAreSentAway();
    void headHasNoBody();

private:
    Got fault(const QByteArray &json)
    {
        return m_client->send("POST", u"/_sandbox/faults"_s, {}, json);
    }
    QString mistSecret() const { return m_sandbox->readyLine()["mist"_L1]["secret"_L1].toString(); }
    QString mistAuth() const { return u"Token "_s + mistSecret(); }
    QString tokensPath() const
    {
        return u"/api/v1/orgs/%1/apitokens"_s.arg(
            m_sandbox->readyLine()["mist"_L1]["org"_L1].toString());
    }
    qsizetype tokenCount() { return m_client->get(tokensPath(), mistAuth()).array().size(); }
    Got createToken()
    {
        return m_client->post(tokensPath(), mistAuth(),
            {{u"name"_s, u"new"_s},
                {u"privileges"_s,
                    QJsonArray {QJsonObject {{u"role"_s, u"read"_s}, {u"scope"_s, u"org"_s}}}}});
    }

    std::unique_ptr<sandbox::Sandbox> m_sandbox;
    std::unique_ptr<SandboxClient> m_client;
};

void FaultsTest::init()
{
    StrictTest::init();
    sandbox::Options options;
    options.tokens = 20;
    m_sandbox = std::make_unique<sandbox::Sandbox>(options);
    QCOMPARE(m_sandbox->start(), QString());
    m_client = std::make_unique<SandboxClient>(m_sandbox->url());
}

void FaultsTest::cleanup()
{
    m_client.reset();
    m_sandbox.reset();
}

void FaultsTest::happensToTheNextTwo()
{
    QCOMPARE(fault("{\"kind\":500,\"times\":2}").status, 200);
    QCOMPARE(m_client->get(u"/api/v1/self"_s, mistAuth()).status, 500);
    QCOMPARE(m_client->get(u"/api/v1/self"_s, mistAuth()).status, 500);
    QCOMPARE(m_client->get(u"/api/v1/self"_s, mistAuth()).status, 200);
}

void FaultsTest::choosesByVendorMethodAndPath()
{
    fault(R"([{"vendor":"csp","kind":"500"},{"vendor":"mist","method":"POST","kind":"500"},
        {"vendor":"mist","path":"/api/v1/orgs/*/sites","kind":"500"}])");
    QCOMPARE(m_client->get(u"/api/v1/self"_s, mistAuth()).status, 200);
    QCOMPARE(m_client->get(tokensPath(), mistAuth()).status, 200);
    QString sites = tokensPath();
    sites.replace(u"apitokens"_s, u"sites"_s);
    QCOMPARE(m_client->get(sites + u"?limit=1"_s, mistAuth()).status, 500);
    QCOMPARE(createToken().status, 500);
    QCOMPARE(m_client->get(u"/csp/x"_s).status, 500);
    QCOMPARE(m_client->get(u"/csp/x"_s).status, 401);
}

void FaultsTest::namesWhatIsWrong_data()
{
    QTest::addColumn<QByteArray>("json");
    QTest::addColumn<QString>("words");
    QTest::newRow("no JSON") << QByteArray("{") << u"not JSON"_s;
    QTest::newRow("no object") << QByteArray("[3]") << u"fault 0: must be an object"_s;
    QTest::newRow("vendor") << QByteArray("{\"vendor\":\"acme\",\"kind\":500}") << u"\"vendor\""_s;
    QTest::newRow("no kind") << QByteArray("{}") << u"\"kind\""_s;
    QTest::newRow("kind") << QByteArray("{\"kind\":\"flood\"}") << u"\"kind\""_s;
    QTest::newRow("times") << QByteArray("{\"kind\":500,\"times\":0}") << u"\"times\""_s;
    QTest::newRow("times is half") << QByteArray("{\"kind\":500,\"times\":1.5}") << u"\"times\""_s;
    QTest::newRow("path") << QByteArray("{\"kind\":500,\"path\":\"api\"}") << u"\"path\""_s;
    QTest::newRow("member") << QByteArray("{\"kind\":500,\"pth\":\"/\"}") << u"\"pth\""_s;
    QTest::newRow("ms") << QByteArray("{\"kind\":\"delay\",\"ms\":\"1\"}") << u"\"ms\""_s;
    QTest::newRow("status") << QByteArray("{\"kind\":\"status\"}") << u"\"status\""_s;
    QTest::newRow("retryAfter") << QByteArray("{\"kind\":429,\"retryAfter\":[]}")
                                << u"\"retryAfter\""_s;
    QTest::newRow("body") << QByteArray("{\"kind\":500,\"body\":7}") << u"\"body\""_s;
    QTest::newRow("headers") << QByteArray("{\"kind\":500,\"headers\":{\"a\":\"b\\nc\"}}")
                             << u"\"headers\""_s;
}

void FaultsTest::namesWhatIsWrong()
{
    QFETCH(QByteArray, json);
    QFETCH(QString, words);
    const Got got = fault(json);
    QCOMPARE(got.status, 400);
    QVERIFY2(got.text(u"error"_s).contains(words), got.body.constData());
}

void FaultsTest::queuesAllOrNone()
{
    QCOMPARE(fault("[{\"kind\":500},{\"kind\":\"flood\"}]").status, 400);
    QCOMPARE(m_client->get(u"/api/v1/self"_s, mistAuth()).status, 200);
}

void FaultsTest::canBeListedAndCleared()
{
    fault("{\"vendor\":\"mist\",\"kind\":\"html\",\"times\":3}");
    const QJsonArray list = m_client->get(u"/_sandbox/faults"_s).object()["faults"_L1].toArray();
    QCOMPARE(list.size(), 1);
    QCOMPARE(list[0]["times"_L1].toInt(), 3);
    QCOMPARE(m_client->send("DELETE", u"/_sandbox/faults"_s).status, 200);
    QCOMPARE(m_client->get(u"/api/v1/self"_s, mistAuth()).status, 200);
}

void FaultsTest::speaksLikeTheVendor()
{
    fault("{\"kind\":429,\"times\":2,\"retryAfter\":7}");
    const Got mist = m_client->get(u"/api/v1/self"_s, mistAuth());
    QCOMPARE(mist.status, 429);
    QCOMPARE(mist.header("Retry-After"), "7");
    QVERIFY(mist.text(u"detail"_s).startsWith(u"Too Many Request."));
    const Got csp = m_client->get(u"/csp/gateway/am/api/loggedin/user"_s);
    QCOMPARE(csp.object()["statusCode"_L1].toInt(), 429);
}

void FaultsTest::takesSoManyCallsASecond()
{
    sandbox::Sandbox sandbox({.nowMs = 1'760'000'000'000, .ratePerSecond = 3});
    QCOMPARE(sandbox.start(), QString());
    SandboxClient client(sandbox.url());
    const auto ask = [&](int times) {
        QList<int> statuses;
        for (int i = 0; i < times; ++i)
            statuses.append(client.get(u"/csp/gateway/am/api/loggedin/user"_s).status);
        return statuses;
    };
    QCOMPARE(ask(4), (QList<int> {401, 401, 401, 429}));
    const Got refused = client.get(u"/csp/gateway/am/api/loggedin/user"_s);
    QCOMPARE(refused.header("Retry-After"), "1");
    QCOMPARE(refused.object()["statusCode"_L1].toInt(), 429);
    QCOMPARE(client.get(u"/api/v1/self"_s).status, 401); // Another vendor counts for itself.
    sandbox.clock().advance(1000);
    QCOMPARE(ask(4), (QList<int> {401, 401, 401, 429}));
    sandbox.clock().advance(100'000); // What was not used does not add up.
    QCOMPARE(ask(4), (QList<int> {401, 401, 401, 429}));
}

void FaultsTest::sendsWhatItWasGiven()
{
    fault(R"({"kind":"status","status":418,"body":{"tea":true},"headers":{"X-Pot":"1"}})");
    const Got got = m_client->get(u"/api/v1/self"_s, mistAuth());
    QCOMPARE(got.status, 418);
    QCOMPARE(got.body, "{\"tea\":true}");
    QCOMPARE(got.header("X-Pot"), "1");
}

void FaultsTest::retryAfterMayBeAnything()
{
    fault(R"([{"kind":429},{"kind":429,"retryAfter":"Wed, 21 Oct 2026 07:28:00 GMT"}])");
    QCOMPARE(m_client->get(u"/api/v1/self"_s, mistAuth()).header("Retry-After"), QByteArray());
    QVERIFY(m_client->get(u"/api/v1/self"_s, mistAuth()).header("Retry-After").startsWith("Wed,"));
}

void FaultsTest::dropsBeforeTheChange()
{
    const qsizetype before = tokenCount();
    fault("{\"method\":\"POST\",\"kind\":\"dropBefore\"}");
    QCOMPARE(createToken().status, 0);
    QCOMPARE(tokenCount(), before);
}

void FaultsTest::dropsAfterTheChange()
{
    const qsizetype before = tokenCount();
    fault("{\"method\":\"POST\",\"kind\":\"dropAfter\"}");
    QCOMPARE(createToken().status, 0);
    QCOMPARE(tokenCount(), before + 1);
}

void FaultsTest::failsAfterTheChange()
{
    const qsizetype before = tokenCount();
    fault(R"([{"method":"POST","kind":500},{"method":"POST","kind":500,"after":true}])");
    QCOMPARE(createToken().status, 500);
    QCOMPARE(tokenCount(), before);
    QCOMPARE(createToken().status, 500);
    QCOMPARE(tokenCount(), before + 1);
}

void FaultsTest::spoilsReplies_data()
{
    QTest::addColumn<QByteArray>("json");
    QTest::addColumn<int>("status");
    QTest::addColumn<bool>("arrives");
    QTest::newRow("html") << QByteArray("{\"kind\":\"html\"}") << 502 << true;
    QTest::newRow("garbage") << QByteArray("{\"kind\":\"garbage\"}") << 200 << true;
    QTest::newRow("redirect") << QByteArray("{\"kind\":\"redirect\"}") << 302 << true;
    QTest::newRow("truncate") << QByteArray("{\"kind\":\"truncate\"}") << 200 << false;
    QTest::newRow("lie") << QByteArray("{\"kind\":\"lie\"}") << 200 << false;
    QTest::newRow("raw") << QByteArray("{\"kind\":\"raw\"}") << 0 << false;
    QTest::newRow("drip") << QByteArray("{\"kind\":\"drip\",\"bytes\":200,\"ms\":5}") << 200
                          << true;
    QTest::newRow("delay") << QByteArray("{\"kind\":\"delay\",\"ms\":20}") << 200 << true;
}

void FaultsTest::spoilsReplies()
{
    QFETCH(QByteArray, json);
    QCOMPARE(fault(json).status, 200);
    const Got got = m_client->get(u"/api/v1/self"_s, mistAuth());
    QTEST(got.status, "status");
    QTEST(got.isWhole(), "arrives");
    if (got.status == 302)
        QCOMPARE(got.header("Location"), "/elsewhere");
    if (got.status == 502)
        QVERIFY(got.header("Content-Type").startsWith("text/html"));
}

void FaultsTest::saysSomethingBeforeTheAnswer()
{
    const qsizetype before = tokenCount();
    QCOMPARE(fault(R"([{"method":"POST","kind":"interim","ms":20},
        {"method":"GET","kind":"interim","status":102}])")
                 .status,
        200);
    const QByteArray path = tokensPath().toUtf8();
    const QByteArray head = " HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\nAuthorization: "
        + mistAuth().toUtf8() + "\r\n";
    const QByteArray body = R"({"name":"new","privileges":[{"role":"read","scope":"org"}]})";
    const auto port = static_cast<quint16>(QUrl(m_sandbox->url()).port());
    const QByteArray made = test::exchangeRaw(port,
        "POST " + path + head + "Content-Type: application/json\r\nContent-Length: "
            + QByteArray::number(body.size()) + "\r\n\r\n" + body);
    QVERIFY2(made.startsWith("HTTP/1.1 103 "), made.constData());
    QVERIFY2(made.mid(made.indexOf("\r\n\r\n") + 4).startsWith("HTTP/1.1 200 "), made.constData());
    const QByteArray read = test::exchangeRaw(port, "GET " + path + head + "\r\n");
    QVERIFY2(read.startsWith("HTTP/1.1 102 "), read.constData());
    QCOMPARE(read.count("HTTP/1.1 "), 2);
    QCOMPARE(tokenCount(), before + 1);
    QVERIFY(fault(R"({"kind":"interim","status":200})").text(u"error"_s).contains(u"\"status\""_s));
}

void FaultsTest::logTellsNoSecret()
{
    const QString csp = m_sandbox->readyLine()["csp"_L1]["secret"_L1].toString();
    m_client->get(u"/api/v1/self"_s, mistAuth());
    m_client->get(u"/api/v1/self"_s, mistSecret()); // no scheme: the key is the first word
    m_client->form(u"/csp/gateway/am/api/auth/api-tokens/authorize?pageLimit=3&api_token="_s + csp,
        "grant_type=refresh_token");
    m_client->get(u"/nowhere/"_s + csp, u"Bearer "_s + csp);
    m_client->get(u"/nowhere?"_s + csp);
    const Got got = m_client->get(u"/_sandbox/requests"_s);
    QVERIFY(!got.body.contains(mistSecret().toUtf8()));
    QVERIFY(!got.body.contains(csp.toUtf8()));
    const QJsonArray list = got.object()["requests"_L1].toArray();
    QCOMPARE(list.size(), 5);
    QCOMPARE(list[0]["method"_L1].toString(), u"GET"_s);
    QCOMPARE(list[0]["path"_L1].toString(), u"/api/v1/self"_s);
    QCOMPARE(list[0]["status"_L1].toInt(), 200);
    QCOMPARE(list[0]["auth"_L1].toString(), u"Token"_s);
    QCOMPARE(list[1]["auth"_L1].toString(), u"other"_s);
    QCOMPARE(list[2]["query"_L1].toString(), u"pageLimit=3&api_token=..."_s);
    m_client->send("DELETE", u"/_sandbox/requests"_s);
    QVERIFY(m_client->get(u"/_sandbox/requests"_s).object()["requests"_L1].toArray().isEmpty());
}

void FaultsTest::controlKnowsItsMethods()
{
    QCOMPARE(m_client->send("PUT", u"/_sandbox/faults"_s).status, 405);
    QCOMPARE(m_client->send("POST", u"/_sandbox/requests"_s).status, 405);
    QCOMPARE(m_client->get(u"/_sandbox/other"_s).status, 404);
}

void FaultsTest::strangersAreSentAway()
{
    QCOMPARE(m_client->get(u"/"_s).status, 404);
}

void FaultsTest::headHasNoBody()
{
    const Got got = m_client->send("HEAD", u"/api/v1/self"_s, mistAuth());
    QCOMPARE(got.status, 200);
    QVERIFY(got.body.isEmpty());
}

QTEST_GUILESS_MAIN(FaultsTest)
#include "tst_faults.moc"
