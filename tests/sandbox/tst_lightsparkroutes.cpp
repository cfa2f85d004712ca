// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0

/// Lightspark's side of the wire, without a socket: credentials, lists, creation, deletion,
/// refusals.

#include "sandbox/lightsparkroutes.h"
#include "stricttest.h"

#include <QJsonDocument>
#include <QRegularExpression>
#include <QSet>

using namespace Qt::StringLiterals;
using namespace sandbox;

namespace {

constexpr char path[] = "/graphql/server/2023-09-13";

const QString listQuery
    = u"query L($first: Int, $after: String) { current_account { api_tokens(first: $first, after: "
      u"$after) { "
      u"count page_info { has_next_page has_previous_page start_cursor end_cursor } "
      u"entities { id created_at client_id name permissions is_deleted } } } }"_s;
const QString createQuery
    = u"mutation C($name: String!, $permissions: [Permission!]!) { create_api_token(input: {name: "
      u"$name, "
      u"permissions: $permissions}) { api_token { id client_id created_at is_deleted } client_secret } }"_s;
const QString deleteQuery
    = u"mutation D($id: ID!) { delete_api_token(input: {api_token_id: $id}) { __typename account { id } } }"_s;
const QString tokenQuery
    = u"query T($id: ID!) { entity(id: $id) { __typename id ... on ApiToken { name is_deleted permissions } } }"_s;

QByteArray basic(const QString &clientId, const QString &secret)
{
    return "Basic " + (clientId + u':' + secret).toUtf8().toBase64();
}

QJsonObject parsed(const HttpReply &reply)
{
    return QJsonDocument::fromJson(reply.body).object();
}

/// One value out of a reply, e.g. at(reply, "data.current_account.id").
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

struct Desk
{
    explicit Desk(quint32 tokens = 7, bool unknownPermission = false)
        : routes(5, tokens, clock, unknownPermission)
    {
        authorization = basic(routes.credentials().value("clientId"_L1).toString(),
            routes.credentials().value("secret"_L1).toString());
    }

    HttpReply send(const QString &query, const QJsonObject &variables = {})
    {
        const QJsonObject body {{u"query"_s, query}, {u"variables"_s, variables}};
        return raw(QJsonDocument(body).toJson());
    }

    HttpReply raw(const QByteArray &body, const Headers &more = {})
    {
        HttpRequest request {"POST", path, {},
            {{"content-type", "application/json; charset=utf-8"}, {"authorization", authorization}},
            body};
        request.headers += more;
        return routes.handle(request);
    }

    HttpReply create(const QStringList &permissions)
    {
        return send(createQuery,
            {{u"name"_s, u"robot"_s}, {u"permissions"_s, QJsonArray::fromStringList(permissions)}});
    }

    void becomeCreated(const HttpReply &created)
    {
        authorization
            = basic(at(created, u"data.create_api_token.api_token.client_id"_s).toString(),
                at(created, u"data.create_api_token.client_secret"_s).toString());
    }

    Clock clock {1'800'000'000'000};
    LightsparkRoutes routes;
    QByteArray authorization;
};

QString errorName(const HttpReply &reply)
{
    return at(reply, u"errors.0.extensions.error_name"_s).toString();
}

QByteArray packed(const QByteArray &plain)
{
    return qCompress(plain).mid(4); // qCompress puts a length before the zlib stream
}

} // namespace

class TestLightsparkRoutes : public test::StrictTest
{
    Q_OBJECT

private slots:
    void saysWhoIsAsking();
    void refusesOtherCredentials_data();
    void refusesOtherCredentials();
    void onlyOnePathAndMethodExist();
    void pagesThroughAllTokensOnce();
    void aPageDoesNotCostMoreFurtherOn();
    void theSizeOfAPageHasADefaultAndALimit();
    void aCursorStaysGoodWhenItsTokenIsDeleted();
    void refusesACursorNobodyGave();
    void aCreatedTokenWorksAtOnceWithItsOwnRights();
    void createSaysWhatItDoesNotAccept_data();
    void createSaysWhatItDoesNotAccept();
    void aDeletedTokenLeavesListsAndNoLongerWorks();
    void aTokenMayDeleteItself();
    void listingNeedsAccountRights();
    void timesCarryMicrosecondsAndAnOffset();
    void entityKnowsAccountsTokensAndNothingElse();
    void executesDocumentsAsOtherSdksWriteThem();
    void inflatesZlibBodies();
    void refusesOtherEncodingsAndBrokenStreams();
    void refusesBodiesThatAreNoRequest_data();
    void refusesBodiesThatAreNoRequest();
    void theSameSeedGivesTheSameEstate();
    void anUnknownPermissionOnlyWhenAskedFor();
};

void TestLightsparkRoutes::saysWhoIsAsking()
{
    Desk desk;
    const HttpReply reply = desk.send(u"query A { current_account { __typename id name } }"_s);
    QCOMPARE(reply.status, 200);
    QCOMPARE(at(reply, u"data.current_account.id"_s).toString(),
        desk.routes.credentials().value("account"_L1).toString());
    QVERIFY(!at(reply, u"data.current_account.name"_s).toString().isEmpty());
    QVERIFY(!parsed(reply).contains("errors"_L1));
}

void TestLightsparkRoutes::refusesOtherCredentials_data()
{
    QTest::addColumn<QByteArray>("header");
    Desk desk;
    const QString id = desk.routes.credentials().value("clientId"_L1).toString();
    const QString secret = desk.routes.credentials().value("secret"_L1).toString();
    QTest::newRow("none") << QByteArray();
    QTest::newRow("bearer") << QByteArray("Bearer " + secret.toUtf8());
    QTest::newRow("wrong secret") << basic(id, secret.chopped(1));
    QTest::newRow("wrong client") << basic(u"0"_s.repeated(32), secret);
    QTest::newRow("short client") << basic(u"abc"_s, secret);
    QTest::newRow("upper case client") << basic(id.toUpper(), secret);
    QTest::newRow("no colon") << QByteArray("Basic " + id.toUtf8().toBase64());
    QTest::newRow("no base64") << QByteArray("Basic %%%");
    QTest::newRow("secret of another token") << basic(desk.routes.estate().clientIdOf(1), secret);
}

void TestLightsparkRoutes::refusesOtherCredentials()
{
    QFETCH(QByteArray, header);
    Desk desk;
    desk.authorization = header;
    QCOMPARE(desk.send(listQuery).status, 401);
}

void TestLightsparkRoutes::onlyOnePathAndMethodExist()
{
    Desk desk;
    QVERIFY(desk.routes.owns(path));
    QVERIFY(!desk.routes.owns("/api/v1/self"));
    QCOMPARE(desk.routes.handle({"POST", "/graphql/server/2024-01-01", {}, {}, {}}).status, 404);
    QCOMPARE(desk.routes.handle({"GET", path, {}, {}, {}}).status, 405);
}

void TestLightsparkRoutes::pagesThroughAllTokensOnce()
{
    Desk desk(25);
    QSet<QString> ids;
    QJsonValue after = QJsonValue::Null;
    int pages = 0;
    for (bool more = true; more; ++pages) {
        const HttpReply reply = desk.send(listQuery, {{u"first"_s, 10}, {u"after"_s, after}});
        const QString list = u"data.current_account.api_tokens."_s;
        QCOMPARE(at(reply, list + u"count"_s).toInt(), 25);
        QCOMPARE(at(reply, list + u"page_info.has_previous_page"_s).toBool(), pages > 0);
        for (const QJsonValue &token : at(reply, list + u"entities"_s).toArray())
            ids.insert(token.toObject().value("id"_L1).toString());
        more = at(reply, list + u"page_info.has_next_page"_s).toBool();
        after = at(reply, list + u"page_info.end_cursor"_s);
    }
    QCOMPARE(pages, 3);
    QCOMPARE(ids.size(), 25);
}

void TestLightsparkRoutes::aPageDoesNotCostMoreFurtherOn()
{
    Desk desk(100'000);
    const auto lookedAt = [&desk](const QJsonValue &after) {
        const quint64 before = desk.routes.estate().lookedAt();
        desk.send(listQuery, {{u"first"_s, 20}, {u"after"_s, after}});
        return desk.routes.estate().lookedAt() - before;
    };
    const QString farCursor = QString::fromLatin1(QByteArray("token:99000").toBase64());
    QCOMPARE(lookedAt(QJsonValue::Null), lookedAt(farCursor));
    QVERIFY(lookedAt(farCursor) < 25);
}

void TestLightsparkRoutes::theSizeOfAPageHasADefaultAndALimit()
{
    Desk desk(250);
    const auto sizeFor = [&desk](const QJsonValue &first) {
        const HttpReply reply = desk.send(listQuery, {{u"first"_s, first}});
        return at(reply, u"data.current_account.api_tokens.entities"_s).toArray().size();
    };
    QCOMPARE(sizeFor(QJsonValue::Null), 50);
    QCOMPARE(sizeFor(100), 100);
    QCOMPARE(sizeFor(200), 100);
    QCOMPARE(errorName(desk.send(listQuery, {{u"first"_s, 0}})), u"InvalidInput"_s);
}

void TestLightsparkRoutes::aCursorStaysGoodWhenItsTokenIsDeleted()
{
    Desk desk(6);
    const HttpReply first = desk.send(listQuery, {{u"first"_s, 3}});
    const QString list = u"data.current_account.api_tokens."_s;
    desk.send(deleteQuery, {{u"id"_s, at(first, list + u"entities.2.id"_s)}});
    desk.create({u"REGTEST_VIEW"_s});
    const HttpReply second
        = desk.send(listQuery, {{u"after"_s, at(first, list + u"page_info.end_cursor"_s)}});
    QCOMPARE(at(second, list + u"entities"_s).toArray().size(), 4);
    QCOMPARE(at(second, list + u"entities.3.name"_s).toString(), u"robot"_s);
    QCOMPARE(at(second, list + u"count"_s).toInt(), 6);
}

void TestLightsparkRoutes::refusesACursorNobodyGave()
{
    Desk desk;
    const HttpReply reply = desk.send(listQuery, {{u"after"_s, u"what"_s}});
    QCOMPARE(reply.status, 200);
    QCOMPARE(errorName(reply), u"InvalidInput"_s);
    QVERIFY(parsed(reply).value("data"_L1).isNull());
    QCOMPARE(at(reply, u"errors.0.path"_s).toArray(),
        (QJsonArray {u"current_account"_s, u"api_tokens"_s}));
}

void TestLightsparkRoutes::aCreatedTokenWorksAtOnceWithItsOwnRights()
{
    Desk desk;
    const HttpReply created = desk.create({u"REGTEST_VIEW"_s, u"ACCOUNT_VIEW"_s});
    QCOMPARE(created.status, 200);
    const QString secret = at(created, u"data.create_api_token.client_secret"_s).toString();
    QCOMPARE(secret.size(), 43);
    desk.becomeCreated(created);
    QCOMPARE(at(desk.send(listQuery), u"data.current_account.api_tokens.count"_s).toInt(), 8);
    QCOMPARE(errorName(desk.create({u"ALL"_s})), u"Forbidden"_s);
}

void TestLightsparkRoutes::createSaysWhatItDoesNotAccept_data()
{
    QTest::addColumn<QString>("name");
    QTest::addColumn<QStringList>("permissions");
    QTest::addColumn<int>("status");
    QTest::newRow("no name") << u" "_s << QStringList {u"ALL"_s} << 200;
    QTest::newRow("no permission") << u"x"_s << QStringList {} << 200;
    QTest::newRow("unknown permission") << u"x"_s << QStringList {u"EVERYTHING"_s} << 400;
    QTest::newRow("placeholder of the SDKs") << u"x"_s << QStringList {u"FUTURE_VALUE"_s} << 400;
}

void TestLightsparkRoutes::createSaysWhatItDoesNotAccept()
{
    QFETCH(QString, name);
    QFETCH(QStringList, permissions);
    QFETCH(int, status);
    Desk desk;
    const HttpReply reply = desk.send(createQuery,
        {{u"name"_s, name}, {u"permissions"_s, QJsonArray::fromStringList(permissions)}});
    QCOMPARE(reply.status, status);
    QVERIFY(!at(reply, u"errors.0.message"_s).toString().isEmpty());
    QCOMPARE(desk.routes.estate().count(), 7U);
}

void TestLightsparkRoutes::aDeletedTokenLeavesListsAndNoLongerWorks()
{
    Desk desk;
    const HttpReply created = desk.create({u"ALL"_s});
    const QJsonValue id = at(created, u"data.create_api_token.api_token.id"_s);
    const HttpReply deleted = desk.send(deleteQuery, {{u"id"_s, id}});
    QCOMPARE(
        at(deleted, u"data.delete_api_token.__typename"_s).toString(), u"DeleteApiTokenOutput"_s);
    QCOMPARE(at(deleted, u"data.delete_api_token.account.id"_s),
        desk.routes.credentials().value("account"_L1));

    QCOMPARE(at(desk.send(listQuery), u"data.current_account.api_tokens.count"_s).toInt(), 7);
    QCOMPARE(
        at(desk.send(tokenQuery, {{u"id"_s, id}}), u"data.entity.is_deleted"_s).toBool(), true);
    QCOMPARE(errorName(desk.send(deleteQuery, {{u"id"_s, id}})), u"EntityNotFound"_s);
    desk.becomeCreated(created);
    QCOMPARE(desk.send(listQuery).status, 401);
}

void TestLightsparkRoutes::aTokenMayDeleteItself()
{
    Desk desk;
    const HttpReply created = desk.create({u"REGTEST_VIEW"_s});
    const QJsonValue other
        = at(desk.send(listQuery), u"data.current_account.api_tokens.entities.1.id"_s);
    desk.becomeCreated(created);
    QCOMPARE(errorName(desk.send(deleteQuery, {{u"id"_s, other}})), u"Forbidden"_s);
    const QJsonValue own = at(created, u"data.create_api_token.api_token.id"_s);
    QVERIFY(!parsed(desk.send(deleteQuery, {{u"id"_s, own}})).contains("errors"_L1));
    QCOMPARE(desk.send(listQuery).status, 401);
}

void TestLightsparkRoutes::listingNeedsAccountRights()
{
    Desk desk;
    desk.becomeCreated(desk.create({u"MAINNET_VIEW"_s}));
    const HttpReply list = desk.send(listQuery);
    QCOMPARE(list.status, 200);
    QCOMPARE(errorName(list), u"Forbidden"_s);
    QCOMPARE(desk.send(u"{ current_account { id } }"_s).status, 200);
}

void TestLightsparkRoutes::timesCarryMicrosecondsAndAnOffset()
{
    Desk desk;
    static const QRegularExpression form(uR"(^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}\+00:00$)"_s);
    const QString time
        = at(desk.create({u"ALL"_s}), u"data.create_api_token.api_token.created_at"_s).toString();
    QVERIFY2(form.match(time).hasMatch(), qPrintable(time));
    QVERIFY2(time.startsWith("2027-01-15T08:00:00.000"_L1), qPrintable(time));
}

void TestLightsparkRoutes::entityKnowsAccountsTokensAndNothingElse()
{
    Desk desk;
    const QJsonValue account = desk.routes.credentials().value("account"_L1);
    QCOMPARE(
        at(desk.send(tokenQuery, {{u"id"_s, account}}), u"data.entity.__typename"_s).toString(),
        u"Account"_s);
    const HttpReply paged = desk.send(
        u"query P($e: ID!) { entity(id: $e) { ... on Account { api_tokens(first: 2) { entities { id } } } } }"_s,
        {{u"e"_s, account}});
    const QJsonValue token = at(paged, u"data.entity.api_tokens.entities.1.id"_s);
    QCOMPARE(at(desk.send(tokenQuery, {{u"id"_s, token}}), u"data.entity.id"_s), token);
    const HttpReply unknown
        = desk.send(tokenQuery, {{u"id"_s, u"ApiToken:0189a572-6dba-4f00-8000-ac0908d34ea6"_s}});
    QVERIFY(at(unknown, u"data.entity"_s).isNull());
    QVERIFY(!parsed(unknown).contains("errors"_L1));
}

void TestLightsparkRoutes::executesDocumentsAsOtherSdksWriteThem()
{
    Desk desk;
    // As in Kotlin: __typename under a name of its own, outputs with the name of their type before.
    const HttpReply created = desk.send(uR"(
        mutation CreateApiToken($name: String! $permissions: [Permission!]!) {
          create_api_token(input: { name: $name permissions: $permissions }) {
            type: __typename
            create_api_token_output_api_token: api_token { ...ApiTokenFragment }
            create_api_token_output_client_secret: client_secret
          }
        }
        fragment ApiTokenFragment on ApiToken {
          type: __typename api_token_id: id api_token_permissions: permissions
        })"_s,
        {{u"name"_s, u"robot"_s}, {u"permissions"_s, QJsonArray {u"SIGNET_VIEW"_s}}});
    const QString output = u"data.create_api_token."_s;
    const QString token = output + u"create_api_token_output_api_token."_s;
    QCOMPARE(at(created, output + u"type"_s).toString(), u"CreateApiTokenOutput"_s);
    QCOMPARE(at(created, token + u"type"_s).toString(), u"ApiToken"_s);
    QCOMPARE(at(created, token + u"api_token_permissions.0"_s).toString(), u"SIGNET_VIEW"_s);

    // As in Python: a list hangs off the entity whose id is given.
    const HttpReply listed = desk.send(uR"(
        query FetchAccountToApiTokensConnection($entity_id: ID!, $first: Int, $after: String) {
          entity(id: $entity_id) {
            ... on Account {
              api_tokens(, first: $first, after: $after) {
                __typename
                account_to_api_tokens_connection_count: count
                account_to_api_tokens_connection_entities: entities { ... on Entity { id } }
              }
            }
          }
        })"_s,
        {{u"entity_id"_s, desk.routes.credentials().value("account"_L1)},
            {u"first"_s, QJsonValue::Null}, {u"after"_s, QJsonValue::Null}});
    const QString connection = u"data.entity.api_tokens."_s;
    QCOMPARE(at(listed, connection + u"account_to_api_tokens_connection_count"_s).toInt(), 8);
    QCOMPARE(at(listed, connection + u"account_to_api_tokens_connection_entities.7.id"_s),
        at(created, token + u"api_token_id"_s));
}

void TestLightsparkRoutes::inflatesZlibBodies()
{
    Desk desk;
    const QByteArray body
        = R"({"query":"{ current_account { id } }","variables":null,"operationName":null,"nonce":0})";
    QCOMPARE(desk.raw(packed(body), {{"Content-Encoding", "deflate"}}).status, 200);
    // The JavaScript SDK really does send this.
    QCOMPARE(desk.raw(packed(body) + "undefined", {{"Content-Encoding", "deflate"}}).status, 200);
}

void TestLightsparkRoutes::refusesOtherEncodingsAndBrokenStreams()
{
    Desk desk;
    const QByteArray body = packed(R"({"query":"{ current_account { id } }"})");
    QCOMPARE(desk.raw(body, {{"Content-Encoding", "zstd"}}).status, 415);
    QCOMPARE(desk.raw(body, {{"Content-Encoding", "gzip"}}).status, 415);
    const Headers deflate {{"Content-Encoding", "deflate"}};
    QCOMPARE(desk.raw(body.mid(2), deflate).status, 400); // raw deflate
    QCOMPARE(desk.raw(body.chopped(5), deflate).status, 400);
    QCOMPARE(desk.raw({}, deflate).status, 400);
    QCOMPARE(desk.raw(packed(QByteArray(20'000'000, ' ')), deflate).status, 400);
}

void TestLightsparkRoutes::refusesBodiesThatAreNoRequest_data()
{
    QTest::addColumn<QByteArray>("body");
    QTest::newRow("empty") << QByteArray();
    QTest::newRow("broken") << QByteArray("{\"query\":");
    QTest::newRow("array") << QByteArray("[]");
    QTest::newRow("no query") << QByteArray("{}");
    QTest::newRow("variables as text") << QByteArray(R"({"query":"{a}","variables":"{}"})");
    QTest::newRow("name as number") << QByteArray(R"({"query":"{a}","operationName":1})");
    QTest::newRow("unknown field") << QByteArray(R"({"query":"{ api_tokens }"})");
}

void TestLightsparkRoutes::refusesBodiesThatAreNoRequest()
{
    QFETCH(QByteArray, body);
    Desk desk;
    const HttpReply reply = desk.raw(body);
    QCOMPARE(reply.status, 400);
    QVERIFY(!at(reply, u"errors.0.message"_s).toString().isEmpty());
    QVERIFY(!parsed(reply).contains("data"_L1));
}

void TestLightsparkRoutes::theSameSeedGivesTheSameEstate()
{
    Desk one;
    Desk other;
    QCOMPARE(one.send(listQuery).body, other.send(listQuery).body);
    QCOMPARE(one.routes.credentials(), other.routes.credentials());
}

void TestLightsparkRoutes::anUnknownPermissionOnlyWhenAskedFor()
{
    Desk usual;
    Desk strange(7, true);
    QVERIFY(!usual.send(listQuery).body.contains("TREASURY_APPROVE"));
    QVERIFY(strange.send(listQuery).body.contains("TREASURY_APPROVE"));
}

QTEST_GUILESS_MAIN(TestLightsparkRoutes)
#include "tst_lightsparkroutes.moc"
