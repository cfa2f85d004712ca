// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0

/// NET-03, NET-09, NET-14, IN-05: what is an answer, where a request may go, how long to wait.

#include "await.h"
#include "http/apiclient.h"
#include "http/retry.h"
#include "scriptedtransport.h"
#include "stricttest.h"

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using base::ErrorKind;
using base::Secret;
using http::ApiClient;
using http::Request;
using http::Response;
using http::Verb;
using test::await;

namespace {

http::ErrorWords wordsOf(const Response &response)
{
    return {QString::fromUtf8(response.body), u"req-1"_s, u"name"_s, response.body.startsWith('{')};
}

ApiClient clientOver(
    test::ScriptedTransport &wire, const QUrl &url = QUrl(u"https://api.example.com"_s))
{
    return ApiClient(
        url, wire, std::make_unique<http::WordAuthorizer>("Token", Secret::copyOf("abc")), wordsOf);
}

} // namespace

class ApiClientTest final : public test::StrictTest
{
    Q_OBJECT

private slots:
    void sendsWithItsCredential();
    void sendsAnonymouslyWhenToldSo();
    void sendsWithAnotherCredential();
    void usesAReplacedCredential();
    void judgesByStatus_data();
    void judgesByStatus();
    void handsOverTheVendorsWordsRedacted();
    void passesTransportErrorsOn();
    void acceptsOnlyListedStatuses();
    void refusesHostsUnfitForACredential_data();
    void refusesHostsUnfitForACredential();
    void acceptsHosts_data();
    void acceptsHosts();
    void buildsPathsOnlyFromSafeIds_data();
    void buildsPathsOnlyFromSafeIds();
    void keepsPathsIntact_data();
    void keepsPathsIntact();
    void staysOnItsHost();
    void knowsWhatMayHaveHappened();
    void writesBasicAuthorization();
    void cancelReachesTheTransport();
};

void ApiClientTest::sendsWithItsCredential()
{
    test::ScriptedTransport wire;
    wire.expect(Verb::Get, "/self?limit=1").authorizedBy("Token abc").reply(200, "{}");
    auto client = clientOver(wire);
    const auto reply = await(client.send(Request::get(u"/self"_s, "limit=1")));
    QVERIFY(reply);
    QCOMPARE_EQ(reply->body, QByteArray("{}"));
    wire.verifyAllUsed();
}

void ApiClientTest::sendsAnonymouslyWhenToldSo()
{
    test::ScriptedTransport wire;
    wire.expect(Verb::Get, "/x").authorizedBy("").reply(200, "{}");
    auto client = clientOver(wire);
    Request request = Request::get(u"/x"_s);
    request.isAnonymous = true;
    QVERIFY(await(client.send(request)));
    wire.verifyAllUsed();
}

void ApiClientTest::sendsWithAnotherCredential()
{
    test::ScriptedTransport wire;
    wire.expect(Verb::Get, "/x").authorizedBy("Bearer other").reply(200, "{}");
    auto client = clientOver(wire);
    const http::WordAuthorizer other("Bearer", Secret::copyOf("other"));
    QVERIFY(await(client.sendAs(Request::get(u"/x"_s), &other)));
    wire.verifyAllUsed();
}

void ApiClientTest::usesAReplacedCredential()
{
    test::ScriptedTransport wire;
    wire.expect(Verb::Get, "/x").authorizedBy("Bearer new").reply(200, "{}");
    auto client = clientOver(wire);
    client.setAuthorizer(std::make_unique<http::WordAuthorizer>("Bearer", Secret::copyOf("new")));
    QVERIFY(await(client.send(Request::get(u"/x"_s))));
    wire.verifyAllUsed();
}

void ApiClientTest::judgesByStatus_data()
{
    QTest::addColumn<int>("status");
    QTest::addColumn<ErrorKind>("kind");
    QTest::newRow("206") << 206 << ErrorKind::UnexpectedReply;
    QTest::newRow("400") << 400 << ErrorKind::Invalid;
    QTest::newRow("401") << 401 << ErrorKind::Unauthorized;
    QTest::newRow("402") << 402 << ErrorKind::UnexpectedReply;
    QTest::newRow("403") << 403 << ErrorKind::RateLimited; // It comes with Retry-After.
    QTest::newRow("404") << 404
                         << ErrorKind::UnexpectedReply; // Nothing says that the vendor said so.
    QTest::newRow("409") << 409 << ErrorKind::Conflict;
    QTest::newRow("410") << 410 << ErrorKind::UnexpectedReply;
    QTest::newRow("422") << 422 << ErrorKind::Invalid;
    QTest::newRow("429") << 429 << ErrorKind::RateLimited;
    QTest::newRow("500") << 500 << ErrorKind::VendorFault;
    QTest::newRow("503") << 503 << ErrorKind::VendorFault;
    QTest::newRow("600") << 600 << ErrorKind::UnexpectedReply;
}

void ApiClientTest::judgesByStatus()
{
    QFETCH(int, status);
    test::ScriptedTransport wire;
    wire.expect(Verb::Get, "/x").reply(status, "why", {{"Retry-After", "7"}});
    auto client = clientOver(wire);
    const auto reply = await(client.send(Request::get(u"/x"_s)));
    QVERIFY(!reply);
    QTEST(reply.error().kind, "kind");
    QCOMPARE_EQ(reply.error().httpStatus, status);
    QCOMPARE_EQ(reply.error().vendorWords, u"why"_s);
    QCOMPARE_EQ(reply.error().requestId, u"req-1"_s);
    QCOMPARE_EQ(reply.error().field, u"name"_s);
    const bool mayWait = status == 429 || status == 403 || (status >= 500 && status < 600);
    QCOMPARE_EQ(reply.error().retryAfter.has_value(), mayWait);
}

void ApiClientTest::handsOverTheVendorsWordsRedacted()
{
    test::ScriptedTransport wire;
    wire.expect(Verb::Get, "/x").reply(404, "token abcDEF0123456789abcDEF0123456789 not found");
    auto client = clientOver(wire);
    const auto reply = await(client.send(Request::get(u"/x"_s)));
    QVERIFY(!reply.error().vendorWords.contains(u"abcDEF"_s));
}

void ApiClientTest::passesTransportErrorsOn()
{
    test::ScriptedTransport wire;
    const base::Error error {.kind = ErrorKind::OutcomeUnknown, .detail = u"gone"_s};
    wire.expect(Verb::Post, "/x").fail(error);
    auto client = clientOver(wire);
    QCOMPARE_EQ(await(client.send(Request::change(Verb::Post, u"/x"_s, "{}"))).error(), error);
}

void ApiClientTest::acceptsOnlyListedStatuses()
{
    test::ScriptedTransport wire;
    wire.expect(Verb::Delete, "/x").reply(204);
    wire.expect(Verb::Delete, "/x").reply(204);
    auto client = clientOver(wire);
    Request request = Request::change(Verb::Delete, u"/x"_s);
    request.mayAnswerNothing = true;
    QCOMPARE_EQ(await(client.send(request)).error().kind, ErrorKind::OutcomeUnknown);
    request.success = {200, 204};
    QVERIFY(await(client.send(request)));
}

void ApiClientTest::refusesHostsUnfitForACredential_data()
{
    QTest::addColumn<QString>("url");
    for (const char *url : {"http://api.example.com", "http://10.0.0.1", "ftp://127.0.0.1",
             "https://user@api.example.com", "https://user:pw@api.example.com",
             "https://api.example.com/path", "https://api.example.com?x=1",
             "https://api.example.com#x", "https://", "", "api.example.com",
             "http://127.0.0.1.example.com", "http://localhost.example.com"})
        QTest::newRow(*url ? url : "empty") << QString::fromLatin1(url);
}

void ApiClientTest::refusesHostsUnfitForACredential()
{
    QFETCH(QString, url);
    const auto checked = http::checkBaseUrl(QUrl(url));
    QVERIFY(!checked);
    QCOMPARE_EQ(checked.error().field, u"url"_s);
    test::ScriptedTransport wire;
    auto client = clientOver(wire, QUrl(url));
    QCOMPARE_EQ(await(client.send(Request::get(u"/x"_s))).error().kind, ErrorKind::ForbiddenHost);
    QCOMPARE_EQ(wire.sent(), 0);
}

void ApiClientTest::acceptsHosts_data()
{
    QTest::addColumn<QString>("url");
    for (const char *url :
        {"https://api.example.com", "https://api.example.com/", "https://api.example.com:8443",
            "http://127.0.0.1:8080", "http://[::1]:8080", "http://localhost:1"})
        QTest::newRow(url) << QString::fromLatin1(url);
}

void ApiClientTest::acceptsHosts()
{
    QFETCH(QString, url);
    QVERIFY(http::checkBaseUrl(QUrl(url)));
}

void ApiClientTest::buildsPathsOnlyFromSafeIds_data()
{
    QTest::addColumn<QString>("id");
    for (const char *id :
        {"", ".", "..", "a/b", "../x", "a?b", "a#b", "%2e%2e", "a b", "a\\b", "a\r\nb", "ä", "a;b"})
        QTest::newRow(*id ? id : "empty") << QString::fromUtf8(id);
}

void ApiClientTest::buildsPathsOnlyFromSafeIds()
{
    QFETCH(QString, id);
    const auto path = http::path("/v1/keys/%1", {id});
    QVERIFY(!path);
    QCOMPARE_EQ(path.error().field, u"id"_s);
    QCOMPARE_EQ(*http::path("/v1/%1/keys/%2", {u"org"_s, u"TKN-1"_s}), u"/v1/org/keys/TKN-1"_s);
}

void ApiClientTest::keepsPathsIntact_data()
{
    QTest::addColumn<QString>("path");
    QTest::addColumn<bool>("intact");
    QTest::newRow("plain") << u"/v1/keys/abc"_s << true;
    QTest::newRow("colon") << u"/v1/keys/ApiToken:1"_s << true;
    QTest::newRow("dots") << u"/v1/keys/.."_s << false;
    QTest::newRow("dot") << u"/v1/./keys"_s << false;
    QTest::newRow("question mark is data") << u"/v1/a?b"_s << true;
}

void ApiClientTest::keepsPathsIntact()
{
    QFETCH(QString, path);
    QFETCH(bool, intact);
    const QUrl url = http::buildUrl(QUrl(u"https://h"_s), Request::get(path));
    QCOMPARE_EQ(url.isValid(), intact);
    if (intact) {
        QCOMPARE_EQ(url.path(QUrl::FullyDecoded), path);
        QVERIFY(!url.hasQuery());
        QCOMPARE_EQ(url.host(), u"h"_s);
    }
}

void ApiClientTest::staysOnItsHost()
{
    const QUrl base(u"https://api.example.com:8443"_s);
    for (const QString &path :
        {u"//evil.example.com/x"_s, u"/@evil.example.com"_s, u"/\\evil.example.com"_s, u"/x"_s}) {
        const QUrl url = http::buildUrl(base, Request::get(path));
        if (!url.isValid())
            continue;
        QCOMPARE_EQ(url.host(), u"api.example.com"_s);
        QCOMPARE_EQ(url.port(), 8443);
        QCOMPARE_EQ(url.scheme(), u"https"_s);
    }
}

void ApiClientTest::knowsWhatMayHaveHappened()
{
    for (const ErrorKind kind : base::allErrorKinds) {
        const bool unsure = kind == ErrorKind::OutcomeUnknown || kind == ErrorKind::VendorFault
            || kind == ErrorKind::UnexpectedReply || kind == ErrorKind::UnexpectedRedirect
            || kind == ErrorKind::Timeout || kind == ErrorKind::Cancelled;
        QCOMPARE_EQ(base::mayHaveHappened({.kind = kind}), unsure);
        const base::Error made = http::unknownIfItMayHaveHappened({.kind = kind});
        QCOMPARE_EQ(made.kind, unsure ? ErrorKind::OutcomeUnknown : kind);
    }
}

void ApiClientTest::writesBasicAuthorization()
{
    const http::BasicAuthorizer basic("client", Secret::copyOf("pass:word"));
    const auto headers = basic.headers();
    QCOMPARE_EQ(headers.size(), std::size_t(1));
    QCOMPARE_EQ(headers.front().name, QByteArray("Authorization"));
    QCOMPARE_EQ(headers.front().value.expose().toByteArray(),
        "Basic " + QByteArray("client:pass:word").toBase64());
}

void ApiClientTest::cancelReachesTheTransport()
{
    test::ScriptedTransport wire;
    wire.expect(Verb::Get, "/x").hang();
    auto client = clientOver(wire);
    auto task = client.send(Request::get(u"/x"_s));
    task.cancel();
    QCOMPARE_EQ(wire.cancelled(), 1);
}

QTEST_GUILESS_MAIN(ApiClientTest)
#include "tst_apiclient.moc"
