// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0

/// The sandbox's Mist says and does what the vendor's contract says.

#include "sandbox/mistroutes.h"
#include "sandboxclient.h"
#include "stricttest.h"

using namespace Qt::StringLiterals;
using test::Got;
using test::SandboxClient;

namespace {
constexpr qint64 now = 1'760'000'000'000;

QJsonObject privilege(const QString &role, const QString &scope = u"org"_s)
{
    return {{u"role"_s, role}, {u"scope"_s, scope}};
}
} // namespace

class MistRoutesTest : public test::StrictTest
{
    Q_OBJECT

private slots:
    void init();
    void cleanup();
    void turnsStrangersAway_data();
    void turnsStrangersAway();
    void tellsOrgTokensFromUserTokens();
    void listsMaskedKeys();
    void pagesOnlyWhenAsked();
    void createsOrgTokenWithFullKeyAndNoPrivileges();
    void createsUserTokenInAnArray();
    void userTokensNeedNoName();
    void newKeyWorksUntilDeleted();
    void readersMayLookButNotTouch();
    void siteTokensSeeTheirSites();
    void addressesAreHeld();
    void orgTokensHaveNoUserTokens();
    void strangeOrganisationsAreForbidden();
    void refusesBadTokens_data();
    void refusesBadTokens();
    void refusesBrokenJson();
    void changesNameAndPrivileges();
    void addressesCannotBeChanged();
    void lastUsedAdvances();
    void countsAndLimitsRequests();
    void userTokensShareABudget();
    void writesTheAuditLog();
    void pagesSites();
    void deletedIsNotFound();
    void oddNumbersDoNoHarm();
    void pageCostsWhatItHolds();
    void estateHasEveryKindOfToken();

private:
    QString secret() const { return m_sandbox->readyLine()["mist"_L1]["secret"_L1].toString(); }
    QString auth() const { return u"Token "_s + secret(); }
    QString userAuth() const
    {
        return u"Token "_s + m_sandbox->readyLine()["mist"_L1]["userSecret"_L1].toString();
    }
    QString org() const { return m_sandbox->readyLine()["mist"_L1]["org"_L1].toString(); }
    QString orgPath(const QString &rest = u"apitokens"_s) const
    {
        return u"/api/v1/orgs/%1/%2"_s.arg(org(), rest);
    }
    Got create(const QJsonArray &privileges, const QJsonObject &more = {})
    {
        QJsonObject body = more;
        body.insert(u"name"_s, u"new"_s);
        body.insert(u"privileges"_s, privileges);
        return m_client->post(orgPath(), auth(), body);
    }
    QJsonObject find(const QString &id, const QString &as)
    {
        return m_client->get(orgPath(u"apitokens/"_s + id), as).object();
    }

    std::unique_ptr<sandbox::Sandbox> m_sandbox;
    std::unique_ptr<SandboxClient> m_client;
};

void MistRoutesTest::init()
{
    StrictTest::init();
    sandbox::Options options;
    options.tokens = 60;
    options.nowMs = now;
    options.mistRequestLimit = 40;
    m_sandbox = std::make_unique<sandbox::Sandbox>(options);
    QCOMPARE(m_sandbox->start(), QString());
    m_client = std::make_unique<SandboxClient>(m_sandbox->url());
}

void MistRoutesTest::cleanup()
{
    m_client.reset();
    m_sandbox.reset();
}

void MistRoutesTest::turnsStrangersAway_data()
{
    QTest::addColumn<QString>("auth");
    QTest::addColumn<QString>("detail");
    const QString missing = u"Authentication credentials were not provided."_s;
    QTest::newRow("none") << QString() << missing;
    QTest::newRow("Bearer") << u"Bearer %1"_s << missing;
    QTest::newRow("Basic") << u"Basic %1"_s << missing;
    QTest::newRow("empty") << u"Token"_s << u"Invalid token header. No credentials provided."_s;
    QTest::newRow("two words")
        << u"Token a b"_s << u"Invalid token header. Token string should not contain spaces."_s;
    QTest::newRow("unknown") << u"Token 0123456789abcdef0123456789abcdef"_s << u"Invalid token."_s;
    QTest::newRow("almost") << u"Token %1x"_s << u"Invalid token."_s;
}

void MistRoutesTest::turnsStrangersAway()
{
    QFETCH(QString, auth);
    const QString value = auth.contains(u"%1"_s) ? auth.arg(secret()) : auth;
    const Got got = m_client->get(u"/api/v1/self"_s, value);
    QCOMPARE(got.status, 401);
    QTEST(got.text(u"detail"_s), "detail");
}

void MistRoutesTest::tellsOrgTokensFromUserTokens()
{
    const QJsonObject token = m_client->get(u"/api/v1/self"_s, auth()).object();
    QCOMPARE(token.keys(), (QStringList {u"name"_s, u"privileges"_s}));
    QCOMPARE(token["privileges"_L1][0]["org_id"_L1].toString(), org());
    const QJsonObject user = m_client->get(u"/api/v1/self"_s, userAuth()).object();
    QVERIFY(user.value("email"_L1).toString().endsWith(u"@example.com"_s));
    QVERIFY(!user.contains("name"_L1));
    QCOMPARE(user["privileges"_L1][0]["role"_L1].toString(), u"admin"_s);
}

void MistRoutesTest::listsMaskedKeys()
{
    const Got got = m_client->get(orgPath(), auth());
    QCOMPARE(got.status, 200);
    QCOMPARE(got.array().size(), 60);
    QVERIFY(got.header("X-Page-Total").isEmpty());
    QStringList keys;
    for (const QJsonValue token : got.array()) {
        keys.append(token["key"_L1].toString());
        QCOMPARE(keys.last().size(), 11);
        QCOMPARE(keys.last().mid(4, 3), u"..."_s);
    }
    QVERIFY(keys.contains(secret().first(4) + u"..."_s + secret().last(4)));
}

void MistRoutesTest::pagesOnlyWhenAsked()
{
    const Got got = m_client->get(orgPath() + u"?limit=25&page=3"_s, auth());
    QCOMPARE(got.array().size(), 10);
    QCOMPARE(got.header("X-Page-Total"), "60");
    QCOMPARE(got.header("X-Page-Limit"), "25");
    QCOMPARE(got.header("X-Page-Page"), "3");
    const QJsonArray all = m_client->get(orgPath(), auth()).array();
    QCOMPARE(got.array()[9]["id"_L1], all[59]["id"_L1]);
    QVERIFY(m_client->get(orgPath() + u"?limit=25&page=4"_s, auth()).array().isEmpty());
}

void MistRoutesTest::createsOrgTokenWithFullKeyAndNoPrivileges()
{
    const Got got = create({privilege(u"read"_s)}, {{u"src_ips"_s, QJsonArray {u"127.0.0.0/8"_s}}});
    QCOMPARE(got.status, 200);
    const QJsonObject token = got.object();
    QCOMPARE(token["key"_L1].toString().size(), 32);
    QVERIFY(!token.contains("privileges"_L1));
    QVERIFY(token["last_used"_L1].isNull());
    QCOMPARE(token["org_id"_L1].toString(), org());
    QCOMPARE(token["created_time"_L1].toDouble(), 1'760'000'000.0);
    const QJsonObject later = find(token["id"_L1].toString(), auth());
    QVERIFY(later["key"_L1].toString().contains(u"..."_s));
    QCOMPARE(later["privileges"_L1][0]["role"_L1].toString(), u"read"_s);
    QCOMPARE(later["src_ips"_L1].toArray(), QJsonArray {u"127.0.0.0/8"_s});
    QCOMPARE(m_client->get(orgPath(), auth()).array().size(), 61);
}

void MistRoutesTest::createsUserTokenInAnArray()
{
    const Got got
        = m_client->post(u"/api/v1/self/apitokens"_s, userAuth(), {{u"name"_s, u"laptop 2"_s}});
    QCOMPARE(got.array().size(), 1);
    const QJsonObject token = got.array()[0].toObject();
    QCOMPARE(token["name"_L1].toString(), u"laptop 2"_s);
    QVERIFY(!token["key"_L1].toString().contains(u"..."_s));
    QVERIFY(!token.contains("org_id"_L1) && !token.contains("privileges"_L1));
    const QString path = u"/api/v1/self/apitokens/"_s + token["id"_L1].toString();
    const Got changed = m_client->send("PUT", path, userAuth(), "{\"name\":\"x\"}");
    QCOMPARE(changed.text(u"name"_s), u"x"_s);
    QCOMPARE(m_client->send("DELETE", path, userAuth()).status, 200);
    QCOMPARE(m_client->get(path, userAuth()).status, 404);
}

void MistRoutesTest::userTokensNeedNoName()
{
    const Got got = m_client->send("POST", u"/api/v1/self/apitokens"_s, userAuth());
    QCOMPARE(got.status, 200);
    QCOMPARE(got.array()[0]["name"_L1].toString(), QString());
}

void MistRoutesTest::newKeyWorksUntilDeleted()
{
    const QJsonObject token = create({privilege(u"admin"_s)}).object();
    const QString own = u"Token "_s + token["key"_L1].toString();
    QCOMPARE(m_client->get(orgPath(), own).status, 200);
    // It may even delete itself.
    const QString path = orgPath(u"apitokens/"_s + token["id"_L1].toString());
    QCOMPARE(m_client->send("DELETE", path, own).status, 200);
    QCOMPARE(m_client->get(orgPath(), own).status, 401);
}

void MistRoutesTest::readersMayLookButNotTouch()
{
    const QJsonObject token = create({privilege(u"read"_s)}).object();
    const QString own = u"Token "_s + token["key"_L1].toString();
    const QString path = orgPath(u"apitokens/"_s + token["id"_L1].toString());
    QCOMPARE(m_client->get(orgPath(), own).status, 200);
    const Got refused = m_client->post(orgPath(), own, {});
    QCOMPARE(refused.status, 403);
    QCOMPARE(refused.text(u"detail"_s), u"You do not have permission to perform this action."_s);
    QCOMPARE(m_client->send("DELETE", path, own).status, 403);
    QCOMPARE(m_client->send("PUT", path, own, "{\"name\":\"x\"}").status, 403);
}

void MistRoutesTest::siteTokensSeeTheirSites()
{
    const QJsonArray sites = m_client->get(orgPath(u"sites"_s), auth()).array();
    QJsonObject site = privilege(u"write"_s, u"site"_s);
    site.insert(u"site_id"_s, sites[2]["id"_L1]);
    const QString own = u"Token "_s + create({site}).text(u"key"_s);
    QCOMPARE(m_client->get(orgPath(), own).status, 403);
    const QJsonArray seen = m_client->get(orgPath(u"sites"_s), own).array();
    QCOMPARE(seen.size(), 1);
    const QJsonValue self = m_client->get(u"/api/v1/self"_s, own).object()["privileges"_L1][0];
    QCOMPARE(self["name"_L1], sites[2]["name"_L1]);
    QVERIFY(!self["org_name"_L1].toString().isEmpty());
}

void MistRoutesTest::addressesAreHeld()
{
    const Got far = create({privilege(u"read"_s)}, {{u"src_ips"_s, QJsonArray {u"192.0.2.1"_s}}});
    QCOMPARE(m_client->get(u"/api/v1/self"_s, u"Token "_s + far.text(u"key"_s)).status, 403);
    const Got near = create({privilege(u"read"_s)}, {{u"src_ips"_s, QJsonArray {u"127.0.0.1"_s}}});
    QCOMPARE(m_client->get(u"/api/v1/self"_s, u"Token "_s + near.text(u"key"_s)).status, 200);
}

void MistRoutesTest::orgTokensHaveNoUserTokens()
{
    QCOMPARE(m_client->get(u"/api/v1/self/apitokens"_s, auth()).status, 403);
}

void MistRoutesTest::strangeOrganisationsAreForbidden()
{
    const QString path = u"/api/v1/orgs/00000000-0000-4000-8000-000000000000/apitokens"_s;
    QCOMPARE(m_client->get(path, auth()).status, 403);
    QCOMPARE(m_client->get(u"/api/v1/msps/x/orgs"_s, auth()).status, 404);
}

void MistRoutesTest::refusesBadTokens_data()
{
    QTest::addColumn<QByteArray>("body");
    QTest::addColumn<QString>("words");
    const auto with = [](const QByteArray &privileges) {
        return QByteArray("{\"name\":\"x\",\"privileges\":" + privileges + "}");
    };
    const QByteArray good = "{\"role\":\"read\",\"scope\":\"org\"}";
    QTest::newRow("no name") << QByteArray("{}") << u"name"_s;
    QTest::newRow("blank name") << QByteArray("{\"name\":\" \"}") << u"name"_s;
    QTest::newRow("name is a number") << QByteArray("{\"name\":1}") << u"name"_s;
    QTest::newRow("no privileges") << QByteArray("{\"name\":\"x\"}") << u"privileges"_s;
    QTest::newRow("empty privileges") << with("[]") << u"privileges"_s;
    QTest::newRow("privileges no list") << with("{}") << u"privileges"_s;
    QTest::newRow("eleven") << with("[" + QByteArray(good + ",").repeated(10) + good + "]")
                            << u"10"_s;
    QTest::newRow("twice") << with("[" + good + "," + good + "]") << u"privileges[1]"_s;
    QTest::newRow("role") << with("[{\"role\":\"god\",\"scope\":\"org\"}]") << u"role"_s;
    QTest::newRow("scope") << with("[{\"role\":\"read\",\"scope\":\"msp\"}]") << u"scope"_s;
    QTest::newRow("no site") << with("[{\"role\":\"read\",\"scope\":\"site\"}]") << u"site_id"_s;
    QTest::newRow("unknown site") << with(
        "[{\"role\":\"read\",\"scope\":\"site\",\"site_id\":\"x\"}]")
                                  << u"site_id"_s;
    QTest::newRow("site without need")
        << with("[{\"role\":\"read\",\"scope\":\"org\",\"site_id\":\"x\"}]") << u"site_id"_s;
    QTest::newRow("no sitegroup") << with("[{\"role\":\"read\",\"scope\":\"sitegroup\"}]")
                                  << u"sitegroup_id"_s;
    QTest::newRow("address") << QByteArray(
        "{\"name\":\"x\",\"privileges\":[" + good + "],\"src_ips\":[\"300.1.1.1\"]}")
                             << u"src_ips"_s;
    QTest::newRow("eleven addresses") << QByteArray("{\"name\":\"x\",\"privileges\":[" + good
        + "],\"src_ips\":[" + QByteArray("\"192.0.2.1\",").repeated(10) + "\"192.0.2.2\"]}")
                                      << u"src_ips"_s;
}

void MistRoutesTest::refusesBadTokens()
{
    QFETCH(QByteArray, body);
    QFETCH(QString, words);
    const Got got = m_client->send("POST", orgPath(), auth(), body);
    QCOMPARE(got.status, 400);
    QVERIFY2(got.text(u"detail"_s).contains(words), got.body.constData());
    QCOMPARE(m_client->get(orgPath(), auth()).array().size(), 60);
}

void MistRoutesTest::refusesBrokenJson()
{
    Got got = m_client->send("POST", orgPath(), auth(), "{\"name\":\n}");
    QCOMPARE(got.status, 400);
    QVERIFY(got.text(u"detail"_s).startsWith(u"JSON parse error - "_s));
    got = m_client->send("POST", orgPath(), auth(), "[]");
    QCOMPARE(got.status, 400);
    got = m_client->send("POST", orgPath(), auth(), "name=x", "application/x-www-form-urlencoded");
    QCOMPARE(got.status, 400);
}

void MistRoutesTest::changesNameAndPrivileges()
{
    const QString id = create({privilege(u"read"_s)}).text(u"id"_s);
    const QString path = orgPath(u"apitokens/"_s + id);
    const Got got = m_client->send("PUT", path, auth(),
        "{\"name\":\"other\",\"privileges\":[{\"role\":\"helpdesk\",\"scope\":\"org\"}]}");
    QCOMPARE(got.status, 200);
    QVERIFY(got.body.isEmpty()); // none is declared: one has to look again
    QCOMPARE(find(id, auth())["name"_L1].toString(), u"other"_s);
    QCOMPARE(find(id, auth())["privileges"_L1][0]["role"_L1].toString(), u"helpdesk"_s);
    QCOMPARE(m_client->send("PUT", path, auth(), "{\"privileges\":[]}").status, 400);
}

void MistRoutesTest::addressesCannotBeChanged()
{
    const QString id = create({privilege(u"read"_s)}, {{u"src_ips"_s, QJsonArray {u"127.0.0.1"_s}}})
                           .text(u"id"_s);
    const QString path = orgPath(u"apitokens/"_s + id);
    QCOMPARE(
        m_client->send("PUT", path, auth(), "{\"name\":\"o\",\"src_ips\":[\"192.0.2.1\"]}").status,
        400);
    QCOMPARE(find(id, auth())["name"_L1].toString(), u"new"_s);
}

void MistRoutesTest::lastUsedAdvances()
{
    const QJsonObject token = create({privilege(u"read"_s)}).object();
    m_sandbox->clock().advance(90'000);
    m_client->get(u"/api/v1/self"_s, u"Token "_s + token["key"_L1].toString());
    m_sandbox->clock().advance(5'000);
    QCOMPARE(find(token["id"_L1].toString(), auth())["last_used"_L1].toInteger(), now / 1000 + 90);
}

void MistRoutesTest::countsAndLimitsRequests()
{
    m_client->get(u"/api/v1/self"_s, auth());
    const QJsonObject usage = m_client->get(u"/api/v1/self/usage"_s, auth()).object();
    QCOMPARE(usage["requests"_L1].toInt(), 2);
    QCOMPARE(usage["request_limit"_L1].toInt(), 40);
    for (int i = 2; i < 40; ++i)
        QCOMPARE(m_client->get(u"/api/v1/self"_s, auth()).status, 200);
    const Got refused = m_client->get(u"/api/v1/self"_s, auth());
    QCOMPARE(refused.status, 429);
    const qint64 wait = refused.header("Retry-After").toLongLong();
    QVERIFY(wait > 0 && wait <= 3600);
    QCOMPARE(m_client->get(u"/api/v1/self"_s, userAuth()).status, 200); // a budget of its own
    m_sandbox->clock().advance(wait * 1000);
    QCOMPARE(m_client->get(u"/api/v1/self"_s, auth()).status, 200);
}

void MistRoutesTest::userTokensShareABudget()
{
    const Got made = m_client->post(u"/api/v1/self/apitokens"_s, userAuth(), {});
    const QString second = u"Token "_s + made.array()[0]["key"_L1].toString();
    const Got usage = m_client->get(u"/api/v1/self/usage"_s, second);
    QCOMPARE(usage.object()["requests"_L1].toInt(), 2);
}

void MistRoutesTest::writesTheAuditLog()
{
    create({privilege(u"read"_s)});
    m_sandbox->clock().advance(1000);
    const QJsonObject log = m_client->get(orgPath(u"logs"_s), auth()).object();
    QVERIFY(log["results"_L1][0]["message"_L1].toString().contains(u"\"new\""_s));
    QVERIFY(log["results"_L1][0]["site_id"_L1].isNull());
    QCOMPARE(log["end"_L1].toInteger() - log["start"_L1].toInteger(), 86'400);
    const QJsonObject week
        = m_client->get(orgPath(u"logs?duration=1w&limit=5&message=token&sort=timestamp"_s), auth())
              .object();
    QVERIFY(week["total"_L1].toInt() > log["total"_L1].toInt());
    QCOMPARE(week["results"_L1].toArray().size(), 5);
    QVERIFY(week["results"_L1][0]["timestamp"_L1].toDouble()
        < week["results"_L1][4]["timestamp"_L1].toDouble());
    const QJsonObject own = m_client->get(u"/api/v1/self/logs?duration=4w"_s, userAuth()).object();
    QCOMPARE(own["page"_L1].toInt(), 1);
    for (const QJsonValue entry : own["results"_L1].toArray())
        QVERIFY(entry["site_id"_L1].isString());
}

void MistRoutesTest::pagesSites()
{
    const Got got = m_client->get(orgPath(u"sites?limit=10&page=3"_s), auth());
    QCOMPARE(got.array().size(), 4);
    QCOMPARE(got.header("X-Page-Total"), "24");
    QCOMPARE(m_client->get(orgPath(u"sitegroups"_s), auth()).array().size(), 4);
}

void MistRoutesTest::deletedIsNotFound()
{
    const QString id = m_client->get(orgPath(), auth()).array()[7]["id"_L1].toString();
    const QString path = orgPath(u"apitokens/"_s + id);
    QCOMPARE(m_client->send("DELETE", path, auth()).status, 200);
    const Got again = m_client->send("DELETE", path, auth());
    QCOMPARE(again.status, 404);
    QCOMPARE(again.text(u"id"_s), id);
    QCOMPARE(m_client->get(orgPath(), auth()).array().size(), 59);
}

void MistRoutesTest::oddNumbersDoNoHarm()
{
    const QString most = u"9223372036854775807"_s;
    for (const QString &query : {u"limit=%1&page=%1"_s.arg(most), u"limit=-%1&page=-1"_s.arg(most),
             u"start=1e400&end=-%1w"_s.arg(most), u"duration=%1w"_s.arg(most), u"start=nan"_s}) {
        QCOMPARE(m_client->get(orgPath(u"logs?"_s + query), auth()).status, 200);
        QCOMPARE(m_client->get(orgPath(u"apitokens?"_s + query), auth()).status, 200);
    }
}

void MistRoutesTest::pageCostsWhatItHolds()
{
    const sandbox::Clock clock(now);
    sandbox::MistRoutes mist(sandbox::Generator(1, now), clock, 100'000, 5000);
    sandbox::HttpRequest request;
    request.method = "GET";
    request.path = "/api/v1/orgs/" + mist.estate().orgId().toLatin1() + "/apitokens";
    request.headers
        = {{"Authorization", "Token " + mist.credentials()["secret"_L1].toString().toLatin1()}};
    const auto cost = [&](const QByteArray &query) {
        const quint64 before = mist.estate().tokens(sandbox::MistRealm::Org).lookedAt();
        request.query = query;
        const auto reply = mist.handle(request);
        const auto list = QJsonDocument::fromJson(reply.body).array();
        return list.size() == 100
            ? mist.estate().tokens(sandbox::MistRealm::Org).lookedAt() - before
            : quint64 {0};
    };
    QCOMPARE(cost("limit=100&page=1"), cost("limit=100&page=1000"));
    QVERIFY(cost("limit=100&page=1000") <= 103); // the page, and who calls
}

void MistRoutesTest::estateHasEveryKindOfToken()
{
    int never = 0;
    int orphans = 0;
    int markup = 0;
    int limited = 0;
    for (const QJsonValue token : m_client->get(orgPath(), auth()).array()) {
        never += token["last_used"_L1].isNull() ? 1 : 0;
        orphans += token["created_by"_L1].isNull() ? 1 : 0;
        markup += token["name"_L1].toString().contains(u'<') ? 1 : 0;
        limited += token["src_ips"_L1].toArray().isEmpty() ? 0 : 1;
        QVERIFY(!token["privileges"_L1].toArray().isEmpty());
    }
    QVERIFY(never > 0 && orphans > 0 && markup > 0 && limited > 0);
}

QTEST_GUILESS_MAIN(MistRoutesTest)
#include "tst_mistroutes.moc"
