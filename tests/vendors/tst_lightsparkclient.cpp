// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#include "vendors/lightspark/lightsparkclient.h"
#include "vendortest.h"

#include <QJsonDocument>
#include <QJsonObject>

using namespace Qt::StringLiterals;
using base::ErrorKind;
using domain::Operation;
using domain::Support;
using http::Verb;
using lightspark::LightsparkClient;
using test::await;
using test::fixture;
using test::tokenCalled;

namespace {

constexpr char endpoint[] = "/graphql/server/2023-09-13";
constexpr char ownSecret[] = "sec";

domain::Connection connection()
{
    domain::Connection one;
    one.id = QString::fromLatin1(test::connectionId);
    one.vendor = domain::Vendor::Lightspark;
    one.baseUrl = QUrl(u"https://api.lightspark.com"_s);
    one.clientId = u"cid"_s;
    return one;
}

struct Fixture : test::Wired<LightsparkClient>
{
    explicit Fixture(const domain::Connection &where = connection())
        : Wired(where, ownSecret)
    {
    }

    test::ScriptedTransport::Step &expect() { return wire->expect(Verb::Post, endpoint); }
};

QJsonObject bodyOf(const http::Request &request)
{
    return QJsonDocument::fromJson(request.body).object();
}

QByteArray headerOf(const http::Request &request, const char *name)
{
    for (const auto &[key, value] : request.headers) {
        if (key == name)
            return value;
    }
    return {};
}

QByteArray refusal(const char *name, const char *message = "no")
{
    return R"({"data":null,"errors":[{"message":")" + QByteArray(message)
        + R"(","extensions":{"error_name":")" + name + R"("}}]})";
}

domain::TokenDraft draftFor(const QStringList &permissions)
{
    domain::TokenDraft draft;
    draft.name = u"ci-readonly"_s;
    for (const QString &permission : permissions)
        draft.grants.push_back({.name = permission});
    return draft;
}

} // namespace

class LightsparkClientTest final : public test::StrictTest
{
    Q_OBJECT

private slots:
    void asksForTheAccountWithBasicAndItsHonestName();
    void namesTheClientIdWhereTheAccountHasNoName();
    void saysUnauthorized();
    void followsTheCursorToTheLastPage();
    void readsWithoutClaimingToChangeAnything();
    void marksItsOwnCredential();
    void createsAndShowsTheKeyOnce();
    void refusesAPoorDraftBeforeSending_data();
    void refusesAPoorDraftBeforeSending();
    void sendsPermissionsNobodyKnows();
    void doesNotKnowTheOutcomeOfAnUnclearCreate();
    void deletes();
    void judgesARefusedDelete_data();
    void judgesARefusedDelete();
    void takesHttp404ForAWrongAddress();
    void saysWhyNothingCanBeChanged();
    void downgradesWhatWasForbiddenUntilItWorks();
    void offersTheFourPresetsAndEveryPermission();
    void readsWhatIsThereNow_data();
    void readsWhatIsThereNow();
    void sendsNoKeyWithoutAClientId();
    void sketchesWithoutASecret();
    void checksAConnectionBeforeAnyRequest_data();
    void checksAConnectionBeforeAnyRequest();
};

void LightsparkClientTest::asksForTheAccountWithBasicAndItsHonestName()
{
    Fixture f;
    f.expect()
        .authorizedBy("Basic Y2lkOnNlYw==")
        .check([](const http::Request &request) {
            QCOMPARE(headerOf(request, "X-GraphQL-Operation"), "GetAccount"_ba);
            QVERIFY(headerOf(request, "X-Lightspark-SDK").startsWith("tokendesk/"));
            QCOMPARE(bodyOf(request).value("operationName"_L1).toString(), u"GetAccount"_s);
        })
        .reply(200, R"({"data":{"current_account":{"id":"Account:1","name":"Acme"}}})");

    const auto who = await(f.client->whoAmI());

    QVERIFY(who);
    QCOMPARE(who->name, u"Acme"_s);
    QCOMPARE(who->account, u"Acme"_s);
    QCOMPARE(who->organisation, u"Account:1"_s);
    f.wire->verifyAllUsed();
}

void LightsparkClientTest::namesTheClientIdWhereTheAccountHasNoName()
{
    Fixture f;
    f.expect().reply(200, R"({"data":{"current_account":{"id":"Account:1","name":null}}})");
    f.expect().reply(200, R"({"data":{"current_account":null}})");

    const auto who = await(f.client->whoAmI());
    QVERIFY(who);
    QCOMPARE(who->name, u"cid"_s);

    const auto nobody = await(f.client->whoAmI());
    QVERIFY(!nobody);
    QCOMPARE(nobody.error().detail, u"data.current_account is not an object"_s);
    f.wire->verifyAllUsed();
}

void LightsparkClientTest::saysUnauthorized()
{
    Fixture f;
    f.expect().reply(401, "");
    const auto who = await(f.client->whoAmI());
    QVERIFY(!who);
    QCOMPARE(who.error().kind, ErrorKind::Unauthorized);
    f.wire->verifyAllUsed();
}

void LightsparkClientTest::followsTheCursorToTheLastPage()
{
    Fixture f;
    f.expect()
        .check([](const http::Request &request) {
            const QJsonObject variables = bodyOf(request).value("variables"_L1).toObject();
            QCOMPARE(variables, QJsonObject({{u"first"_s, 100}}));
        })
        .reply(200, fixture("lightspark/page.json"));
    f.expect()
        .check([](const http::Request &request) {
            const QJsonObject variables = bodyOf(request).value("variables"_L1).toObject();
            QCOMPARE(variables, QJsonObject({{u"first"_s, 100}, {u"after"_s, u"c2"_s}}));
        })
        .reply(200,
            R"({"data":{"current_account":{"api_tokens":{"count":5,"page_info":
                {"has_next_page":null,"end_cursor":"c3"},"entities":[]}}}})");

    QStringList foreseen;
    const auto first = await(f.client->listTokens(
        {}, [&foreseen](const domain::PageCursor &next) { foreseen.append(next.position); }));
    QVERIFY(first && first->next);
    QCOMPARE(foreseen, QStringList(first->next->position));
    QCOMPARE(first->tokens.size(), 4U);
    QCOMPARE(first->part.total, std::optional<qint64>(5));
    const auto second = await(f.client->listTokens(*first->next));

    QVERIFY(second);
    QVERIFY(!second->next);
    QVERIFY(second->warnings.isEmpty());
    f.wire->verifyAllUsed();
}

void LightsparkClientTest::readsWithoutClaimingToChangeAnything()
{
    Fixture f;
    f.expect()
        .check([](const http::Request &request) { QVERIFY(!request.isChange); })
        .reply(200, fixture("lightspark/page.json"));
    f.expect()
        .check([](const http::Request &request) { QVERIFY(request.isChange); })
        .reply(200, fixture("lightspark/issued.json"));
    QVERIFY(await(f.client->listTokens({})));
    QVERIFY(await(f.client->createToken(draftFor({u"REGTEST_VIEW"_s}))));
    f.wire->verifyAllUsed();
}

void LightsparkClientTest::marksItsOwnCredential()
{
    auto where = connection();
    where.clientId = u"4c7e70e1a5f0810fc22e913fce9cd0ac"_s;
    Fixture f(where);
    f.expect().reply(200, fixture("lightspark/page.json"));
    const auto list = await(f.client->listTokens({}));
    QVERIFY(list);
    QVERIFY(list->tokens[0].isOwnCredential);
    QVERIFY(!list->tokens[1].isOwnCredential);
}

void LightsparkClientTest::createsAndShowsTheKeyOnce()
{
    Fixture f;
    f.expect()
        .check([](const http::Request &request) {
            QCOMPARE(bodyOf(request).value("variables"_L1).toObject(),
                QJsonObject({{u"name"_s, u"ci-readonly"_s},
                    {u"permissions"_s, QJsonArray {u"REGTEST_VIEW"_s}}}));
        })
        .reply(200, fixture("lightspark/issued.json"));

    const auto issued = await(f.client->createToken(draftFor({u"REGTEST_VIEW"_s})));

    QVERIFY(issued);
    QCOMPARE(
        issued->secret.expose().toByteArray(), "R9EQ4ydFkCFhwsZH48NJkExA5eNdUysE6HAxDuYQt4w"_ba);
    QCOMPARE(issued->token.name, u"ci-readonly"_s);
    QVERIFY(!issued->token.raw.contains("R9EQ4"));
    QVERIFY(issued->advice.contains(u"4c7e70e1a5f0810fc22e913fce9cd0ac"_s));
    f.wire->verifyAllUsed();
}

void LightsparkClientTest::refusesAPoorDraftBeforeSending_data()
{
    QTest::addColumn<QString>("name");
    QTest::addColumn<QStringList>("permissions");
    QTest::addColumn<QString>("field");
    QTest::newRow("no permission") << u"x"_s << QStringList() << u"grants"_s;
    QTest::newRow("placeholder") << u"x"_s << QStringList(u"FUTURE_VALUE"_s) << u"grants"_s;
    QTest::newRow("Python's placeholder")
        << u"x"_s << QStringList(u"___FUTURE_VALUE___"_s) << u"grants"_s;
    QTest::newRow("lower case") << u"x"_s << QStringList(u"mainnet_view"_s) << u"grants"_s;
    QTest::newRow("no name") << u" "_s << QStringList(u"ALL"_s) << u"name"_s;
}

void LightsparkClientTest::refusesAPoorDraftBeforeSending()
{
    QFETCH(QString, name);
    QFETCH(QStringList, permissions);
    QFETCH(QString, field);
    Fixture f;
    auto draft = draftFor(permissions);
    draft.name = name;
    const auto issued = await(f.client->createToken(std::move(draft)));
    QVERIFY(!issued);
    QCOMPARE(issued.error().kind, ErrorKind::Invalid);
    QCOMPARE(issued.error().field, field);
    QCOMPARE(f.wire->sent(), 0);
}

void LightsparkClientTest::sendsPermissionsNobodyKnows()
{
    Fixture f;
    f.expect()
        .check([](const http::Request &request) {
            QVERIFY(request.body.contains(R"(["LIGHTNING_ADMIN","FUTURE_VALUES2"])"));
        })
        .reply(200, fixture("lightspark/issued.json"));
    QVERIFY(await(f.client->createToken(draftFor({u"LIGHTNING_ADMIN"_s, u"FUTURE_VALUES2"_s}))));
    f.wire->verifyAllUsed();
}

void LightsparkClientTest::doesNotKnowTheOutcomeOfAnUnclearCreate()
{
    Fixture f;
    for (const QByteArray &body : {R"({"data":{}})"_ba, R"({"data":null})"_ba, "null"_ba, ""_ba,
             R"({"data":{"create_api_token":{"api_token":{}}},"errors":[{"message":"oops"}]})"_ba})
        f.expect().reply(200, body);
    for (int i = 0; i < 5; ++i) {
        const auto issued = await(f.client->createToken(draftFor({u"ALL"_s})));
        QVERIFY(!issued);
        QCOMPARE(issued.error().kind, ErrorKind::OutcomeUnknown);
    }
    // A refusal with a name is certain.
    f.expect().reply(200, refusal("INVALID_NAME"));
    const auto refused = await(f.client->createToken(draftFor({u"ALL"_s})));
    QCOMPARE(refused.error().kind, ErrorKind::Invalid);
    f.wire->verifyAllUsed();
}

void LightsparkClientTest::deletes()
{
    Fixture f;
    f.expect()
        .check([](const http::Request &request) {
            QCOMPARE(bodyOf(request).value("variables"_L1).toObject(),
                QJsonObject({{u"api_token_id"_s, u"ApiToken:1/x"_s}}));
        })
        .reply(200, R"({"data":{"delete_api_token":{"account":{"id":"Account:1"}}}})");
    const auto outcome = await(f.client->deleteToken(tokenCalled(u"ApiToken:1/x"_s)));
    QVERIFY(outcome);
    QCOMPARE(*outcome, domain::DeleteOutcome::Deleted);
    f.wire->verifyAllUsed();
}

void LightsparkClientTest::judgesARefusedDelete_data()
{
    const QByteArray gone = R"({"data":{"entity":null}})";
    const QByteArray deleted = R"({"data":{"entity":{"id":"i","created_at":"2026-01-15T09:30:00Z",
        "client_id":"c","name":"n","permissions":[],"is_deleted":true}}})";
    QByteArray there = deleted;
    there.replace("true", "false");

    QTest::addColumn<QByteArray>("answer");
    QTest::addColumn<QByteArray>("lookup");
    QTest::addColumn<bool>("isGone");
    QTest::newRow("not found by name") << refusal("OBJECT_NOT_FOUND") << QByteArray() << true;
    QTest::newRow("not found by words")
        << refusal("USER_ERROR", "The token was not found.") << QByteArray() << true;
    QTest::newRow("no entity") << refusal("BAD_INPUT") << gone << true;
    QTest::newRow("deleted entity") << refusal("BAD_INPUT") << deleted << true;
    QTest::newRow("entity not found") << refusal("BAD_INPUT") << refusal("NOT_FOUND") << true;
    QTest::newRow("still there") << refusal("BAD_INPUT") << there << false;
    QTest::newRow("lookup broken") << refusal("BAD_INPUT") << "{"_ba << false;
}

void LightsparkClientTest::judgesARefusedDelete()
{
    QFETCH(QByteArray, answer);
    QFETCH(QByteArray, lookup);
    QFETCH(bool, isGone);
    Fixture f;
    f.expect().reply(200, answer);
    if (!lookup.isEmpty()) {
        f.expect()
            .check([](const http::Request &request) { QVERIFY(!request.isChange); })
            .reply(200, lookup);
    }
    const auto outcome = await(f.client->deleteToken(tokenCalled(u"i"_s)));
    QCOMPARE(outcome.has_value(), isGone);
    if (isGone)
        QCOMPARE(*outcome, domain::DeleteOutcome::AlreadyGone);
    else
        QCOMPARE(outcome.error().vendorWords, u"no (BAD_INPUT)"_s);
    f.wire->verifyAllUsed();
}

void LightsparkClientTest::takesHttp404ForAWrongAddress()
{
    Fixture f;
    f.expect().reply(404, "<html><body>nothing here</body></html>");
    const auto outcome = await(f.client->deleteToken(tokenCalled(u"i"_s)));
    QVERIFY(!outcome);
    QCOMPARE(outcome.error().kind, ErrorKind::OutcomeUnknown);
    f.wire->verifyAllUsed();
}

void LightsparkClientTest::saysWhyNothingCanBeChanged()
{
    Fixture f;
    const auto token = tokenCalled(u"i"_s);
    for (const auto operation :
        {Operation::Rename, Operation::EditDescription, Operation::EditGrants,
            Operation::EditAddresses, Operation::Disable, Operation::Enable, Operation::Track}) {
        QCOMPARE(f.client->capabilities()[operation].support, Support::Unsupported);
        QVERIFY(!f.client->capabilities()[operation].reason.isEmpty());
    }
    const auto renamed = await(f.client->updateToken(token, {.name = u"n"_s}));
    QVERIFY(!renamed);
    QCOMPARE(renamed.error().kind, ErrorKind::Unsupported);
    const auto disabled = await(f.client->setEnabled({token}, false));
    QVERIFY(!disabled);
    QCOMPARE(disabled.error().kind, ErrorKind::Unsupported);
    QVERIFY(!disabled.error().detail.isEmpty());
    QCOMPARE(f.wire->sent(), 0);
}

void LightsparkClientTest::downgradesWhatWasForbiddenUntilItWorks()
{
    Fixture f;
    f.expect().reply(200, refusal("INSUFFICIENT_PERMISSIONS", "ACCOUNT_VIEW is needed"));
    f.expect().reply(403, R"({"errors":[{"message":"not yours"}]})");
    f.expect().reply(200, fixture("lightspark/page.json"));
    QVERIFY(!await(f.client->listTokens({})));
    QCOMPARE(f.client->capabilities()[Operation::List].support, Support::Unsupported);
    QVERIFY(f.client->capabilities()[Operation::List].reason.contains(u"ACCOUNT_VIEW is needed"_s));
    QVERIFY(!await(f.client->createToken(draftFor({u"ALL"_s}))));
    QCOMPARE(f.client->capabilities()[Operation::Create].support, Support::Unsupported);
    QVERIFY(!f.client->capabilities()[Operation::Create].reason.isEmpty());
    QVERIFY(await(f.client->listTokens({})));
    QCOMPARE(f.client->capabilities()[Operation::List].support, Support::Native);
    f.wire->verifyAllUsed();
}

void LightsparkClientTest::offersTheFourPresetsAndEveryPermission()
{
    Fixture f;
    const auto forms = await(f.client->draftForms());
    QVERIFY(forms);
    const domain::DraftForm &form = forms->front();
    QCOMPARE(form.choices.size(), 17U);
    QCOMPARE(form.presets.size(), 4U);
    QCOMPARE(form.presets[0].grants, std::vector<domain::Grant> {{.name = u"REGTEST_VIEW"_s}});
    for (const domain::Preset &preset : form.presets) {
        domain::TokenDraft draft = draftFor({});
        draft.grants = preset.grants;
        QVERIFY(domain::checkDraft(form, draft));
    }
    const auto empty = domain::checkDraft(form, draftFor({}));
    QVERIFY(!empty);
    QCOMPARE(empty.error().field, u"grants"_s);
    QCOMPARE(f.wire->sent(), 0);
}

void LightsparkClientTest::readsWhatIsThereNow_data()
{
    QTest::addColumn<int>("status");
    QTest::addColumn<QByteArray>("body");
    QTest::addColumn<ErrorKind>("kind");
    const QByteArray deleted = R"({"data":{"entity":{"id":"t1","client_id":"c","name":"n",
        "created_at":"2026-01-15T09:30:00+00:00","permissions":[],"is_deleted":true}}})";
    QTest::newRow("null") << 200 << R"({"data":{"entity":null}})"_ba << ErrorKind::NotFound;
    QTest::newRow("marked deleted") << 200 << deleted << ErrorKind::NotFound;
    QTest::newRow("a wrong address") << 404 << "{}"_ba << ErrorKind::UnexpectedReply;
    QTest::newRow("errors beside data")
        << 200 << R"({"data":{"entity":null},"errors":[{"message":"broken"}]})"_ba
        << ErrorKind::VendorFault;
}

void LightsparkClientTest::readsWhatIsThereNow()
{
    QFETCH(int, status);
    QFETCH(QByteArray, body);
    QFETCH(ErrorKind, kind);
    Fixture f;
    f.expect().reply(status, body);
    const auto found = await(f.client->readToken(tokenCalled(u"t1"_s)));
    QVERIFY(!found);
    QCOMPARE(found.error().kind, kind);
    f.wire->verifyAllUsed();
}

void LightsparkClientTest::sendsNoKeyWithoutAClientId()
{
    Fixture f;
    const auto who
        = await(f.client->verifyKey(tokenCalled(u"t1"_s), base::Secret::copyOf("VERIFYverify")));
    QVERIFY(!who);
    QCOMPARE(who.error().field, u"key"_s);
    QCOMPARE(f.wire->sent(), 0);
}

void LightsparkClientTest::sketchesWithoutASecret()
{
    Fixture f;
    const auto token = tokenCalled(u"ApiToken:1"_s);
    for (const auto operation : domain::allOperations) {
        const bool drawn = operation == Operation::List || operation == Operation::Create
            || operation == Operation::Delete;
        const auto sketch
            = f.client->sketch(operation, operation == Operation::Delete ? &token : nullptr);
        QCOMPARE(sketch.has_value(), drawn);
        if (!sketch)
            continue;
        QCOMPARE(sketch->verb, "POST"_ba);
        QCOMPARE(sketch->url, QUrl(u"https://api.lightspark.com/graphql/server/2023-09-13"_s));
        QCOMPARE(sketch->headers.first().second, "Basic $TOKEN"_ba);
        QVERIFY(QJsonDocument::fromJson(sketch->body).isObject());
    }
    QVERIFY(f.client->sketch(Operation::Delete, &token)->body.contains("ApiToken:1"));
    QVERIFY(f.client->consoleLink(&token).isValid());
}

void LightsparkClientTest::checksAConnectionBeforeAnyRequest_data()
{
    QTest::addColumn<QString>("url");
    QTest::addColumn<QString>("clientId");
    QTest::addColumn<QString>("key");
    QTest::addColumn<QString>("field");
    const QString host = u"https://api.lightspark.com"_s;
    QTest::newRow("plain") << host << u"4c7e70e1"_s << u"R9EQ4ydF"_s << QString();
    QTest::newRow("the other product")
        << host + u"/grid/2025-10-13"_s << u"c"_s << QString() << u"url"_s;
    QTest::newRow("no client id") << host << u" "_s << u"s"_s << u"clientId"_s;
    QTest::newRow("colon") << host << u"a:b"_s << u"s"_s << u"clientId"_s;
    QTest::newRow("invisible") << host << u"a\u200bb"_s << u"s"_s << u"clientId"_s;
    QTest::newRow("secret with a space") << host << u"c"_s << u"a b"_s << u"secret"_s;
    QTest::newRow("http") << u"http://api.lightspark.com"_s << u"c"_s << QString() << u"url"_s;
}

void LightsparkClientTest::checksAConnectionBeforeAnyRequest()
{
    QFETCH(QString, url);
    QFETCH(QString, clientId);
    QFETCH(QString, key);
    QFETCH(QString, field);
    auto where = connection();
    where.baseUrl = QUrl(url);
    where.clientId = clientId;
    const auto secret = base::Secret::copyOf(key.toUtf8());
    const auto fits = lightspark::checkConnection(where, key.isNull() ? nullptr : &secret);
    QCOMPARE(fits ? QString() : fits.error().field, field);
}

QTEST_GUILESS_MAIN(LightsparkClientTest)
#include "tst_lightsparkclient.moc"
