// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#include "base/json.h"
#include "vendors/softwareone/softwareoneform.h"
#include "vendors/softwareone/softwareonerequests.h"
#include "vendors/softwareone/softwareonewire.h"
#include "vendortest.h"

#include <QJsonDocument>
#include <QJsonObject>

using namespace Qt::StringLiterals;
using base::ErrorKind;
using domain::FactState;
using domain::Presence;
using domain::Token;
using domain::TokenStatus;
using test::fixture;
namespace wire = softwareone::wire;
namespace form = softwareone::form;
namespace requests = softwareone::requests;

namespace {

wire::Reader reader()
{
    return {QString::fromLatin1(test::connectionId), u"TKN-4134-7330"_s};
}

std::vector<Token> page()
{
    const auto parsed = wire::parsePage(fixture("softwareone/page.json"), reader(), {});
    return parsed ? parsed->tokens.tokens() : std::vector<Token> {};
}

base::Result<Token> tokenOf(const QByteArray &json)
{
    return wire::parseToken(json, reader());
}

http::ErrorWords errorOf(const QByteArray &body, int status = 400)
{
    return wire::parseError({status, {}, body});
}

} // namespace

class SoftwareOneWireTest final : public test::StrictTest
{
    Q_OBJECT

private slots:
    void readsEveryField();
    void takesAbsentForNeverButNotForUnknown();
    void keepsAStatusNobodyKnows();
    void takesNullForAbsent();
    void readsTimesInEveryForm_data();
    void readsTimesInEveryForm();
    void namesTheMemberThatIsWrong_data();
    void namesTheMemberThatIsWrong();
    void blanksTheKeyBeforeParsing_data();
    void blanksTheKeyBeforeParsing();
    void neverLetsTheKeyThrough();
    void roundTripsTheRestOfAToken();
    void readsThePagingRules_data();
    void readsThePagingRules();
    void survivesAnyCut();
    void findsItsOwnIdInTheKey_data();
    void findsItsOwnIdInTheKey();
    void readsEveryErrorShape_data();
    void readsEveryErrorShape();
    void givesModulesTheirRules();
    void readsTheOlderFlagsOfAModule();
    void takesTheDefaultGroupUnderBothNames();
    void asksForNothingThatNobodyTicked();
    void acceptsOlderNamesWithAWarningOnly();
    void sendsNoExtensionsAndNoAccountInAnEdit();
};

void SoftwareOneWireTest::readsEveryField()
{
    const auto tokens = page();
    QCOMPARE(tokens.size(), 4U);
    const Token &token = tokens[0];
    QCOMPARE(token.key.remoteId, u"TKN-4134-7330"_s);
    QCOMPARE(token.key.connectionId, QString::fromLatin1(test::connectionId));
    QCOMPARE(token.name, u"CRM robot"_s);
    QCOMPARE(token.description.value, u"Nightly sync"_s);
    QCOMPARE(token.status, TokenStatus::Active);
    QVERIFY(token.created == domain::TimeFact::known(test::instant("2026-07-01T08:00:00Z")));
    QVERIFY(token.lastUsed
        == domain::TimeFact::known(
            test::instant("2026-08-02T09:14:11.120Z"), domain::Precision::Approximate));
    QCOMPARE(token.expires.state, FactState::NotReported);
    QCOMPARE(token.creator.value, u"John Smith"_s);
    QCOMPARE(token.owner.value, u"Stark Industries"_s);
    QCOMPARE(token.keyHint, u"idt:TKN-4134-7330:..."_s);
    QVERIFY(token.isOwnCredential);
    QCOMPARE(token.grants.size(), 2U);
    QCOMPARE(token.grants[0].name, u"MOD-1756"_s);
    QCOMPARE(token.grants[0].label, u"Access Management"_s);
    QVERIFY(token.grants[0].broad);
    QVERIFY(!token.grants[1].broad);
}

void SoftwareOneWireTest::takesAbsentForNeverButNotForUnknown()
{
    const auto tokens = page();
    QCOMPARE(tokens[1].lastUsed.state, FactState::Never);
    QCOMPARE(tokens[1].status, TokenStatus::Disabled);
    QCOMPARE(tokens[1].description.value, QString());
    QCOMPARE(tokens[1].creator.value, u"TKN-4134-7330"_s); // Made by a token without a name.
    QCOMPARE(tokens[1].owner.state, FactState::NotReported);
    QVERIFY(!tokens[1].isOwnCredential);
    QCOMPARE(tokens[1].grantsState, FactState::Known);

    // "$meta.omitted" says what was left out: that is not "never" and not "none".
    QCOMPARE(tokens[3].status, TokenStatus::Deleted);
    QCOMPARE(tokens[3].lastUsed.state, FactState::NotFetched);
    QCOMPARE(tokens[3].created.state, FactState::NotFetched);
    QCOMPARE(tokens[3].creator.state, FactState::NotFetched);
    QCOMPARE(tokens[3].description.state, FactState::NotFetched);
    QCOMPARE(tokens[3].grantsState, FactState::NotFetched);
    QCOMPARE(tokens[3].name, QString());
}

void SoftwareOneWireTest::keepsAStatusNobodyKnows()
{
    const auto tokens = page();
    QCOMPARE(tokens[2].status, TokenStatus::Unknown);
    QCOMPARE(tokens[2].rawStatus, u"Suspended"_s);
    QCOMPARE(tokens[2].name, u"Odd <b>name</b> [old]"_s);
    QVERIFY(tokens[2].lastUsed == domain::TimeFact::notUnderstood(u"yesterday"_s));
    QCOMPARE(tokens[2].creator.state, FactState::NotReported);
}

void SoftwareOneWireTest::takesNullForAbsent()
{
    const auto token = tokenOf(R"({"id":"TKN-1","name":null,"description":null,"status":null,
        "lastAccessAt":null,"modules":null,"extensions":null,"audit":null,"account":null,"token":null})");
    QVERIFY(token);
    QCOMPARE(token->lastUsed.state, FactState::Never);
    QCOMPARE(token->status, TokenStatus::Unknown);
    QVERIFY(token->rawStatus.isEmpty());
    QVERIFY(token->grants.empty());
}

void SoftwareOneWireTest::readsTimesInEveryForm_data()
{
    QTest::addColumn<QByteArray>("at");
    QTest::addColumn<QByteArray>("iso");
    QTest::newRow("with milliseconds") << "2026-07-01T08:00:00.5Z"_ba
                                       << "2026-07-01T08:00:00.500Z"_ba;
    QTest::newRow("without") << "2026-07-01T08:00:00Z"_ba
                             << "2026-07-01T08:00:00Z"_ba;
    QTest::newRow("seven digits") << "2026-07-01T08:00:00.1234567Z"_ba
                                  << "2026-07-01T08:00:00.123Z"_ba;
    QTest::newRow("offset") << "2026-07-01T10:00:00+02:00"_ba
                            << "2026-07-01T08:00:00Z"_ba;
    QTest::newRow("no zone is UTC") << "2026-07-01T08:00:00"_ba
                                    << "2026-07-01T08:00:00Z"_ba;
    QTest::newRow("not 1970") << "1970-01-01T00:00:00Z"_ba
                              << ""_ba;
    QTest::newRow("not year 1") << "0001-01-01T00:00:00Z"_ba
                                << ""_ba;
    QTest::newRow("words") << "soon"_ba
                           << ""_ba;
}

void SoftwareOneWireTest::readsTimesInEveryForm()
{
    QFETCH(QByteArray, at);
    QFETCH(QByteArray, iso);
    const auto token = tokenOf(R"({"id":"T","audit":{"created":{"at":")" + at + R"("}}})");
    QVERIFY(token);
    if (iso.isEmpty())
        QVERIFY(token->created == domain::TimeFact::notUnderstood(QString::fromLatin1(at)));
    else
        QVERIFY(token->created == domain::TimeFact::known(test::instant(iso.constData())));
}

void SoftwareOneWireTest::namesTheMemberThatIsWrong_data()
{
    QTest::addColumn<QByteArray>("body");
    QTest::addColumn<QString>("detail");
    QTest::newRow("no data") << R"({"$meta":{}})"_ba << u"data is missing"_s;
    QTest::newRow("data no array") << R"({"data":{}})"_ba << u"data is not an array"_s;
    QTest::newRow("item no object") << R"({"data":[7,{}]})"_ba << u"data[0] is not an object"_s;
    QTest::newRow("no id") << R"({"data":[{"name":"x"}]})"_ba << u"data[0].id is missing"_s;
    QTest::newRow("empty id") << R"({"data":[{"id":""}]})"_ba
                              << u"data[0].id is not a non-empty string"_s;
    QTest::newRow("web page") << "<html></html>"_ba << u"the reply is a web page, not JSON"_s;
    QTest::newRow("empty") << ""_ba << u"the reply is empty"_s;
    QTest::newRow("null") << "null"_ba << QString();
    QTest::newRow("array") << "[]"_ba << u"the reply is not a JSON object"_s;
}

void SoftwareOneWireTest::namesTheMemberThatIsWrong()
{
    QFETCH(QByteArray, body);
    QFETCH(QString, detail);
    const auto parsed = wire::parsePage(body, reader(), {});
    QVERIFY(!parsed);
    QCOMPARE(parsed.error().kind, ErrorKind::UnexpectedReply);
    if (!detail.isEmpty())
        QCOMPARE(parsed.error().detail, detail);
}

void SoftwareOneWireTest::blanksTheKeyBeforeParsing_data()
{
    QTest::addColumn<QByteArray>("body");
    QTest::addColumn<QByteArray>("blank");
    QTest::newRow("plain") << R"({"token":"abc","a":1})"_ba
                           << R"({"token":"***","a":1})"_ba;
    QTest::newRow("spaces") << "{\"token\" \n:\t \"abc\"}"_ba
                            << "{\"token\" \n:\t \"***\"}"_ba;
    QTest::newRow("escapes") << R"({"token":"a\"b\\","x":"y"})"_ba
                             << R"({"token":"******","x":"y"})"_ba;
    QTest::newRow("twice") << R"([{"token":"a"},{"token":"b"}])"_ba
                           << R"([{"token":"*"},{"token":"*"}])"_ba;
    QTest::newRow("a value") << R"({"omitted":["token","audit"]})"_ba
                             << R"({"omitted":["token","audit"]})"_ba;
    QTest::newRow("inside a string") << R"({"name":"say \"token\":\"x\""})"_ba
                                     << R"({"name":"say \"token\":\"x\""})"_ba;
    QTest::newRow("no string") << R"({"token":{"a":"b"}})"_ba
                               << R"({"token":{"a":"b"}})"_ba;
    QTest::newRow("cut in the key") << R"({"token":"abc)"_ba
                                    << R"({"token":"***)"_ba;
    QTest::newRow("cut after an escape") << R"({"token":"ab\)"_ba
                                         << R"({"token":"***)"_ba;
    QTest::newRow("cut before") << R"({"token":)"_ba
                                << R"({"token":)"_ba;
}

void SoftwareOneWireTest::blanksTheKeyBeforeParsing()
{
    QFETCH(QByteArray, body);
    QFETCH(QByteArray, blank);
    base::json::blankSecrets(body);
    QCOMPARE(body, blank);
}

void SoftwareOneWireTest::neverLetsTheKeyThrough()
{
    const QByteArray whole = fixture("softwareone/page.json");
    QVERIFY(whole.contains("CANARY"));
    for (const Token &token : page()) {
        QVERIFY(!token.raw.contains("CANARY"));
        QVERIFY(!token.keyHint.contains(u"CANARY"_s));
    }
    // An escaped member name hides from the bytes, not from the parser.
    const auto escaped = tokenOf(R"({"id":"T","\u0074oken":"CANARY","deep":[{"token":"CANARY"}]})");
    QVERIFY(escaped);
    QVERIFY(!escaped->raw.contains("CANARY"));

    for (qsizetype length = 0; length < whole.size(); length += 7) {
        const auto cut = wire::parsePage(whole.left(length), reader(), {});
        QVERIFY(!cut);
        QVERIFY(!cut.error().detail.contains(u"CANARY"_s));
        QVERIFY(!cut.error().vendorWords.contains(u"CANARY"_s));
    }
    const QByteArray issued = fixture("softwareone/issued.json");
    const auto broken = wire::parseIssued(QByteArray(issued).replace("\"id\"", "\"di\""), reader());
    QVERIFY(!broken);
    QVERIFY(!broken.error().detail.contains(u"ISSUED"_s));
    const auto key = wire::parseIssued(issued, reader());
    QVERIFY(key);
    QVERIFY(!key->token.raw.contains("ISSUED"));
}

void SoftwareOneWireTest::roundTripsTheRestOfAToken()
{
    const auto tokens = page();
    const auto raw = QJsonDocument::fromJson(tokens[0].raw).object();
    QCOMPARE(raw.value("extensions"_L1), QJsonValue(QJsonArray())); // None, not all.
    QCOMPARE(raw.value("revision"_L1).toInt(), 7);
    QVERIFY(raw.contains("somethingNew"_L1));
    QVERIFY(!QJsonDocument::fromJson(tokens[1].raw).object().contains("extensions"_L1)); // All.
    QVERIFY(tokens[0].raw.startsWith('{') && tokens[0].raw.endsWith('}')); // As it came.
}

void SoftwareOneWireTest::readsThePagingRules_data()
{
    QTest::addColumn<QByteArray>("meta");
    QTest::addColumn<int>("items");
    QTest::addColumn<QString>("next");
    QTest::addColumn<int>("warnings");
    QTest::newRow("more") << R"({"pagination":{"offset":100,"limit":20,"total":200}})"_ba << 20
                          << u"120"_s << 0;
    QTest::newRow("last") << R"({"pagination":{"offset":100,"limit":100,"total":120}})"_ba << 20
                          << QString() << 0;
    QTest::newRow("shrank") << R"({"pagination":{"offset":100,"limit":100,"total":90}})"_ba << 20
                            << u"120"_s << 0; // The list's own count is judged by the walk.
    QTest::newRow("total null") << R"({"pagination":{"offset":100,"limit":100,"total":null}})"_ba
                                << 20 << u"120"_s << 0;
    QTest::newRow("total null, empty")
        << R"({"pagination":{"offset":100,"total":null}})"_ba << 0 << QString() << 0;
    QTest::newRow("empty too early")
        << R"({"pagination":{"offset":100,"total":200}})"_ba << 0 << QString() << 0;
    QTest::newRow("offset ignored")
        << R"({"pagination":{"offset":0,"total":200}})"_ba << 20 << QString() << 1;
    QTest::newRow("no paging") << "{}"_ba << 20 << u"120"_s << 0;
    QTest::newRow("nonsense") << R"({"pagination":{"offset":"x","total":1.5}})"_ba << 20 << u"120"_s
                              << 0;
    QTest::newRow("negative total") << R"({"pagination":{"total":-1}})"_ba << 0 << QString() << 0;
}

void SoftwareOneWireTest::readsThePagingRules()
{
    QFETCH(QByteArray, meta);
    QFETCH(int, items);
    QFETCH(QString, next);
    QFETCH(int, warnings);
    QByteArray data;
    for (int i = 0; i < items; ++i)
        data += (i == 0 ? "" : ",") + R"({"id":"T)"_ba + QByteArray::number(i) + R"("})";
    const auto parsed = wire::parsePage(
        R"({"$meta":)" + meta + R"(,"data":[)" + data + "]}", reader(), {100, false});
    QVERIFY(parsed);
    QCOMPARE(parsed->next ? parsed->next->position : QString(), next);
    QCOMPARE(parsed->warnings.size(), warnings);
}

void SoftwareOneWireTest::survivesAnyCut()
{
    // Each shape of reply at every length: nothing but the whole is a success.
    for (const char *name : {"softwareone/issued.json", "softwareone/own.json"}) {
        const QByteArray whole = fixture(name).trimmed();
        QVERIFY(wire::parseOwnToken(whole, reader()));
        for (qsizetype length = 0; length < whole.size(); ++length) {
            QVERIFY(!wire::parseOwnToken(whole.left(length), reader()));
            QVERIFY(!wire::parseIssued(whole.left(length), reader()));
        }
    }
    const QByteArray groups = fixture("softwareone/groups.json").trimmed();
    for (qsizetype length = 0; length < groups.size(); ++length) {
        QVERIFY(!form::parseDefaultGroup(groups.left(length)));
        QVERIFY(!form::parseModules(groups.left(length), {}));
        QVERIFY(!wire::parseAccounts(groups.left(length)));
        errorOf(groups.left(length));
    }
}

void SoftwareOneWireTest::findsItsOwnIdInTheKey_data()
{
    QTest::addColumn<QByteArray>("key");
    QTest::addColumn<QString>("id");
    QTest::newRow("idt") << "idt:TKN-1000-0001:abc"_ba << u"TKN-1000-0001"_s;
    QTest::newRow("old") << "abcdef"_ba << QString();
    QTest::newRow("cut") << "idt:TKN-1000-0001"_ba << QString();
    QTest::newRow("other form") << "idt:USR-1000-0001:abc"_ba << QString();
    QTest::newRow("path") << "idt:../../../x:abc"_ba << QString();
    QTest::newRow("empty") << QByteArray() << QString();
    QTest::newRow("jwt") << "aaaa.bbbb.cccc"_ba << QString();
}

void SoftwareOneWireTest::findsItsOwnIdInTheKey()
{
    QFETCH(QByteArray, key);
    QFETCH(QString, id);
    QCOMPARE(wire::tokenIdOf(key), id);
}

void SoftwareOneWireTest::readsEveryErrorShape_data()
{
    QTest::addColumn<QByteArray>("body");
    QTest::addColumn<QString>("words");
    QTest::addColumn<QString>("field");
    QTest::addColumn<QString>("requestId");
    QTest::newRow("problem details, errors by member")
        << R"({"type":"https://tools.ietf.org/html/rfc9110#section-15.5.1","title":"Bad Request",
            "status":400,"detail":"One or more validation errors occurred.","traceId":"00-9e02-56be-00",
            "errors":{"name":["Name is required."]}})"_ba
        << u"One or more validation errors occurred. name: Name is required."_s << u"name"_s
        << u"00-9e02-56be-00"_s;
    QTest::newRow("errors as a list")
        << R"({"title":"Update failed","status":400,"detail":"Name is too long","traceId":"00-0-0-00",
            "errors":[{"message":"Name is too long","properties":["name"]}]})"_ba
        << u"name: Name is too long"_s << u"name"_s << u"00-0-0-00"_s;
    QTest::newRow("details for detail") << R"({"title":"Bad Request","details":"Wrong module"})"_ba
                                        << u"Wrong module"_s << QString() << QString();
    QTest::newRow("title only") << R"({"title":"Authentication Failed","status":400})"_ba
                                << u"Authentication Failed"_s << QString() << QString();
    QTest::newRow("gateway") << R"({"statusCode":404,"message":"Resource not found"})"_ba
                             << u"Resource not found (status 404)"_s << QString() << QString();
    QTest::newRow("status as text") << R"({"status":"400","title":"Bad Request"})"_ba
                                    << u"Bad Request"_s << QString() << QString();
    QTest::newRow("another status as text") << R"({"statusCode":"503","message":"Busy"})"_ba
                                            << u"Busy (status 503)"_s << QString() << QString();
    QTest::newRow("errors of strings")
        << R"({"errors":["a","b","a"]})"_ba << u"a b"_s << QString() << QString();
    QTest::newRow("errors with one string")
        << R"({"errors":{"modules":"Unknown module"}})"_ba << u"modules: Unknown module"_s
        << u"modules"_s << QString();
    QTest::newRow("errors null") << R"({"detail":"x","errors":null,"traceId":null})"_ba << u"x"_s
                                 << QString() << QString();
    QTest::newRow("plain text") << "upstream timed out"_ba << u"upstream timed out"_s << QString()
                                << QString();
    QTest::newRow("nothing") << QByteArray() << QString() << QString() << QString();
    QTest::newRow("array") << "[1]"_ba << u"[1]"_s << QString() << QString();
}

void SoftwareOneWireTest::readsEveryErrorShape()
{
    QFETCH(QByteArray, body);
    QFETCH(QString, words);
    QFETCH(QString, field);
    QFETCH(QString, requestId);
    const auto said = errorOf(body);
    QCOMPARE(said.words, words);
    QCOMPARE(said.field, field);
    QCOMPARE(said.requestId, requestId);
}

void SoftwareOneWireTest::givesModulesTheirRules()
{
    const auto client = form::parseModules(fixture("softwareone/modules.json"), {u"Client"_s});
    QVERIFY(client);
    QCOMPARE(client->size(), 4U); // Neither the vendors' module nor the operations'.
    QCOMPARE((*client)[0].presence, Presence::Mandatory);
    QVERIFY(!(*client)[0].reason.isEmpty());
    QCOMPARE((*client)[1].presence, Presence::Optional);
    QCOMPARE((*client)[1].description, u"Products and prices"_s);
    QCOMPARE((*client)[2].presence, Presence::Forbidden);
    QVERIFY(!(*client)[2].reason.isEmpty());
    QCOMPARE((*client)[3].presence, Presence::Optional); // Says nothing about itself.
    QVERIFY((*client)[3].grant.broad);

    const auto unknownAccount = form::parseModules(fixture("softwareone/modules.json"), {});
    QVERIFY(unknownAccount);
    QCOMPARE(unknownAccount->size(), 6U);
}

void SoftwareOneWireTest::readsTheOlderFlagsOfAModule()
{
    const auto own = form::parseModules(fixture("softwareone/modules.json"), {u"Operations"_s});
    QVERIFY(own);
    QCOMPARE((*own)[3].grant.name, u"MOD-0005"_s);
    QCOMPARE((*own)[3].presence, Presence::Mandatory);
    // Where the account is still to be chosen, what binds one kind must not bind the other.
    const auto both
        = form::parseModules(fixture("softwareone/modules.json"), {u"Operations"_s, u"Client"_s});
    QVERIFY(both);
    QCOMPARE((*both)[3].presence, Presence::Optional);
    QVERIFY((*both)[3].reason.contains(u"Operations"_s));
}

void SoftwareOneWireTest::takesTheDefaultGroupUnderBothNames()
{
    const QByteArray body = fixture("softwareone/groups.json");
    const auto group = form::parseDefaultGroup(body);
    QVERIFY(group);
    QCOMPARE(group->size(), 3U);
    QCOMPARE((*group)[1].presence, Presence::Optional); // The group has it, so it may be given.
    const auto older = form::parseDefaultGroup(QByteArray(body).replace("isDefault", "default"));
    QVERIFY(older);
    QCOMPARE(older->size(), 3U);
    const auto none = form::parseDefaultGroup(QByteArray(body).replace("true", "false"));
    QVERIFY(none);
    QVERIFY(none->empty());
}

void SoftwareOneWireTest::asksForNothingThatNobodyTicked()
{
    auto choices = form::parseModules(fixture("softwareone/modules.json"), {u"Client"_s});
    QVERIFY(choices);
    const auto made = form::make(*choices, {{u"ACC-9042-0088"_s, u"Stark"_s, u"Client"_s}});
    QCOMPARE(made.presets.size(), 1U);
    QCOMPARE(made.presets[0].grants.size(), 1U); // The mandatory one and nothing else.
    QCOMPARE(made.presets[0].grants[0].name, u"MOD-0001"_s);
    QVERIFY(!made.emptyGrantsWarning.isEmpty());

    domain::TokenDraft draft;
    draft.name = u"robot"_s;
    QVERIFY(!domain::checkDraft(made, draft)); // A mandatory module is missing.
    draft.grants = made.presets[0].grants;
    QVERIFY(domain::checkDraft(made, draft));
    draft.grants.push_back({.name = u"MOD-0003"_s});
    QVERIFY(!domain::checkDraft(made, draft)); // A forbidden one.

    draft.grants.clear();
    QVERIFY(domain::checkDraft(form::make({}, {}), draft)); // No module at all is allowed.
}

void SoftwareOneWireTest::acceptsOlderNamesWithAWarningOnly()
{
    const auto made = form::make({}, {});
    QCOMPARE(made.name.maximum, 200);
    QVERIFY(made.name.serverDecides);
    QCOMPARE(made.description->maximum, 2000);
    const QRegularExpression pattern(QRegularExpression::anchoredPattern(made.name.pattern),
        QRegularExpression::UseUnicodePropertiesOption);
    QVERIFY(pattern.match(u"Zoë's \"CRM\" robot-2.0"_s).hasMatch());
    QVERIFY(!pattern.match(u"robot [old]"_s).hasMatch());
    domain::TokenDraft draft;
    draft.name = u"robot [old]"_s;
    QVERIFY(domain::checkDraft(made, draft));
    draft.name = QString(201, u'x');
    QVERIFY(!domain::checkDraft(made, draft));
}

void SoftwareOneWireTest::sendsNoExtensionsAndNoAccountInAnEdit()
{
    const auto edit = requests::update(u"TKN-0000-0001"_s,
        {.name = u"a"_s, .description = u"b"_s, .grants = std::vector<domain::Grant> {}});
    QVERIFY(edit);
    QCOMPARE(edit->body, R"({"description":"b","modules":[],"name":"a"})"_ba);
    QCOMPARE(edit->verb, http::Verb::Put);
}

QTEST_GUILESS_MAIN(SoftwareOneWireTest)
#include "tst_softwareonewire.moc"
