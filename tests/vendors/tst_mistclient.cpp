// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#include "vendors/mist/mistclient.h"
#include "vendortest.h"

using namespace Qt::StringLiterals;
using base::ErrorKind;
using domain::Operation;
using domain::PageCursor;
using domain::Support;
using domain::TokenKind;
using http::Verb;
using mist::MistClient;
using test::await;
using test::fixture;
using test::tokenCalled;

namespace {

constexpr char ownKey[] = "CANARYcanaryCANARYcanary0042";
const QString orgId = u"a40f5d1f-d889-42e9-94ea-b9b33585fc6b"_s;
constexpr char orgTokens[] = "/api/v1/orgs/a40f5d1f-d889-42e9-94ea-b9b33585fc6b/apitokens";
constexpr char oneToken[] = "/api/v1/orgs/a40f5d1f-d889-42e9-94ea-b9b33585fc6b/apitokens/t1";
const QByteArray forbidden = R"({"detail":"You do not have permission to perform this action."})";

domain::Connection connection(const QString &organisation = orgId)
{
    domain::Connection one;
    one.id = QString::fromLatin1(test::connectionId);
    one.baseUrl = QUrl(u"https://api.mist.com"_s);
    one.organisation = organisation;
    return one;
}

domain::TokenDraft orgDraft()
{
    domain::TokenDraft draft;
    draft.kind = TokenKind::Organisation;
    draft.name = u"noc"_s;
    draft.grants = mist::organisationForm().presets.front().grants;
    return draft;
}

domain::Token orgToken()
{
    domain::Token token = tokenCalled(u"t1"_s, u"noc"_s);
    token.kind = TokenKind::Organisation;
    token.grants = orgDraft().grants;
    token.grantsState = domain::FactState::Known;
    return token;
}

struct Fixture : test::Wired<MistClient>
{
    explicit Fixture(const QString &organisation = orgId)
        : Wired(connection(organisation), ownKey)
    {
    }
    void expectSelf(const char *name)
    {
        wire->expect(Verb::Get, "/api/v1/self")
            .authorizedBy("Token CANARYcanaryCANARYcanary0042")
            .reply(200, fixture(name));
    }
};

} // namespace

class TestMistClient : public test::StrictTest
{
    Q_OBJECT

private slots:
    void saysWhoAnOrganisationTokenIs();
    void survivesWithoutABudget();
    void asksWhichOrganisation();
    void findsOrganisationsOfAServiceProvider();
    void listsTheOrganisationOnlyForItsToken();
    void listsTheUsersOwnAfterTheOrganisation();
    void listsTheUsersOwnWhereTheOrganisationIsForbidden();
    void lacksTheOrganisationsTokensThatItWasShown();
    void listsTheUsersOwnWithoutAnyOrganisation();
    void followsPagesWhereHeadersAppear();
    void stopsAtAPageThatDoesNotMove();
    void readsALargeListOffTheGuiThread();
    void refusesAnUnsafeOrganisation();
    void offersFormsWithPlaces();
    void offersTypedPlacesWhereListsFail();
    void offersNoUserTokenToSso();
    void createsAndReadsTheRowAgain();
    void keepsTheSecretWhenReadingAgainFails();
    void createsAUserToken();
    void checksADraftBeforeSending();
    void createsOnceWhateverTheAnswer();
    void saysWhenACreateMayHaveHappened();
    void editsWithAllPrivilegesAndReadsBack();
    void fetchesPrivilegesItDoesNotKnow();
    void editsAUserTokensNameOnly();
    void keepsAnEditWhoseReadBackFails();
    void refusesEditsTheVendorDoesNotHave();
    void deletesEitherKind();
    void cannotDisable();
    void downgradesAfterARefusal();
    void keepsOwnTokensOpenAfterARefusal();
    void readsAUsersOwnToken();
    void takesNoWebPageForAGoneToken();
    void sendsNoKeyOfAnotherToken();
    void endsQuietlyWhenTheClientGoes();
    void sketchesRequestsWithoutTheKey();
};

void TestMistClient::saysWhoAnOrganisationTokenIs()
{
    Fixture f(QString {});
    f.expectSelf("mist/self-org.json");
    f.wire->expect(Verb::Get, "/api/v1/self/usage")
        .reply(200, R"({"requests":28,"request_limit":5000,"seconds":31.84})");
    const auto who = await(f.client->whoAmI());
    QVERIFY(who);
    QCOMPARE(who->name, u"console"_s);
    QCOMPARE(who->account, u"Example Corp"_s);
    QCOMPARE(who->organisation, orgId);
    QCOMPARE(who->budgetUsed.value_or(-1), 28);
    QCOMPARE(who->budgetLimit.value_or(-1), 5000);
    f.wire->verifyAllUsed();
}

void TestMistClient::survivesWithoutABudget()
{
    Fixture f;
    f.expectSelf("mist/self-user.json");
    f.wire->expect(Verb::Get, "/api/v1/self/usage").reply(403, forbidden);
    const auto who = await(f.client->whoAmI());
    QVERIFY(who);
    QCOMPARE(who->name, u"ada@example.com"_s);
    QVERIFY(!who->budgetUsed);
    QVERIFY(f.client->capabilities()[Operation::List].isPossible());
    f.wire->verifyAllUsed();
}

void TestMistClient::asksWhichOrganisation()
{
    Fixture f(QString {});
    f.expectSelf("mist/self-user.json");
    const auto page = await(f.client->listTokens({}));
    QVERIFY(!page);
    QCOMPARE(page.error().kind, ErrorKind::Invalid);
    QCOMPARE(page.error().field, u"organisation"_s);
    QVERIFY(page.error().detail.contains("Example Corp, Lab"_L1));
    f.wire->verifyAllUsed();
}

void TestMistClient::findsOrganisationsOfAServiceProvider()
{
    Fixture f(QString {});
    f.wire->expect(Verb::Get, "/api/v1/self")
        .reply(200,
            R"({"email":"m@example.com","privileges":[{"scope":"msp","role":"admin","msp_id":"m1"}]})");
    f.wire->expect(Verb::Get, "/api/v1/msps/m1/orgs")
        .reply(200, R"([{"id":"o1","name":"Tenant"}])");
    f.wire->expect(Verb::Get, "/api/v1/self/usage").reply(500);
    const auto who = await(f.client->whoAmI());
    QVERIFY(who);
    QCOMPARE(who->account, u"Tenant"_s);
    f.wire->verifyAllUsed();
}

void TestMistClient::listsTheOrganisationOnlyForItsToken()
{
    Fixture f;
    f.expectSelf("mist/self-org.json");
    f.wire->expect(Verb::Get, orgTokens).reply(200, fixture("mist/org-tokens.json"));
    const auto page = await(f.client->listTokens({}));
    QVERIFY(page);
    QCOMPARE(page->tokens.size(), 3u);
    QVERIFY(page->tokens[1].isOwnCredential);
    QVERIFY(!page->next);
    QVERIFY(page->warnings.isEmpty());
    f.wire->verifyAllUsed();
}

void TestMistClient::listsTheUsersOwnAfterTheOrganisation()
{
    Fixture f;
    f.expectSelf("mist/self-user.json");
    f.wire->expect(Verb::Get, orgTokens).reply(200, "[]");
    f.wire->expect(Verb::Get, "/api/v1/self/apitokens")
        .reply(200, fixture("mist/user-tokens.json"));
    const auto first = await(f.client->listTokens({}));
    QVERIFY(first && first->next);
    const auto second = await(f.client->listTokens(*first->next));
    QVERIFY(second);
    QCOMPARE(second->tokens.size(), 3u);
    QCOMPARE(second->tokens[0].kind, TokenKind::User);
    QCOMPARE(second->tokens[0].creator.value, u"ada@example.com"_s);
    QVERIFY(!second->next);
    f.wire->verifyAllUsed();
}

void TestMistClient::listsTheUsersOwnWhereTheOrganisationIsForbidden()
{
    Fixture f;
    f.expectSelf("mist/self-user.json");
    f.wire->expect(Verb::Get, orgTokens).reply(403, forbidden);
    const auto page = await(f.client->listTokens({}));
    QVERIFY(page && page->next);
    QCOMPARE(page->next->position, u"self:1"_s);
    QVERIFY(page->warnings.value(0).contains("You do not have permission"_L1));
    QVERIFY(f.client->capabilities()[Operation::List].isPossible());
    f.wire->verifyAllUsed();
}

/// Refused after it was given: what was there before is missing from the list, and not gone.
void TestMistClient::lacksTheOrganisationsTokensThatItWasShown()
{
    Fixture f;
    f.expectSelf("mist/self-user.json");
    f.wire->expect(Verb::Get, orgTokens).reply(403, forbidden);
    f.wire->expect(Verb::Get, orgTokens).reply(200, "[]");
    f.wire->expect(Verb::Get, orgTokens).reply(403, forbidden);
    const auto never = await(f.client->listTokens({}));
    QVERIFY(never && !never->lacksTokens);
    const auto given = await(f.client->listTokens({}));
    QVERIFY(given && !given->lacksTokens);
    const auto refused = await(f.client->listTokens({}));
    QVERIFY(refused && refused->lacksTokens);
    QCOMPARE(refused->warnings.size(), 1);
    QCOMPARE(refused->part.name, given->part.name);
    f.wire->verifyAllUsed();
}

void TestMistClient::listsTheUsersOwnWithoutAnyOrganisation()
{
    Fixture f(QString {});
    f.wire->expect(Verb::Get, "/api/v1/self")
        .reply(200, R"({"email":"ada@example.com","privileges":[]})");
    f.wire->expect(Verb::Get, "/api/v1/self/apitokens").reply(200, "[]");
    const auto page = await(f.client->listTokens({}));
    QVERIFY(page);
    QCOMPARE(page->warnings.size(), 1);
    QVERIFY(!page->next);
    f.wire->verifyAllUsed();
}

void TestMistClient::followsPagesWhereHeadersAppear()
{
    Fixture f;
    f.expectSelf("mist/self-org.json");
    f.wire->expect(Verb::Get, orgTokens)
        .reply(200, R"([{"id":"a"}])",
            {{"X-Page-Total", "2"}, {"X-Page-Limit", "1"}, {"X-Page-Page", "1"}});
    f.wire->expect(Verb::Get, orgTokens + "?page=2"_ba)
        .reply(200, R"([{"id":"b"}])",
            {{"X-Page-Total", "2"}, {"X-Page-Limit", "1"}, {"X-Page-Page", "2"}});
    QStringList foreseen;
    const auto first = await(f.client->listTokens(
        {}, [&foreseen](const PageCursor &next) { foreseen.append(next.position); }));
    QVERIFY(first && first->next);
    QCOMPARE(foreseen, QStringList(first->next->position));
    QCOMPARE(first->part.total.value_or(0), 2);
    const auto second = await(f.client->listTokens(*first->next));
    QVERIFY(second);
    QCOMPARE(second->tokens[0].key.remoteId, u"b"_s);
    QVERIFY(!second->next);
    f.wire->verifyAllUsed();
}

void TestMistClient::stopsAtAPageThatDoesNotMove()
{
    Fixture f;
    f.expectSelf("mist/self-org.json");
    f.wire->expect(Verb::Get, orgTokens + "?page=2"_ba)
        .reply(200, "[]", {{"X-Page-Total", "9"}, {"X-Page-Limit", "1"}, {"X-Page-Page", "1"}});
    const auto page = await(f.client->listTokens(PageCursor {u"org:2"_s}));
    QVERIFY(!page);
    QCOMPARE(page.error().kind, ErrorKind::UnexpectedReply);
    const auto wild = await(f.client->listTokens(PageCursor {u"org:x"_s}));
    QVERIFY(!wild);
    f.wire->verifyAllUsed();
}

void TestMistClient::readsALargeListOffTheGuiThread()
{
    Fixture f;
    f.expectSelf("mist/self-org.json");
    QByteArray body = "[";
    for (int i = 0; i < 3000; ++i)
        body += (i ? "," : "") + R"({"id":"t)"_ba + QByteArray::number(i) + R"(","name":"token"})";
    f.wire->expect(Verb::Get, orgTokens).reply(200, body + "]");
    const auto page = await(f.client->listTokens({}));
    QVERIFY(page);
    QCOMPARE(page->tokens.size(), 3000u);
    f.wire->verifyAllUsed();
}

void TestMistClient::refusesAnUnsafeOrganisation()
{
    Fixture f(u"../../self"_s);
    f.expectSelf("mist/self-org.json");
    const auto page = await(f.client->listTokens({}));
    QVERIFY(!page);
    QCOMPARE(page.error().kind, ErrorKind::Invalid);
    f.wire->verifyAllUsed();
}

void TestMistClient::offersFormsWithPlaces()
{
    Fixture f;
    f.expectSelf("mist/self-user.json");
    const QByteArray base = "/api/v1/orgs/a40f5d1f-d889-42e9-94ea-b9b33585fc6b/";
    f.wire->expect(Verb::Get, base + "sites?limit=100&page=1")
        .reply(200, R"([{"id":"s1","name":"Warehouse"}])",
            {{"X-Page-Total", "2"}, {"X-Page-Limit", "1"}, {"X-Page-Page", "1"}});
    f.wire->expect(Verb::Get, base + "sites?limit=100&page=2")
        .reply(200, R"([{"id":"s2","name":"Shop"}])");
    f.wire->expect(Verb::Get, base + "sitegroups?limit=100&page=1")
        .reply(200, R"([{"id":"g1","name":"Shops"}])");
    const auto forms = await(f.client->draftForms());
    QVERIFY(forms);
    QCOMPARE(forms->size(), 2u);
    const auto &form = forms->front();
    QCOMPARE(form.kind, TokenKind::Organisation);
    QCOMPARE(form.maximumGrants, 10);
    QCOMPARE(form.maximumAddresses, 10);
    QCOMPARE(form.targets.size(), 5u);
    QCOMPARE(form.targets[2].target.target, u"site:s1"_s);
    QCOMPARE(form.targets[2].target.targetLabel, u"Warehouse"_s);
    QCOMPARE(form.targets[4].kind, u"sitegroup"_s);
    QCOMPARE(form.presets[0].grants[0].name, u"read"_s);
    QVERIFY(form.unavailable.isEmpty());
    QCOMPARE(forms->back().style, domain::GrantStyle::Inherited);
    QVERIFY(forms->back().unavailable.isEmpty());
    f.wire->verifyAllUsed();
}

void TestMistClient::offersTypedPlacesWhereListsFail()
{
    Fixture f;
    f.expectSelf("mist/self-org.json");
    const QByteArray base = "/api/v1/orgs/a40f5d1f-d889-42e9-94ea-b9b33585fc6b/";
    f.wire->expect(Verb::Get, base + "sites?limit=100&page=1").reply(403, forbidden);
    f.wire->expect(Verb::Get, base + "sitegroups?limit=100&page=1").reply(500, "<html>");
    const auto forms = await(f.client->draftForms());
    QVERIFY(forms);
    QCOMPARE(forms->front().targets.size(), 2u);
    QVERIFY(forms->front().takesTypedGrants);
    QVERIFY(!forms->back().unavailable.isEmpty()); // An organisation's token belongs to no user.
    f.wire->verifyAllUsed();
}

void TestMistClient::offersNoUserTokenToSso()
{
    Fixture f(QString {});
    f.wire->expect(Verb::Get, "/api/v1/self")
        .reply(200, R"({"email":"a@example.com","via_sso":true,"privileges":[]})");
    const auto forms = await(f.client->draftForms());
    QVERIFY(forms);
    QVERIFY(forms->front().unavailable.contains("SSO"_L1));
    QVERIFY(!forms->back().unavailable.isEmpty());
    domain::TokenDraft draft;
    draft.kind = TokenKind::User;
    draft.name = u"x"_s;
    const auto issued = await(f.client->createToken(std::move(draft)));
    QVERIFY(!issued);
    QCOMPARE(issued.error().kind, ErrorKind::Unsupported);
    f.wire->verifyAllUsed();
}

void TestMistClient::createsAndReadsTheRowAgain()
{
    Fixture f;
    f.expectSelf("mist/self-org.json");
    f.wire->expect(Verb::Post, orgTokens)
        .json(R"({"name":"noc","privileges":[{"scope":"org","role":"read"}]})")
        .check([](const http::Request &request) { QVERIFY(request.isChange); })
        .reply(200, R"({"id":"t1","name":"noc","key":"EXAMPLEexampleEXAMPLEexample0000"})");
    f.wire->expect(Verb::Get, oneToken)
        .reply(200,
            R"({"id":"t1","name":"noc","key":"EXAM...0000","created_by":"ada@example.com","privileges":[{"scope":"org","role":"read","org_id":"o"}]})");
    const auto issued = await(f.client->createToken(orgDraft()));
    QVERIFY(issued);
    QVERIFY(issued->secret.expose() == "EXAMPLEexampleEXAMPLEexample0000");
    QCOMPARE(issued->token.creator.value, u"ada@example.com"_s);
    QCOMPARE(issued->token.grantsState, domain::FactState::Known);
    f.wire->verifyAllUsed();
}

void TestMistClient::keepsTheSecretWhenReadingAgainFails()
{
    for (const int status : {200, 404, 500}) {
        Fixture f;
        f.expectSelf("mist/self-org.json");
        f.wire->expect(Verb::Post, orgTokens)
            .reply(200, R"({"id":"t1","key":"EXAMPLEexampleEXAMPLEexample0000"})");
        f.wire->expect(Verb::Get, oneToken).reply(status, "<html>");
        const auto issued = await(f.client->createToken(orgDraft()));
        QVERIFY(issued);
        QVERIFY(issued->secret.expose() == "EXAMPLEexampleEXAMPLEexample0000");
        QCOMPARE(issued->token.name, u"noc"_s);
        QVERIFY(issued->token.grants == orgDraft().grants);
        QCOMPARE(issued->token.grantsState, domain::FactState::Known);
        f.wire->verifyAllUsed();
    }
}

void TestMistClient::createsAUserToken()
{
    Fixture f;
    f.expectSelf("mist/self-user.json");
    f.wire->expect(Verb::Post, "/api/v1/self/apitokens")
        .json(R"({"name":"laptop"})")
        .reply(200, R"([{"id":"u1","name":"laptop","key":"EXAMPLEexampleEXAMPLEexample0001"}])");
    domain::TokenDraft draft;
    draft.kind = TokenKind::User;
    draft.name = u"laptop"_s;
    const auto issued = await(f.client->createToken(std::move(draft)));
    QVERIFY(issued);
    QCOMPARE(issued->token.key.remoteId, u"u1"_s);
    QCOMPARE(issued->token.kind, TokenKind::User);
    f.wire->verifyAllUsed();
}

void TestMistClient::checksADraftBeforeSending()
{
    Fixture f;
    f.expectSelf("mist/self-org.json");
    auto none = orgDraft();
    none.grants.clear();
    QCOMPARE(await(f.client->createToken(std::move(none))).error().field, u"grants"_s);
    auto many = orgDraft();
    many.grants.resize(11, many.grants.front());
    QCOMPARE(await(f.client->createToken(std::move(many))).error().field, u"grants"_s);
    auto odd = orgDraft();
    odd.addresses = QStringList {u"here"_s};
    QCOMPARE(await(f.client->createToken(std::move(odd))).error().field, u"addresses"_s);
    auto nameless = orgDraft();
    nameless.name.clear();
    QCOMPARE(await(f.client->createToken(std::move(nameless))).error().field, u"name"_s);
    QCOMPARE(f.wire->sent(), 1);
}

void TestMistClient::createsOnceWhateverTheAnswer()
{
    for (const int status : {400, 401, 409, 429, 500, 503}) {
        Fixture f;
        f.expectSelf("mist/self-org.json");
        f.wire->expect(Verb::Post, orgTokens).reply(status, R"({"detail":"no"})");
        const auto issued = await(f.client->createToken(orgDraft()));
        QVERIFY(!issued);
        QCOMPARE(issued.error().vendorWords, u"no"_s);
        QCOMPARE(issued.error().kind == ErrorKind::OutcomeUnknown, status >= 500);
        QCOMPARE(f.wire->sent(), 2);
        f.wire->verifyAllUsed();
    }
}

void TestMistClient::saysWhenACreateMayHaveHappened()
{
    for (const auto *body : {"", "<html>", "{}", R"({"id":"t1","key":"1qkb...QQCL"})"}) {
        Fixture f;
        f.expectSelf("mist/self-org.json");
        f.wire->expect(Verb::Post, orgTokens).reply(200, body);
        QCOMPARE(await(f.client->createToken(orgDraft())).error().kind, ErrorKind::OutcomeUnknown);
        f.wire->verifyAllUsed();
    }
    Fixture early;
    early.wire->expect(Verb::Get, "/api/v1/self").reply(500);
    // Nothing was sent that makes a token.
    QCOMPARE(await(early.client->createToken(orgDraft())).error().kind, ErrorKind::VendorFault);
}

void TestMistClient::editsWithAllPrivilegesAndReadsBack()
{
    Fixture f;
    f.wire->expect(Verb::Put, oneToken)
        .json(R"({"name":"new","privileges":[{"scope":"org","role":"read"}]})")
        .reply(200, "");
    f.wire->expect(Verb::Get, oneToken).reply(200, R"({"id":"t1","name":"new","privileges":[]})");
    const auto token = await(f.client->updateToken(orgToken(), {.name = u"new"_s}));
    QVERIFY(token);
    QCOMPARE(token->name, u"new"_s);
    f.wire->verifyAllUsed();
}

void TestMistClient::fetchesPrivilegesItDoesNotKnow()
{
    Fixture f;
    auto before = orgToken();
    before.grants.clear();
    before.grantsState = domain::FactState::NotReported;
    f.wire->expect(Verb::Get, oneToken)
        .reply(200, R"({"id":"t1","name":"noc","privileges":[{"scope":"org","role":"helpdesk"}]})");
    f.wire->expect(Verb::Put, oneToken)
        .json(R"({"name":"new","privileges":[{"scope":"org","role":"helpdesk"}]})")
        .reply(200, "{}");
    f.wire->expect(Verb::Get, oneToken).reply(200, R"({"id":"t1","name":"new"})");
    QVERIFY(await(f.client->updateToken(before, {.name = u"new"_s})));
    f.wire->verifyAllUsed();
}

void TestMistClient::editsAUserTokensNameOnly()
{
    Fixture f;
    auto before = tokenCalled(u"u1"_s, u"laptop"_s);
    before.kind = TokenKind::User;
    f.wire->expect(Verb::Put, "/api/v1/self/apitokens/u1")
        .json(R"({"name":"desk"})")
        .reply(200, R"({"id":"u1","name":"desk"})");
    f.wire->expect(Verb::Get, "/api/v1/self/apitokens/u1")
        .reply(200, R"({"id":"u1","name":"desk"})");
    const auto token = await(f.client->updateToken(before, {.name = u"desk"_s}));
    QVERIFY(token);
    QCOMPARE(token->name, u"desk"_s);
    f.wire->verifyAllUsed();
}

void TestMistClient::keepsAnEditWhoseReadBackFails()
{
    Fixture f;
    f.wire->expect(Verb::Put, oneToken).reply(200, "{}");
    f.wire->expect(Verb::Get, oneToken).reply(500, "");
    const auto token = await(f.client->updateToken(orgToken(), {.name = u"new"_s}));
    QVERIFY(token);
    QCOMPARE(token->name, u"new"_s);
    f.wire->verifyAllUsed();
}

void TestMistClient::refusesEditsTheVendorDoesNotHave()
{
    Fixture f;
    auto user = tokenCalled(u"u1"_s, u"laptop"_s);
    user.kind = TokenKind::User;
    const auto grants = std::vector<domain::Grant> {orgDraft().grants};
    QCOMPARE(await(f.client->updateToken(orgToken(), {.description = u"d"_s})).error().kind,
        ErrorKind::Unsupported);
    QCOMPARE(await(f.client->updateToken(user, {.grants = grants})).error().kind,
        ErrorKind::Unsupported);
    QCOMPARE(await(f.client->updateToken(orgToken(), {.grants = std::vector<domain::Grant> {}}))
                 .error()
                 .field,
        u"grants"_s);
    QVERIFY(await(f.client->updateToken(orgToken(), {})));
    QCOMPARE(f.wire->sent(), 0);
}

void TestMistClient::deletesEitherKind()
{
    Fixture f;
    auto user = tokenCalled(u"u1"_s);
    user.kind = TokenKind::User;
    f.wire->expect(Verb::Delete, oneToken).reply(200, "{}");
    f.wire->expect(Verb::Delete, "/api/v1/self/apitokens/u1").reply(404, "{}");
    f.wire->expect(Verb::Delete, oneToken).reply(500, "");
    QVERIFY(await(f.client->deleteToken(orgToken())) == domain::DeleteOutcome::Deleted);
    QVERIFY(await(f.client->deleteToken(user)) == domain::DeleteOutcome::AlreadyGone);
    QCOMPARE(await(f.client->deleteToken(orgToken())).error().kind, ErrorKind::OutcomeUnknown);
    auto odd = orgToken();
    odd.key.remoteId = u"../../self"_s;
    QCOMPARE(await(f.client->deleteToken(odd)).error().kind, ErrorKind::Invalid);
    f.wire->verifyAllUsed();
}

void TestMistClient::cannotDisable()
{
    Fixture f;
    const auto outcomes = await(f.client->setEnabled({orgToken()}, false));
    QVERIFY(!outcomes);
    QCOMPARE(outcomes.error().kind, ErrorKind::Unsupported);
    QVERIFY(!outcomes.error().detail.isEmpty());
    const auto can = f.client->capabilities();
    for (const auto operation : domain::allOperations) {
        if (!can[operation].isPossible())
            QVERIFY(!can[operation].reason.isEmpty());
    }
    QCOMPARE(f.wire->sent(), 0);
}

void TestMistClient::downgradesAfterARefusal()
{
    Fixture f;
    f.expectSelf("mist/self-org.json");
    f.wire->expect(Verb::Get, orgTokens).reply(403, forbidden);
    f.wire->expect(Verb::Post, orgTokens).reply(403, forbidden);
    f.wire->expect(Verb::Delete, oneToken).reply(403, forbidden);
    QCOMPARE(await(f.client->listTokens({})).error().kind, ErrorKind::Forbidden);
    QCOMPARE(await(f.client->createToken(orgDraft())).error().kind, ErrorKind::Forbidden);
    QCOMPARE(await(f.client->deleteToken(orgToken())).error().kind, ErrorKind::Forbidden);
    for (const auto operation : {Operation::List, Operation::Create, Operation::Delete}) {
        QCOMPARE(f.client->capabilities()[operation].support, Support::Unsupported);
        QVERIFY(f.client->capabilities()[operation].reason.contains("permission"_L1));
    }
    f.expectSelf("mist/self-org.json");
    f.wire->expect(Verb::Get, "/api/v1/self/usage").reply(500);
    QVERIFY(await(f.client->whoAmI()));
    QCOMPARE(f.client->capabilities()[Operation::Delete].support, Support::Native);
    f.wire->verifyAllUsed();
}

void TestMistClient::keepsOwnTokensOpenAfterARefusal()
{
    Fixture f;
    f.expectSelf("mist/self-user.json");
    f.wire->expect(Verb::Post, orgTokens).reply(403, forbidden);
    QVERIFY(!await(f.client->createToken(orgDraft())));
    const auto can = f.client->capabilities()[Operation::Create];
    QCOMPARE(can.support, Support::Unknown);
    QVERIFY(can.reason.contains("permission"_L1));
    const QByteArray base = "/api/v1/orgs/a40f5d1f-d889-42e9-94ea-b9b33585fc6b/";
    f.wire->expect(Verb::Get, base + "sites?limit=100&page=1").reply(200, "[]");
    f.wire->expect(Verb::Get, base + "sitegroups?limit=100&page=1").reply(200, "[]");
    const auto forms = await(f.client->draftForms());
    QVERIFY(forms);
    QVERIFY(forms->front().unavailable.contains("permission"_L1));
    QVERIFY(forms->back().unavailable.isEmpty());
    f.wire->verifyAllUsed();
}

void TestMistClient::readsAUsersOwnToken()
{
    Fixture f;
    f.expectSelf("mist/self-user.json");
    f.wire->expect(Verb::Get, "/api/v1/self/apitokens/t1")
        .reply(200, R"({"id":"t1","name":"laptop","key":"1qkb...QQCL","last_used":null})");
    auto token = orgToken();
    token.kind = TokenKind::User;
    const auto found = await(f.client->readToken(token));
    QVERIFY(found);
    QCOMPARE(found->name, u"laptop"_s);
    QCOMPARE(found->kind, TokenKind::User);
    QCOMPARE(found->keyHint, u"1qkb...QQCL"_s);
    f.wire->verifyAllUsed();
}

void TestMistClient::takesNoWebPageForAGoneToken()
{
    Fixture f;
    f.wire->expect(Verb::Get, oneToken)
        .reply(404, "<html>Not found</html>", {{"Content-Type", "text/html"}});
    QCOMPARE(await(f.client->readToken(orgToken())).error().kind, ErrorKind::UnexpectedReply);
    f.wire->verifyAllUsed();
}

void TestMistClient::sendsNoKeyOfAnotherToken()
{
    Fixture f;
    auto token = orgToken();
    token.keyHint = u"abcd...wxyz"_s;
    const auto who = await(
        f.client->verifyKey(token, base::Secret::copyOf("VERIFYverifyVERIFYverifyVERIFY01")));
    QVERIFY(!who);
    QCOMPARE(who.error().field, u"key"_s);
    QCOMPARE(f.wire->sent(), 0);
}

void TestMistClient::endsQuietlyWhenTheClientGoes()
{
    Fixture f;
    f.wire->expect(Verb::Get, "/api/v1/self").hang();
    auto task = f.client->listTokens({});
    f.client.reset(); // The transport's promises end as cancelled; nothing runs into the client.
    const auto page = await(std::move(task));
    QVERIFY(!page);
    QCOMPARE(page.error().kind, ErrorKind::Cancelled);
}

void TestMistClient::sketchesRequestsWithoutTheKey()
{
    Fixture f;
    const auto token = orgToken();
    for (const auto operation :
        {Operation::List, Operation::Create, Operation::Rename, Operation::Delete}) {
        const auto sketch = f.client->sketch(operation, &token);
        QVERIFY(sketch);
        QVERIFY(sketch->url.toString().startsWith("https://api.mist.com/api/v1/orgs/"_L1));
        QCOMPARE(sketch->headers.front().second, "Token $TOKEN"_ba);
        QVERIFY(!sketch->body.contains(ownKey));
    }
    QVERIFY(!f.client->sketch(Operation::Disable, &token));
    QVERIFY(!f.client->sketch(Operation::Delete, nullptr));
    QCOMPARE(f.client->consoleLink(nullptr), QUrl(u"https://manage.mist.com/admin/"_s));
}

QTEST_GUILESS_MAIN(TestMistClient)
#include "tst_mistclient.moc"
