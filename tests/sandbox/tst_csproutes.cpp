// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0

/// The sandbox's Cloud Services Platform says and does what the vendor's contract says.

#include "sandbox/csproutes.h"
#include "sandboxclient.h"
#include "stricttest.h"

using namespace Qt::StringLiterals;
using test::Got;
using test::SandboxClient;

namespace {
constexpr qint64 now = 1'760'000'000'000;
const QString am = u"/csp/gateway/am/api"_s;
const QString authorizePath = am + u"/auth/api-tokens/authorize"_s;

QJsonObject orgRole(const QString &name)
{
    return {{u"generalScopes"_s, QJsonArray {u"openid"_s}},
        {u"organizationScopes"_s,
            QJsonObject {{u"roles"_s, QJsonArray {QJsonObject {{u"name"_s, name}}}}}}};
}
} // namespace

class CspRoutesTest : public test::StrictTest
{
    Q_OBJECT

private slots:
    void init();
    void cleanup();
    void exchangesInFiveWays_data();
    void exchangesInFiveWays();
    void unknownTokenQuotesItsTail();
    void exchangeNeedsAToken();
    void answersAJwt();
    void takesBothHeaders();
    void accessTokensExpire();
    void foreignAccessTokensAreRefused();
    void idTokenOpensNothing();
    void detailsEchoTheToken();
    void detailsOfExpiredAreNotFound();
    void createsAndTellsOnlyTheValue();
    void newTokenHasItsOwnRights();
    void createChecks_data();
    void createChecks();
    void createRefusesTheIdTokenOfAuthorize();
    void createMayAcceptTheIdTokenOfAuthorize();
    void fiftyTokensAreTheMost();
    void deactivatesInPart();
    void fifteenIdsAreTheMost();
    void deactivatedTokensDoNotWork();
    void onlyOwnersDeactivate();
    void revokesWithAnOAuthClient();
    void dashboardPagesByItem();
    void dashboardItemsAreAnotherType();
    void dashboardSearchesAndSorts();
    void pageCostsWhatItHolds();
    void tellsWhoIAm();
    void tellsOrganizations();
    void tellsRoles();
    void lastUsedAdvances();
    void errorsHaveTheirShape();

private:
    QString ready(const QString &member) const
    {
        return m_sandbox->readyLine()["csp"_L1][member].toString();
    }
    QString orgPath(const QString &rest) const
    {
        return am + u"/orgs/%1"_s.arg(ready(u"org"_s)) + rest;
    }
    QString dashboard() const
    {
        return u"/csp/gateway/iga/api/orgs/%1/api-tokens"_s.arg(ready(u"org"_s));
    }
    Got authorize(const QString &value)
    {
        return m_client->form(authorizePath, "api_token=" + value.toLatin1());
    }
    QString bearer(const QString &value)
    {
        return u"Bearer "_s + authorize(value).text(u"access_token"_s);
    }
    QString bearer() { return bearer(ready(u"secret"_s)); }
    Got details(const QString &value)
    {
        return m_client->post(am + u"/auth/api-tokens/details"_s, {}, {{u"tokenValue"_s, value}});
    }
    QJsonObject createBody() const
    {
        return {{u"tokenName"_s, u"ci"_s}, {u"refreshTokenTTL"_s, 15'552'000},
            {u"idToken"_s, ready(u"idToken"_s)}, {u"allowedScopes"_s, orgRole(u"org_member"_s)}};
    }
    Got create(const QJsonObject &body, const QString &as)
    {
        return m_client->post(am + u"/loggedin/user/api-tokens"_s, as, body);
    }
    Got setActive(const QStringList &ids, bool isActive, const QString &as)
    {
        return m_client->post(
            orgPath(isActive ? u"/api-tokens/activate"_s : u"/api-tokens/deactivate"_s), as,
            {{u"ids"_s, QJsonArray::fromStringList(ids)}});
    }
    void start(sandbox::Options options);

    std::unique_ptr<sandbox::Sandbox> m_sandbox;
    std::unique_ptr<SandboxClient> m_client;
};

void CspRoutesTest::start(sandbox::Options options)
{
    options.tokens = 60;
    options.nowMs = now;
    m_sandbox = std::make_unique<sandbox::Sandbox>(options);
    QCOMPARE(m_sandbox->start(), QString());
    m_client = std::make_unique<SandboxClient>(m_sandbox->url());
}

void CspRoutesTest::init()
{
    StrictTest::init();
    start({});
}

void CspRoutesTest::cleanup()
{
    m_client.reset();
    m_sandbox.reset();
}

void CspRoutesTest::exchangesInFiveWays_data()
{
    QTest::addColumn<QString>("query");
    QTest::addColumn<QByteArray>("form");
    QTest::newRow("form api_token") << QString() << QByteArray("api_token=%1");
    QTest::newRow("form refresh_token") << QString() << QByteArray("refresh_token=%1");
    QTest::newRow("grant_type") << QString() << QByteArray("grant_type=refresh_token&api_token=%1");
    QTest::newRow("query refresh_token") << u"?refresh_token=%1"_s << QByteArray();
    QTest::newRow("query api_token") << u"?api_token=%1"_s << QByteArray();
}

void CspRoutesTest::exchangesInFiveWays()
{
    QFETCH(QString, query);
    QFETCH(QByteArray, form);
    const QString secret = ready(u"secret"_s);
    form.replace("%1", secret.toLatin1());
    const Got got
        = m_client->form(authorizePath + (query.isEmpty() ? query : query.arg(secret)), form);
    QCOMPARE(got.status, 200);
    QCOMPARE(got.text(u"token_type"_s), u"bearer"_s);
    QCOMPARE(got.object()["expires_in"_L1].toInt(), 1799);
    QCOMPARE(got.text(u"refresh_token"_s), secret);
}

void CspRoutesTest::unknownTokenQuotesItsTail()
{
    const Got got = authorize(u"0123456789tN3NK"_s);
    QCOMPARE(got.status, 404);
    QCOMPARE(got.text(u"message"_s), u"invalid_grant: Invalid refresh token: xxxx...tN3NK"_s);
    QCOMPARE(got.text(u"moduleCode"_s), u"540"_s);
    QCOMPARE(got.text(u"cspErrorCode"_s), u"540.120-340.800"_s);
}

void CspRoutesTest::exchangeNeedsAToken()
{
    QCOMPARE(m_client->form(authorizePath, "scope=x").status, 400);
    // A form is a form: this other product's JSON is not understood.
    QCOMPARE(m_client->post(authorizePath, {}, {{u"api_token"_s, ready(u"secret"_s)}}).status, 400);
}

void CspRoutesTest::answersAJwt()
{
    const QStringList parts = authorize(ready(u"secret"_s)).text(u"access_token"_s).split(u'.');
    QCOMPARE(parts.size(), 3);
    const QJsonObject claims = QJsonDocument::fromJson(
        QByteArray::fromBase64(parts[1].toLatin1(), QByteArray::Base64UrlEncoding))
                                   .object();
    QCOMPARE(claims["context_name"_L1].toString(), ready(u"org"_s));
    QVERIFY(claims["username"_L1].toString().endsWith(u"@example.com"_s));
    QCOMPARE(claims["perms"_L1].toArray(), QJsonArray {u"csp:org_owner"_s});
}

void CspRoutesTest::takesBothHeaders()
{
    const QString access = authorize(ready(u"secret"_s)).text(u"access_token"_s);
    const QString path = am + u"/loggedin/user"_s;
    QCOMPARE(m_client->get(path, u"Bearer "_s + access).status, 200);
    QCOMPARE(
        m_client->send("GET", path, {}, {}, {}, "csp-auth-token: " + access.toLatin1() + "\r\n")
            .status,
        200);
    QCOMPARE(m_client->get(path).status, 401);
    QCOMPARE(m_client->get(path, u"Token "_s + access).status, 401);
    QCOMPARE(m_client->get(path, u"Bearer "_s + ready(u"secret"_s)).status, 401);
}

void CspRoutesTest::accessTokensExpire()
{
    sandbox::Options options;
    options.accessTokenSeconds = 5;
    start(options);
    QCOMPARE(authorize(ready(u"secret"_s)).object()["expires_in"_L1].toInt(), 5);
    const QString as = bearer();
    m_sandbox->clock().advance(4'900);
    QCOMPARE(m_client->get(am + u"/loggedin/user"_s, as).status, 200);
    m_sandbox->clock().advance(200);
    const Got late = m_client->get(am + u"/loggedin/user"_s, as);
    QCOMPARE(late.status, 401);
    QCOMPARE(late.object()["statusCode"_L1].toInt(), 401);
    QCOMPARE(m_client->get(am + u"/loggedin/user"_s, bearer()).status, 200);
}

void CspRoutesTest::foreignAccessTokensAreRefused()
{
    QString access = bearer();
    access[access.size() - 3] = access[access.size() - 3] == u'A' ? u'B' : u'A';
    QCOMPARE(m_client->get(am + u"/loggedin/user"_s, access).status, 401);
}

void CspRoutesTest::idTokenOpensNothing()
{
    const QString id = u"Bearer "_s + ready(u"idToken"_s);
    QCOMPARE(m_client->get(am + u"/loggedin/user"_s, id).status, 401);
}

void CspRoutesTest::detailsEchoTheToken()
{
    const Got got = details(ready(u"secret"_s));
    QCOMPARE(got.status, 200);
    QCOMPARE(got.text(u"token"_s), ready(u"secret"_s));
    QCOMPARE(got.text(u"orgId"_s), ready(u"org"_s));
    QVERIFY(got.object()["createdAt"_L1].toInteger() < now / 1000);
    QVERIFY(got.object()["expiresAt"_L1].toInteger() > now / 1000);
    QCOMPARE(got.object()["deactivated"_L1], QJsonValue(false));
    const QJsonArray tracked = m_sandbox->readyLine()["csp"_L1]["trackedSecrets"_L1].toArray();
    QCOMPARE(tracked.size(), 5);
    for (const QJsonValue value : tracked) { // an expired one is not found
        const Got other = details(value.toString());
        QVERIFY(other.status == 404 || other.text(u"token"_s) == value.toString());
    }
    QCOMPARE(details(u"nobody's"_s).status, 404);
    QCOMPARE(m_client->send("POST", am + u"/auth/api-tokens/details"_s, {}, "{").status, 400);
}

void CspRoutesTest::detailsOfExpiredAreNotFound()
{
    QJsonObject body = createBody();
    body.insert(u"refreshTokenTTL"_s, 1800);
    const QString value = create(body, bearer()).text(u"apiToken"_s);
    QCOMPARE(details(value).status, 200);
    m_sandbox->clock().advance(1'800'000);
    QCOMPARE(details(value).status, 404);
    QCOMPARE(authorize(value).status, 400); // "in case of expired refresh_token"
}

void CspRoutesTest::createsAndTellsOnlyTheValue()
{
    const Got got = create(createBody(), bearer());
    QCOMPARE(got.status, 200);
    QCOMPARE(got.object().keys(), QStringList {u"apiToken"_s});
    const QJsonObject made = details(got.text(u"apiToken"_s)).object();
    QCOMPARE(made["tokenName"_L1].toString(), u"ci"_s);
    QCOMPARE(made["expiresAt"_L1].toInteger(), now / 1000 + 15'552'000);
    QVERIFY(!made.contains("lastUsedAt"_L1));
    QCOMPARE(made["allowedScopes"_L1].toObject(), orgRole(u"org_member"_s));
}

void CspRoutesTest::newTokenHasItsOwnRights()
{
    const QString value = create(createBody(), bearer()).text(u"apiToken"_s);
    const QString own = bearer(value);
    QCOMPARE(m_client->get(am + u"/loggedin/user"_s, own).status, 200);
    QCOMPARE(m_client->get(orgPath({}), own).status, 200);
    QCOMPARE(m_client->get(dashboard(), own).status, 403);
}

void CspRoutesTest::createChecks_data()
{
    QTest::addColumn<QString>("member");
    QTest::addColumn<QJsonValue>("value");
    QTest::addColumn<QString>("words");
    const auto scopes
        = [](const QByteArray &json) { return QJsonValue(QJsonDocument::fromJson(json).object()); };
    const QString high = u"High privilege"_s;
    QTest::newRow("long name") << u"tokenName"_s << QJsonValue(QString(65, u'x')) << u"tokenName"_s;
    QTest::newRow("name with <") << u"tokenName"_s << QJsonValue(u"a<b"_s) << u"tokenName"_s;
    QTest::newRow("short life") << u"refreshTokenTTL"_s << QJsonValue(1799) << u"1800"_s;
    QTest::newRow("no life") << u"refreshTokenTTL"_s << QJsonValue() << u"refreshTokenTTL"_s;
    QTest::newRow("half a second")
        << u"refreshTokenTTL"_s << QJsonValue(1800.5) << u"refreshTokenTTL"_s;
    QTest::newRow("notify") << u"notifyBeforeExpiry"_s << QJsonValue(u"7"_s)
                            << u"notifyBeforeExpiry"_s;
    QTest::newRow("no scopes") << u"allowedScopes"_s << QJsonValue() << u"allowedScopes"_s;
    QTest::newRow("owner") << u"allowedScopes"_s << QJsonValue(orgRole(u"org_owner"_s)) << high;
    QTest::newRow("all roles") << u"allowedScopes"_s
                               << scopes("{\"organizationScopes\":{\"allRoles\":true}}") << high;
    QTest::newRow("unknown role") << u"allowedScopes"_s << QJsonValue(orgRole(u"king"_s))
                                  << u"king"_s;
    QTest::newRow("unknown service")
        << u"allowedScopes"_s << scopes("{\"servicesScopes\":[{\"serviceDefinitionId\":\"x\"}]}")
        << u"serviceDefinitionId"_s;
    QTest::newRow("no id token") << u"idToken"_s << QJsonValue() << u"idToken"_s;
    QTest::newRow("id token pattern") << u"idToken"_s << QJsonValue(u"a/b"_s) << u"idToken"_s;
    QTest::newRow("id token") << u"idToken"_s << QJsonValue(u"abc"_s)
                              << u"Invalid or expired idToken"_s;
}

void CspRoutesTest::createChecks()
{
    QFETCH(QString, member);
    QFETCH(QJsonValue, value);
    QFETCH(QString, words);
    QJsonObject body = createBody();
    body.insert(member, value);
    const Got got = create(body, bearer());
    QCOMPARE(got.status, 400);
    QVERIFY2(got.text(u"message"_s).contains(words), got.body.constData());
}

void CspRoutesTest::createRefusesTheIdTokenOfAuthorize()
{
    QJsonObject body = createBody();
    body.insert(u"idToken"_s, authorize(ready(u"secret"_s)).text(u"id_token"_s));
    QCOMPARE(create(body, bearer()).text(u"message"_s), u"Invalid or expired idToken"_s);
    body.insert(u"idToken"_s, ready(u"idTokenOfOther"_s));
    QCOMPARE(create(body, bearer()).text(u"message"_s),
        u"Provided idToken does not belong to loggedin user"_s);
    body.insert(u"idToken"_s, ready(u"idTokenOfOtherOrg"_s));
    QCOMPARE(create(body, bearer()).text(u"message"_s),
        u"Authenticated Organization id and idToken organization id mismatch"_s);
    const QString as = bearer();
    body = createBody();
    body.insert(u"idToken"_s, u"%1x"_s.arg(ready(u"idToken"_s)));
    QCOMPARE(create(body, as).status, 400);
}

void CspRoutesTest::createMayAcceptTheIdTokenOfAuthorize()
{
    sandbox::Options options;
    options.acceptAuthorizeIdToken = true;
    start(options);
    QJsonObject body = createBody();
    body.insert(u"idToken"_s, authorize(ready(u"secret"_s)).text(u"id_token"_s));
    QCOMPARE(create(body, bearer()).status, 200);
}

void CspRoutesTest::fiftyTokensAreTheMost()
{
    const QString as = bearer();
    int made = 0;
    Got got;
    QString last;
    while ((got = create(createBody(), as)).status == 200 && made < 60) {
        last = got.text(u"apiToken"_s);
        ++made;
    }
    QCOMPARE(made, 44); // six were there
    QCOMPARE(got.status, 400);
    QCOMPARE(got.text(u"message"_s), u"Max number of 50 user API Tokens reached"_s);
    const QByteArray client = (ready(u"oauthClientId"_s) + u':').toLatin1().toBase64();
    m_client->form(am + u"/auth/revoke"_s, "token=" + last.toLatin1(),
        u"Basic "_s + QString::fromLatin1(client));
    QCOMPARE(create(createBody(), as).status, 200);
}

void CspRoutesTest::deactivatesInPart()
{
    const QString value = create(createBody(), bearer()).text(u"apiToken"_s);
    const QString id = details(value).text(u"tokenId"_s);
    const Got got = setActive({id, u"nobody"_s}, false, bearer());
    QCOMPARE(got.status, 200);
    QCOMPARE(got.object()["successes"_L1].toArray(), QJsonArray {id});
    QCOMPARE(got.object()["failures"_L1][0]["id"_L1].toString(), u"nobody"_s);
    QVERIFY(!got.object()["failures"_L1][0]["message"_L1].toString().isEmpty());
    const QJsonObject after = details(value).object();
    QCOMPARE(after["deactivated"_L1], QJsonValue(true));
    QCOMPARE(after["deactivatedUpdatedOn"_L1].toInteger(), now / 1000);
    QVERIFY(after["deactivatedUpdatedBy"_L1].toString().contains(u'@'));
    QCOMPARE(setActive({id}, true, bearer()).status, 200);
    QCOMPARE(details(value).object()["deactivated"_L1], QJsonValue(false));
    const Got twin
        = m_client->post(orgPath(u"/tokens/deactivate"_s), bearer(), {{u"ids"_s, QJsonArray {id}}});
    QCOMPARE(twin.object()["successes"_L1].toArray(), QJsonArray {id});
}

void CspRoutesTest::fifteenIdsAreTheMost()
{
    const QStringList ids(16, u"x"_s);
    QCOMPARE(setActive(ids, false, bearer()).status, 400);
    QCOMPARE(setActive(ids.mid(1), false, bearer()).status, 200);
    QCOMPARE(m_client->post(orgPath(u"/api-tokens/deactivate"_s), bearer(), {}).status, 400);
}

void CspRoutesTest::deactivatedTokensDoNotWork()
{
    const QString value = create(createBody(), bearer()).text(u"apiToken"_s);
    const QString own = bearer(value);
    const QString id = details(value).text(u"tokenId"_s);
    setActive({id}, false, bearer());
    const Got refused = authorize(value);
    QCOMPARE(refused.status, 400);
    QVERIFY(refused.text(u"message"_s).startsWith(u"invalid_grant"_s));
    QCOMPARE(m_client->get(am + u"/loggedin/user"_s, own).status, 401);
    setActive({id}, true, bearer());
    QCOMPARE(authorize(value).status, 200);
}

void CspRoutesTest::onlyOwnersDeactivate()
{
    const QString value = create(createBody(), bearer()).text(u"apiToken"_s);
    QCOMPARE(setActive({u"x"_s}, false, bearer(value)).status, 403);
    const QString strange = am + u"/orgs/00000000/api-tokens/deactivate"_s;
    QCOMPARE(m_client->post(strange, bearer(), {{u"ids"_s, QJsonArray()}}).status, 404);
}

void CspRoutesTest::revokesWithAnOAuthClient()
{
    const QString value = create(createBody(), bearer()).text(u"apiToken"_s);
    const QString own = bearer(value);
    const QString path = am + u"/auth/revoke"_s;
    const auto basic = [](const QString &id) {
        return u"Basic "_s + QString::fromLatin1((id + u':').toLatin1().toBase64());
    };
    const QByteArray form = "token_type_hint=refresh_token&token=" + value.toLatin1();
    QCOMPARE(m_client->form(path, form).status, 401);
    QCOMPARE(m_client->form(path, form, basic(u"other"_s)).status, 401);
    QCOMPARE(
        m_client
            ->form(path, "token_type_hint=access_token&token=x", basic(ready(u"oauthClientId"_s)))
            .status,
        400);
    const Got got = m_client->form(path, form, basic(ready(u"oauthClientId"_s)));
    QCOMPARE(got.status, 200);
    QVERIFY(got.body.isEmpty());
    QCOMPARE(authorize(value).status, 404);
    QCOMPARE(details(value).status, 404);
    QCOMPARE(m_client->get(am + u"/loggedin/user"_s, own).status, 401);
    QCOMPARE(m_client->form(path, form, basic(ready(u"oauthClientId"_s))).status, 404);
}

void CspRoutesTest::dashboardPagesByItem()
{
    const QString as = bearer();
    const QJsonObject first = m_client->get(dashboard(), as).object();
    QCOMPARE(first["totalResults"_L1].toInt(), 60);
    QCOMPARE(first["results"_L1].toArray().size(), 15);
    const QJsonObject second
        = m_client->get(dashboard() + u"?pageStart=16&pageLimit=15"_s, as).object();
    const QJsonObject overlap
        = m_client->get(dashboard() + u"?pageStart=15&pageLimit=2"_s, as).object();
    QCOMPARE(overlap["results"_L1][0], first["results"_L1][14]);
    QCOMPARE(overlap["results"_L1][1], second["results"_L1][0]);
    const QJsonObject last = m_client->get(dashboard() + u"?pageStart=61"_s, as).object();
    QVERIFY(last["results"_L1].toArray().isEmpty());
    QCOMPARE(m_client->get(dashboard() + u"?pageStart=0"_s, as).status, 400);
    const QString far = u"?pageStart=9223372036854775807&pageLimit=9223372036854775807"_s;
    QCOMPARE(m_client->get(dashboard() + far, as).status, 200);
    QString twice = dashboard();
    QCOMPARE(m_client->get(twice.replace(u"/iga"_s, u"//iga"_s), as).status, 200);
}

void CspRoutesTest::dashboardItemsAreAnotherType()
{
    const Got got = m_client->get(dashboard() + u"?pageLimit=60"_s, bearer());
    for (const QJsonValue item : got.object()["results"_L1].toArray()) {
        const QJsonObject object = item.toObject();
        QVERIFY(!object.contains("token"_L1));
        QVERIFY(!object.contains("deactivated"_L1));
        for (const QJsonValue service : object["allowedScopes"_L1]["servicesScopes"_L1].toArray())
            QVERIFY(service.isString());
    }
    QVERIFY(!got.body.contains(ready(u"secret"_s).toLatin1()));
}

void CspRoutesTest::dashboardSearchesAndSorts()
{
    const QString as = bearer();
    const QJsonObject found
        = m_client->get(dashboard() + u"?searchTerm=TOKENDESK%20con"_s, as).object();
    QCOMPARE(found["totalResults"_L1].toInt(), 1);
    const QJsonArray sorted
        = m_client->get(dashboard() + u"?sortField=CREATED_ON&sortOrder=DESC&pageLimit=60"_s, as)
              .object()["results"_L1]
              .toArray();
    QCOMPARE(sorted.size(), 60);
    for (qsizetype i = 1; i < sorted.size(); ++i)
        QVERIFY(sorted[i - 1]["createdAt"_L1].toInteger() >= sorted[i]["createdAt"_L1].toInteger());
}

void CspRoutesTest::pageCostsWhatItHolds()
{
    const sandbox::Clock clock(now);
    sandbox::CspRoutes csp(sandbox::Generator(1, now), clock, 100'000, {});
    sandbox::HttpRequest exchange;
    exchange.method = "POST";
    exchange.path = authorizePath.toLatin1();
    exchange.query = "api_token=" + csp.credentials()["secret"_L1].toString().toLatin1();
    const QJsonObject access = QJsonDocument::fromJson(csp.handle(exchange).body).object();
    sandbox::HttpRequest request;
    request.method = "GET";
    request.path = "/csp/gateway/iga/api/orgs/" + csp.estate().orgId().toLatin1() + "/api-tokens";
    request.headers = {{"csp-auth-token", access["access_token"_L1].toString().toLatin1()}};
    const auto cost = [&](const QByteArray &query) {
        const quint64 before = csp.estate().tokens().lookedAt();
        request.query = query;
        const auto page = QJsonDocument::fromJson(csp.handle(request).body).object();
        const bool isFull = page["results"_L1].toArray().size() == 100;
        return isFull ? csp.estate().tokens().lookedAt() - before : quint64 {0};
    };
    QCOMPARE(cost("pageStart=1&pageLimit=100"), cost("pageStart=99901&pageLimit=100"));
    QVERIFY(cost("pageStart=99901&pageLimit=100") > 0);
    QVERIFY(cost("pageStart=99901&pageLimit=100") <= 102);
}

void CspRoutesTest::tellsWhoIAm()
{
    const QString as = bearer();
    const QJsonObject me = m_client->get(am + u"/loggedin/user"_s, as).object();
    QVERIFY(me["acct"_L1].toString().contains(u'@'));
    QVERIFY(!me.contains("userProfile"_L1));
    const QJsonObject more
        = m_client->get(am + u"/loggedin/user?expandProfile=false"_s, as).object();
    QCOMPARE(more["userProfile"_L1]["defaultOrgId"_L1].toString(), ready(u"org"_s));
}

void CspRoutesTest::tellsOrganizations()
{
    const QString as = bearer();
    const QJsonObject own = m_client->get(orgPath({}), as).object();
    QVERIFY(!own.contains("id"_L1));
    QCOMPARE(own["refLink"_L1].toString(), orgPath({}));
    QCOMPARE(m_client->get(am + u"/orgs/nowhere"_s, as).status, 404);
    const QJsonObject page
        = m_client->get(am + u"/v2/loggedin/user/orgs?pageStart=0&pageLimit=1"_s, as).object();
    QCOMPARE(page["totalResults"_L1].toInt(), 2);
    const Got next = m_client->get(page["nextLink"_L1].toString(), as);
    QCOMPARE(next.object()["results"_L1].toArray().size(), 1);
    QVERIFY(!next.object().contains("nextLink"_L1));
    const QJsonObject old = m_client->get(am + u"/loggedin/user/orgs"_s, as).object();
    QCOMPARE(old["refLinks"_L1].toArray().size(), 2);
    QVERIFY(!old.contains("items"_L1));
    QVERIFY(m_client->get(am + u"/loggedin/user/orgs?expand"_s, as).object().contains("items"_L1));
}

void CspRoutesTest::tellsRoles()
{
    const QString as = bearer();
    const QJsonObject all = m_client->get(orgPath(u"/roles"_s), as).object();
    QVERIFY(all["orgRolesData"_L1].toArray().size() > 3);
    const QJsonObject two
        = m_client->get(orgPath(u"/roles?name=org_owner,developer"_s), as).object();
    QCOMPARE(two["orgRolesData"_L1].toArray().size(), 2);
    const QString mine = am + u"/loggedin/user/orgs/%1"_s.arg(ready(u"org"_s));
    const QJsonObject info = m_client->get(mine + u"/info"_s, as).object();
    QCOMPARE(info["userOrgInfo"_L1][0]["orgRoles"_L1][0]["name"_L1].toString(), u"org_owner"_s);
    const QJsonObject services = m_client->get(mine + u"/service-roles"_s, as).object();
    QVERIFY(services["servicesDef"_L1][0]["serviceRoles"_L1].toArray().size() > 1);
    const QString custom = u"/csp/gateway/iam-roles-mgmt/api/orgs/%1/custom-roles"_s;
    QCOMPARE(
        m_client->get(custom.arg(ready(u"org"_s)), as).object()["results"_L1].toArray().size(), 1);
}

void CspRoutesTest::lastUsedAdvances()
{
    const QString value = create(createBody(), bearer()).text(u"apiToken"_s);
    m_sandbox->clock().advance(60'000);
    authorize(value);
    QCOMPARE(details(value).object()["lastUsedAt"_L1].toInteger(), now / 1000 + 60);
}

void CspRoutesTest::errorsHaveTheirShape()
{
    const Got got = m_client->get(am + u"/nothing"_s, bearer());
    QCOMPARE(got.status, 404);
    QCOMPARE(got.object()["statusCode"_L1].toInt(), 404);
    QVERIFY(!got.text(u"requestId"_s).isEmpty());
    QVERIFY(!got.text(u"traceId"_s).isEmpty());
}

QTEST_GUILESS_MAIN(CspRoutesTest)
#include "tst_csproutes.moc"
