// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#include "vendors/mist/mistforms.h"
#include "vendors/mist/mistwire.h"
#include "vendortest.h"

#include <QJsonDocument>

using namespace Qt::StringLiterals;
using base::ErrorKind;
using domain::FactState;
using domain::Precision;
using domain::TokenKind;
using http::Response;
using test::fixture;
using test::instant;

namespace mw = mist::wire;

namespace {

const QString orgId = u"a40f5d1f-d889-42e9-94ea-b9b33585fc6b"_s;

mw::Context context()
{
    return {u"c1"_s, u"CANA...0042"_s, u"ada@example.com"_s};
}

Response reply(const QByteArray &body, int status = 200, const http::HeaderList &headers = {})
{
    return {status, headers, body};
}

domain::TokenDraft draft(TokenKind kind)
{
    domain::TokenDraft one;
    one.kind = kind;
    one.name = u"noc-dashboard"_s;
    if (kind == TokenKind::Organisation)
        one.grants = {mw::grantOf({{u"scope"_s, u"org"_s}, {u"role"_s, u"read"_s}})};
    return one;
}

QJsonObject object(const QByteArray &json)
{
    return QJsonDocument::fromJson(json).object();
}

} // namespace

class TestMistWire : public test::StrictTest
{
    Q_OBJECT

private slots:
    void readsAnOrganisationsTokens();
    void keepsUnknownRolesScopesAndMembers();
    void tellsNeverFromNotReported();
    void readsAUsersTokens();
    void estimatesWhenAnIdleUserTokenIsRemoved();
    void neverShowsAWholeKey();
    void namesThePlaceOfABadMember_data();
    void namesThePlaceOfABadMember();
    void readsBothShapesOfAUserCreate_data();
    void readsBothShapesOfAUserCreate();
    void completesACreateFromTheDraft();
    void refusesACreateWithoutAKey_data();
    void refusesACreateWithoutAKey();
    void readsErrorsInEveryShape_data();
    void readsErrorsInEveryShape();
    void tellsAUserFromAnOrganisation();
    void readsTheBudget();
    void followsPageHeaders_data();
    void followsPageHeaders();
    void writesPrivilegesAsTheVendorTakesThem();
    void neverSendsAddressesOrKeysInAnUpdate();
    void believesAMissingTokenOnlyFromTheVendor();
    void checksConnections_data();
    void checksConnections();
    void offersTwelveClouds();
    void findsThePortal();
};

void TestMistWire::readsAnOrganisationsTokens()
{
    const auto page = mw::parseTokens(
        reply(fixture("mist/org-tokens.json")), TokenKind::Organisation, context());
    QVERIFY(page);
    QCOMPARE(page->tokens.size(), 3u);
    const domain::Token &first = page->tokens[0];
    QCOMPARE(first.key.connectionId, u"c1"_s);
    QCOMPARE(first.key.remoteId, u"497f6eca-6276-4993-bfeb-53efbbba6f08"_s);
    QCOMPARE(first.name, u"noc-dashboard"_s);
    QCOMPARE(first.status, domain::TokenStatus::Active);
    QVERIFY(first.created.value == instant("2025-10-31T08:40:00.250Z"));
    QVERIFY(first.lastUsed.value == instant("2025-11-01T08:40:00Z"));
    QCOMPARE(first.expires.state, FactState::NotReported);
    QCOMPARE(first.removedWhenIdle.state, FactState::NotReported);
    QCOMPARE(first.creator.state, FactState::Never); // null: the creator was deleted.
    QCOMPARE(first.allowedAddresses, QStringList {u"192.0.2.0/24"_s});
    QCOMPARE(first.keyHint, u"EXAM...0000"_s);
    QVERIFY(!first.isOwnCredential);
    QCOMPARE(first.grants.size(), 1u);
    QCOMPARE(first.grants[0].name, u"read"_s);
    QCOMPARE(first.grants[0].target, u"site:d7c8364e-1111-2222-3333-37eff0475b03"_s);
    QVERIFY(!first.grants[0].broad);
    const domain::Token &second = page->tokens[1];
    QCOMPARE(second.creator.value, u"ada@example.com"_s);
    QVERIFY(second.isOwnCredential);
    QVERIFY(second.grants[0].broad);
    QVERIFY(object(second.raw).contains("modified_time"_L1));
    QVERIFY(!second.raw.contains("CANA...0042"));
}

void TestMistWire::keepsUnknownRolesScopesAndMembers()
{
    const auto page = mw::parseTokens(
        reply(fixture("mist/org-tokens.json")), TokenKind::Organisation, context());
    QVERIFY(page);
    const auto &grants = page->tokens[1].grants;
    QCOMPARE(grants.size(), 3u);
    QCOMPARE(grants[1].label, u"write, views: location"_s);
    QCOMPARE(grants[2].name, u"org_network_admin"_s);
    QCOMPARE(grants[2].target, u"galaxy"_s);
    const QJsonObject back = mw::privilegeOf(grants[2]);
    QCOMPARE(back, object(R"({"scope":"galaxy","role":"org_network_admin","future":{"a":1}})"));
}

void TestMistWire::tellsNeverFromNotReported()
{
    const auto page = mw::parseTokens(
        reply(fixture("mist/org-tokens.json")), TokenKind::Organisation, context());
    QVERIFY(page);
    QCOMPARE(page->tokens[1].lastUsed.state, FactState::Never);
    const domain::Token &bare = page->tokens[2];
    QCOMPARE(bare.lastUsed.state, FactState::Never); // 0 means never too.
    QCOMPARE(bare.created.state, FactState::NotUnderstood);
    QCOMPARE(bare.creator.state, FactState::NotReported);
    QCOMPARE(bare.grantsState, FactState::NotReported);
    QCOMPARE(bare.name, QString());
    const auto odd = mw::parseToken(
        reply(R"({"id":"x","last_used":"yesterday","created_time":1761900000250})"),
        TokenKind::User, context());
    QVERIFY(odd);
    QVERIFY(odd->lastUsed == domain::TimeFact::notUnderstood(u"yesterday"_s));
    // Milliseconds are not guessed.
    QVERIFY(odd->created == domain::TimeFact::notUnderstood(u"1761900000250"_s));
}

void TestMistWire::readsAUsersTokens()
{
    const auto page
        = mw::parseTokens(reply(fixture("mist/user-tokens.json")), TokenKind::User, context());
    QVERIFY(page);
    QCOMPARE(page->tokens.size(), 3u);
    QCOMPARE(page->tokens[0].kind, TokenKind::User);
    QCOMPARE(page->tokens[0].keyHint, u"1qkb...QQCL"_s);
    QCOMPARE(page->tokens[0].grantsState, FactState::NotReported);
    QCOMPARE(page->tokens[0].owner.value, u"ada@example.com"_s);
    QVERIFY(page->tokens[1].isOwnCredential);
    QCOMPARE(page->tokens[2].grants.size(), 1u); // The older schema, read where it comes.
}

void TestMistWire::estimatesWhenAnIdleUserTokenIsRemoved()
{
    const auto page
        = mw::parseTokens(reply(fixture("mist/user-tokens.json")), TokenKind::User, context());
    QVERIFY(page);
    const auto &never = page->tokens[0];
    QVERIFY(never.removedWhenIdle.value == never.created.value + std::chrono::days(90));
    QCOMPARE(never.removedWhenIdle.precision, Precision::Approximate);
    const auto &used = page->tokens[1];
    QVERIFY(used.removedWhenIdle.value == used.lastUsed.value + std::chrono::days(90));
    // Without last_used nobody knows since when it is idle.
    QCOMPARE(page->tokens[2].removedWhenIdle.state, FactState::NotReported);
}

void TestMistWire::neverShowsAWholeKey()
{
    const QByteArray key = "CANARYcanaryCANARYcanary0042";
    const auto token = mw::parseToken(
        reply(R"({"id":"x","key":")" + key + R"(","nested":{"key":")" + key + R"("}})"),
        TokenKind::User, context());
    QVERIFY(token);
    QCOMPARE(token->keyHint, u"CANA...0042"_s);
    QVERIFY(!token->raw.contains(key));
    QCOMPARE(mw::maskedHint("short"), QString());
    QCOMPARE(mw::maskedHint("1qkbAAAAAAAAAAAAAAAAQQCL"), u"1qkb...QQCL"_s);
}

void TestMistWire::namesThePlaceOfABadMember_data()
{
    QTest::addColumn<QByteArray>("body");
    QTest::addColumn<QString>("place");
    QTest::newRow("no id") << R"([{"name":"a"},{"name":"b"}])"_ba << u"[0].id is missing"_s;
    QTest::newRow("id is a number") << R"([{"id":7}])"_ba << u"[0].id"_s;
    QTest::newRow("no object") << "[3]"_ba << u"[0] is not an object"_s;
    QTest::newRow("object") << "{}"_ba << u"array"_s;
    QTest::newRow("cut off") << R"([{"id":"a")"_ba << u"broken JSON"_s;
    QTest::newRow("html") << "<html></html>"_ba << u"web page"_s;
    QTest::newRow("empty") << ""_ba << u"empty"_s;
}

void TestMistWire::namesThePlaceOfABadMember()
{
    QFETCH(QByteArray, body);
    QFETCH(QString, place);
    const auto page = mw::parseTokens(reply(body), TokenKind::Organisation, context());
    QVERIFY(!page);
    QCOMPARE(page.error().kind, ErrorKind::UnexpectedReply);
    QVERIFY2(page.error().detail.contains(place), qPrintable(page.error().detail));
}

void TestMistWire::readsBothShapesOfAUserCreate_data()
{
    QTest::addColumn<QByteArray>("body");
    QTest::addColumn<QString>("id");
    const QByteArray made = R"({"id":"new","name":"noc-dashboard","key":"CANARYcanaryCANARYnew0"})";
    const QByteArray masked = R"({"id":"old","name":"noc-dashboard","key":"1qkb...QQCL"})";
    const QByteArray early
        = R"({"id":"a","name":"noc-dashboard","created_time":1761900000,"key":"CANARYcanaryCANARYnew1"})";
    const QByteArray late
        = R"({"id":"b","name":"noc-dashboard","created_time":1761900001,"key":"CANARYcanaryCANARYnew2"})";
    const QByteArray other
        = R"({"id":"c","name":"x","created_time":1761900009,"key":"CANARYcanaryCANARYnew3"})";
    QTest::newRow("object") << made << u"new"_s;
    QTest::newRow("array of one") << "[" + made + "]" << u"new"_s;
    QTest::newRow("whole key before masked ones") << "[" + masked + "," + made + "]" << u"new"_s;
    QTest::newRow("name before time") << "[" + early + "," + other + "]" << u"a"_s;
    QTest::newRow("newest of the name") << "[" + late + "," + early + "]" << u"b"_s;
}

void TestMistWire::readsBothShapesOfAUserCreate()
{
    QFETCH(QByteArray, body);
    QFETCH(QString, id);
    const auto issued = mw::parseIssued(reply(body), draft(TokenKind::User), context());
    QVERIFY(issued);
    QCOMPARE(issued->token.key.remoteId, id);
    QVERIFY(issued->secret.expose().startsWith("CANARYcanaryCANARYnew"));
    QVERIFY(!issued->token.raw.contains("CANARYcanary"));
    QCOMPARE(issued->token.keyHint, mw::maskedHint(issued->secret.expose()));
}

void TestMistWire::completesACreateFromTheDraft()
{
    auto asked = draft(TokenKind::Organisation);
    asked.addresses = QStringList {u"192.0.2.1"_s};
    const auto issued = mw::parseIssued(
        reply(R"({"id":"n","key":"EXAMPLEexampleEXAMPLEexample0000"})"), asked, context());
    QVERIFY(issued);
    QCOMPARE(issued->token.name, asked.name);
    QVERIFY(issued->token.grants == asked.grants);
    QCOMPARE(issued->token.grantsState, FactState::NotFetched);
    QCOMPARE(issued->token.allowedAddresses, asked.addresses);
    QCOMPARE(issued->token.lastUsed.state, FactState::Never);
}

void TestMistWire::refusesACreateWithoutAKey_data()
{
    QTest::addColumn<QByteArray>("body");
    QTest::addColumn<QString>("place");
    QTest::newRow("no key") << R"({"id":"n","name":"x"})"_ba << u"key is missing"_s;
    QTest::newRow("null") << R"({"id":"n","key":null})"_ba << u"key"_s;
    QTest::newRow("masked") << R"([{"id":"n7","key":"1qkb...QQCL"}])"_ba << u"n7"_s;
    QTest::newRow("empty list") << "[]"_ba << u"empty list"_s;
    QTest::newRow("empty object") << "{}"_ba << u"id is missing"_s;
    QTest::newRow("html") << "<html>"_ba << u"web page"_s;
}

void TestMistWire::refusesACreateWithoutAKey()
{
    QFETCH(QByteArray, body);
    QFETCH(QString, place);
    const auto issued = mw::parseIssued(reply(body), draft(TokenKind::User), context());
    QVERIFY(!issued);
    QCOMPARE(issued.error().kind, ErrorKind::UnexpectedReply);
    QVERIFY2(issued.error().detail.contains(place), qPrintable(issued.error().detail));
}

void TestMistWire::readsErrorsInEveryShape_data()
{
    QTest::addColumn<int>("status");
    QTest::addColumn<QByteArray>("body");
    QTest::addColumn<QString>("words");
    QTest::addColumn<QString>("field");
    QTest::newRow("detail") << 401
                            << R"({"detail":"Authentication credentials were not provided."})"_ba
                            << u"Authentication credentials were not provided."_s << QString();
    QTest::newRow("reason") << 400 << R"({"reason":"bad"})"_ba << u"bad"_s << QString();
    QTest::newRow("error") << 400 << R"({"error":"worse"})"_ba << u"worse"_s << QString();
    QTest::newRow("detail first") << 400 << R"({"error":"c","reason":"b","detail":"a"})"_ba
                                  << u"a"_s << QString();
    QTest::newRow("fields") << 400 << R"({"name":["is long","is odd"],"src_ips":["bad"]})"_ba
                            << u"name: is long is odd; src_ips: bad"_s << u"name"_s;
    QTest::newRow("404 empty") << 404 << "{}"_ba << QString() << QString();
    QTest::newRow("404 id") << 404 << R"({"id":"x"})"_ba << QString() << QString();
    QTest::newRow("text") << 500 << " boom \n"_ba << u"boom"_s << QString();
    QTest::newRow("nothing") << 502 << ""_ba << QString() << QString();
    QTest::newRow("array") << 400 << "[1]"_ba << u"[1]"_s << QString();
}

void TestMistWire::readsErrorsInEveryShape()
{
    QFETCH(int, status);
    QFETCH(QByteArray, body);
    QFETCH(QString, words);
    QFETCH(QString, field);
    const auto said = mw::parseError(reply(body, status, {{"X-Kong-Request-Id", "req-7"}}));
    QCOMPARE(said.words, words);
    QCOMPARE(said.field, field);
    QCOMPARE(said.requestId, u"req-7"_s);
}

void TestMistWire::tellsAUserFromAnOrganisation()
{
    const auto user = mw::parseSelf(reply(fixture("mist/self-user.json")));
    QVERIFY(user);
    QVERIFY(user->isUser);
    QVERIFY(!user->isSso);
    QCOMPARE(user->identity.name, u"ada@example.com"_s);
    QCOMPARE(user->identity.credentialKind, TokenKind::User);
    QCOMPARE(user->identity.organisations.size(), 2u);
    QCOMPARE(user->identity.organisations[0].id, orgId);
    QCOMPARE(user->identity.organisations[0].name, u"Example Corp"_s); // From the site's org_name.
    QCOMPARE(user->identity.role, u"read (site), admin (org), read (org)"_s);
    const auto org = mw::parseSelf(reply(fixture("mist/self-org.json")));
    QVERIFY(org);
    QVERIFY(!org->isUser);
    QCOMPARE(org->identity.name, u"console"_s);
    const auto msp = mw::parseSelf(reply(
        R"({"email":"m@example.com","via_sso":true,"privileges":[{"scope":"msp","role":"admin","msp_id":"m1","msp_name":null}]})"));
    QVERIFY(msp);
    QCOMPARE(msp->msps, QStringList {u"m1"_s});
    QVERIFY(msp->isSso);
    const auto bad = mw::parseSelf(reply(R"({"via_sso":true})"));
    QVERIFY(!bad);
    QVERIFY(bad.error().detail.contains("privileges is missing"_L1));
}

void TestMistWire::readsTheBudget()
{
    const auto budget
        = mw::parseUsage(reply(R"({"requests":28,"request_limit":5000,"seconds":31.84})"));
    QVERIFY(budget);
    QCOMPARE(budget->used, 28);
    QCOMPARE(budget->limit, 5000);
    QVERIFY(!mw::parseUsage(reply(R"({"requests":"28","request_limit":5000})")));
    QVERIFY(!mw::parseUsage(reply("{}")));
}

void TestMistWire::followsPageHeaders_data()
{
    QTest::addColumn<QByteArray>("total");
    QTest::addColumn<QByteArray>("limit");
    QTest::addColumn<QByteArray>("page");
    QTest::addColumn<int>("next");
    QTest::newRow("none") << ""_ba
                          << ""_ba
                          << ""_ba << 0;
    QTest::newRow("more") << "250"_ba
                          << "100"_ba
                          << "2"_ba << 3;
    QTest::newRow("exactly full") << "200"_ba
                                  << "100"_ba
                                  << "2"_ba << 0;
    QTest::newRow("last") << "250"_ba
                          << "100"_ba
                          << "3"_ba << 0;
    QTest::newRow("nonsense") << "many"_ba
                              << "100"_ba
                              << "1"_ba << 0;
    QTest::newRow("negative") << "250"_ba
                              << "-1"_ba
                              << "1"_ba << 0;
    QTest::newRow("huge") << "250"_ba
                          << "2147483647"_ba
                          << "2147483647"_ba << 0;
}

void TestMistWire::followsPageHeaders()
{
    QFETCH(QByteArray, total);
    QFETCH(QByteArray, limit);
    QFETCH(QByteArray, page);
    QFETCH(int, next);
    const auto paging = mw::parsePaging(reply(
        "[]", 200, {{"x-page-total", total}, {"X-Page-Limit", limit}, {"X-Page-Page", page}}));
    QCOMPARE(paging.next.value_or(0), next);
}

void TestMistWire::writesPrivilegesAsTheVendorTakesThem()
{
    auto asked = draft(TokenKind::Organisation);
    domain::Grant typed;
    typed.name = u"write"_s;
    typed.target = u"sitegroup:e8d9"_s;
    domain::Grant chosen = mw::targetOf(u"site"_s, u"d7c8"_s, u"Warehouse"_s);
    chosen.name = u"read"_s;
    asked.grants = {mw::grantOf({{u"scope"_s, u"org"_s}, {u"role"_s, u"admin"_s},
                        {u"org_id"_s, orgId}, {u"views"_s, QJsonArray {u"lobby_admin"_s}}}),
        typed, chosen};
    asked.addresses = QStringList {u"192.0.2.0/24"_s};
    const QByteArray expected = R"({"name":"noc-dashboard","src_ips":["192.0.2.0/24"],"privileges":[
        {"scope":"org","role":"admin","views":["lobby_admin"]},
        {"scope":"sitegroup","role":"write","sitegroup_id":"e8d9"},
        {"scope":"site","role":"read","site_id":"d7c8"}]})";
    QCOMPARE(object(mw::createBody(asked)), object(expected));
    QCOMPARE(object(mw::createBody(draft(TokenKind::User))), object(R"({"name":"noc-dashboard"})"));
    asked.addresses.clear();
    QVERIFY(!object(mw::createBody(asked)).contains("src_ips"_L1));
}

void TestMistWire::neverSendsAddressesOrKeysInAnUpdate()
{
    const std::vector<domain::Grant> grants = draft(TokenKind::Organisation).grants;
    QCOMPARE(object(mw::updateBody(u"n"_s, &grants)),
        object(R"({"name":"n","privileges":[{"scope":"org","role":"read"}]})"));
    QCOMPARE(object(mw::updateBody(u"n"_s, nullptr)), object(R"({"name":"n"})"));
}

void TestMistWire::believesAMissingTokenOnlyFromTheVendor()
{
    for (const auto *body : {"{}", R"({"id":"x"})", R"({"detail":"Not found."})"})
        QVERIFY(mw::parseError(reply(body, 404)).isVendors);
    for (const auto *body : {"", "<html>not found</html>", "404 page not found"})
        QVERIFY(!mw::parseError(reply(body, 404)).isVendors);
}

void TestMistWire::checksConnections_data()
{
    QTest::addColumn<QString>("name");
    QTest::addColumn<QString>("url");
    QTest::addColumn<QString>("organisation");
    QTest::addColumn<QByteArray>("key");
    QTest::addColumn<QString>("field");
    const QString url = u"https://api.eu.mist.com"_s;
    QTest::newRow("good") << u"n"_s << url << orgId << "abc"_ba << QString();
    QTest::newRow("no organisation") << u"n"_s << url << QString() << "abc"_ba << QString();
    QTest::newRow("no name") << u" "_s << url << QString() << "abc"_ba << u"name"_s;
    QTest::newRow("http") << u"n"_s << u"http://api.mist.com"_s << QString() << "abc"_ba
                          << u"url"_s;
    QTest::newRow("path") << u"n"_s << url + u"/api/v1"_s << QString() << "abc"_ba << u"url"_s;
    QTest::newRow("no uuid") << u"n"_s << url << u"../x"_s << "abc"_ba << u"organisation"_s;
    QTest::newRow("line break") << u"n"_s << url << QString() << "a\nb"_ba << u"secret"_s;
}

void TestMistWire::checksConnections()
{
    QFETCH(QString, name);
    QFETCH(QString, url);
    QFETCH(QString, organisation);
    QFETCH(QByteArray, key);
    QFETCH(QString, field);
    domain::Connection one;
    one.name = name;
    one.baseUrl = QUrl(url);
    one.organisation = organisation;
    const auto secret = base::Secret::copyOf(key);
    const auto fits = mist::checkConnection(one, &secret);
    QCOMPARE(fits ? QString() : fits.error().field, field);
}

void TestMistWire::offersTwelveClouds()
{
    const auto form = mist::connectionForm();
    QCOMPARE(form.hosts.size(), 12u);
    QCOMPARE(form.hosts[0].url, QUrl(u"https://api.mist.com"_s));
    for (const auto &host : form.hosts)
        QVERIFY(http::checkBaseUrl(host.url));
}

void TestMistWire::findsThePortal()
{
    QCOMPARE(mist::portalOf(QUrl(u"https://api.eu.mist.com"_s)),
        QUrl(u"https://manage.eu.mist.com/admin/"_s));
    QCOMPARE(mist::portalOf(QUrl(u"http://127.0.0.1:8080"_s)), QUrl(u"http://127.0.0.1:8080"_s));
}

QTEST_GUILESS_MAIN(TestMistWire)
#include "tst_mistwire.moc"
