// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#include "vendors/csp/cspforms.h"
#include "vendors/csp/cspwire.h"
#include "vendortest.h"

#include <QJsonArray>
#include <QJsonDocument>

using namespace Qt::StringLiterals;
using base::ErrorKind;
using domain::FactState;
using domain::Grant;
using domain::TokenStatus;
using http::Response;
using test::fixture;
using test::instant;

namespace cw = csp::wire;

namespace {

cw::Context context()
{
    return {u"c1"_s, instant("2026-01-02T00:00:00Z")};
}

Response reply(const QByteArray &body, int status = 200)
{
    return {status, {}, body};
}

QJsonObject object(const QByteArray &json)
{
    return QJsonDocument::fromJson(json).object();
}

QByteArray jwt(const QByteArray &payload)
{
    const auto options = QByteArray::Base64UrlEncoding | QByteArray::OmitTrailingEquals;
    return "eyJhbGciOiJub25lIn0." + payload.toBase64(options) + ".sig";
}

domain::TokenDraft draft()
{
    domain::TokenDraft one;
    one.kind = domain::TokenKind::User;
    one.name = u"ci"_s;
    one.lifetime = std::chrono::seconds(15552000);
    one.grants = csp::userForm({}, {}).presets.front().grants;
    return one;
}

} // namespace

class TestCspWire : public test::StrictTest
{
    Q_OBJECT

private slots:
    void readsDetails();
    void keepsTheEchoedKeyOut();
    void readsScopesOfEveryKind();
    void sendsScopesBackAsTheyCame();
    void readsUnitsByMagnitude_data();
    void readsUnitsByMagnitude();
    void derivesTheState_data();
    void derivesTheState();
    void readsTheGovernanceList();
    void namesThePlaceOfABadMember_data();
    void namesThePlaceOfABadMember();
    void readsAnExchange();
    void readsAnExchangeWithAlmostNothing();
    void survivesAnyAccessToken_data();
    void survivesAnyAccessToken();
    void readsACreate();
    void readsAPartialSuccess();
    void readsErrorsInEveryShape_data();
    void readsErrorsInEveryShape();
    void readsTheUserAndTheOrganisation();
    void readsRolesOfEverySource();
    void writesBodies();
    void escapesKeysInBodies();
    void checksDrafts_data();
    void checksDrafts();
    void checksConnections_data();
    void checksConnections();
};

void TestCspWire::readsDetails()
{
    const auto seen = cw::parseDetails(reply(fixture("csp/details.json")), context());
    QVERIFY(seen);
    const domain::Token &token = seen->token;
    QCOMPARE(seen->organisation, u"6a3c0000-0000-4000-8000-00000000000a"_s);
    QCOMPARE(token.key.connectionId, u"c1"_s);
    QCOMPARE(token.key.remoteId, u"b1a0c7de-0000-4000-8000-000000000001"_s);
    QCOMPARE(token.name, u"ci"_s);
    QCOMPARE(token.kind, domain::TokenKind::User);
    QCOMPARE(token.status, TokenStatus::Active);
    QVERIFY(token.created.value == instant("2026-01-01T00:00:00Z"));
    QVERIFY(token.lastUsed.value == instant("2026-01-02T00:00:00Z"));
    QVERIFY(token.expires.value == instant("2026-07-04T01:00:00Z"));
    QCOMPARE(token.owner.value, u"ada@example.com"_s); // acct before the deprecated username.
    QCOMPARE(token.creator.value, u"ada@example.com"_s);
    QCOMPARE(token.keyHint, QString());
}

void TestCspWire::keepsTheEchoedKeyOut()
{
    const auto seen = cw::parseDetails(reply(fixture("csp/details.json")), context());
    QVERIFY(seen);
    QVERIFY(seen->token.raw.contains("futureField"));
    QVERIFY(!seen->token.raw.contains("CANARY"));
    const auto page = cw::parseDashboard(reply(fixture("csp/dashboard.json")), context());
    QVERIFY(page);
    for (const auto &token : page->tokens.tokens())
        QVERIFY(!token.raw.contains("CANARY"));
}

void TestCspWire::readsScopesOfEveryKind()
{
    const auto seen = cw::parseDetails(reply(fixture("csp/details.json")), context());
    QVERIFY(seen);
    QStringList texts;
    for (const Grant &grant : seen->token.grants)
        texts.append(grant.target + u'/' + grant.name + (grant.broad ? u"!"_s : QString()));
    const QString service = u"service:00000000-0000-0000-0000-000000000000"_s;
    QCOMPARE(texts,
        (QStringList {u"general/openid"_s, u"general/group_names"_s, u"org/org_member"_s,
            u"org/org_owner!"_s, u"org/csp:org:read"_s, service + u"/allRoles!"_s,
            service + u"/service:member"_s}));
    const auto plain = cw::parseDetails(
        reply(R"({"tokenId":"x","scope":["openid","ALL_PERMISSIONS"]})"), context());
    QVERIFY(plain);
    QCOMPARE(plain->token.grants.size(), 2u);
    QVERIFY(plain->token.grants[1].broad);
    const auto bare = cw::parseDetails(reply(R"({"tokenId":"x"})"), context());
    QVERIFY(bare);
    QCOMPARE(bare->token.grantsState, FactState::NotReported);
}

void TestCspWire::sendsScopesBackAsTheyCame()
{
    auto grants
        = cw::grantsOf(object(fixture("csp/details.json")).value("allowedScopes"_L1).toObject());
    grants.erase(std::remove_if(grants.begin(), grants.end(), &cw::isAllOf), grants.end());
    Grant typed;
    typed.name = u"custom_role"_s;
    grants.push_back(typed);
    const QByteArray expected = R"({"generalScopes":["openid","group_names"],
        "organizationScopes":{"permissions":[{"permissionId":"csp:org:read","resources":["*"]}],
            "roles":[{"name":"org_member","resource":null},{"name":"org_owner","resource":"*"},
                {"name":"custom_role","resource":null}]},
        "servicesScopes":[{"roles":[{"name":"service:member","resource":null}],
            "serviceDefinitionId":"00000000-0000-0000-0000-000000000000"}]})";
    QCOMPARE(cw::scopesOf(grants), object(expected));
}

void TestCspWire::readsUnitsByMagnitude_data()
{
    QTest::addColumn<QByteArray>("value");
    QTest::addColumn<int>("state");
    QTest::newRow("seconds") << "1767312000"_ba << int(FactState::Known);
    QTest::newRow("milliseconds") << "1767312000000"_ba << int(FactState::Known);
    QTest::newRow("zero") << "0"_ba << int(FactState::Never);
    QTest::newRow("null") << "null"_ba << int(FactState::NotReported);
    QTest::newRow("negative") << "-1"_ba << int(FactState::NotUnderstood);
    QTest::newRow("text") << "\"1767312000\""_ba << int(FactState::NotUnderstood);
    QTest::newRow("microseconds") << "1767312000000000"_ba << int(FactState::NotUnderstood);
    QTest::newRow("1970") << "86400"_ba << int(FactState::NotUnderstood);
}

void TestCspWire::readsUnitsByMagnitude()
{
    QFETCH(QByteArray, value);
    QFETCH(int, state);
    const auto seen
        = cw::parseDetails(reply(R"({"tokenId":"x","lastUsedAt":)" + value + "}"), context());
    QVERIFY(seen);
    QCOMPARE(int(seen->token.lastUsed.state), state);
    if (seen->token.lastUsed.isKnown())
        QVERIFY(seen->token.lastUsed.value == instant("2026-01-02T00:00:00Z"));
}

void TestCspWire::derivesTheState_data()
{
    QTest::addColumn<QByteArray>("members");
    QTest::addColumn<int>("status");
    QTest::newRow("active") << R"("deactivated":false,"expiresAt":1783126800)"_ba
                            << int(TokenStatus::Active);
    QTest::newRow("expired") << R"("deactivated":false,"expiresAt":1700000000)"_ba
                             << int(TokenStatus::Expired);
    QTest::newRow("deactivated") << R"("deactivated":true,"expiresAt":1700000000)"_ba
                                 << int(TokenStatus::Disabled);
    QTest::newRow("ends now") << R"("deactivated":false,"expiresAt":1767312000)"_ba
                              << int(TokenStatus::Expired);
    QTest::newRow("not said") << R"("expiresAt":1783126800)"_ba << int(TokenStatus::Unknown);
    QTest::newRow("text") << R"("deactivated":"yes")"_ba << int(TokenStatus::Unknown);
    QTest::newRow("label") << R"("status":"Deactivated")"_ba << int(TokenStatus::Disabled);
}

void TestCspWire::derivesTheState()
{
    QFETCH(QByteArray, members);
    QFETCH(int, status);
    const auto seen = cw::parseDetails(reply(R"({"tokenId":"x",)" + members + "}"), context());
    QVERIFY(seen);
    QCOMPARE(int(seen->token.status), status);
}

void TestCspWire::readsTheGovernanceList()
{
    const auto page = cw::parseDashboard(reply(fixture("csp/dashboard.json")), context());
    QVERIFY(page);
    QCOMPARE(page->total.value_or(0), 4);
    QCOMPARE(page->tokens.size(), 4u);
    QCOMPARE(page->tokens[0].status, TokenStatus::Unknown); // The list publishes no state.
    QCOMPARE(page->tokens[0].rawStatus, QString());
    QCOMPARE(page->tokens[0].lastUsed.state, FactState::Never);
    QCOMPARE(page->tokens[0].grants.back().name, u"vmc-service"_s);
    QCOMPARE(page->tokens[1].status, TokenStatus::Expired);
    QCOMPARE(page->tokens[1].owner.value, u"Grace Example"_s);
    QCOMPARE(page->tokens[2].status, TokenStatus::Disabled);
    QCOMPARE(page->tokens[2].expires.state, FactState::Never);
    QCOMPARE(page->tokens[3].status, TokenStatus::Unknown);
    QCOMPARE(page->tokens[3].rawStatus, u"SUSPENDED"_s);
    QCOMPARE(page->tokens[3].owner.state, FactState::NotReported);
    const auto empty = cw::parseDashboard(reply(R"({"results":[]})"), context());
    QVERIFY(empty);
    QVERIFY(!empty->total);
}

void TestCspWire::namesThePlaceOfABadMember_data()
{
    QTest::addColumn<QByteArray>("body");
    QTest::addColumn<QString>("place");
    QTest::newRow("no results") << R"({"totalResults":1})"_ba << u"results is missing"_s;
    QTest::newRow("no id") << R"({"results":[{},{"tokenId":5}]})"_ba
                           << u"results[0].tokenId is missing"_s;
    QTest::newRow("item no object") << R"({"results":[1]})"_ba << u"results[0] is not an object"_s;
    QTest::newRow("results null") << R"({"results":null})"_ba << u"results"_s;
    QTest::newRow("cut off") << R"({"results":[{"tokenId":"a")"_ba << u"broken JSON"_s;
    QTest::newRow("html") << "<html></html>"_ba << u"web page"_s;
    QTest::newRow("array") << "[]"_ba << u"object"_s;
}

void TestCspWire::namesThePlaceOfABadMember()
{
    QFETCH(QByteArray, body);
    QFETCH(QString, place);
    const auto page = cw::parseDashboard(reply(body), context());
    QVERIFY(!page);
    QCOMPARE(page.error().kind, ErrorKind::UnexpectedReply);
    QVERIFY2(page.error().detail.contains(place), qPrintable(page.error().detail));
}

void TestCspWire::readsAnExchange()
{
    const QByteArray access = jwt(R"({"context_name":"org-1","username":"ada","perms":["x"]})");
    const auto grant = cw::parseAccess(reply(R"({"id_token":"idid","token_type":"bearer",)"
                                             R"("expires_in":1799,"scope":"openid",)"
                                             R"("refresh_token":"SANDBOX","access_token":")"
        + access + "\"}"));
    QVERIFY(grant);
    QVERIFY(grant->access.expose() == access);
    QVERIFY(grant->idToken.expose() == "idid");
    QCOMPARE(grant->lifetime.count(), 1799);
    QCOMPARE(grant->claims.organisation, u"org-1"_s);
    QCOMPARE(grant->claims.user, u"ada"_s);
}

void TestCspWire::readsAnExchangeWithAlmostNothing()
{
    const auto grant = cw::parseAccess(reply(R"({"access_token":"opaque"})"));
    QVERIFY(grant);
    QVERIFY(grant->idToken.isEmpty());
    QCOMPARE(grant->lifetime.count(), 600);
    QCOMPARE(grant->claims.organisation, QString());
    const auto none = cw::parseAccess(reply(R"({"expires_in":1799})"));
    QVERIFY(!none);
    QVERIFY(none.error().detail.contains("access_token is missing"_L1));
    QCOMPARE(
        cw::parseAccess(reply(R"({"access_token":"a","expires_in":-5})"))->lifetime.count(), 0);
}

void TestCspWire::survivesAnyAccessToken_data()
{
    QTest::addColumn<QByteArray>("token");
    QTest::newRow("empty") << ""_ba;
    QTest::newRow("one dot") << "a.b"_ba;
    QTest::newRow("dots") << "..."_ba;
    QTest::newRow("no base64") << "a.!!!.c"_ba;
    QTest::newRow("array") << jwt("[1]");
    QTest::newRow("wrong types") << jwt(R"({"context_name":7})");
}

void TestCspWire::survivesAnyAccessToken()
{
    QFETCH(QByteArray, token);
    QCOMPARE(cw::claimsOf(token).organisation, QString());
}

void TestCspWire::readsACreate()
{
    const auto value = cw::parseCreated(reply(R"({"apiToken":"SANDBOXnew"})"));
    QVERIFY(value);
    QVERIFY(value->expose() == "SANDBOXnew");
    QVERIFY(cw::parseCreated(reply("{}")).error().detail.contains("apiToken is missing"_L1));
    QVERIFY(!cw::parseCreated(reply("<html>")));
}

void TestCspWire::readsAPartialSuccess()
{
    const auto change = cw::parseStatusChange(reply(
        R"({"successes":["id1"],"failures":[{"id":"id2","message":"SANDBOXCANARYcanaryCANARYcanary12 not found"}]})"));
    QVERIFY(change);
    QCOMPARE(change->done, QStringList {u"id1"_s});
    QVERIFY(change->failed.value(u"id2"_s).contains("not found"_L1));
    QVERIFY(!change->failed.value(u"id2"_s).contains("CANARY"_L1)); // Redacted.
    QVERIFY(cw::parseStatusChange(reply("{}")));
    QVERIFY(!cw::parseStatusChange(reply("")));
}

void TestCspWire::readsErrorsInEveryShape_data()
{
    QTest::addColumn<int>("status");
    QTest::addColumn<QByteArray>("body");
    QTest::addColumn<QString>("words");
    QTest::addColumn<QString>("requestId");
    QTest::addColumn<QString>("field");
    QTest::newRow("recorded")
        << 404
        << R"({"traceId":"abc71b186e364bc4","statusCode":404,"message":"invalid_grant: Invalid refresh token: xxxx...tN3NK","requestId":"0105e0f320064337","moduleCode":"540","metadata":null,"cspErrorCode":"540.120-340.800"})"_ba
        << u"invalid_grant: Invalid refresh token: xxxx...tN3NK"_s << u"0105e0f320064337"_s
        << QString();
    QTest::newRow("trace only") << 500 << R"({"traceId":"t1","moduleCode":540})"_ba << QString()
                                << u"t1"_s << QString();
    QTest::newRow("code only") << 409 << R"({"cspErrorCode":"540.1"})"_ba << u"540.1"_s << QString()
                               << QString();
    QTest::newRow("id token") << 400 << R"({"message":"Invalid or expired idToken"})"_ba
                              << u"Invalid or expired idToken"_s << QString() << u"idToken"_s;
    QTest::newRow("id token, spaced")
        << 400 << R"({"message":"The ID token is of another user"})"_ba
        << u"The ID token is of another user"_s << QString() << u"idToken"_s;
    QTest::newRow("id token, no 400")
        << 403 << R"({"message":"idToken"})"_ba << u"idToken"_s << QString() << QString();
    QTest::newRow("full") << 400 << R"({"message":"Max number of 50 user API Tokens reached"})"_ba
                          << u"Max number of 50 user API Tokens reached"_s << QString()
                          << QString();
    QTest::newRow("text") << 502 << "bad gateway\n"_ba << u"bad gateway"_s << QString()
                          << QString();
    QTest::newRow("empty") << 500 << ""_ba << QString() << QString() << QString();
}

void TestCspWire::readsErrorsInEveryShape()
{
    QFETCH(int, status);
    QFETCH(QByteArray, body);
    QFETCH(QString, words);
    QFETCH(QString, requestId);
    QFETCH(QString, field);
    const auto said = cw::parseError(reply(body, status));
    QCOMPARE(said.words, words);
    QCOMPARE(said.requestId, requestId);
    QCOMPARE(said.field, field);
}

void TestCspWire::readsTheUserAndTheOrganisation()
{
    QCOMPARE(*cw::parseUserName(reply(R"({"acct":"a@example.com","username":"b"})")),
        u"a@example.com"_s);
    QCOMPARE(*cw::parseUserName(reply(R"({"username":"b","email":"c"})")), u"b"_s);
    QCOMPARE(*cw::parseUserName(reply(R"({"email":"c"})")), u"c"_s);
    QCOMPARE(
        *cw::parseOrganisationName(reply(R"({"displayName":"Example","name":"x"})")), u"Example"_s);
    QCOMPARE(*cw::parseOrganisationName(reply(R"({"name":"x"})")), u"x"_s);
    QCOMPARE(
        *cw::parseOwnRoles(reply(
            R"({"user":{},"userOrgInfo":[{"orgRoles":[{"name":"org_owner"},{"name":"org_member"}]}]})")),
        (QStringList {u"org_owner"_s, u"org_member"_s}));
    QCOMPARE(*cw::parseOwnRoles(reply("{}")), QStringList());
}

void TestCspWire::readsRolesOfEverySource()
{
    const auto roles = cw::parseOrganisationRoles(reply(
        R"({"refLinks":[],"orgRolesData":[{"name":"org_owner","displayName":"Organization Owner","visible":true},
            {"name":"org_member","displayName":"Organization Member"},{"name":"hidden","visible":false},{}]})"));
    QVERIFY(roles);
    QCOMPARE(roles->size(), 2u);
    QVERIFY(roles->at(0).grant.broad);
    QVERIFY(!roles->at(0).description.isEmpty());
    QVERIFY(!roles->at(1).grant.broad);
    for (const char *none : {"{}", R"({"orgRolesData":null})", R"({"orgRolesData":[]})"}) {
        const auto empty = cw::parseOrganisationRoles(reply(none));
        QVERIFY2(empty && empty->empty(), none);
    }
    QVERIFY(!cw::parseOrganisationRoles(reply(R"({"orgRolesData":{}})")));
    const auto custom = cw::parseCustomRoles(reply(
        R"({"results":[{"name":"cr","displayName":"Custom","description":"d","permissions":[]}]})"));
    QVERIFY(custom);
    QCOMPARE(custom->at(0).description, u"d"_s);
    const QByteArray service = R"({"displayName":"VMC","serviceDefinitionLink":"/csp/x/svc-1",)"
                               R"("serviceRoles":[{"name":"vmc:read","displayName":"Read"},{}]})";
    const QByteArray shapes[] = {R"({"servicesDef":[)" + service + "]}",
        R"({"results":[)" + service + "]}", "[" + service + "]"};
    for (const QByteArray &body : shapes) {
        const auto found = cw::parseServiceRoles(reply(body));
        QVERIFY(found);
        QCOMPARE(found->size(), 1u);
        QCOMPARE(found->at(0).grant.target, u"service:svc-1"_s);
        QCOMPARE(found->at(0).group, u"VMC"_s);
    }
    QVERIFY(cw::parseServiceRoles(reply(R"({"servicesDef":[7,{"serviceRoles":[]}]})"))->empty());
}

void TestCspWire::writesBodies()
{
    const auto idToken = base::Secret::copyOf("aa.bb.cc");
    const QByteArray expected
        = R"({"tokenName":"ci","refreshTokenTTL":15552000,"idToken":"aa.bb.cc","allowedScopes":{
        "generalScopes":["openid"],"servicesScopes":[],
        "organizationScopes":{"roles":[{"name":"org_member","resource":null}]}}})";
    QCOMPARE(object(cw::createBody(draft(), idToken)), object(expected));
    QCOMPARE(cw::detailsBody(base::Secret::copyOf("abc")), R"({"tokenValue":"abc"})"_ba);
    QCOMPARE(cw::idsBody({u"a"_s, u"b"_s}), R"({"ids":["a","b"]})"_ba);
}

void TestCspWire::escapesKeysInBodies()
{
    const QByteArray odd = R"(a"b\c&d=e+f/%)";
    const auto secret = base::Secret::copyOf(odd);
    QCOMPARE(object(cw::detailsBody(secret)).value("tokenValue"_L1).toString().toUtf8(), odd);
    QCOMPARE(cw::formBody({{"api_token", secret.expose()}, {"b", "x"}}),
        "api_token=a%22b%5Cc%26d%3De%2Bf%2F%25&b=x"_ba);
}

void TestCspWire::checksDrafts_data()
{
    QTest::addColumn<QString>("name");
    QTest::addColumn<qint64>("seconds");
    QTest::addColumn<QByteArray>("idToken");
    QTest::addColumn<bool>("takesAll");
    QTest::addColumn<QString>("field");
    const QByteArray none;
    QTest::newRow("good") << u"Büro-1 `a':@&_.x"_s << qint64(1800) << none << false << QString();
    QTest::newRow("short") << u"ci"_s << qint64(1799) << none << false << u"lifetime"_s;
    QTest::newRow("long") << u"ci"_s << qint64(2147483648) << none << false << u"lifetime"_s;
    QTest::newRow("name sign") << u"a/b"_s << qint64(1800) << none << false << u"name"_s;
    QTest::newRow("name length") << QString(65, u'a') << qint64(1800) << none << false << u"name"_s;
    QTest::newRow("all roles") << u"ci"_s << qint64(1800) << none << true << u"grants"_s;
    QTest::newRow("id token") << u"ci"_s << qint64(1800) << "a\"b"_ba << false << u"idToken"_s;
    QTest::newRow("jwt") << u"ci"_s << qint64(1800) << "aA0.b-_.c"_ba << false << QString();
}

void TestCspWire::checksDrafts()
{
    QFETCH(QString, name);
    QFETCH(qint64, seconds);
    QFETCH(QByteArray, idToken);
    QFETCH(bool, takesAll);
    QFETCH(QString, field);
    auto one = draft();
    one.name = name;
    one.lifetime = std::chrono::seconds(seconds);
    one.idToken = base::Secret::copyOf(idToken);
    if (takesAll)
        one.grants = cw::grantsOf({{u"organizationScopes"_s, QJsonObject {{u"allRoles"_s, true}}}});
    const auto fits = csp::checkUserDraft(one);
    QCOMPARE(fits ? QString() : fits.error().field, field);
}

void TestCspWire::checksConnections_data()
{
    QTest::addColumn<QString>("url");
    QTest::addColumn<QString>("organisation");
    QTest::addColumn<QString>("clientId");
    QTest::addColumn<QString>("field");
    const QString url = u"https://console.cloud.vmware.com"_s;
    QTest::newRow("good") << url << u"6a3c-1"_s << u"client_1"_s << QString();
    QTest::newRow("loopback") << u"http://127.0.0.1:8080"_s << QString() << QString() << QString();
    QTest::newRow("http") << u"http://console.cloud.vmware.com"_s << QString() << QString()
                          << u"url"_s;
    QTest::newRow("organisation") << url << u"a/b"_s << QString() << u"organisation"_s;
    QTest::newRow("colon") << url << QString() << u"a:b"_s << u"clientId"_s;
}

void TestCspWire::checksConnections()
{
    QFETCH(QString, url);
    QFETCH(QString, organisation);
    QFETCH(QString, clientId);
    QFETCH(QString, field);
    domain::Connection one;
    one.name = u"n"_s;
    one.baseUrl = QUrl(url);
    one.organisation = organisation;
    one.clientId = clientId;
    const auto fits = csp::checkConnection(one, nullptr);
    QCOMPARE(fits ? QString() : fits.error().field, field);
    for (const auto &host : csp::connectionForm().hosts)
        QVERIFY(http::checkBaseUrl(host.url));
}

QTEST_GUILESS_MAIN(TestCspWire)
#include "tst_cspwire.moc"
