// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#include "vendors/csp/cspclient.h"
#include "vendortest.h"

#include <QJsonArray>
#include <QJsonDocument>

using namespace Qt::StringLiterals;
using base::ErrorKind;
using csp::CspClient;
using domain::Operation;
using domain::PageCursor;
using domain::Support;
using domain::TokenStatus;
using http::Verb;
using test::await;
using test::fixture;
using test::instant;
using test::tokenCalled;

namespace {

constexpr char ownKey[] = "SANDBOXown";
constexpr char authorize[] = "/csp/gateway/am/api/auth/api-tokens/authorize";
constexpr char detailsPath[] = "/csp/gateway/am/api/auth/api-tokens/details";
constexpr char createPath[] = "/csp/gateway/am/api/loggedin/user/api-tokens";
constexpr char revokePath[] = "/csp/gateway/am/api/auth/revoke";
constexpr char userPath[] = "/csp/gateway/am/api/loggedin/user";
constexpr char deactivatePath[] = "/csp/gateway/am/api/orgs/org-1/api-tokens/deactivate";
constexpr char dashboardPath[] = "/csp/gateway/iga/api/orgs/org-1/api-tokens";
const QByteArray firstItems = "?pageStart=1&pageLimit=100";
const QByteArray unknownToken
    = R"({"statusCode":404,"message":"invalid_grant: Invalid refresh token","requestId":"r1"})";

class TestClock final : public base::Clock
{
public:
    explicit TestClock(std::shared_ptr<base::Instant> now)
        : m_now(std::move(now))
    {
    }
    base::Instant now() const override { return *m_now; }

private:
    std::shared_ptr<base::Instant> m_now;
};

QByteArray access(const QByteArray &name, const QByteArray &organisation = "org-1")
{
    const auto options = QByteArray::Base64UrlEncoding | QByteArray::OmitTrailingEquals;
    return "h." + (R"({"context_name":")" + organisation + "\"}").toBase64(options) + "." + name;
}

QByteArray exchanged(const QByteArray &name, int seconds = 1799)
{
    return R"({"access_token":")" + access(name) + R"(","id_token":"own.id.token","expires_in":)"
        + QByteArray::number(seconds) + "}";
}

QByteArray row(const QByteArray &id, const QByteArray &more = {})
{
    return R"({"tokenId":")" + id + R"(","tokenName":"n-)" + id + R"(","deactivated":false)"
        + (more.isEmpty() ? "" : "," + more) + "}";
}

domain::TokenDraft draft()
{
    domain::TokenDraft one;
    one.kind = domain::TokenKind::User;
    one.name = u"ci"_s;
    one.lifetime = std::chrono::hours(24);
    one.grants = csp::userForm({}, {}).presets.front().grants;
    return one;
}

/// A client with a clock of its own, and as many tracked values as asked for: slot "sN", value
/// "vN".
struct Fixture
{
    explicit Fixture(
        int tracked = 0, const QString &clientId = {}, const QString &organisation = {})
    {
        domain::Connection one;
        one.id = QString::fromLatin1(test::connectionId);
        one.vendor = domain::Vendor::Csp;
        one.baseUrl = QUrl(u"https://console.cloud.vmware.com"_s);
        one.clientId = clientId;
        one.organisation = organisation;
        auto keys = test::credentials(ownKey);
        for (int i = 1; i <= tracked; ++i)
            keys.tracked.push_back(
                {u"s%1"_s.arg(i), base::Secret::copyOf("v" + QByteArray::number(i))});
        auto transport = std::make_unique<test::ScriptedTransport>();
        wire = transport.get();
        client = std::make_unique<CspClient>(
            one, std::move(keys), std::move(transport), std::make_unique<TestClock>(now));
    }

    void expectExchange(const QByteArray &name = "one", int seconds = 1799)
    {
        wire->expect(Verb::Post, authorize)
            .authorizedBy("")
            .check([](const http::Request &request) {
                QCOMPARE(request.body, "api_token=SANDBOXown"_ba);
                QCOMPARE(request.contentType, "application/x-www-form-urlencoded"_ba);
                QVERIFY(request.holdsSecret && request.isAnonymous && !request.isChange);
            })
            .reply(200, exchanged(name, seconds));
    }
    test::ScriptedTransport::Step &expectDetails(const QByteArray &value)
    {
        return wire->expect(Verb::Post, detailsPath)
            .authorizedBy("")
            .json(R"({"tokenValue":")" + value + "\"}");
    }

    std::shared_ptr<base::Instant> now
        = std::make_shared<base::Instant>(instant("2026-01-02T00:00:00Z"));
    test::ScriptedTransport *wire = nullptr;
    std::unique_ptr<CspClient> client;
};

} // namespace

class TestCspClient : public test::StrictTest
{
    Q_OBJECT

private slots:
    void saysWhoItIs();
    void survivesWithoutNames();
    void refusesAnUnknownKey_data();
    void refusesAnUnknownKey();
    void refusesAnotherOrganisation();
    void renewsBeforeTheEnd();
    void renewsOnceOnA401();
    void sharesOneExchange();
    void anExchangeOutlivesOneWhoGivesUp();
    void listsTrackedTokens();
    void showsATokenTrackedTwiceOnce();
    void warnsOfATrackedTokenThatIsGone();
    void lacksATrackedTokenThatCannotBeRead();
    void remembersAnExpiredToken();
    void failsWhereTheVendorIsInTrouble();
    void saysWhenItsOwnKeyIsUnknown();
    void addsTheOrganisationsList();
    void fallsBackWithoutTheDashboard_data();
    void fallsBackWithoutTheDashboard();
    void reportsABrokenDashboard();
    void offersRolesOfTheOrganisation();
    void offersTypedRolesWhereListsFail();
    void createsWithTheExchangesIdToken();
    void asksForAnIdTokenWhenRefused();
    void usesATypedIdToken();
    void asksForAnIdTokenWhenThereIsNone();
    void keepsTheSecretWithoutDetails();
    void createsOnceEvenOnA401();
    void saysWhenACreateMayHaveHappened();
    void checksADraftBeforeSending();
    void disablesInGroupsOfFifteen();
    void reportsEachRow();
    void stopsAfterAGroupThatFails();
    void downgradesAfterARefusal();
    void failsWhenNothingWasTried();
    void revokesATrackedToken();
    void doesNotBelieveARevokeThatDidNothing();
    void tellsAlreadyGone();
    void linksToTheConsoleWhereItCannotRevoke();
    void cannotEdit();
    void looksAtAValue();
    void readsOnlyTrackedTokensAlone();
    void readsAnEndThatWasForeseenAsExpired();
    void triesAKeyByItsDetails_data();
    void triesAKeyByItsDetails();
    void endsQuietlyWhenTheClientGoes();
    void sketchesRequestsWithoutAKey();
};

void TestCspClient::saysWhoItIs()
{
    Fixture f;
    f.expectExchange();
    f.wire->expect(Verb::Get, userPath)
        .authorizedBy("Bearer " + access("one"))
        .reply(200, R"({"acct":"ada@example.com"})");
    f.wire->expect(Verb::Get, "/csp/gateway/am/api/orgs/org-1")
        .reply(200, R"({"displayName":"Example Corp","refLink":"/csp/gateway/am/api/orgs/org-1"})");
    f.wire->expect(Verb::Get, "/csp/gateway/am/api/loggedin/user/orgs/org-1/info")
        .reply(200, R"({"userOrgInfo":[{"orgRoles":[{"name":"org_owner"}]}]})");
    f.expectDetails(ownKey).reply(200, row("own"));
    const auto who = await(f.client->whoAmI());
    QVERIFY(who);
    QCOMPARE(who->name, u"ada@example.com"_s);
    QCOMPARE(who->account, u"Example Corp"_s);
    QCOMPARE(who->organisation, u"org-1"_s);
    QCOMPARE(who->organisations.size(), 1u);
    QCOMPARE(who->role, u"org_owner"_s);
    QCOMPARE(who->ownTokenId, u"own"_s);
    f.wire->verifyAllUsed();
}

void TestCspClient::survivesWithoutNames()
{
    Fixture f;
    f.expectExchange();
    f.wire->expect(Verb::Get, userPath).reply(200, R"({"username":"ada"})");
    f.wire->expect(Verb::Get, "/csp/gateway/am/api/orgs/org-1").reply(403, "{}");
    f.wire->expect(Verb::Get, "/csp/gateway/am/api/loggedin/user/orgs/org-1/info").reply(500);
    f.expectDetails(ownKey).reply(404, unknownToken);
    const auto who = await(f.client->whoAmI());
    QVERIFY(who);
    QCOMPARE(who->name, u"ada"_s);
    QVERIFY(who->ownTokenId.isEmpty());
    f.wire->verifyAllUsed();
}

void TestCspClient::refusesAnUnknownKey_data()
{
    QTest::addColumn<int>("status");
    QTest::addColumn<ErrorKind>("kind");
    QTest::newRow("unknown or revoked") << 404 << ErrorKind::Unauthorized;
    QTest::newRow("expired") << 400 << ErrorKind::Unauthorized;
    QTest::newRow("conflict") << 409 << ErrorKind::Conflict;
    QTest::newRow("too many") << 429 << ErrorKind::RateLimited;
    QTest::newRow("broken") << 500 << ErrorKind::VendorFault;
}

void TestCspClient::refusesAnUnknownKey()
{
    QFETCH(int, status);
    QFETCH(ErrorKind, kind);
    Fixture f;
    f.wire->expect(Verb::Post, authorize).reply(status, unknownToken);
    const auto who = await(f.client->whoAmI());
    QVERIFY(!who);
    QCOMPARE(who.error().kind, kind);
    QVERIFY(who.error().vendorWords.startsWith("invalid_grant"_L1));
    QCOMPARE(who.error().requestId, u"r1"_s);
    f.wire->verifyAllUsed();
}

void TestCspClient::refusesAnotherOrganisation()
{
    Fixture f(0, {}, u"org-2"_s);
    f.expectExchange();
    const auto who = await(f.client->whoAmI());
    QVERIFY(!who);
    QCOMPARE(who.error().kind, ErrorKind::Invalid);
    QCOMPARE(who.error().field, u"organisation"_s);
    QVERIFY(who.error().detail.contains("org-1"_L1));
    f.wire->verifyAllUsed();
}

void TestCspClient::renewsBeforeTheEnd()
{
    Fixture f;
    f.expectExchange("one", 600);
    f.wire->expect(Verb::Get, dashboardPath + firstItems)
        .authorizedBy("Bearer " + access("one"))
        .reply(200, R"({"results":[]})");
    f.wire->expect(Verb::Get, dashboardPath + firstItems)
        .authorizedBy("Bearer " + access("one"))
        .reply(200, R"({"results":[]})");
    f.expectExchange("two", 600);
    f.wire->expect(Verb::Get, dashboardPath + firstItems)
        .authorizedBy("Bearer " + access("two"))
        .reply(200, R"({"results":[]})");
    const PageCursor dashboard {u"dashboard:1"_s};
    QVERIFY(await(f.client->listTokens(dashboard)));
    *f.now += std::chrono::seconds(600 - 181);
    QVERIFY(await(f.client->listTokens(dashboard)));
    *f.now += std::chrono::seconds(2); // Less than three minutes are left.
    QVERIFY(await(f.client->listTokens(dashboard)));
    f.wire->verifyAllUsed();
}

void TestCspClient::renewsOnceOnA401()
{
    Fixture f;
    f.expectExchange("one");
    f.wire->expect(Verb::Get, dashboardPath + firstItems).reply(401, "{}");
    f.expectExchange("two");
    f.wire->expect(Verb::Get, dashboardPath + firstItems)
        .authorizedBy("Bearer " + access("two"))
        .reply(401, R"({"message":"still not"})");
    const auto page = await(f.client->listTokens(PageCursor {u"dashboard:1"_s}));
    QVERIFY(!page);
    QCOMPARE(page.error().kind, ErrorKind::Unauthorized);
    QCOMPARE(page.error().vendorWords, u"still not"_s);
    f.wire->verifyAllUsed();
}

void TestCspClient::sharesOneExchange()
{
    struct Slow final : http::Transport
    {
        std::vector<base::Promise<http::Response>> exchanges;
        int reads = 0;
        base::Task<http::Response> send(
            const QUrl &, const http::Request &request, const http::Authorizer *) override
        {
            if (request.path == QLatin1StringView(authorize))
                return exchanges.emplace_back().task();
            ++reads;
            return base::Task<http::Response>::ready(http::Response {200, {}, R"({"results":[]})"});
        }
    };
    auto transport = std::make_unique<Slow>();
    Slow *wire = transport.get();
    domain::Connection one;
    one.baseUrl = QUrl(u"https://console.cloud.vmware.com"_s);
    CspClient client(one, test::credentials(ownKey), std::move(transport));
    auto first = client.listTokens(PageCursor {u"dashboard:1"_s});
    auto second = client.listTokens(PageCursor {u"dashboard:1"_s});
    auto third = client.listTokens(PageCursor {u"dashboard:1"_s});
    QCOMPARE(wire->exchanges.size(), 1u);
    first.cancel();
    const http::Response answer {200, {}, exchanged("one")};
    wire->exchanges.front().settle(answer);
    QVERIFY(await(std::move(second)));
    QVERIFY(await(std::move(third)));
    QCOMPARE(wire->exchanges.size(), 1u);
    QCOMPARE(wire->reads, 2);
}

void TestCspClient::anExchangeOutlivesOneWhoGivesUp()
{
    Fixture f;
    f.wire->expect(Verb::Post, authorize).hang();
    auto task = f.client->whoAmI();
    task.cancel();
    QCOMPARE(f.wire->cancelled(), 0);
}

void TestCspClient::listsTrackedTokens()
{
    Fixture f(2);
    f.expectDetails(ownKey)
        .check([](const http::Request &request) {
            QVERIFY(request.holdsSecret && request.isAnonymous && !request.isChange);
        })
        .reply(200, fixture("csp/details.json"));
    f.expectDetails("v1").reply(200, row("t1"));
    f.expectDetails("v2").reply(200, row("t2", R"("expiresAt":1700000000)"));
    const auto page = await(f.client->listTokens({}));
    QVERIFY(page);
    QCOMPARE(page->tokens.size(), 3u);
    QVERIFY(page->tokens[0].isOwnCredential);
    QCOMPARE(page->tokens[0].trackedSlot, QString());
    QCOMPARE(page->tokens[1].trackedSlot, u"s1"_s);
    QVERIFY(!page->tokens[1].isOwnCredential);
    QCOMPARE(page->tokens[2].status, TokenStatus::Expired);
    QCOMPARE(page->next.value_or(PageCursor {}).position, u"dashboard:1"_s);
    QVERIFY(page->warnings.isEmpty());
    f.wire->verifyAllUsed();
}

void TestCspClient::showsATokenTrackedTwiceOnce()
{
    Fixture f(2);
    f.expectDetails(ownKey).reply(200, row("own"));
    f.expectDetails("v1").reply(200, row("own"));
    f.expectDetails("v2").reply(200, row("own"));
    const auto page = await(f.client->listTokens({}));
    QVERIFY(page);
    QCOMPARE(page->tokens.size(), 1u);
    QVERIFY(page->tokens[0].isOwnCredential);
    QCOMPARE(page->tokens[0].trackedSlot, u"s1"_s);
    f.wire->verifyAllUsed();
}

void TestCspClient::warnsOfATrackedTokenThatIsGone()
{
    Fixture f(2);
    f.expectDetails(ownKey).reply(200, row("own"));
    f.expectDetails("v1").reply(404, unknownToken);
    f.expectDetails("v2").reply(200, row("t2"));
    const auto page = await(f.client->listTokens({}));
    QVERIFY(page);
    QCOMPARE(page->tokens.size(), 2u);
    QVERIFY(page->warnings.isEmpty()); // The list lacks nothing for it.
    QCOMPARE(page->remarks.size(), 1);
    QVERIFY(page->remarks[0].contains("\"s1\""_L1));
    QVERIFY(page->remarks[0].contains("invalid_grant"_L1));
    f.wire->verifyAllUsed();
}

/// Any other refusal says nothing about the token: the list lacks it.
void TestCspClient::lacksATrackedTokenThatCannotBeRead()
{
    Fixture f(1);
    f.expectDetails(ownKey).reply(200, row("own"));
    f.expectDetails("v1").reply(409, R"({"message":"try later"})");
    const auto page = await(f.client->listTokens({}));
    QVERIFY(page);
    QCOMPARE(page->tokens.size(), 1u);
    QVERIFY(page->lacksTokens);
    QCOMPARE(page->warnings.size(), 1);
    f.wire->verifyAllUsed();
}

void TestCspClient::remembersAnExpiredToken()
{
    Fixture f(1);
    const QByteArray soon = R"("expiresAt":1767312060)"; // One minute from now.
    for (int i = 0; i < 3; ++i) {
        f.expectDetails(ownKey).reply(200, row("own"));
        auto &step = f.expectDetails("v1");
        if (i == 0)
            step.reply(200, row("t1", soon));
        else
            step.reply(404, unknownToken);
    }
    const auto first = await(f.client->listTokens({}));
    QVERIFY(first);
    QCOMPARE(first->tokens[1].status, TokenStatus::Active);
    const auto early = await(f.client->listTokens({}));
    QVERIFY(early);
    QCOMPARE(early->tokens[1].status, TokenStatus::Unknown); // Gone before its time: revoked?
    *f.now += std::chrono::minutes(2);
    const auto late = await(f.client->listTokens({}));
    QVERIFY(late);
    QCOMPARE(late->tokens[1].status, TokenStatus::Expired);
    QCOMPARE(late->tokens[1].trackedSlot, u"s1"_s);
    QVERIFY(late->remarks.value(0).contains("\"n-t1\""_L1));
    f.wire->verifyAllUsed();
}

void TestCspClient::failsWhereTheVendorIsInTrouble()
{
    Fixture f(1);
    f.expectDetails(ownKey).reply(200, row("own"));
    f.expectDetails("v1").reply(429, "{}", {{"Retry-After", "7"}});
    const auto page = await(f.client->listTokens({}));
    QVERIFY(!page);
    QCOMPARE(page.error().kind, ErrorKind::RateLimited);
    QCOMPARE(page.error().retryAfter->count(), 7);
    f.wire->verifyAllUsed();
}

void TestCspClient::saysWhenItsOwnKeyIsUnknown()
{
    Fixture f;
    f.expectDetails(ownKey).reply(404, unknownToken);
    const auto page = await(f.client->listTokens({}));
    QVERIFY(!page);
    QCOMPARE(page.error().kind, ErrorKind::Unauthorized);
    f.wire->verifyAllUsed();
}

void TestCspClient::addsTheOrganisationsList()
{
    Fixture f(1);
    f.expectDetails(ownKey).reply(200, row("own"));
    f.expectDetails("v1").reply(200, row("t1"));
    f.expectExchange();
    f.wire->expect(Verb::Get, dashboardPath + firstItems)
        .reply(200, R"({"totalResults":4,"results":[)" + row("own") + "," + row("x1") + "]}");
    // The vendor gave two where a hundred were asked for: the next page starts after those two.
    f.wire->expect(Verb::Get, dashboardPath + "?pageStart=3&pageLimit=100"_ba)
        .reply(200, R"({"totalResults":4,"results":[)" + row("t1") + "," + row("x2") + "]}");
    const auto tracked = await(f.client->listTokens({}));
    QVERIFY(tracked && tracked->next);
    const auto first = await(f.client->listTokens(*tracked->next));
    QVERIFY(first && first->next);
    // What is tracked as well is counted here too, and is one row in the end.
    QCOMPARE(first->tokens.size(), 2u);
    QCOMPARE(first->tokens[1].key.remoteId, u"x1"_s);
    QCOMPARE(first->part.total, std::optional<qint64>(4));
    QCOMPARE(tracked->part.total, std::optional<qint64>());
    QVERIFY(first->part.name != tracked->part.name);
    QCOMPARE(first->ahead, (std::vector {PageCursor {u"dashboard:3"_s}}));
    const auto second = await(f.client->listTokens(*first->next));
    QVERIFY(second);
    QCOMPARE(second->tokens.size(), 2u);
    QCOMPARE(second->tokens[1].key.remoteId, u"x2"_s);
    QCOMPARE(second->part.name, first->part.name);
    QVERIFY(!second->next);
    QVERIFY(f.client->capabilities()[Operation::List].experimental);
    f.wire->verifyAllUsed();
}

void TestCspClient::fallsBackWithoutTheDashboard_data()
{
    QTest::addColumn<int>("status");
    QTest::newRow("forbidden") << 403;
    QTest::newRow("not found") << 404;
    QTest::newRow("wrong method") << 405;
    QTest::newRow("not implemented") << 501;
}

void TestCspClient::fallsBackWithoutTheDashboard()
{
    QFETCH(int, status);
    Fixture f;
    f.expectExchange();
    f.wire->expect(Verb::Get, dashboardPath + firstItems)
        .reply(status, R"({"message":"owners only"})");
    const auto page = await(f.client->listTokens(PageCursor {u"dashboard:1"_s}));
    QVERIFY(page);
    QVERIFY(page->tokens.isEmpty());
    QVERIFY(!page->next);
    QCOMPARE(page->warnings.size(), 1);
    const auto can = f.client->capabilities()[Operation::List];
    QCOMPARE(can.support, Support::Native);
    QVERIFY(can.reason.contains("owners only"_L1));
    f.expectDetails(ownKey).reply(200, row("own"));
    const auto again = await(f.client->listTokens({}));
    QVERIFY(again && !again->next); // Asked once, not every time.
    f.wire->verifyAllUsed();
}

void TestCspClient::reportsABrokenDashboard()
{
    Fixture f;
    f.expectExchange();
    f.wire->expect(Verb::Get, dashboardPath + firstItems).reply(200, R"({"results":[)");
    f.wire->expect(Verb::Get, dashboardPath + firstItems).reply(503, "<html>");
    QCOMPARE(await(f.client->listTokens(PageCursor {u"dashboard:1"_s})).error().kind,
        ErrorKind::UnexpectedReply);
    QCOMPARE(await(f.client->listTokens(PageCursor {u"dashboard:1"_s})).error().kind,
        ErrorKind::VendorFault);
    QVERIFY(!await(f.client->listTokens(PageCursor {u"dashboard:0"_s})));
    QVERIFY(!await(f.client->listTokens(PageCursor {u"nonsense"_s})));
    f.wire->verifyAllUsed();
}

void TestCspClient::offersRolesOfTheOrganisation()
{
    Fixture f;
    f.expectExchange();
    f.wire->expect(Verb::Get, "/csp/gateway/am/api/orgs/org-1/roles")
        .reply(200, R"({"orgRolesData":[{"name":"org_owner"},{"name":"org_member"}]})");
    f.wire->expect(Verb::Get, "/csp/gateway/iam-roles-mgmt/api/orgs/org-1/custom-roles")
        .reply(200, R"({"results":[{"name":"custom"}]})");
    f.wire->expect(Verb::Get, "/csp/gateway/am/api/loggedin/user/orgs/org-1/service-roles")
        .reply(
            200, R"({"servicesDef":[{"serviceDefinitionId":"s","serviceRoles":[{"name":"r"}]}]})");
    const auto forms = await(f.client->draftForms());
    QVERIFY(forms);
    QCOMPARE(forms->size(), 1u);
    const auto &form = forms->front();
    QCOMPARE(form.choices.size(), 7u); // Two, one, one, and three general scopes.
    QVERIFY(form.choices[0].grant.broad);
    QVERIFY(form.mayNeedIdToken);
    QCOMPARE(form.idTokenHelp.host(), u"console.cloud.vmware.com"_s);
    QCOMPARE(form.lifetime->minimum.count(), 1800);
    QCOMPARE(form.presets.front().grants.size(), 2u);
    f.wire->verifyAllUsed();
}

void TestCspClient::offersTypedRolesWhereListsFail()
{
    Fixture f;
    f.expectExchange();
    f.wire->expect(Verb::Get, "/csp/gateway/am/api/orgs/org-1/roles").reply(403, "{}");
    f.wire->expect(Verb::Get, "/csp/gateway/iam-roles-mgmt/api/orgs/org-1/custom-roles")
        .reply(404, "");
    f.wire->expect(Verb::Get, "/csp/gateway/am/api/loggedin/user/orgs/org-1/service-roles")
        .reply(200, "<html>");
    const auto forms = await(f.client->draftForms());
    QVERIFY(forms);
    QCOMPARE(forms->front().choices.front().grant.name, u"org_member"_s);
    QVERIFY(forms->front().takesTypedGrants);
    f.wire->verifyAllUsed();
}

void TestCspClient::createsWithTheExchangesIdToken()
{
    Fixture f;
    f.expectExchange();
    f.wire->expect(Verb::Post, createPath)
        .authorizedBy("Bearer " + access("one"))
        .check([](const http::Request &request) {
            QVERIFY(request.holdsSecret && request.isChange);
            const auto body = QJsonDocument::fromJson(request.body).object();
            QCOMPARE(body.value("idToken"_L1).toString(), u"own.id.token"_s);
            QCOMPARE(body.value("refreshTokenTTL"_L1).toInt(), 86400);
        })
        .reply(200, R"({"apiToken":"SANDBOXnew"})");
    f.expectDetails("SANDBOXnew").reply(200, row("new"));
    const auto issued = await(f.client->createToken(draft()));
    QVERIFY(issued);
    QVERIFY(issued->secret.expose() == "SANDBOXnew");
    QCOMPARE(issued->token.key.remoteId, u"new"_s);
    QVERIFY(!issued->advice.isEmpty());
    f.wire->verifyAllUsed();
}

void TestCspClient::asksForAnIdTokenWhenRefused()
{
    Fixture f;
    f.expectExchange();
    f.wire->expect(Verb::Post, createPath)
        .reply(400, R"({"message":"Invalid or expired idToken"})");
    const auto issued = await(f.client->createToken(draft()));
    QVERIFY(!issued);
    QCOMPARE(issued.error().kind, ErrorKind::Invalid);
    QCOMPARE(issued.error().field, u"idToken"_s);
    QCOMPARE(issued.error().vendorWords, u"Invalid or expired idToken"_s);
    f.wire->verifyAllUsed();
}

void TestCspClient::usesATypedIdToken()
{
    Fixture f;
    f.expectExchange();
    f.wire->expect(Verb::Post, createPath)
        .check([](const http::Request &request) {
            QVERIFY(request.body.contains("\"typed.id.token\""));
            QVERIFY(!request.body.contains("own.id.token"));
        })
        .reply(200, R"({"apiToken":"SANDBOXnew"})");
    f.expectDetails("SANDBOXnew").reply(200, row("new"));
    auto one = draft();
    one.idToken = base::Secret::copyOf("typed.id.token");
    QVERIFY(await(f.client->createToken(std::move(one))));
    f.wire->verifyAllUsed();
}

void TestCspClient::asksForAnIdTokenWhenThereIsNone()
{
    Fixture f;
    f.wire->expect(Verb::Post, authorize)
        .reply(200, R"({"access_token":")" + access("one") + R"(","expires_in":1799})");
    const auto issued = await(f.client->createToken(draft()));
    QVERIFY(!issued);
    QCOMPARE(issued.error().field, u"idToken"_s);
    f.wire->verifyAllUsed();
}

void TestCspClient::keepsTheSecretWithoutDetails()
{
    Fixture f;
    f.expectExchange();
    f.wire->expect(Verb::Post, createPath).reply(200, R"({"apiToken":"SANDBOXnew"})");
    f.expectDetails("SANDBOXnew").reply(500, "<html>");
    const auto issued = await(f.client->createToken(draft()));
    QVERIFY(issued);
    QVERIFY(issued->secret.expose() == "SANDBOXnew");
    QCOMPARE(issued->token.name, u"ci"_s);
    QVERIFY(issued->token.key.remoteId.isEmpty());
    QVERIFY(issued->token.expires.value == *f.now + std::chrono::hours(24));
    QVERIFY(issued->advice.contains("id could not be read"_L1));
    f.wire->verifyAllUsed();
}

void TestCspClient::createsOnceEvenOnA401()
{
    for (const int status : {401, 409, 429, 500, 503}) {
        Fixture f;
        f.expectExchange();
        f.wire->expect(Verb::Post, createPath).reply(status, R"({"message":"no"})");
        const auto issued = await(f.client->createToken(draft()));
        QVERIFY(!issued);
        QCOMPARE(issued.error().httpStatus, status);
        QCOMPARE(issued.error().kind == ErrorKind::OutcomeUnknown, status >= 500);
        QCOMPARE(f.wire->sent(), 2);
        f.wire->verifyAllUsed();
    }
}

void TestCspClient::saysWhenACreateMayHaveHappened()
{
    for (const auto *body : {"", "<html>", "{}", R"({"apiToken":7})", R"({"apiToken":")"}) {
        Fixture f;
        f.expectExchange();
        f.wire->expect(Verb::Post, createPath).reply(200, body);
        QCOMPARE(await(f.client->createToken(draft())).error().kind, ErrorKind::OutcomeUnknown);
        f.wire->verifyAllUsed();
    }
}

void TestCspClient::checksADraftBeforeSending()
{
    Fixture f;
    auto one = draft();
    one.lifetime = std::chrono::minutes(1);
    QCOMPARE(await(f.client->createToken(std::move(one))).error().field, u"lifetime"_s);
    QCOMPARE(f.wire->sent(), 0);
}

void TestCspClient::disablesInGroupsOfFifteen()
{
    Fixture f;
    std::vector<domain::Token> tokens;
    QList<QByteArray> ids;
    for (int i = 0; i < 31; ++i) {
        ids.append("t" + QByteArray::number(i));
        tokens.push_back(tokenCalled(QString::fromLatin1(ids.last())));
    }
    f.expectExchange();
    for (int at = 0; at < 31; at += 15) {
        const QByteArray list = "[\"" + ids.mid(at, 15).join("\",\"") + "\"]";
        f.wire->expect(Verb::Post, deactivatePath)
            .json("{\"ids\":" + list + "}")
            .reply(200, "{\"successes\":" + list + ",\"failures\":[]}");
    }
    const auto outcomes = await(f.client->setEnabled(tokens, false));
    QVERIFY(outcomes);
    QCOMPARE(outcomes->size(), 31u);
    for (std::size_t i = 0; i < 31; ++i) {
        QCOMPARE(outcomes->at(i).remoteId, tokens[i].key.remoteId);
        QVERIFY(outcomes->at(i).result);
        QCOMPARE(outcomes->at(i).token->status, TokenStatus::Disabled);
    }
    f.wire->verifyAllUsed();
}

void TestCspClient::reportsEachRow()
{
    Fixture f;
    f.expectExchange();
    f.wire->expect(Verb::Post, "/csp/gateway/am/api/orgs/org-1/api-tokens/activate")
        .json(R"({"ids":["a","b","c","d"]})")
        .reply(200,
            R"({"successes":["d"],"failures":[{"id":"a","message":"Token not found"},{"id":"b","message":"No way"}]})");
    const auto outcomes = await(f.client->setEnabled(
        {tokenCalled(u"a"_s), tokenCalled(u"b"_s), tokenCalled(u"c"_s), tokenCalled(u"d"_s)},
        true));
    QVERIFY(outcomes);
    QCOMPARE(outcomes->at(0).result.error().kind, ErrorKind::NotFound);
    QCOMPARE(outcomes->at(1).result.error().kind, ErrorKind::Conflict);
    QCOMPARE(outcomes->at(1).result.error().vendorWords, u"No way"_s);
    QCOMPARE(outcomes->at(2).result.error().kind, ErrorKind::UnexpectedReply);
    QVERIFY(outcomes->at(3).result);
    QCOMPARE(outcomes->at(3).token->status, TokenStatus::Active);
    f.wire->verifyAllUsed();
}

void TestCspClient::stopsAfterAGroupThatFails()
{
    Fixture f;
    std::vector<domain::Token> tokens;
    for (int i = 0; i < 20; ++i)
        tokens.push_back(tokenCalled(u"t%1"_s.arg(i)));
    f.expectExchange();
    f.wire->expect(Verb::Post, deactivatePath).fail({.kind = ErrorKind::OutcomeUnknown});
    const auto outcomes = await(f.client->setEnabled(tokens, false));
    QVERIFY(outcomes);
    QCOMPARE(outcomes->size(), 20u);
    QCOMPARE(outcomes->at(14).result.error().kind, ErrorKind::OutcomeUnknown);
    QCOMPARE(outcomes->at(15).result.error().kind, ErrorKind::Cancelled); // Not sent at all.
    f.wire->verifyAllUsed();
}

void TestCspClient::downgradesAfterARefusal()
{
    Fixture f;
    f.expectExchange();
    f.wire->expect(Verb::Post, deactivatePath).reply(403, R"({"message":"Owners only"})");
    f.wire->expect(Verb::Post, createPath).reply(403, R"({"message":"No service accounts"})");
    const auto outcomes = await(f.client->setEnabled({tokenCalled(u"a"_s)}, false));
    QVERIFY(outcomes);
    QCOMPARE(outcomes->at(0).result.error().kind, ErrorKind::Forbidden);
    QVERIFY(!await(f.client->createToken(draft())));
    const auto can = f.client->capabilities();
    QCOMPARE(can[Operation::Disable].support, Support::Unsupported);
    QVERIFY(can[Operation::Disable].reason.contains("Owners only"_L1));
    QVERIFY(can[Operation::Enable].isPossible());
    QVERIFY(can[Operation::Create].reason.contains("No service accounts"_L1));
    f.wire->verifyAllUsed();
}

void TestCspClient::failsWhenNothingWasTried()
{
    Fixture f;
    f.wire->expect(Verb::Post, authorize).reply(404, unknownToken);
    const auto outcomes = await(f.client->setEnabled({tokenCalled(u"a"_s)}, false));
    QVERIFY(!outcomes);
    QCOMPARE(outcomes.error().kind, ErrorKind::Unauthorized);
    f.wire->verifyAllUsed();
}

void TestCspClient::revokesATrackedToken()
{
    Fixture f(1, u"client"_s);
    auto token = tokenCalled(u"t1"_s);
    token.trackedSlot = u"s1"_s;
    f.wire->expect(Verb::Post, revokePath)
        .authorizedBy("Basic " + "client:"_ba.toBase64())
        .check([](const http::Request &request) {
            QCOMPARE(request.body, "token=v1&token_type_hint=refresh_token"_ba);
            QVERIFY(request.holdsSecret && request.isChange);
        })
        .reply(200, "");
    f.expectDetails("v1").reply(404, unknownToken);
    QVERIFY(await(f.client->deleteToken(token)) == domain::DeleteOutcome::Deleted);
    f.wire->verifyAllUsed();
}

void TestCspClient::doesNotBelieveARevokeThatDidNothing()
{
    Fixture f(1, u"client"_s);
    auto token = tokenCalled(u"t1"_s);
    token.trackedSlot = u"s1"_s;
    f.wire->expect(Verb::Post, revokePath).reply(200, "");
    f.expectDetails("v1").reply(200, row("t1"));
    const auto outcome = await(f.client->deleteToken(token));
    QVERIFY(!outcome);
    QCOMPARE(outcome.error().kind, ErrorKind::Conflict);
    QVERIFY(outcome.error().detail.contains("still lives"_L1));
    f.wire->verifyAllUsed();
}

void TestCspClient::tellsAlreadyGone()
{
    Fixture f(1, u"client"_s);
    auto token = tokenCalled(u"t1"_s);
    token.trackedSlot = u"s1"_s;
    f.wire->expect(Verb::Post, revokePath).reply(404, unknownToken);
    QVERIFY(await(f.client->deleteToken(token)) == domain::DeleteOutcome::AlreadyGone);
    f.wire->verifyAllUsed();
}

void TestCspClient::linksToTheConsoleWhereItCannotRevoke()
{
    Fixture without(1);
    auto token = tokenCalled(u"t1"_s);
    token.trackedSlot = u"s1"_s;
    const auto can = without.client->capabilities()[Operation::Delete];
    QCOMPARE(can.support, Support::ManualLink);
    QCOMPARE(can.link.host(), u"console.cloud.vmware.com"_s);
    QCOMPARE(await(without.client->deleteToken(token)).error().kind, ErrorKind::Unsupported);
    Fixture with(1, u"client"_s);
    QCOMPARE(with.client->capabilities()[Operation::Delete].support, Support::Native);
    const auto untracked = await(with.client->deleteToken(tokenCalled(u"x"_s)));
    QCOMPARE(untracked.error().kind, ErrorKind::Unsupported);
    QCOMPARE(without.wire->sent() + with.wire->sent(), 0);
}

void TestCspClient::cannotEdit()
{
    Fixture f;
    QCOMPARE(await(f.client->updateToken(tokenCalled(u"a"_s), {.name = u"b"_s})).error().kind,
        ErrorKind::Unsupported);
    const auto can = f.client->capabilities();
    QCOMPARE(can[Operation::Rename].support, Support::ManualLink);
    for (const auto operation : domain::allOperations) {
        if (!can[operation].isPossible())
            QVERIFY(!can[operation].reason.isEmpty());
    }
    QCOMPARE(f.wire->sent(), 0);
}

void TestCspClient::looksAtAValue()
{
    Fixture f;
    f.expectDetails("SANDBOXother").reply(200, row("other"));
    f.expectDetails("SANDBOXgone").reply(404, unknownToken);
    const auto token = await(f.client->inspectValue(base::Secret::copyOf("SANDBOXother")));
    QVERIFY(token);
    QCOMPARE(token->key.remoteId, u"other"_s);
    QCOMPARE(await(f.client->inspectValue(base::Secret::copyOf("SANDBOXgone"))).error().kind,
        ErrorKind::NotFound);
    f.wire->verifyAllUsed();
}

void TestCspClient::readsOnlyTrackedTokensAlone()
{
    Fixture f(1);
    auto token = tokenCalled(u"t1"_s);
    QCOMPARE(await(f.client->readToken(token)).error().kind, ErrorKind::Unsupported);
    QCOMPARE(f.wire->sent(), 0);
    token.trackedSlot = u"s1"_s;
    f.expectDetails("v1").reply(200, row("t1"));
    const auto found = await(f.client->readToken(token));
    QVERIFY(found);
    QCOMPARE(found->trackedSlot, u"s1"_s);
    token.trackedSlot.clear();
    token.isOwnCredential = true;
    f.expectDetails("SANDBOXown").reply(200, row("t1"));
    QVERIFY(await(f.client->readToken(token))->isOwnCredential);
    QCOMPARE(f.client->changesPerCall(), 15);
    f.wire->verifyAllUsed();
}

void TestCspClient::readsAnEndThatWasForeseenAsExpired()
{
    Fixture f(1);
    auto token = tokenCalled(u"t1"_s);
    token.trackedSlot = u"s1"_s;
    token.expires = domain::TimeFact::known(instant("2026-01-01T00:00:00Z"));
    f.expectDetails("v1").reply(404, unknownToken);
    const auto ended = await(f.client->readToken(token));
    QVERIFY(ended);
    QCOMPARE(ended->status, TokenStatus::Expired);
    token.expires = domain::TimeFact::known(instant("2026-02-01T00:00:00Z"));
    f.expectDetails("v1").reply(404, unknownToken);
    QCOMPARE(await(f.client->readToken(token)).error().kind, ErrorKind::NotFound);
    token.expires = domain::TimeFact::known(instant("2026-01-01T00:00:00Z"));
    f.expectDetails("v1").reply(503, "{}");
    QCOMPARE(await(f.client->readToken(token)).error().kind, ErrorKind::VendorFault);
    f.wire->verifyAllUsed();
}

void TestCspClient::triesAKeyByItsDetails_data()
{
    QTest::addColumn<int>("status");
    QTest::addColumn<QByteArray>("body");
    QTest::addColumn<ErrorKind>("kind");
    QTest::newRow("unknown") << 404 << unknownToken << ErrorKind::Unauthorized;
    QTest::newRow("expired, the older form")
        << 400 << R"({"message":"expired"})"_ba << ErrorKind::Unauthorized;
    QTest::newRow("deactivated") << 200
                                 << R"({"tokenId":"t1","tokenName":"n","deactivated":true})"_ba
                                 << ErrorKind::Unauthorized;
    QTest::newRow("of another token") << 200 << row("t2") << ErrorKind::Invalid;
    QTest::newRow("in trouble") << 500 << "{}"_ba << ErrorKind::VendorFault;
}

void TestCspClient::triesAKeyByItsDetails()
{
    QFETCH(int, status);
    QFETCH(QByteArray, body);
    QFETCH(ErrorKind, kind);
    Fixture f;
    f.expectDetails("SANDBOXnew").reply(status, body);
    const auto who
        = await(f.client->verifyKey(tokenCalled(u"t1"_s), base::Secret::copyOf("SANDBOXnew")));
    QVERIFY(!who);
    QCOMPARE(who.error().kind, kind);
    f.wire->verifyAllUsed();
}

void TestCspClient::endsQuietlyWhenTheClientGoes()
{
    Fixture f(1);
    f.wire->expect(Verb::Post, detailsPath).hang();
    f.wire->expect(Verb::Post, detailsPath).hang();
    f.wire->expect(Verb::Post, authorize).hang();
    auto list = f.client->listTokens({});
    auto who = f.client->whoAmI();
    f.client.reset();
    QCOMPARE(await(std::move(list)).error().kind, ErrorKind::Cancelled);
    QCOMPARE(await(std::move(who)).error().kind, ErrorKind::Cancelled);
}

void TestCspClient::sketchesRequestsWithoutAKey()
{
    Fixture f(0, {}, u"org-1"_s);
    const auto token = tokenCalled(u"t1"_s);
    const auto list = f.client->sketch(Operation::List, nullptr);
    QVERIFY(list);
    QCOMPARE(list->body, R"({"tokenValue":"$TOKEN"})"_ba);
    const auto disable = f.client->sketch(Operation::Disable, &token);
    QVERIFY(disable);
    QCOMPARE(disable->url.path(), QLatin1StringView(deactivatePath));
    QVERIFY(disable->headers.contains({"Authorization", "Bearer $ACCESS_TOKEN"}));
    QVERIFY(f.client->sketch(Operation::Create, nullptr)->body.contains("$ID_TOKEN"));
    QVERIFY(!f.client->sketch(Operation::Rename, &token));
    QVERIFY(!f.client->sketch(Operation::Disable, nullptr));
}

QTEST_GUILESS_MAIN(TestCspClient)
#include "tst_cspclient.moc"
