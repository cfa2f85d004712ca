// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#include "vendors/softwareone/softwareoneclient.h"
#include "vendortest.h"

#include <QJsonDocument>

using namespace Qt::StringLiterals;
using base::ErrorKind;
using domain::Operation;
using domain::Support;
using http::Verb;
using softwareone::SoftwareOneClient;
using test::await;
using test::fixture;
using test::tokenCalled;

namespace {

constexpr char ownKey[]
    = "idt:TKN-1000-0001:CANARYcanaryCANARYcanaryCANARYcanaryCANARYcanaryCANARYcanary0123";
constexpr char tokens[] = "/public/v1/accounts/api-tokens";
constexpr char lean[] = "?select=audit,lastAccessAt,-token";
constexpr char everything[] = "?select=audit,lastAccessAt";

domain::Connection connection()
{
    domain::Connection one;
    one.id = QString::fromLatin1(test::connectionId);
    one.vendor = domain::Vendor::SoftwareOne;
    one.baseUrl = QUrl(u"https://api.platform.softwareone.com"_s);
    return one;
}

QByteArray path(const QByteArray &tail)
{
    return QByteArray(tokens) + tail;
}

QByteArray page(int offset, int total, int size)
{
    QByteArray items;
    for (int i = 0; i < size; ++i)
        items += (i == 0 ? "" : ",") + QByteArray(R"({"id":"TKN-0000-)")
            + QByteArray::number(offset + i).rightJustified(4, '0') + R"(","name":"t"})";
    return R"({"$meta":{"pagination":{"offset":)" + QByteArray::number(offset)
        + R"(,"limit":100,"total":)" + (total < 0 ? "null"_ba : QByteArray::number(total))
        + R"(}},"data":[)" + items + "]}";
}

const QByteArray forbidden = R"({"title":"Forbidden","status":403,"detail":"No such permission"})";

struct Fixture : test::Wired<SoftwareOneClient>
{
    explicit Fixture(const domain::Connection &where = connection(), const QByteArray &key = ownKey)
        : Wired(where, key)
    {
    }

    /// The usual start: the console's own token, seen by itself.
    void learnsFrom(const char *name)
    {
        wire->expect(Verb::Get, path("/TKN-1000-0001") + lean).reply(200, fixture(name));
        QVERIFY(await(client->whoAmI()));
    }
};

} // namespace

class SoftwareOneClientTest final : public test::StrictTest
{
    Q_OBJECT

private slots:
    void asksItsOwnTokenWhoItIs();
    void fallsBackToTheAccountWhereTheOwnTokenIsHidden_data();
    void fallsBackToTheAccountWhereTheOwnTokenIsHidden();
    void saysUnauthorizedWithoutTryingFurther();
    void takesTheTypedIdOfATokenWithoutOne();
    void asksForTheAccountOfANamelessKey();
    void stepsByWhatCameToTheEndOfTheList();
    void goesOnToAnEmptyPageWhereNoTotalIsTold();
    void stopsWhereTheVendorIgnoresTheOffset();
    void hidesDeletedTokensFromOperations();
    void leavesTheKeyOutOfListsOrDropsItWhereItMust();
    void keepsTheFirstErrorShapeWhenBothSelectsFail();
    void parsesALargePageInThePool();
    void endsAListThatIsParsedWhenTheClientGoes();
    void refusesAForeignCursor();
    void createsWithTheOwnAccountAndShowsTheKeyOnce();
    void createsWithoutAnAccountWhereNoneCanBeSeen();
    void refusesAPoorDraftBeforeSending();
    void doesNotKnowTheOutcomeOfAnUnreadableCreate();
    void sendsOnlyWhatAnEditChanges();
    void keepsWhatAnUpdateReplyLeavesOut();
    void switchesTokensOneByOneWithAnEmptyBody();
    void stopsSwitchingWhenTheKeyIsRefused();
    void switchesAFewAtOnceUntilCancelled();
    void deletesSoftly();
    void offersTheDefaultGroupToAClientAccount();
    void offersModulesAndClientsToOperations();
    void offersTheDefaultGroupToOperationsWithoutTheModuleList();
    void offersItsOwnModulesAsALastResort();
    void downgradesWhatWasForbiddenUntilItWorks();
    void readsASoftDeletedTokenAsGone();
    void sendsNoKeyOfAnotherToken();
    void triesAKeyThatMayNotSeeItself();
    void triesAKeyWhereTheSelectIsNotUnderstood();
    void callsADisabledTokensKeyRefused();
    void sketchesWithoutASecret();
    void linksToThePortalOfItsOwnEnvironment();
    void checksAConnectionBeforeAnyRequest_data();
    void checksAConnectionBeforeAnyRequest();
};

void SoftwareOneClientTest::asksItsOwnTokenWhoItIs()
{
    Fixture f;
    f.wire->expect(Verb::Get, path("/TKN-1000-0001") + lean)
        .authorizedBy("Bearer "_ba + ownKey)
        .reply(200, fixture("softwareone/own.json"));

    const auto who = await(f.client->whoAmI());

    QVERIFY(who);
    QCOMPARE(who->name, u"Console"_s);
    QCOMPARE(who->account, u"Stark Industries"_s);
    QCOMPARE(who->organisation, u"ACC-9042-0088"_s);
    QCOMPARE(who->role, u"Client"_s);
    QCOMPARE(who->ownTokenId, u"TKN-1000-0001"_s);
    QVERIFY(who->note.isEmpty());
    f.wire->verifyAllUsed();
}

void SoftwareOneClientTest::fallsBackToTheAccountWhereTheOwnTokenIsHidden_data()
{
    QTest::addColumn<int>("status");
    QTest::newRow("404") << 404;
    QTest::newRow("403") << 403;
}

void SoftwareOneClientTest::fallsBackToTheAccountWhereTheOwnTokenIsHidden()
{
    QFETCH(int, status);
    Fixture f;
    f.wire->expect(Verb::Get, path("/TKN-1000-0001") + lean).reply(status, forbidden);
    f.wire->expect(Verb::Get, "/public/v1/accounts/accounts?limit=1")
        .reply(200, fixture("softwareone/accounts.json"));

    const auto who = await(f.client->whoAmI());

    QVERIFY(who);
    QCOMPARE(who->account, u"Stark Industries"_s);
    QCOMPARE(who->ownTokenId, u"TKN-1000-0001"_s);
    QVERIFY(who->note.contains(u"Access Management"_s));
    f.wire->verifyAllUsed();
}

void SoftwareOneClientTest::saysUnauthorizedWithoutTryingFurther()
{
    Fixture f;
    f.wire->expect(Verb::Get, path("/TKN-1000-0001") + lean)
        .reply(401,
            R"({"title":"Authentication Failed","status":401,"traceId":"00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01"})");

    const auto who = await(f.client->whoAmI());

    QVERIFY(!who);
    QCOMPARE(who.error().kind, ErrorKind::Unauthorized);
    QCOMPARE(who.error().vendorWords, u"Authentication Failed"_s);
    QCOMPARE(who.error().requestId, u"00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01"_s);
    f.wire->verifyAllUsed();
}

void SoftwareOneClientTest::takesTheTypedIdOfATokenWithoutOne()
{
    auto where = connection();
    where.ownTokenId = u" TKN-1000-0001 "_s;
    Fixture f(where, "old-style-token-without-a-name");
    f.learnsFrom("softwareone/own.json");
    f.wire->verifyAllUsed();
}

void SoftwareOneClientTest::asksForTheAccountOfANamelessKey()
{
    Fixture f(connection(), "head.er.jwt");
    f.wire->expect(Verb::Get, "/public/v1/accounts/accounts?limit=1")
        .authorizedBy("Bearer head.er.jwt")
        .reply(200, R"({"data":[]})");

    const auto who = await(f.client->whoAmI());

    QVERIFY(who);
    QVERIFY(who->ownTokenId.isEmpty());
    QVERIFY(who->note.contains(u"TKN-"_s));
    f.wire->verifyAllUsed();
}

void SoftwareOneClientTest::stepsByWhatCameToTheEndOfTheList()
{
    Fixture f;
    f.wire->expect(Verb::Get, path(lean) + "&limit=100&offset=0").reply(200, page(0, 5, 2));
    f.wire->expect(Verb::Get, path(lean) + "&limit=100&offset=2").reply(200, page(2, 5, 3));

    const auto first = await(f.client->listTokens({}));
    QVERIFY(first);
    QCOMPARE(first->tokens.size(), 2U);
    QCOMPARE(first->part.total, std::optional<qint64>(5));
    QVERIFY(first->next);
    // By what came, two, not by the hundred that were asked for.
    QCOMPARE(first->ahead, (std::vector<domain::PageCursor> {{u"2"_s}, {u"4"_s}}));
    const auto second = await(f.client->listTokens(*first->next));

    QVERIFY(second);
    QCOMPARE(second->tokens.size(), 3U);
    QVERIFY(second->ahead.empty());
    QVERIFY(!second->next);
    QCOMPARE(second->tokens[0].key.connectionId, QString::fromLatin1(test::connectionId));
    f.wire->verifyAllUsed();
}

void SoftwareOneClientTest::goesOnToAnEmptyPageWhereNoTotalIsTold()
{
    Fixture f;
    f.wire->expect(Verb::Get, path(lean) + "&limit=100&offset=0").reply(200, page(0, -1, 3));
    f.wire->expect(Verb::Get, path(lean) + "&limit=100&offset=3").reply(200, page(3, -1, 0));

    const auto first = await(f.client->listTokens({}));
    QVERIFY(first && first->next);
    QVERIFY(!first->part.total);
    const auto second = await(f.client->listTokens(*first->next));

    QVERIFY(second);
    QVERIFY(!second->next);
    QVERIFY(second->warnings.isEmpty());
    f.wire->verifyAllUsed();
}

void SoftwareOneClientTest::stopsWhereTheVendorIgnoresTheOffset()
{
    Fixture f;
    f.wire->expect(Verb::Get, path(lean) + "&limit=100&offset=2").reply(200, page(0, 5, 2));

    const auto second = await(f.client->listTokens({u"2"_s}));

    QVERIFY(second);
    QVERIFY(!second->next);
    QCOMPARE(second->warnings.size(), 1);
    f.wire->verifyAllUsed();
}

void SoftwareOneClientTest::hidesDeletedTokensFromOperations()
{
    Fixture f;
    f.learnsFrom("softwareone/own-operations.json");
    const QByteArray query = "?ne(status,%22Deleted%22)&select=audit,lastAccessAt,-token&limit=100";
    f.wire->expect(Verb::Get, path(query) + "&offset=0").reply(200, page(0, 3, 2));
    f.wire->expect(Verb::Get, path(query) + "&offset=2").reply(200, page(2, 3, 1));

    const auto first = await(f.client->listTokens({}));
    QVERIFY(first && first->next);
    QVERIFY(await(f.client->listTokens(*first->next)));
    f.wire->verifyAllUsed();
}

void SoftwareOneClientTest::leavesTheKeyOutOfListsOrDropsItWhereItMust()
{
    Fixture f;
    f.wire->expect(Verb::Get, path(lean) + "&limit=100&offset=0")
        .reply(400, R"({"title":"Bad Request","status":400,"detail":"Unknown expression group"})");
    f.wire->expect(Verb::Get, path(everything) + "&limit=100&offset=0")
        .reply(200, fixture("softwareone/page.json"));
    f.wire->expect(Verb::Get, path(everything) + "&limit=100&offset=0")
        .reply(200, fixture("softwareone/page.json"));

    for (int round = 0; round < 2; ++round) {
        const auto list = await(f.client->listTokens({}));
        QVERIFY(list);
        QCOMPARE(list->tokens.size(), 4U);
        for (const domain::Token &token : list->tokens.tokens())
            QVERIFY(!token.raw.toLower().contains("canary"));
    }
    f.wire->verifyAllUsed();
}

void SoftwareOneClientTest::keepsTheFirstErrorShapeWhenBothSelectsFail()
{
    Fixture f;
    for (const char *select : {lean, everything, lean}) {
        f.wire->expect(Verb::Get, path(select) + "&limit=100&offset=0")
            .reply(select == lean ? 400 : 503, R"({"detail":"no"})");
    }
    f.wire->expect(Verb::Get, path(everything) + "&limit=100&offset=0").reply(400, "{}");

    const auto failed = await(f.client->listTokens({}));
    QVERIFY(!failed);
    QCOMPARE(failed.error().kind, ErrorKind::VendorFault);
    // The second select did not work either, so the first is tried again.
    const auto again = await(f.client->listTokens({}));
    QVERIFY(!again);
    QCOMPARE(again.error().kind, ErrorKind::Invalid);
    f.wire->verifyAllUsed();
}

void SoftwareOneClientTest::parsesALargePageInThePool()
{
    Fixture f;
    f.wire->expect(Verb::Get, path(lean) + "&limit=100&offset=0").reply(200, page(0, 9000, 4000));

    const auto list = await(f.client->listTokens({}));

    QVERIFY(list);
    QCOMPARE(list->tokens.size(), 4000U);
    f.wire->verifyAllUsed();
}

void SoftwareOneClientTest::endsAListThatIsParsedWhenTheClientGoes()
{
    auto f = std::make_unique<Fixture>();
    f->wire->expect(Verb::Get, path(lean) + "&limit=100&offset=0").reply(200, page(0, 9000, 4000));
    auto task = f->client->listTokens({});
    f.reset();
    const auto ended = await(std::move(task));
    QVERIFY(!ended);
    QCOMPARE(ended.error().kind, ErrorKind::Cancelled);
}

void SoftwareOneClientTest::refusesAForeignCursor()
{
    Fixture f;
    for (const auto &cursor : {u"next"_s, u"-1"_s, u"1,x"_s, u"99999999999999999999"_s}) {
        const auto list = await(f.client->listTokens({cursor}));
        QVERIFY(!list);
        QCOMPARE(list.error().kind, ErrorKind::Invalid);
    }
    QCOMPARE(f.wire->sent(), 0);
}

void SoftwareOneClientTest::createsWithTheOwnAccountAndShowsTheKeyOnce()
{
    Fixture f;
    f.wire->expect(Verb::Get, path("/TKN-1000-0001") + lean)
        .reply(200, fixture("softwareone/own.json"));
    f.wire->expect(Verb::Post, tokens)
        .json(R"({"account":{"id":"ACC-9042-0088"},"name":"CRM robot","description":"Nightly sync",
                  "modules":[{"id":"MOD-1756"}]})")
        .check([](const http::Request &request) {
            QVERIFY(request.isChange);
            QCOMPARE(request.contentType, "application/json"_ba);
        })
        .reply(201, fixture("softwareone/issued.json"));
    domain::TokenDraft draft;
    draft.name = u"CRM robot"_s;
    draft.description = u"Nightly sync"_s;
    draft.grants = {{.name = u"MOD-1756"_s}};

    const auto issued = await(f.client->createToken(std::move(draft)));

    QVERIFY(issued);
    QVERIFY(issued->secret.expose().startsWith("idt:TKN-4134-7331:ISSUED"));
    QVERIFY(!issued->token.raw.contains("ISSUED"));
    QVERIFY(!issued->token.keyHint.contains(u"ISSUED"_s));
    QVERIFY(issued->advice.contains(u"minute"_s));
    QCOMPARE(issued->token.key.remoteId, u"TKN-4134-7331"_s);
    f.wire->verifyAllUsed();
}

void SoftwareOneClientTest::createsWithoutAnAccountWhereNoneCanBeSeen()
{
    Fixture f;
    f.wire->expect(Verb::Get, path("/TKN-1000-0001") + lean).reply(404, forbidden);
    f.wire->expect(Verb::Post, tokens)
        .json(R"({"name":"x","modules":[]})")
        .reply(201, fixture("softwareone/issued.json"));
    domain::TokenDraft draft;
    draft.name = u"x"_s;
    QVERIFY(await(f.client->createToken(std::move(draft))));
    f.wire->verifyAllUsed();
}

void SoftwareOneClientTest::refusesAPoorDraftBeforeSending()
{
    Fixture f;
    const auto fieldOf = [&f](const QString &name, const QString &module, const QString &account) {
        domain::TokenDraft draft;
        draft.name = name;
        draft.accountId = account;
        if (!module.isEmpty())
            draft.grants = {{.name = module}};
        const auto issued = await(f.client->createToken(std::move(draft)));
        return issued ? u"sent"_s : issued.error().field;
    };
    QCOMPARE(fieldOf(u"  "_s, {}, {}), u"name"_s);
    // The vendor's own pages print ids of this wrong form.
    QCOMPARE(fieldOf(u"x"_s, u"MOD-1756-1452"_s, {}), u"grants"_s);
    QCOMPARE(fieldOf(u"x"_s, u"MOD-175a"_s, {}), u"grants"_s);
    QCOMPARE(fieldOf(u"x"_s, {}, u"ACC-1"_s), u"account"_s);
    QCOMPARE(f.wire->sent(), 0);
}

void SoftwareOneClientTest::doesNotKnowTheOutcomeOfAnUnreadableCreate()
{
    Fixture f(connection(), "no-name");
    for (const auto &[status, body] : {std::pair(201, R"({"id":"TKN-0000-0001"})"_ba),
             std::pair(201, "{"_ba), std::pair(202, "{}"_ba), std::pair(500, "<html>"_ba)})
        f.wire->expect(Verb::Post, tokens).reply(status, body);
    for (int i = 0; i < 4; ++i) {
        domain::TokenDraft draft;
        draft.name = u"x"_s;
        const auto issued = await(f.client->createToken(std::move(draft)));
        QVERIFY(!issued);
        QCOMPARE(issued.error().kind, ErrorKind::OutcomeUnknown);
        if (i == 0)
            QCOMPARE(issued.error().detail, u"$.token is missing"_s);
    }
    f.wire->verifyAllUsed();
}

void SoftwareOneClientTest::sendsOnlyWhatAnEditChanges()
{
    Fixture f;
    const QByteArray reply = R"({"id":"TKN-0000-0001","name":"n","status":"Active"})";
    const QByteArray target = path("/TKN-0000-0001");
    const auto before = tokenCalled(u"TKN-0000-0001"_s);
    f.wire->expect(Verb::Put, target).json(R"({"name":"n"})").reply(200, reply);
    f.wire->expect(Verb::Put, target).json(R"({"description":""})").reply(200, reply);
    f.wire->expect(Verb::Put, target)
        .json(R"({"modules":[{"id":"MOD-1756"},{"id":"MOD-9042"}]})")
        .reply(200, reply);

    QVERIFY(await(f.client->updateToken(before, {.name = u"n"_s})));
    QVERIFY(await(f.client->updateToken(before, {.description = QString()})));
    QVERIFY(await(f.client->updateToken(before,
        {.grants
            = std::vector<domain::Grant> {{.name = u"MOD-1756"_s}, {.name = u"MOD-9042"_s}}})));
    QVERIFY(await(f.client->updateToken(before, {})));
    f.wire->verifyAllUsed();
}

void SoftwareOneClientTest::keepsWhatAnUpdateReplyLeavesOut()
{
    Fixture f;
    auto before = tokenCalled(u"TKN-0000-0001"_s, u"old"_s);
    before.created = domain::TimeFact::known(test::instant("2026-01-01T00:00:00Z"));
    before.lastUsed = domain::TimeFact::known(
        test::instant("2026-01-02T00:00:00Z"), domain::Precision::Approximate);
    before.creator = domain::Fact<QString>::known(u"Ada"_s);
    f.wire->expect(Verb::Put, path("/TKN-0000-0001"))
        .reply(200,
            R"({"id":"TKN-0000-0001","name":"new","status":"Active","$meta":{"omitted":["audit"]}})");

    const auto after = await(f.client->updateToken(before, {.name = u"new"_s}));

    QVERIFY(after);
    QCOMPARE(after->name, u"new"_s);
    QVERIFY(after->created == before.created);
    QVERIFY(after->lastUsed == before.lastUsed);
    QVERIFY(after->creator == before.creator);
    f.wire->verifyAllUsed();
}

void SoftwareOneClientTest::switchesTokensOneByOneWithAnEmptyBody()
{
    Fixture f;
    const auto isEmpty = [](const http::Request &request) {
        QVERIFY(request.body.isEmpty());
        QVERIFY(request.contentType.isEmpty());
        QVERIFY(request.isChange);
    };
    f.wire->expect(Verb::Post, path("/TKN-0000-0001/disable"))
        .check(isEmpty)
        .reply(200, R"({"id":"TKN-0000-0001","name":"a","status":"Disabled"})");
    f.wire->expect(Verb::Post, path("/TKN-0000-0002/disable"))
        .reply(400, R"({"title":"Bad Request","details":"Token is already disabled"})");
    f.wire->expect(Verb::Post, path("/TKN-0000-0003/disable"))
        .reply(409, R"({"title":"Conflict","detail":"Token is deleted"})");
    f.wire->expect(Verb::Post, path("/TKN-0000-0001/enable"))
        .check(isEmpty)
        .reply(200, R"({"id":"TKN-0000-0001","name":"a","status":"Active"})");

    const auto rows = await(
        f.client->setEnabled({tokenCalled(u"TKN-0000-0001"_s), tokenCalled(u"TKN-0000-0002"_s),
                                 tokenCalled(u"TKN-0000-0003"_s), tokenCalled(u".."_s)},
            false));

    QVERIFY(rows);
    QCOMPARE(rows->size(), 4U);
    QVERIFY((*rows)[0].result);
    QCOMPARE((*rows)[0].token->status, domain::TokenStatus::Disabled);
    QVERIFY(!(*rows)[1].result);
    QCOMPARE((*rows)[1].result.error().vendorWords, u"Token is already disabled"_s);
    QCOMPARE((*rows)[2].result.error().kind, ErrorKind::Conflict);
    QCOMPARE((*rows)[3].result.error().kind, ErrorKind::Invalid); // IN-05: nothing was sent for it.
    QCOMPARE((*rows)[3].remoteId, u".."_s);

    const auto back = await(f.client->setEnabled({tokenCalled(u"TKN-0000-0001"_s)}, true));
    QVERIFY(back && (*back)[0].result);
    QCOMPARE((*back)[0].token->status, domain::TokenStatus::Active);
    f.wire->verifyAllUsed();
}

void SoftwareOneClientTest::stopsSwitchingWhenTheKeyIsRefused()
{
    Fixture f;
    f.wire->expect(Verb::Post, path("/TKN-0000-0001/disable")).reply(401, "{}");

    const auto rows = await(f.client->setEnabled(
        {tokenCalled(u"TKN-0000-0001"_s), tokenCalled(u"TKN-0000-0002"_s)}, false));

    QVERIFY(rows);
    QCOMPARE(rows->size(), 2U);
    QCOMPARE((*rows)[1].remoteId, u"TKN-0000-0002"_s);
    QCOMPARE((*rows)[1].result.error().kind, ErrorKind::Unauthorized);
    f.wire->verifyAllUsed();
}

void SoftwareOneClientTest::switchesAFewAtOnceUntilCancelled()
{
    Fixture f;
    std::vector<domain::Token> many;
    for (int i = 1; i <= 9; ++i) {
        many.push_back(tokenCalled(u"TKN-0000-000%1"_s.arg(i)));
        f.wire->expect(Verb::Post, path("/TKN-0000-000" + QByteArray::number(i) + "/disable"))
            .hang();
    }
    auto task = f.client->setEnabled(many, false);
    QCOMPARE(f.wire->sent(), 4); // NET-05: the others wait for their turn.
    task.cancel();
    QCOMPARE(f.wire->cancelled(), 4);
    QCOMPARE(f.wire->sent(), 4);

    auto orphan = f.client->setEnabled({tokenCalled(u"TKN-0000-0005"_s)}, false);
    f.client.reset();
    const auto ended = await(std::move(orphan));
    QVERIFY(!ended || !(*ended)[0].result);
}

void SoftwareOneClientTest::deletesSoftly()
{
    Fixture f;
    f.wire->expect(Verb::Delete, path("/TKN-0000-0001")).reply(204);
    const auto outcome = await(f.client->deleteToken(tokenCalled(u"TKN-0000-0001"_s)));
    QVERIFY(outcome);
    QCOMPARE(*outcome, domain::DeleteOutcome::Deleted);

    for (const auto &id : {QString(), u"."_s, u".."_s, u"a/b"_s, u"TKN-1?x"_s}) {
        const auto refused = await(f.client->deleteToken(tokenCalled(id)));
        QVERIFY(!refused);
        QCOMPARE(refused.error().kind, ErrorKind::Invalid);
    }
    f.wire->verifyAllUsed();
}

void SoftwareOneClientTest::offersTheDefaultGroupToAClientAccount()
{
    Fixture f;
    f.learnsFrom("softwareone/own.json");
    f.wire->expect(Verb::Get, "/public/v1/accounts/user-groups?select=modules&limit=100")
        .reply(200, fixture("softwareone/groups.json"));

    const auto forms = await(f.client->draftForms());

    QVERIFY(forms);
    QCOMPARE(forms->size(), 1U);
    const domain::DraftForm &form = forms->front();
    QCOMPARE(form.choices.size(), 3U);
    QCOMPARE(form.choices[0].presence, domain::Presence::Mandatory);
    QCOMPARE(form.choices[1].presence, domain::Presence::Optional);
    QCOMPARE(form.accounts.size(), 1U);
    QCOMPARE(form.accounts[0].id, u"ACC-9042-0088"_s);
    QVERIFY(form.takesTypedGrants);
    f.wire->verifyAllUsed();
}

void SoftwareOneClientTest::offersModulesAndClientsToOperations()
{
    Fixture f;
    f.learnsFrom("softwareone/own-operations.json");
    f.wire->expect(Verb::Get, "/public/v1/accounts/modules?limit=100")
        .reply(200, fixture("softwareone/modules.json"));
    f.wire
        ->expect(
            Verb::Get, "/public/v1/accounts/accounts?eq(type,%22Client%22)&order=name&limit=100")
        .reply(200, fixture("softwareone/accounts.json"));

    const auto forms = await(f.client->draftForms());

    QVERIFY(forms);
    const domain::DraftForm &form = forms->front();
    QStringList names;
    for (const auto &choice : form.choices)
        names.append(choice.grant.name);
    QCOMPARE(names,
        QStringList({u"MOD-0001"_s, u"MOD-0002"_s, u"MOD-0003"_s, u"MOD-0005"_s, u"MOD-1756"_s}));
    QCOMPARE(form.accounts.size(), 3U);
    QCOMPARE(form.accounts[0].id, u"ACC-0000-0001"_s);
    QCOMPARE(form.accounts[2].name, u"Wayne Enterprises"_s);
    f.wire->verifyAllUsed();
}

void SoftwareOneClientTest::offersTheDefaultGroupToOperationsWithoutTheModuleList()
{
    Fixture f;
    f.learnsFrom("softwareone/own-operations.json");
    f.wire->expect(Verb::Get, "/public/v1/accounts/modules?limit=100").reply(403, forbidden);
    f.wire
        ->expect(Verb::Get,
            "/public/v1/accounts/"
            "user-groups?eq(account.id,%22ACC-0000-0001%22)&select=modules&limit=100")
        .reply(200, fixture("softwareone/groups.json"));
    f.wire
        ->expect(
            Verb::Get, "/public/v1/accounts/accounts?eq(type,%22Client%22)&order=name&limit=100")
        .reply(403, forbidden);

    const auto forms = await(f.client->draftForms());

    QVERIFY(forms);
    QCOMPARE(forms->front().choices.size(), 3U);
    QCOMPARE(forms->front().accounts.size(), 1U);
    f.wire->verifyAllUsed();
}

void SoftwareOneClientTest::offersItsOwnModulesAsALastResort()
{
    Fixture f;
    f.learnsFrom("softwareone/own.json");
    f.wire->expect(Verb::Get, "/public/v1/accounts/user-groups?select=modules&limit=100")
        .reply(403, forbidden);

    const auto forms = await(f.client->draftForms());

    QVERIFY(forms);
    const domain::DraftForm &form = forms->front();
    QCOMPARE(form.choices.size(), 2U);
    QVERIFY(form.choices[0].grant.broad);
    QCOMPARE(form.choices[1].grant.label, u"Catalog"_s);
    f.wire->verifyAllUsed();
}

void SoftwareOneClientTest::downgradesWhatWasForbiddenUntilItWorks()
{
    Fixture f;
    const auto token = tokenCalled(u"TKN-0000-0001"_s);
    f.wire->expect(Verb::Put, path("/TKN-0000-0001")).reply(403, forbidden);
    f.wire->expect(Verb::Put, path("/TKN-0000-0001"))
        .reply(200, R"({"id":"TKN-0000-0001","name":"n"})");

    QVERIFY(!await(f.client->updateToken(token, {.name = u"n"_s})));
    QCOMPARE(f.client->capabilities()[Operation::Rename].support, Support::Unsupported);
    QVERIFY(f.client->capabilities()[Operation::Rename].reason.contains(u"No such permission"_s));
    QCOMPARE(f.client->capabilities()[Operation::EditGrants].support, Support::Native);

    QVERIFY(await(f.client->updateToken(token, {.name = u"n"_s})));
    QCOMPARE(f.client->capabilities()[Operation::Rename].support, Support::Native);
    f.wire->verifyAllUsed();
}

void SoftwareOneClientTest::readsASoftDeletedTokenAsGone()
{
    Fixture f;
    f.wire->expect(Verb::Get, path("/TKN-0000-0001") + lean)
        .reply(200, R"({"id":"TKN-0000-0001","name":"a","status":"Deleted"})");
    QCOMPARE(await(f.client->readToken(tokenCalled(u"TKN-0000-0001"_s))).error().kind,
        ErrorKind::NotFound);
    f.wire->verifyAllUsed();
}

void SoftwareOneClientTest::sendsNoKeyOfAnotherToken()
{
    Fixture f;
    const auto who = await(f.client->verifyKey(
        tokenCalled(u"TKN-0000-0001"_s), base::Secret::copyOf("idt:TKN-0000-0002:VERIFYverify")));
    QVERIFY(!who);
    QCOMPARE(who.error().field, u"key"_s);
    QCOMPARE(f.wire->sent(), 0);
}

void SoftwareOneClientTest::triesAKeyThatMayNotSeeItself()
{
    Fixture f;
    f.wire->expect(Verb::Get, path("/TKN-0000-0001") + lean).reply(403, forbidden);
    f.wire->expect(Verb::Get, "/public/v1/accounts/accounts?limit=1")
        .authorizedBy("Bearer idt:TKN-0000-0001:VERIFYverify")
        .reply(200, R"({"data":[{"id":"ACC-9042-0088","name":"Stark","type":"Client"}]})");
    const auto who = await(f.client->verifyKey(
        tokenCalled(u"TKN-0000-0001"_s), base::Secret::copyOf("idt:TKN-0000-0001:VERIFYverify")));
    QVERIFY(who);
    QCOMPARE(who->account, u"Stark"_s);
    QVERIFY(!who->note.isEmpty());
    f.wire->verifyAllUsed();
}

void SoftwareOneClientTest::triesAKeyWhereTheSelectIsNotUnderstood()
{
    Fixture f;
    f.wire->expect(Verb::Get, path("/TKN-0000-0001") + lean).reply(400, "{}");
    f.wire->expect(Verb::Get, path("/TKN-0000-0001") + everything)
        .authorizedBy("Bearer VERIFYverify")
        .reply(200, R"({"id":"TKN-0000-0001","name":"a","status":"Active","token":"CANARY"})");
    QVERIFY(await(f.client->verifyKey(
        tokenCalled(u"TKN-0000-0001"_s), base::Secret::copyOf("VERIFYverify"))));
    f.wire->verifyAllUsed();
}

void SoftwareOneClientTest::callsADisabledTokensKeyRefused()
{
    Fixture f;
    f.wire->expect(Verb::Get, path("/TKN-0000-0001") + lean)
        .reply(200, R"({"id":"TKN-0000-0001","name":"a","status":"Disabled"})");
    QCOMPARE(await(f.client->verifyKey(
                       tokenCalled(u"TKN-0000-0001"_s), base::Secret::copyOf("VERIFYverify")))
                 .error()
                 .kind,
        ErrorKind::Unauthorized);
    f.wire->verifyAllUsed();
}

void SoftwareOneClientTest::sketchesWithoutASecret()
{
    Fixture f;
    const auto token = tokenCalled(u"TKN-0000-0001"_s, u"n"_s);
    int sketched = 0;
    for (const auto operation : domain::allOperations) {
        const auto sketch = f.client->sketch(operation, &token);
        QCOMPARE(sketch.has_value(), f.client->capabilities()[operation].isPossible());
        if (!sketch)
            continue;
        ++sketched;
        QVERIFY(sketch->url.isValid());
        QCOMPARE(sketch->headers.first().second, "Bearer $TOKEN"_ba);
        QVERIFY(!sketch->url.toEncoded().contains("CANARY") && !sketch->body.contains("CANARY"));
    }
    QCOMPARE(sketched, 8);
    const auto list = f.client->sketch(Operation::List, nullptr);
    QCOMPARE(list->url.toEncoded(),
        "https://api.platform.softwareone.com/public/v1/accounts/api-tokens"
        "?select=audit,lastAccessAt,-token&limit=100&offset=0"_ba);
    QCOMPARE(f.wire->sent(), 0);
}

void SoftwareOneClientTest::linksToThePortalOfItsOwnEnvironment()
{
    const auto token = tokenCalled(u"TKN-0000-0001"_s);
    const QString tail = u"/administration/settings/api-tokens"_s;
    QCOMPARE(Fixture().client->consoleLink(&token).toString(),
        u"https://portal.platform.softwareone.com"_s + tail + u"/TKN-0000-0001"_s);
    QCOMPARE(Fixture().client->consoleLink(nullptr).path(), tail);
    auto where = connection();
    where.baseUrl = QUrl(u"https://api.s1.show"_s);
    QCOMPARE(Fixture(where).client->consoleLink(&token).host(), u"portal.s1.show"_s);
    where.baseUrl = QUrl(u"http://127.0.0.1:8080"_s);
    QCOMPARE(Fixture(where).client->consoleLink(&token).path(), tail);
}

void SoftwareOneClientTest::checksAConnectionBeforeAnyRequest_data()
{
    QTest::addColumn<QString>("url");
    QTest::addColumn<QString>("ownTokenId");
    QTest::addColumn<QString>("key");
    QTest::addColumn<QString>("field");
    const QString host = u"https://api.platform.softwareone.com"_s;
    QTest::newRow("plain") << host << QString() << u"idt:TKN-1000-0001:abc"_s << QString();
    QTest::newRow("other path") << host + u"/v2"_s << QString() << QString() << u"url"_s;
    QTest::newRow("http") << u"http://api.s1.show"_s << QString() << QString() << u"url"_s;
    QTest::newRow("loopback") << u"http://127.0.0.1:8080"_s << QString() << QString() << QString();
    QTest::newRow("own id") << host << u"TKN-1000-0001"_s << u"old"_s << QString();
    QTest::newRow("wrong own id") << host << u"1000-0001"_s << QString() << u"ownTokenId"_s;
    QTest::newRow("jwt") << host << QString() << u"a.b.c"_s << QString();
    QTest::newRow("pasted with its scheme")
        << host << QString() << u" Bearer a.b.c\n"_s << QString();
    QTest::newRow("cut") << host << QString() << u"idt:TKN-1000"_s << u"secret"_s;
    QTest::newRow("line break") << host << QString() << u"idt:TKN-1000-0001:a\nb"_s << u"secret"_s;
    QTest::newRow("empty key") << host << QString() << u"  "_s << u"secret"_s;
}

void SoftwareOneClientTest::checksAConnectionBeforeAnyRequest()
{
    QFETCH(QString, url);
    QFETCH(QString, ownTokenId);
    QFETCH(QString, key);
    QFETCH(QString, field);
    auto where = connection();
    where.baseUrl = QUrl(url);
    where.ownTokenId = ownTokenId;
    const auto secret = base::Secret::copyOf(key.toUtf8());
    const auto fits = softwareone::checkConnection(where, key.isNull() ? nullptr : &secret);
    QCOMPARE(fits ? QString() : fits.error().field, field);
    if (!fits)
        QVERIFY(key.trimmed().isEmpty() || !fits.error().detail.contains(key));
}

QTEST_GUILESS_MAIN(SoftwareOneClientTest)
#include "tst_softwareoneclient.moc"
