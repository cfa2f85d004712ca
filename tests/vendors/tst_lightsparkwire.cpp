// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#include "vendors/lightspark/lightsparkwire.h"
#include "vendortest.h"

#include <QJsonDocument>
#include <QJsonObject>

using namespace Qt::StringLiterals;
using base::ErrorKind;
using domain::FactState;
using domain::TokenStatus;
using test::fixture;
namespace wire = lightspark::wire;

namespace {

wire::Reader reader()
{
    return {QString::fromLatin1(test::connectionId), u"4c7e70e1a5f0810fc22e913fce9cd0ac"_s};
}

QByteArray pageWith(const QByteArray &info)
{
    return R"({"data":{"current_account":{"api_tokens":{"count":9,"page_info":)" + info
        + R"(,"entities":[]}}}})";
}

QByteArray listOf(const QByteArray &entity)
{
    return R"({"data":{"current_account":{"api_tokens":{"entities":[)" + entity + "]}}}}";
}

} // namespace

class LightsparkWireTest final : public test::StrictTest
{
    Q_OBJECT

private slots:
    void readsEveryField();
    void keepsPermissionsNobodyKnows();
    void readsTimesInEveryForm_data();
    void readsTimesInEveryForm();
    void readsThePagingRules_data();
    void readsThePagingRules();
    void namesTheMemberThatIsWrong_data();
    void namesTheMemberThatIsWrong();
    void judgesErrorsBeforeData_data();
    void judgesErrorsBeforeData();
    void keepsTheWordsOfAnErrorAndWhereItWas();
    void readsEveryHttpErrorShape_data();
    void readsEveryHttpErrorShape();
    void survivesAnyCut();
    void givesTheKeyToNobodyElse();
    void sendsDocumentsThatNeedNoAlias();
    void knowsWhatMovesMoney();
};

void LightsparkWireTest::readsEveryField()
{
    const auto page = wire::parsePage(fixture("lightspark/page.json"), reader(), {});
    QVERIFY(page);
    QCOMPARE(page->tokens.size(), 4U);
    const auto &token = page->tokens[0];
    QCOMPARE(token.key.remoteId, u"ApiToken:4a2d1b8c-cdb1-4d1b-a3d1-8cb6ac6c7f6d"_s);
    QCOMPARE(token.key.connectionId, QString::fromLatin1(test::connectionId));
    QCOMPARE(token.name, u"ci-readonly"_s);
    QCOMPARE(token.status, TokenStatus::Active);
    QVERIFY(token.created == domain::TimeFact::known(test::instant("2023-07-30T06:18:07.162Z"))
        || token.created == domain::TimeFact::known(test::instant("2023-07-30T06:18:07.163Z")));
    QCOMPARE(token.lastUsed.state, FactState::NotReported);
    QCOMPARE(token.expires.state, FactState::NotReported);
    QCOMPARE(token.creator.state, FactState::NotReported);
    QCOMPARE(token.description.state, FactState::NotReported);
    QCOMPARE(token.keyHint, u"4c7e70e1a5f0810fc22e913fce9cd0ac"_s);
    QVERIFY(token.isOwnCredential);
    QVERIFY(token.raw.contains("something_new"));

    QCOMPARE(page->tokens[1].status, TokenStatus::Deleted);
    QCOMPARE(page->tokens[1].name, QString());
    QVERIFY(!page->tokens[1].isOwnCredential);
    QCOMPARE(page->tokens[2].status, TokenStatus::Active); // Older API: no is_deleted.
    QCOMPARE(page->tokens[2].key.remoteId, u"old-style-id"_s);
    QVERIFY(page->tokens[2].grants.empty());
    QCOMPARE(page->tokens[3].created.state, FactState::NotUnderstood);
}

void LightsparkWireTest::keepsPermissionsNobodyKnows()
{
    const auto page = wire::parsePage(fixture("lightspark/page.json"), reader(), {});
    QVERIFY(page);
    QStringList names;
    QList<bool> broad;
    for (const auto &grant : page->tokens[1].grants) {
        names.append(grant.name);
        broad.append(grant.broad);
    }
    QCOMPARE(names,
        QStringList({u"ALL"_s, u"MAINNET_TRANSACT"_s, u"USER_MANAGE"_s, u"LIGHTNING_ADMIN"_s,
            u"SIGNET_VIEW"_s}));
    QCOMPARE(broad, QList<bool>({true, true, true, false, false}));
}

void LightsparkWireTest::readsTimesInEveryForm_data()
{
    QTest::addColumn<QByteArray>("at");
    QTest::addColumn<QByteArray>("iso");
    QTest::newRow("offset") << "2023-07-30T06:18:07+00:00"_ba
                            << "2023-07-30T06:18:07Z"_ba;
    QTest::newRow("another offset") << "2023-07-30T08:18:07+02:00"_ba
                                    << "2023-07-30T06:18:07Z"_ba;
    QTest::newRow("Z") << "2023-07-30T06:18:07Z"_ba
                       << "2023-07-30T06:18:07Z"_ba;
    QTest::newRow("microseconds") << "2023-07-30T06:18:07.250000+00:00"_ba
                                  << "2023-07-30T06:18:07.250Z"_ba;
    QTest::newRow("not 1970") << "1970-01-01T00:00:00+00:00"_ba
                              << ""_ba;
    QTest::newRow("empty") << ""_ba
                           << ""_ba;
}

void LightsparkWireTest::readsTimesInEveryForm()
{
    QFETCH(QByteArray, at);
    QFETCH(QByteArray, iso);
    const auto page
        = wire::parsePage(listOf(R"({"id":"i","client_id":"c","name":"n","permissions":[],
        "created_at":")" + at + "\"}"),
            reader(), {});
    QVERIFY(page);
    const auto &created = page->tokens[0].created;
    if (iso.isEmpty())
        QCOMPARE(created.state, at.isEmpty() ? FactState::NotReported : FactState::NotUnderstood);
    else
        QVERIFY(created == domain::TimeFact::known(test::instant(iso.constData())));
}

void LightsparkWireTest::readsThePagingRules_data()
{
    QTest::addColumn<QByteArray>("info");
    QTest::addColumn<QString>("next");
    QTest::addColumn<int>("warnings");
    QTest::newRow("more") << R"({"has_next_page":true,"end_cursor":"c2"})"_ba << u"c2"_s << 0;
    QTest::newRow("last") << R"({"has_next_page":false,"end_cursor":"c2"})"_ba << QString() << 0;
    QTest::newRow("null is no") << R"({"has_next_page":null,"end_cursor":"c2"})"_ba << QString()
                                << 0;
    QTest::newRow("absent is no") << "{}"_ba << QString() << 0;
    QTest::newRow("no info") << "null"_ba << QString() << 0;
    QTest::newRow("no cursor") << R"({"has_next_page":true,"end_cursor":null})"_ba << QString()
                               << 1;
    QTest::newRow("in circles") << R"({"has_next_page":true,"end_cursor":"c1"})"_ba << QString()
                                << 1;
}

void LightsparkWireTest::readsThePagingRules()
{
    QFETCH(QByteArray, info);
    QFETCH(QString, next);
    QFETCH(int, warnings);
    const auto page = wire::parsePage(pageWith(info), reader(), u"c1"_s);
    QVERIFY(page);
    QCOMPARE(page->next ? page->next->position : QString(), next);
    QCOMPARE(page->warnings.size(), warnings);
    QCOMPARE(page->part.total, std::optional<qint64>(9));
    QVERIFY(wire::peekNext(pageWith(info), u"c1"_s) == page->next);
}

void LightsparkWireTest::namesTheMemberThatIsWrong_data()
{
    QTest::addColumn<QByteArray>("body");
    QTest::addColumn<QString>("detail");
    const QString path = u"data.current_account.api_tokens"_s;
    QTest::newRow("data missing") << "{}"_ba << u"data is missing"_s;
    QTest::newRow("data null") << R"({"data":null})"_ba << u"data is not an object"_s;
    QTest::newRow("empty errors") << R"({"data":null,"errors":[]})"_ba
                                  << u"data is not an object"_s;
    QTest::newRow("no account") << R"({"data":{"current_account":null}})"_ba
                                << u"data.current_account is not an object"_s;
    QTest::newRow("no connection")
        << R"({"data":{"current_account":{}}})"_ba << path + u" is missing"_s;
    QTest::newRow("no entities") << R"({"data":{"current_account":{"api_tokens":{}}}})"_ba
                                 << path + u".entities is missing"_s;
    QTest::newRow("no id") << listOf("{}") << path + u".entities[0].id is missing"_s;
    QTest::newRow("id a number") << listOf(R"({"id":1})")
                                 << path + u".entities[0].id is not a non-empty string"_s;
    QTest::newRow("web page") << "<html>"_ba << u"the reply is a web page, not JSON"_s;
}

void LightsparkWireTest::namesTheMemberThatIsWrong()
{
    QFETCH(QByteArray, body);
    QFETCH(QString, detail);
    const auto page = wire::parsePage(body, reader(), {});
    QVERIFY(!page);
    QCOMPARE(page.error().kind, ErrorKind::UnexpectedReply);
    QCOMPARE(page.error().detail, detail);
}

void LightsparkWireTest::judgesErrorsBeforeData_data()
{
    QTest::addColumn<QByteArray>("errors");
    QTest::addColumn<ErrorKind>("kind");
    const auto named = [](const char *name) {
        return R"([{"message":"m","extensions":{"error_name":")"_ba + name + R"("}}])";
    };
    QTest::newRow("no name") << R"([{"message":"m"}])"_ba << ErrorKind::VendorFault;
    QTest::newRow("empty extensions")
        << R"([{"message":"m","extensions":{}}])"_ba << ErrorKind::VendorFault;
    QTest::newRow("a string") << R"(["m"])"_ba << ErrorKind::VendorFault;
    QTest::newRow("unknown name") << named("SOMETHING_ELSE") << ErrorKind::Invalid;
    QTest::newRow("not found") << named("OBJECT_NOT_FOUND") << ErrorKind::NotFound;
    QTest::newRow("camel case") << named("NotFoundException") << ErrorKind::NotFound;
    QTest::newRow("unauthorized") << named("UNAUTHORIZED") << ErrorKind::Unauthorized;
    QTest::newRow("forbidden") << named("FORBIDDEN") << ErrorKind::Forbidden;
    QTest::newRow("lacks a permission")
        << named("INSUFFICIENT_PERMISSIONS") << ErrorKind::Forbidden;
    QTest::newRow("a wrong permission") << named("INVALID_PERMISSION") << ErrorKind::Invalid;
    QTest::newRow("rate") << named("RATE_LIMITED") << ErrorKind::RateLimited;
    QTest::newRow("conflict") << named("ALREADY_EXISTS") << ErrorKind::Conflict;
    QTest::newRow("internal") << named("INTERNAL_ERROR") << ErrorKind::VendorFault;
}

void LightsparkWireTest::judgesErrorsBeforeData()
{
    QFETCH(QByteArray, errors);
    QFETCH(ErrorKind, kind);
    // With partial data and without: an error is a failure.
    for (const QByteArray &data : {"null"_ba, R"({"current_account":{"id":"a"}})"_ba}) {
        const auto account
            = wire::parseAccount(R"({"errors":)" + errors + R"(,"data":)" + data + "}");
        QVERIFY(!account);
        QCOMPARE(account.error().kind, kind);
        QCOMPARE(account.error().httpStatus, 200);
        QVERIFY(account.error().vendorWords.startsWith(u"m"_s));
    }
    QVERIFY(!wire::peekNext(R"({"errors":)" + errors + R"(,"data":{"current_account":{"api_tokens":
        {"page_info":{"has_next_page":true,"end_cursor":"c2"}}}}})",
        {}));
    // A key that is there but says nothing is no failure.
    for (const char *nothing : {"null", "[]"}) {
        QVERIFY(wire::parseAccount(
            R"({"errors":)" + QByteArray(nothing) + R"(,"data":{"current_account":{"id":"a"}}})"));
    }
}

void LightsparkWireTest::keepsTheWordsOfAnErrorAndWhereItWas()
{
    const auto account = wire::parseAccount(R"({"data":null,"errors":[
        {"message":"Name is taken","path":["create_api_token",0,"name"],"locations":[{"line":1,"column":2}],
         "extensions":{"error_name":"NAME_TAKEN"}},
        {"message":"key R9EQ4ydFkCFhwsZH48NJkExA5eNdUysE6HAxDuYQt4w"}]})");
    QVERIFY(!account);
    QCOMPARE(account.error().vendorWords, u"Name is taken (NAME_TAKEN) key [removed]"_s);
    QCOMPARE(account.error().detail, u"create_api_token.0.name"_s);
}

void LightsparkWireTest::readsEveryHttpErrorShape_data()
{
    QTest::addColumn<QByteArray>("body");
    QTest::addColumn<QString>("words");
    QTest::newRow("GraphQL") << R"({"errors":[{"message":"Syntax Error"}]})"_ba
                             << u"Syntax Error"_s;
    QTest::newRow("message") << R"({"message":"Unauthorized"})"_ba << u"Unauthorized"_s;
    QTest::newRow("error") << R"({"error":"bad"})"_ba << u"bad"_s;
    QTest::newRow("text") << "Unauthorized"_ba << u"Unauthorized"_s;
    QTest::newRow("nothing") << QByteArray() << QString();
    QTest::newRow("empty object") << "{}"_ba << QString();
}

void LightsparkWireTest::readsEveryHttpErrorShape()
{
    QFETCH(QByteArray, body);
    QFETCH(QString, words);
    QCOMPARE(wire::parseError({401, {}, body}).words, words);
}

void LightsparkWireTest::survivesAnyCut()
{
    const QByteArray page = fixture("lightspark/page.json").trimmed();
    for (qsizetype length = 0; length < page.size(); ++length) {
        QVERIFY(!wire::parsePage(page.left(length), reader(), {}));
        wire::peekNext(page.left(length), {});
    }
    const QByteArray issued = fixture("lightspark/issued.json").trimmed();
    for (qsizetype length = 0; length < issued.size(); ++length) {
        const auto cut = wire::parseIssued(issued.left(length), reader());
        QVERIFY(!cut);
        QVERIFY(!cut.error().detail.contains(u"R9EQ4"_s));
        QVERIFY(!wire::parseEntity(issued.left(length), reader()));
        wire::parseError({500, {}, issued.left(length)});
    }
    for (const char *body : {"", "null", "{}", "[]", R"({"data":{}})"}) {
        QVERIFY(!wire::parseRemoved(body));
        QVERIFY(!wire::parseIssued(body, reader()));
        QVERIFY(!wire::parseAccount(body));
        QVERIFY(!wire::parseEntity(body, reader()));
    }
}

void LightsparkWireTest::givesTheKeyToNobodyElse()
{
    const QByteArray body = fixture("lightspark/issued.json");
    const auto issued = wire::parseIssued(body, reader());
    QVERIFY(issued);
    QCOMPARE(issued->secret.size(), 43U);
    QVERIFY(!issued->token.raw.contains("R9EQ4"));
    // A list that carries a secret all the same.
    const auto page = wire::parsePage(
        listOf(R"({"id":"i","client_id":"c","name":"n","created_at":"","permissions":[],
            "client_secret":"CANARY"})"),
        reader(), {});
    QVERIFY(page);
    QVERIFY(!page->tokens[0].raw.contains("CANARY"));
    const auto without
        = wire::parseIssued(QByteArray(body).replace("client_secret", "secret_"), reader());
    QVERIFY(!without);
    QCOMPARE(without.error().detail, u"data.create_api_token.client_secret is missing"_s);
}

void LightsparkWireTest::sendsDocumentsThatNeedNoAlias()
{
    domain::TokenDraft draft;
    draft.name = u"say \"hi\""_s;
    draft.grants = {{.name = u"ALL"_s}};
    const auto create = wire::create(draft);
    QVERIFY(create);
    for (const http::Request &request :
        {wire::whoAmI(), wire::list({}), wire::one(u"i"_s), *create, wire::remove(u"i"_s)}) {
        QCOMPARE(request.verb, http::Verb::Post);
        QCOMPARE(request.path, u"/graphql/server/2023-09-13"_s);
        QCOMPARE(request.contentType, "application/json"_ba);
        const auto body = QJsonDocument::fromJson(request.body).object();
        const QString name = body.value("operationName"_L1).toString();
        QVERIFY(body.value("query"_L1).toString().contains(name));
        QCOMPARE(request.headers.first().second, name.toLatin1());
        QVERIFY(request.headers.last().second.startsWith("tokendesk/"));
        // Values travel as variables, never inside the document.
        QVERIFY(!body.value("query"_L1).toString().contains(u"hi"_s));
    }
}

void LightsparkWireTest::knowsWhatMovesMoney()
{
    for (const char *name : {"ALL", "MAINNET_TRANSACT", "REGTEST_MANAGE", "ACCOUNT_MANAGE"})
        QVERIFY(wire::isBroadPermission(QString::fromLatin1(name)));
    for (const char *name : {"MAINNET_VIEW", "ACCOUNT_VIEW", "SOMETHING_NEW", "ALLOW"})
        QVERIFY(!wire::isBroadPermission(QString::fromLatin1(name)));
    for (const char *name : {"MAINNET_VIEW", "LIGHTNING_2", "FUTURE_VALUES"})
        QVERIFY(wire::isPermission(QString::fromLatin1(name)));
    for (const char *name : {"FUTURE_VALUE", "___FUTURE_VALUE___", "", "a", "A B", "2X", "A\n"})
        QVERIFY(!wire::isPermission(QString::fromLatin1(name)));
}

QTEST_GUILESS_MAIN(LightsparkWireTest)
#include "tst_lightsparkwire.moc"
