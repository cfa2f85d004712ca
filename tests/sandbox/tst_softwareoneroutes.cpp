// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0

/// SoftwareOne's side of the wire, without a socket: credentials, lists, every operation, refusals.

#include "sandbox/softwareoneroutes.h"
#include "stricttest.h"

#include <QJsonDocument>
#include <QRegularExpression>
#include <QSet>

using namespace Qt::StringLiterals;
using namespace sandbox;

namespace {

constexpr char tokens[] = "accounts/api-tokens";

QJsonObject parsed(const HttpReply &reply)
{
    return QJsonDocument::fromJson(reply.body).object();
}

/// One value out of a reply, e.g. at(reply, "data.0.id").
QJsonValue at(const HttpReply &reply, const QString &where)
{
    QJsonValue value = parsed(reply);
    for (const QString &key : where.split(u'.')) {
        bool isNumber = false;
        const int index = key.toInt(&isNumber);
        value = isNumber ? value.toArray().at(index) : value.toObject().value(key);
    }
    return value;
}

QByteArray json(const QJsonObject &object)
{
    return QJsonDocument(object).toJson();
}

struct Desk
{
    explicit Desk(quint32 count = 30)
        : routes(5, count, clock)
    {
        use(u"secret"_s);
    }

    void use(const QString &credential)
    {
        secret = routes.credentials().value(credential).toString();
    }
    QString own() const { return secret.section(u':', 1, 1); }
    QString account() const { return routes.credentials().value("account"_L1).toString(); }

    HttpReply send(const QByteArray &method, const QString &path, const QByteArray &query = {},
        const QByteArray &body = {})
    {
        Headers headers {{"Authorization", "Bearer " + secret.toUtf8()}, {"User-Agent", "test/1"}};
        if (!body.isEmpty())
            headers.emplaceBack("Content-Type", "application/json");
        return routes.handle({method, "/public/v1/" + path.toUtf8(), query, headers, body});
    }

    HttpReply get(const QString &path, const QByteArray &query = {})
    {
        return send("GET", path, query);
    }

    HttpReply create(const QJsonObject &more = {})
    {
        QJsonObject body {{u"account"_s, QJsonObject {{u"id"_s, account()}}},
            {u"name"_s, u"CRM robot"_s}, {u"modules"_s, modules({u"MOD-1756"_s})}};
        for (auto it = more.begin(); it != more.end(); ++it)
            body.insert(it.key(), it.value());
        return send("POST", QLatin1String(tokens), {}, json(body));
    }

    static QJsonArray modules(const QStringList &ids)
    {
        QJsonArray list;
        for (const QString &id : ids)
            list.append(QJsonObject {{u"id"_s, id}});
        return list;
    }

    QString path(const HttpReply &created, const QString &action = {}) const
    {
        const QString base = QLatin1String(tokens) + u'/' + at(created, u"id"_s).toString();
        return action.isEmpty() ? base : base + u'/' + action;
    }

    Clock clock {1'800'000'000'000};
    SoftwareOneRoutes routes;
    QString secret;
};

QStringList ids(const HttpReply &list)
{
    QStringList result;
    for (const QJsonValue &item : at(list, u"data"_s).toArray())
        result.append(item.toObject().value("id"_L1).toString());
    return result;
}

} // namespace

class TestSoftwareOneRoutes : public test::StrictTest
{
    Q_OBJECT

private slots:
    void refusesOtherCredentials_data();
    void refusesOtherCredentials();
    void unknownPathsAndMethodsAreRefusedByTheGateway();
    void aTokenFindsItselfByItsOwnId();
    void pagesThroughAllTokensOnce();
    void limitsAreCappedSilently();
    void laterPagesCostNoMore();
    void aChangeIsSeenByAKeptQuery();
    void auditIsLeftOutUnlessSelected();
    void theSecretComesWithEveryReadUnlessDropped();
    void emptyValuesAreLeftOut();
    void badQueriesAreExplained();
    void createdTokensWorkAtOnceWithTheirOwnModules();
    void createSaysWhatItDoesNotAccept_data();
    void createSaysWhatItDoesNotAccept();
    void anEmptyListOfModulesIsAccepted();
    void mandatoryModulesComeByThemselves();
    void updateChangesOnlyWhatIsSaid();
    void updateErrorsStandInAList();
    void disableAndEnableTakeTurns();
    void deletionIsSoftAndSeenByOperationsOnly();
    void lastAccessAdvancesWithUse();
    void withoutAccessManagementOnlyTheAccountIsSeen();
    void modulesAreForOperationsOnly();
    void theDefaultGroupTellsTheModules();
    void accountsAreOwnOnlyUnlessOperations();
    void operationsCreateForOtherAccounts();
    void theAuditTrailKnowsWhatHappened();
    void idsHaveTheFormOfTheDocuments();
    void theSameSeedGivesTheSameEstate();
    void bodiesMustBeJson();
};

void TestSoftwareOneRoutes::refusesOtherCredentials_data()
{
    QTest::addColumn<QByteArray>("header");
    Desk desk;
    const QByteArray secret = desk.secret.toUtf8();
    QTest::newRow("none") << QByteArray();
    QTest::newRow("basic") << QByteArray("Basic " + secret.toBase64());
    QTest::newRow("wrong end") << QByteArray("Bearer " + secret.chopped(1) + "_");
    QTest::newRow("without idt") << QByteArray("Bearer " + secret.mid(4));
    QTest::newRow("id of another") << QByteArray("Bearer idt:TKN-0000-0000:" + secret.mid(18));
    QTest::newRow("twice Bearer") << QByteArray("Bearer Bearer " + secret);
    QTest::newRow("something") << QByteArray("Bearer something");
}

void TestSoftwareOneRoutes::refusesOtherCredentials()
{
    QFETCH(QByteArray, header);
    Desk desk;
    const HttpReply reply = desk.routes.handle(
        {"GET", "/public/v1/accounts/api-tokens", {}, {{"Authorization", header}}, {}});
    QCOMPARE(reply.status, 401);
    QCOMPARE(at(reply, u"title"_s).toString(), u"Authentication Failed"_s);
}

void TestSoftwareOneRoutes::unknownPathsAndMethodsAreRefusedByTheGateway()
{
    Desk desk;
    QCOMPARE(parsed(desk.get(u"accounts/keys"_s)),
        (QJsonObject {{u"statusCode"_s, 404}, {u"message"_s, u"Resource not found"_s}}));
    QCOMPARE(desk.get(u"accounts/api-tokens/"_s).status, 404);
    QCOMPARE(desk.send("POST", u"accounts/api-tokens/TKN-0000-0000/rotate"_s).status, 404);
    QCOMPARE(desk.send("PATCH", u"accounts/api-tokens/TKN-0000-0000"_s).status, 405);
    QCOMPARE(desk.send("POST", u"accounts/modules"_s).status, 405);
    QVERIFY(!desk.routes.owns("/public/v2/x"));
}

void TestSoftwareOneRoutes::aTokenFindsItselfByItsOwnId()
{
    Desk desk;
    const HttpReply reply = desk.get(u"accounts/api-tokens/"_s + desk.own());
    QCOMPARE(reply.status, 200);
    QCOMPARE(at(reply, u"status"_s).toString(), u"Active"_s);
    QCOMPARE(at(reply, u"account.id"_s).toString(), desk.account());
    QCOMPARE(at(reply, u"account.type"_s).toString(), u"Client"_s);
    QCOMPARE(at(reply, u"$meta.omitted"_s).toArray(), QJsonArray {u"audit"_s});
    QCOMPARE(desk.get(u"accounts/api-tokens/TKN-0000-0001"_s).status, 404);
}

void TestSoftwareOneRoutes::pagesThroughAllTokensOnce()
{
    Desk desk(30);
    QSet<QString> seen;
    for (int offset = 0; offset < 40; offset += 20) {
        const HttpReply reply = desk.get(QLatin1String(tokens),
            "select=audit,lastAccessAt,-token&limit=20&offset=" + QByteArray::number(offset));
        QCOMPARE(at(reply, u"$meta.pagination.total"_s).toInt(), 30);
        QCOMPARE(at(reply, u"$meta.omitted"_s).toArray(), QJsonArray());
        for (const QString &id : ids(reply))
            seen.insert(id);
    }
    QCOMPARE(seen.size(), 30);
    QCOMPARE(ids(desk.get(QLatin1String(tokens), "limit=5&offset=1000")), QStringList());
}

void TestSoftwareOneRoutes::limitsAreCappedSilently()
{
    Desk desk(130);
    const auto sizeFor = [&desk](const QByteArray &query) {
        const HttpReply reply = desk.get(QLatin1String(tokens), query);
        return QList<qsizetype> {at(reply, u"$meta.pagination.limit"_s).toInt(), ids(reply).size()};
    };
    QCOMPARE(sizeFor("limit=1000"), (QList<qsizetype> {100, 100}));
    QCOMPARE(sizeFor("limit=0"), (QList<qsizetype> {0, 0}));
    QCOMPARE(sizeFor(""), (QList<qsizetype> {10, 10}));
    QCOMPARE(desk.get(QLatin1String(tokens), "limit=-1").status, 400);
}

void TestSoftwareOneRoutes::laterPagesCostNoMore()
{
    Desk desk(100'000);
    const auto lookedAt = [&desk](const QByteArray &query) {
        const quint64 before = desk.routes.estate().lookedAt();
        desk.get(QLatin1String(tokens), query);
        return desk.routes.estate().lookedAt() - before;
    };
    QCOMPARE(lookedAt("limit=20"), lookedAt("limit=20&offset=99000"));
    QVERIFY(lookedAt("limit=20&offset=50000") < 30);
}

void TestSoftwareOneRoutes::aChangeIsSeenByAKeptQuery()
{
    Desk desk(60);
    const QByteArray query = "eq(status,Active)&order=name&select=-token";
    const int before
        = at(desk.get(QLatin1String(tokens), query), u"$meta.pagination.total"_s).toInt();
    const auto lookedAt = [&] {
        const quint64 start = desk.routes.estate().lookedAt();
        desk.get(QLatin1String(tokens), query + "&limit=2&offset=20");
        return desk.routes.estate().lookedAt() - start;
    };
    QVERIFY(lookedAt() < 10);
    const HttpReply created = desk.create();
    QVERIFY(lookedAt() > 50);
    QCOMPARE(at(desk.get(QLatin1String(tokens), query), u"$meta.pagination.total"_s).toInt(),
        before + 1);
    desk.send("POST", desk.path(created, u"disable"_s));
    QCOMPARE(
        at(desk.get(QLatin1String(tokens), query), u"$meta.pagination.total"_s).toInt(), before);

    const QByteArray recent = "order=-lastAccessAt&limit=1";
    desk.get(QLatin1String(tokens), recent);
    desk.clock.advance(3'600'000);
    QCOMPARE(ids(desk.get(QLatin1String(tokens), recent)), QStringList(desk.own()));
}

void TestSoftwareOneRoutes::auditIsLeftOutUnlessSelected()
{
    Desk desk;
    const HttpReply without = desk.get(QLatin1String(tokens));
    QCOMPARE(at(without, u"$meta.omitted"_s).toArray(), QJsonArray {u"audit"_s});
    QVERIFY(at(without, u"data.0.audit"_s).isUndefined());
    const HttpReply with = desk.get(QLatin1String(tokens), "select=audit&order=-audit.created.at");
    QVERIFY(at(with, u"data.0.audit.created.by.id"_s).toString().startsWith("USR-"_L1));
    QCOMPARE(desk.get(QLatin1String(tokens), "order=-audit.created.at").status, 400);
}

void TestSoftwareOneRoutes::theSecretComesWithEveryReadUnlessDropped()
{
    Desk desk;
    QCOMPARE(at(desk.get(QLatin1String(tokens)), u"data.0.token"_s).toString(), desk.secret);
    const HttpReply without = desk.get(QLatin1String(tokens), "select=-token&limit=100");
    QVERIFY(!without.body.contains("idt:"));
    QVERIFY(
        !desk.get(u"accounts/api-tokens/"_s + desk.own(), "select=-token").body.contains("idt:"));
}

void TestSoftwareOneRoutes::emptyValuesAreLeftOut()
{
    Desk desk(100);
    int without = 0;
    int never = 0;
    for (const QJsonValue &item :
        at(desk.get(QLatin1String(tokens), "limit=100"), u"data"_s).toArray()) {
        const QJsonObject token = item.toObject();
        without += token.contains("description"_L1) ? 0 : 1;
        never += token.contains("lastAccessAt"_L1) ? 0 : 1;
        for (const QJsonValue &value : token)
            QVERIFY(!value.isNull());
    }
    QVERIFY(without > 0 && without < 100);
    QVERIFY(never > 0 && never < 100);
}

void TestSoftwareOneRoutes::badQueriesAreExplained()
{
    Desk desk;
    const auto detail = [&desk](const QByteArray &query) {
        const HttpReply reply = desk.get(QLatin1String(tokens), query);
        return u"%1 %2"_s.arg(reply.status).arg(at(reply, u"detail"_s).toString());
    };
    QCOMPARE(detail("rql=eq(status,Active)"), u"400 Invalid equals shortcut expression"_s);
    QCOMPARE(detail("contains(name,x)"), u"400 Unknown expression group"_s);
}

void TestSoftwareOneRoutes::createdTokensWorkAtOnceWithTheirOwnModules()
{
    Desk desk;
    const HttpReply admin = desk.create({{u"description"_s, u"Nightly"_s}, {u"icon"_s, u""_s}});
    QCOMPARE(admin.status, 201);
    static const QRegularExpression form(u"^idt:TKN-[0-9]{4}-[0-9]{4}:[0-9A-Za-z]{64}$"_s);
    QVERIFY(form.match(at(admin, u"token"_s).toString()).hasMatch());
    QVERIFY(at(admin, u"icon"_s).isUndefined());
    QVERIFY(at(admin, u"audit"_s).isUndefined());
    const HttpReply weak = desk.create({{u"modules"_s, Desk::modules({u"MOD-3317"_s})}});

    desk.secret = at(admin, u"token"_s).toString();
    QCOMPARE(at(desk.get(QLatin1String(tokens)), u"$meta.pagination.total"_s).toInt(), 32);
    const HttpReply byIt = desk.get(desk.path(desk.create()), "select=audit");
    QCOMPARE(at(byIt, u"audit.created.by.id"_s).toString(), desk.own());
    desk.secret = at(weak, u"token"_s).toString();
    QCOMPARE(desk.get(QLatin1String(tokens)).status, 403);
}

void TestSoftwareOneRoutes::createSaysWhatItDoesNotAccept_data()
{
    QTest::addColumn<QJsonObject>("more");
    QTest::addColumn<QString>("field");
    const auto row
        = [](const char *name, const QString &key, const QJsonValue &value, const QString &field) {
              QTest::newRow(name) << QJsonObject {{key, value}} << field;
          };
    row("no name", u"name"_s, u""_s, u"name"_s);
    row("null name", u"name"_s, QJsonValue::Null, u"name"_s);
    row("long name", u"name"_s, u"x"_s.repeated(201), u"name"_s);
    row("brackets in the name", u"name"_s, u"robot (old)"_s, u"name"_s);
    row("number as name", u"name"_s, 7, u"$.name"_s);
    row("long description", u"description"_s, u"x"_s.repeated(2001), u"description"_s);
    row("text as modules", u"modules"_s, u"MOD-1756"_s, u"$.modules"_s);
    row("modules without id", u"modules"_s, QJsonArray {u"MOD-1756"_s}, u"$.modules"_s);
    row("id of the wrong form", u"modules"_s, Desk::modules({u"MOD-1756-1452"_s}), u"modules"_s);
    row("unknown module", u"modules"_s, Desk::modules({u"MOD-0000"_s}), u"modules"_s);
    row("forbidden module", u"modules"_s, Desk::modules({u"MOD-8899"_s}), u"modules"_s);
    row("module of another kind", u"modules"_s, Desk::modules({u"MOD-6128"_s}), u"modules"_s);
    row("unknown account", u"account"_s, QJsonObject {{u"id"_s, u"ACC-1"_s}}, u"account"_s);
    row("text as account", u"account"_s, u"ACC-1"_s, u"$.account"_s);
}

void TestSoftwareOneRoutes::createSaysWhatItDoesNotAccept()
{
    QFETCH(QJsonObject, more);
    QFETCH(QString, field);
    Desk desk;
    const HttpReply reply = desk.create(more);
    QCOMPARE(reply.status, 400);
    QCOMPARE(at(reply, u"detail"_s).toString(), u"One or more validation errors occurred."_s);
    QCOMPARE(at(reply, u"errors"_s).toObject().keys(), QStringList(field));
    QCOMPARE(at(desk.get(QLatin1String(tokens)), u"$meta.pagination.total"_s).toInt(), 30);
}

void TestSoftwareOneRoutes::anEmptyListOfModulesIsAccepted()
{
    Desk desk;
    const HttpReply created = desk.create({{u"modules"_s, QJsonArray()}});
    QCOMPARE(created.status, 201);
    QVERIFY(at(created, u"modules"_s).isUndefined());
    desk.secret = at(created, u"token"_s).toString();
    QCOMPARE(desk.get(QLatin1String(tokens)).status, 403);
}

void TestSoftwareOneRoutes::mandatoryModulesComeByThemselves()
{
    Desk desk;
    const HttpReply created = desk.create();
    QCOMPARE(at(created, u"modules.0.id"_s).toString(), u"MOD-1008"_s);
    QCOMPARE(at(created, u"modules.1.name"_s).toString(), u"Access Management"_s);
}

void TestSoftwareOneRoutes::updateChangesOnlyWhatIsSaid()
{
    Desk desk;
    const HttpReply created = desk.create({{u"description"_s, u"Nightly"_s}});
    const QString path = desk.path(created);
    const HttpReply named
        = desk.send("PUT", path, "select=audit", json({{u"name"_s, u"CRM robot 2"_s}}));
    QCOMPARE(named.status, 200);
    QCOMPARE(at(named, u"name"_s).toString(), u"CRM robot 2"_s);
    QCOMPARE(at(named, u"description"_s).toString(), u"Nightly"_s);
    QCOMPARE(at(named, u"modules"_s), at(created, u"modules"_s));
    QCOMPARE(at(named, u"revision"_s).toInt(), 2);
    QCOMPARE(at(named, u"audit.updated.by.id"_s).toString(), desk.own());
    const HttpReply cleared = desk.send("PUT", path, {},
        json({{u"description"_s, QJsonValue::Null}, {u"extensions"_s, QJsonArray()},
            {u"modules"_s, Desk::modules({u"MOD-9042"_s})}}));
    QVERIFY(at(cleared, u"description"_s).isUndefined());
    QCOMPARE(at(cleared, u"extensions"_s), QJsonValue(QJsonArray()));
    QCOMPARE(at(cleared, u"modules"_s).toArray().size(), 2);
}

void TestSoftwareOneRoutes::updateErrorsStandInAList()
{
    Desk desk;
    const QString path = desk.path(desk.create());
    const HttpReply reply = desk.send("PUT", path, {}, json({{u"name"_s, u"x"_s.repeated(201)}}));
    QCOMPARE(reply.status, 400);
    QCOMPARE(at(reply, u"errors.0.message"_s).toString(), u"Name is too long"_s);
    QCOMPARE(at(reply, u"errors.0.properties"_s).toArray(), QJsonArray {u"name"_s});
    const QJsonObject other {{u"id"_s, u"ACC-0000-0000"_s}};
    QCOMPARE(desk.send("PUT", path, {}, json({{u"account"_s, other}})).status, 400);
    QCOMPARE(desk.send("PUT", u"accounts/api-tokens/TKN-0000-0001"_s, {}, "{}").status, 404);
}

void TestSoftwareOneRoutes::disableAndEnableTakeTurns()
{
    Desk desk;
    const HttpReply created = desk.create();
    const QString admin = desk.secret;
    QCOMPARE(desk.send("POST", desk.path(created, u"enable"_s)).status, 400);
    const HttpReply disabled = desk.send("POST", desk.path(created, u"disable"_s), "select=audit");
    QCOMPARE(at(disabled, u"status"_s).toString(), u"Disabled"_s);
    QCOMPARE(at(disabled, u"audit.disabled.at"_s).toString(), u"2027-01-15T08:00:00Z"_s);
    QCOMPARE(desk.send("POST", desk.path(created, u"disable"_s)).status, 400);
    desk.secret = at(created, u"token"_s).toString();
    QCOMPARE(desk.get(QLatin1String(tokens)).status, 401);
    desk.secret = admin;
    QCOMPARE(desk.send("POST", desk.path(created, u"enable"_s)).status, 200);
    desk.secret = at(created, u"token"_s).toString();
    QCOMPARE(desk.get(QLatin1String(tokens)).status, 200);
}

void TestSoftwareOneRoutes::deletionIsSoftAndSeenByOperationsOnly()
{
    Desk desk;
    const HttpReply created = desk.create();
    const HttpReply deleted = desk.send("DELETE", desk.path(created));
    QCOMPARE(deleted.status, 204);
    QVERIFY(deleted.body.isEmpty());
    QCOMPARE(desk.get(desk.path(created)).status, 404);
    QCOMPARE(desk.send("DELETE", desk.path(created)).status, 404);
    QCOMPARE(at(desk.get(QLatin1String(tokens)), u"$meta.pagination.total"_s).toInt(), 30);
    desk.use(u"opsSecret"_s);
    QCOMPARE(at(desk.get(desk.path(created)), u"status"_s).toString(), u"Deleted"_s);
    QCOMPARE(desk.send("POST", desk.path(created, u"enable"_s)).status, 400);
    const HttpReply list = desk.get(QLatin1String(tokens), "eq(status,Deleted)");
    QCOMPARE(at(list, u"$meta.pagination.total"_s).toInt(), 4);
    desk.secret = at(created, u"token"_s).toString();
    QCOMPARE(desk.get(QLatin1String(tokens)).status, 401);
}

void TestSoftwareOneRoutes::lastAccessAdvancesWithUse()
{
    Desk desk;
    const HttpReply created = desk.create();
    QVERIFY(at(created, u"lastAccessAt"_s).isUndefined());
    desk.secret = at(created, u"token"_s).toString();
    const auto lastAccess
        = [&] { return at(desk.get(desk.path(created)), u"lastAccessAt"_s).toString(); };
    QCOMPARE(lastAccess(), u"2027-01-15T08:00:00.000Z"_s);
    desk.clock.advance(59'000); // the same session
    QCOMPARE(lastAccess(), u"2027-01-15T08:00:00.000Z"_s);
    desk.clock.advance(2'000);
    QCOMPARE(lastAccess(), u"2027-01-15T08:01:01.000Z"_s);
}

void TestSoftwareOneRoutes::withoutAccessManagementOnlyTheAccountIsSeen()
{
    Desk desk;
    const HttpReply weak = desk.create({{u"modules"_s, Desk::modules({u"MOD-3317"_s})}});
    desk.secret = at(weak, u"token"_s).toString();
    QCOMPARE(desk.get(desk.path(weak)).status, 403);
    QCOMPARE(desk.create().status, 403);
    QCOMPARE(ids(desk.get(u"accounts/accounts"_s, "limit=1")), QStringList(desk.account()));
}

void TestSoftwareOneRoutes::modulesAreForOperationsOnly()
{
    Desk desk;
    QCOMPARE(desk.get(u"accounts/modules"_s, "limit=100").status, 403);
    desk.use(u"opsSecret"_s);
    const HttpReply all = desk.get(u"accounts/modules"_s, "limit=100");
    QSet<QString> rules;
    for (const QJsonValue &item : at(all, u"data"_s).toArray()) {
        const QJsonObject settings = item.toObject().value("settings"_L1).toObject();
        const bool isConfigurable = settings.value("configurable"_L1).toBool();
        const bool isDefault = settings.value("default"_L1).toBool();
        rules.insert(
            isConfigurable ? u"optional"_s : (isDefault ? u"mandatory"_s : u"forbidden"_s));
    }
    QCOMPARE(rules.size(), 3);
    QCOMPARE(
        at(desk.get(u"accounts/modules/MOD-1756"_s), u"code"_s).toString(), u"access-management"_s);
    QCOMPARE(desk.get(u"accounts/modules/MOD-0000"_s).status, 404);
    QCOMPARE(
        ids(desk.get(u"accounts/modules"_s, "eq(code,\"catalog\")")), QStringList(u"MOD-7702"_s));
}

void TestSoftwareOneRoutes::theDefaultGroupTellsTheModules()
{
    Desk desk;
    const HttpReply plain = desk.get(u"accounts/user-groups"_s);
    QCOMPARE(ids(plain).size(), 2);
    QVERIFY(at(plain, u"data.0.modules"_s).isUndefined());
    QVERIFY(at(plain, u"$meta.omitted"_s).toArray().contains(u"modules"_s));
    const HttpReply full
        = desk.get(u"accounts/user-groups"_s, "select=modules&limit=100&eq(isDefault,true)");
    QCOMPARE(ids(full).size(), 1);
    QVERIFY(at(full, u"data.0.modules"_s).toArray().size() > 3);
    QVERIFY(!full.body.contains("MOD-8899"));
    const QString one = u"accounts/user-groups/"_s + ids(full).first();
    QVERIFY(at(desk.get(one), u"modules"_s).isArray());
    desk.use(u"opsSecret"_s);
    const HttpReply other = desk.get(u"accounts/user-groups"_s,
        "select=modules&eq(account.id,\"" + desk.account().toUtf8() + "\")&limit=100");
    QCOMPARE(ids(other).size(), 2);
}

void TestSoftwareOneRoutes::accountsAreOwnOnlyUnlessOperations()
{
    Desk desk;
    QCOMPARE(ids(desk.get(u"accounts/accounts"_s)), QStringList(desk.account()));
    desk.use(u"opsSecret"_s);
    const HttpReply clients = desk.get(
        u"accounts/accounts"_s, "eq(type,\"Client\")&ilike(name,\"*m%C3%BCller*\")&order=name");
    QCOMPARE(ids(clients).size(), 1);
    const QString other = u"accounts/accounts/"_s + ids(clients).first();
    QCOMPARE(desk.get(other).status, 200);
    desk.use(u"secret"_s);
    QCOMPARE(desk.get(other).status, 404);
}

void TestSoftwareOneRoutes::operationsCreateForOtherAccounts()
{
    Desk desk;
    desk.use(u"opsSecret"_s);
    const HttpReply created = desk.create();
    QCOMPARE(created.status, 201);
    QCOMPARE(at(created, u"account.id"_s).toString(), desk.account());
    QCOMPARE(desk.send("POST", QLatin1String(tokens), {}, json({{u"name"_s, u"x"_s}})).status, 400);
    desk.use(u"secret"_s);
    QCOMPARE(desk.get(desk.path(created)).status, 200);
    QVERIFY(!at(desk.create({{u"account"_s, QJsonValue::Null}}), u"id"_s).isUndefined());
}

void TestSoftwareOneRoutes::theAuditTrailKnowsWhatHappened()
{
    Desk desk;
    const HttpReply created = desk.create();
    const QString id = at(created, u"id"_s).toString();
    desk.clock.advance(1000);
    desk.send("POST", desk.path(created, u"disable"_s));
    const QByteArray about
        = "eq(object.id,\"" + id.toUtf8() + "\")&order=-timestamp&limit=20&render()";
    const HttpReply list = desk.get(u"audit/records"_s, about);
    QCOMPARE(at(list, u"data.0.summary"_s).toString(), u"API token was disabled"_s);
    QCOMPARE(at(list, u"data.1.summary"_s).toString(), u"API token was created"_s);
    QCOMPARE(at(list, u"data.0.details"_s).toString(),
        u"Token administration has disabled the API token CRM robot (%1)."_s.arg(id));
    QCOMPARE(at(list, u"data.0.request.api.userAgent"_s).toString(), u"test/1"_s);
    QCOMPARE(at(list, u"$meta.omitted"_s).toArray(), (QJsonArray {u"documents"_s, u"viewers"_s}));
    QVERIFY(!list.body.contains("{{"));
    QVERIFY(!list.body.contains("idt:"));

    const HttpReply all = desk.get(u"audit/records"_s, "limit=100");
    QVERIFY(at(all, u"$meta.pagination.total"_s).toInt() > 32);
    QVERIFY(all.body.contains("{{actor.name}}"));
    const QString one = u"audit/records/"_s + ids(list).first();
    QCOMPARE(desk.get(one).status, 403);
    desk.use(u"opsSecret"_s);
    QCOMPARE(at(desk.get(one), u"object.id"_s).toString(), id);
    QCOMPARE(desk.get(u"audit/records/AUD-0000-0000"_s).status, 404);
    QCOMPARE(ids(desk.get(u"audit/records"_s, about)), ids(list));
}

void TestSoftwareOneRoutes::idsHaveTheFormOfTheDocuments()
{
    Desk desk(100);
    desk.use(u"opsSecret"_s);
    static const QRegularExpression token(u"^TKN-[0-9]{4}-[0-9]{4}$"_s);
    static const QRegularExpression account(u"^ACC-[0-9]{4}-[0-9]{4}$"_s);
    static const QRegularExpression module(u"^MOD-[0-9]{4}$"_s);
    for (const QJsonValue &item :
        at(desk.get(QLatin1String(tokens), "limit=100"), u"data"_s).toArray()) {
        const QJsonObject object = item.toObject();
        QVERIFY(token.match(object.value("id"_L1).toString()).hasMatch());
        QVERIFY(account.match(object.value("account"_L1).toObject().value("id"_L1).toString())
                    .hasMatch());
        for (const QJsonValue &part : object.value("modules"_L1).toArray())
            QVERIFY(module.match(part.toObject().value("id"_L1).toString()).hasMatch());
    }
}

void TestSoftwareOneRoutes::theSameSeedGivesTheSameEstate()
{
    Desk one;
    Desk other;
    QCOMPARE(one.get(QLatin1String(tokens), "limit=100").body,
        other.get(QLatin1String(tokens), "limit=100").body);
}

void TestSoftwareOneRoutes::bodiesMustBeJson()
{
    Desk desk;
    QCOMPARE(desk.send("POST", QLatin1String(tokens), {}, "[]").status, 400);
    QCOMPARE(desk.send("POST", QLatin1String(tokens), {}, "{").status, 400);
    QCOMPARE(desk.send("POST", QLatin1String(tokens)).status, 415);
}

QTEST_GUILESS_MAIN(TestSoftwareOneRoutes)
#include "tst_softwareoneroutes.moc"
