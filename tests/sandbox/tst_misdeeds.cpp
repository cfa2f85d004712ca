// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0

/// Vendors that answer nicely and do something else: each misdeed does what its name says, to the
/// requests it was asked for, and to nothing else.

#include "sandboxclient.h"
#include "stricttest.h"

#include <QDateTime>
#include <QLocale>

using namespace Qt::StringLiterals;
using test::Got;
using test::SandboxClient;

class MisdeedsTest final : public test::StrictTest
{
    Q_OBJECT

private slots:
    void init();
    void cleanup();
    void pretendsAndDoesNothing_data();
    void pretendsAndDoesNothing();
    void pretendsToCreate();
    void refusesSomeOfABatch();
    void speaksOfAnotherToken();
    void putsErrorsBesideData_data();
    void putsErrorsBesideData();
    void letsSomebodyElseBeFirst();
    void changesByTheControlInterface_data();
    void changesByTheControlInterface();
    void choosesByNumber();
    void countsWhateverElseHappens();
    void saysRetryAfterAsADate();
    void hasAWrongClock();
    void namesWhatIsWrong_data();
    void namesWhatIsWrong();

private:
    Got fault(const QByteArray &json)
    {
        return m_client->send("POST", u"/_sandbox/faults"_s, {}, json);
    }
    QString said(const char *vendor, const char *member) const
    {
        return m_sandbox->readyLine()[QLatin1StringView(vendor)][QLatin1StringView(member)]
            .toString();
    }
    QString mistAuth() const { return u"Token "_s + said("mist", "secret"); }
    QString mistPath() const { return u"/api/v1/orgs/%1/apitokens"_s.arg(said("mist", "org")); }
    QString mistId(int at)
    {
        return m_client->get(mistPath(), mistAuth()).array()[at].toObject()["id"_L1].toString();
    }
    QString softwareOneAuth() const { return u"Bearer "_s + said("softwareone", "secret"); }
    QString softwareOnePath(const QString &tail = {}) const
    {
        return u"/public/v1/accounts/api-tokens"_s + tail;
    }
    /// An active token that is not the one that asks.
    QString softwareOneId()
    {
        const auto list
            = m_client->get(softwareOnePath(u"?limit=20"_s), softwareOneAuth()).object();
        for (const QJsonValue one : list["data"_L1].toArray()) {
            const QString id = one["id"_L1].toString();
            if (one["status"_L1] == u"Active"_s && !said("softwareone", "secret").contains(id))
                return id;
        }
        return {};
    }
    Got lightspark(const QString &query, const QString &variable, const QString &id)
    {
        const QString pair = said("lightspark", "clientId") + u':' + said("lightspark", "secret");
        return m_client->post(u"/graphql/server/2023-09-13"_s,
            u"Basic "_s + QString::fromLatin1(pair.toUtf8().toBase64()),
            {{u"query"_s, query}, {u"variables"_s, QJsonObject {{variable, id}}}});
    }
    QString lightsparkId()
    {
        return lightspark(
            u"query L { current_account { api_tokens(first: 20) { entities { id } } } }"_s,
            u"none"_s, {})
            .object()["data"_L1]["current_account"_L1]["api_tokens"_L1]["entities"_L1][3]["id"_L1]
            .toString();
    }
    Got lightsparkToken(const QString &id)
    {
        return lightspark(
            u"query G($id: ID!) { entity(id: $id) { ... on ApiToken { id name permissions is_deleted } } }"_s,
            u"id"_s, id);
    }
    Got lightsparkDelete(const QString &id)
    {
        return lightspark(
            u"mutation D($api_token_id: ID!) { delete_api_token(input: {api_token_id: $api_token_id}) { account { id } } }"_s,
            u"api_token_id"_s, id);
    }
    QString cspAuth()
    {
        const Got got = m_client->form(u"/csp/gateway/am/api/auth/api-tokens/authorize"_s,
            "api_token=" + said("csp", "secret").toUtf8());
        return u"Bearer "_s + got.text(u"access_token"_s);
    }
    /// The details of those tracked tokens that are active.
    std::vector<Got> cspTokens()
    {
        std::vector<Got> all;
        for (const QJsonValue value :
            m_sandbox->readyLine()["csp"_L1]["trackedSecrets"_L1].toArray()) {
            const Got seen = cspToken(value.toString());
            if (seen.status == 200)
                all.push_back(seen);
        }
        return all;
    }
    Got cspToken(const QString &value)
    {
        return m_client->post(
            u"/csp/gateway/am/api/auth/api-tokens/details"_s, {}, {{u"tokenValue"_s, value}});
    }
    QStringList cspIds()
    {
        QStringList ids;
        for (const Got &one : cspTokens())
            if (!one.object()["deactivated"_L1].toBool())
                ids.append(one.text(u"tokenId"_s));
        return ids;
    }
    Got deactivate(const QString &auth, const QStringList &ids)
    {
        return m_client->post(
            u"/csp/gateway/am/api/orgs/%1/api-tokens/deactivate"_s.arg(said("csp", "org")), auth,
            {{u"ids"_s, QJsonArray::fromStringList(ids)}});
    }

    /// A token, how it is changed, and how it is seen.
    struct Scene
    {
        std::function<Got()> change;
        std::function<QByteArray()> state;
    };
    Scene scene(const QString &what)
    {
        const QString verb = what.section(u' ', 1);
        if (what.startsWith("mist"_L1)) {
            const QString path = mistPath() + u'/' + mistId(3);
            const QByteArray method = verb == "delete"_L1 ? "DELETE"_ba : "PUT"_ba;
            return {
                [=, this] { return m_client->send(method, path, mistAuth(), R"({"name":"new"})"); },
                [=, this] { return m_client->get(path, mistAuth()).body; }};
        }
        if (what.startsWith("softwareone"_L1)) {
            const QString path = softwareOnePath(u'/' + softwareOneId());
            const QByteArray method = verb == "delete"_L1 ? "DELETE"_ba
                : verb == "edit"_L1                       ? "PUT"_ba
                                                          : "POST"_ba;
            const QString tail = verb == "disable"_L1 ? u"/disable"_s : QString();
            const QByteArray body = verb == "edit"_L1 ? R"({"name":"new"})"_ba : QByteArray();
            return {
                [=, this] { return m_client->send(method, path + tail, softwareOneAuth(), body); },
                [=, this] {
                    const auto now = m_client->get(path, softwareOneAuth()).object();
                    return (now["name"_L1].toString() + now["status"_L1].toString()).toUtf8();
                }};
        }
        if (what.startsWith("csp"_L1)) {
            const QString auth = cspAuth();
            const QString id = cspIds().value(0);
            return {[=, this] { return deactivate(auth, {id}); },
                [this] { return cspIds().join(u' ').toUtf8(); }};
        }
        const QString id = lightsparkId();
        return {[=, this] { return lightsparkDelete(id); },
            [=, this] { return lightsparkToken(id).body; }};
    }

    std::unique_ptr<sandbox::Sandbox> m_sandbox;
    std::unique_ptr<SandboxClient> m_client;
};

void MisdeedsTest::init()
{
    StrictTest::init();
    m_sandbox = std::make_unique<sandbox::Sandbox>(sandbox::Options {.tokens = 20});
    QCOMPARE(m_sandbox->start(), QString());
    m_client = std::make_unique<SandboxClient>(m_sandbox->url());
}

void MisdeedsTest::cleanup()
{
    m_client.reset();
    m_sandbox.reset();
}

void MisdeedsTest::pretendsAndDoesNothing_data()
{
    QTest::addColumn<QString>("what");
    for (const char *what : {"mist delete", "mist edit", "softwareone disable",
             "softwareone delete", "softwareone edit", "lightspark delete", "csp deactivate"})
        QTest::newRow(what) << QString::fromLatin1(what);
}

/// A change answered with success that did not happen; the same once more does.
void MisdeedsTest::pretendsAndDoesNothing()
{
    QFETCH(QString, what);
    const Scene at = scene(what);
    const QByteArray before = at.state();
    QVERIFY(!before.isEmpty());
    fault("{\"kind\":\"pretend\"}");
    const Got pretended = at.change();
    QVERIFY(pretended.status == 200 || pretended.status == 204);
    QCOMPARE(at.state(), before);
    const Got done = at.change();
    QCOMPARE(done.status, pretended.status);
    QVERIFY(at.state() != before);
}

void MisdeedsTest::pretendsToCreate()
{
    const QJsonObject draft {{u"name"_s, u"new"_s},
        {u"privileges"_s,
            QJsonArray {QJsonObject {{u"role"_s, u"read"_s}, {u"scope"_s, u"org"_s}}}}};
    fault("{\"kind\":\"pretend\"}");
    const Got made = m_client->post(mistPath(), mistAuth(), draft);
    QCOMPARE(made.status, 200);
    QVERIFY(!made.text(u"key"_s).isEmpty());
    QCOMPARE(m_client->get(mistPath() + u'/' + made.text(u"id"_s), mistAuth()).status, 404);
    QCOMPARE(m_client->get(mistPath(), mistAuth()).array().size(), 20);
}

void MisdeedsTest::refusesSomeOfABatch()
{
    const QString auth = cspAuth();
    const QStringList ids = cspIds();
    QVERIFY(ids.size() >= 3);
    fault(R"({"kind":"partial","refuse":2,"message":"locked by policy"})");
    const QJsonObject answer = deactivate(auth, ids).object();
    QCOMPARE(answer["successes"_L1].toArray().size(), ids.size() - 2);
    QCOMPARE(answer["failures"_L1].toArray().size(), 2);
    QCOMPARE(answer["failures"_L1][1]["id"_L1].toString(), ids.last());
    QCOMPARE(answer["failures"_L1][1]["message"_L1].toString(), u"locked by policy"_s);
    QCOMPARE(cspIds(), ids.last(2));
}

void MisdeedsTest::speaksOfAnotherToken()
{
    const QStringList ids = cspIds();
    const QString auth = cspAuth();
    fault(R"({"kind":"otherId"})");
    const auto done = deactivate(auth, ids.first(2)).object()["successes"_L1].toArray();
    QCOMPARE(done.size(), 2);
    QVERIFY(!ids.contains(done[0].toString()));
    QCOMPARE(done[1].toString(), ids[1]);
    QVERIFY(!cspIds().contains(ids[0])); // It was done all the same.

    const QString id = softwareOneId();
    fault(R"({"kind":"otherId"})");
    const Got other = m_client->get(softwareOnePath(u'/' + id), softwareOneAuth());
    QCOMPARE(other.status, 200);
    QVERIFY(other.text(u"id"_s) != id && other.text(u"id"_s).startsWith("TKN-"_L1));
}

void MisdeedsTest::putsErrorsBesideData_data()
{
    QTest::addColumn<bool>("isDone");
    QTest::newRow("not done") << false;
    QTest::newRow("done all the same") << true;
}

void MisdeedsTest::putsErrorsBesideData()
{
    QFETCH(bool, isDone);
    const QString id = lightsparkId();
    fault(QByteArray(R"({"kind":"errorsInside","errorName":"INTERNAL","after":)")
        + (isDone ? "true}" : "false}"));
    const QJsonObject answer = lightsparkDelete(id).object();
    QVERIFY(answer["data"_L1]["delete_api_token"_L1].isObject());
    QCOMPARE(answer["errors"_L1][0]["extensions"_L1]["error_name"_L1].toString(), u"INTERNAL"_s);
    const auto now = lightsparkToken(id).object()["data"_L1]["entity"_L1];
    QCOMPARE(now["is_deleted"_L1].toBool(), isDone);
}

void MisdeedsTest::letsSomebodyElseBeFirst()
{
    const QString path = mistPath() + u'/' + mistId(3);
    fault(R"({"method":"DELETE","kind":"elsewhere","act":"delete"})");
    QCOMPARE(m_client->get(path, mistAuth()).status, 200);
    QCOMPARE(m_client->send("DELETE", path, mistAuth()).status, 404);

    const QString other = mistPath() + u'/' + mistId(4);
    fault(R"({"method":"GET","kind":"elsewhere","act":"rename","name":"theirs"})");
    QCOMPARE(m_client->get(other, mistAuth()).text(u"name"_s), u"theirs"_s);
}

void MisdeedsTest::changesByTheControlInterface_data()
{
    QTest::addColumn<QString>("vendor");
    QTest::addColumn<QString>("act");
    QTest::addColumn<int>("status");
    QTest::newRow("mist delete") << u"mist"_s << u"delete"_s << 200;
    QTest::newRow("mist rename") << u"mist"_s << u"rename"_s << 200;
    QTest::newRow("mist disable") << u"mist"_s << u"disable"_s << 404;
    QTest::newRow("csp disable") << u"csp"_s << u"disable"_s << 200;
    QTest::newRow("csp delete") << u"csp"_s << u"delete"_s << 200;
    QTest::newRow("softwareone disable") << u"softwareone"_s << u"disable"_s << 200;
    QTest::newRow("softwareone delete") << u"softwareone"_s << u"delete"_s << 200;
    QTest::newRow("softwareone rename") << u"softwareone"_s << u"rename"_s << 200;
    QTest::newRow("lightspark delete") << u"lightspark"_s << u"delete"_s << 200;
    QTest::newRow("lightspark rename") << u"lightspark"_s << u"rename"_s << 200;
    QTest::newRow("nonsense") << u"mist"_s << u"polish"_s << 404;
}

void MisdeedsTest::changesByTheControlInterface()
{
    QFETCH(QString, vendor);
    QFETCH(QString, act);
    QFETCH(int, status);
    const QString id = vendor == u"mist"_s ? mistId(3)
        : vendor == u"csp"_s               ? cspIds().value(0)
        : vendor == u"softwareone"_s       ? softwareOneId()
                                           : lightsparkId();
    const Scene at = scene(vendor);
    const QByteArray before = at.state();
    const Got done = m_client->post(u"/_sandbox/elsewhere"_s, {},
        {{u"vendor"_s, vendor}, {u"id"_s, id}, {u"act"_s, act}, {u"name"_s, u"theirs"_s}});
    QCOMPARE(done.status, status);
    QCOMPARE(at.state() == before, status != 200);
    QCOMPARE(m_client->get(u"/_sandbox/elsewhere"_s).status, 405);
}

void MisdeedsTest::choosesByNumber()
{
    fault(R"({"path":"/api/v1/self","kind":500,"skip":2,"every":3,"times":2})");
    QList<int> got;
    for (int i = 0; i < 9; ++i)
        got.append(m_client->get(u"/api/v1/self"_s, mistAuth()).status);
    QCOMPARE(got, (QList<int> {200, 200, 500, 200, 200, 500, 200, 200, 200}));
}

/// The third request is the third, also where another fault took the second.
void MisdeedsTest::countsWhateverElseHappens()
{
    fault(R"([{"kind":500,"skip":1},{"kind":429,"skip":2}])");
    QList<int> got;
    for (int i = 0; i < 4; ++i)
        got.append(m_client->get(u"/api/v1/self"_s, mistAuth()).status);
    QCOMPARE(got, (QList<int> {200, 500, 429, 200}));
}

void MisdeedsTest::saysRetryAfterAsADate()
{
    fault(R"({"kind":429,"retryAfterDate":90})");
    const Got got = m_client->get(u"/api/v1/self"_s, mistAuth());
    QCOMPARE(got.status, 429);
    const auto read = [](const QByteArray &text) {
        return QLocale::c().toDateTime(
            QString::fromLatin1(text), u"ddd, dd MMM yyyy HH:mm:ss 'GMT'"_s);
    };
    QCOMPARE(read(got.header("Date")).secsTo(read(got.header("Retry-After"))), 90);
    fault(R"({"kind":429,"retryAfterDate":90,"clockAhead":-86400})");
    const Got behind = m_client->get(u"/api/v1/self"_s, mistAuth());
    QCOMPARE(read(behind.header("Date")).secsTo(read(behind.header("Retry-After"))), 90);
    QVERIFY(read(behind.header("Retry-After")) < QDateTime::currentDateTime());
}

void MisdeedsTest::hasAWrongClock()
{
    fault(R"({"kind":"delay","ms":0,"clockAhead":315360000})");
    const Got got = m_client->get(u"/api/v1/self"_s, mistAuth());
    QCOMPARE(got.status, 200);
    const int year = QDateTime::currentDateTimeUtc().addYears(9).date().year();
    QVERIFY(got.header("Date").contains(QByteArray::number(year))
        || got.header("Date").contains(QByteArray::number(year + 1)));
    QCOMPARE(got.head.count("Date: "), 1);
}

void MisdeedsTest::namesWhatIsWrong_data()
{
    QTest::addColumn<QByteArray>("json");
    QTest::addColumn<QString>("member");
    QTest::newRow("act") << R"({"kind":"elsewhere","act":"polish"})"_ba << u"act"_s;
    QTest::newRow("no act") << R"({"kind":"elsewhere"})"_ba << u"act"_s;
    QTest::newRow("refuse") << R"({"kind":"partial","refuse":0})"_ba << u"refuse"_s;
    QTest::newRow("every") << R"({"kind":500,"every":0})"_ba << u"every"_s;
    QTest::newRow("skip") << R"({"kind":500,"skip":-1})"_ba << u"skip"_s;
    QTest::newRow("date") << R"({"kind":429,"retryAfterDate":"soon"})"_ba << u"retryAfterDate"_s;
}

void MisdeedsTest::namesWhatIsWrong()
{
    QFETCH(QByteArray, json);
    QFETCH(QString, member);
    const Got got = fault(json);
    QCOMPARE(got.status, 400);
    QVERIFY(got.text(u"error"_s).contains(u'"' + member + u'"'));
}

QTEST_GUILESS_MAIN(MisdeedsTest)
#include "tst_misdeeds.moc"
