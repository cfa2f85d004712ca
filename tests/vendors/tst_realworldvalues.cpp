// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#include "base/utc.h"
#include "contractvendor.h"
#include "vendors/catalog.h"

using namespace Qt::StringLiterals;
using base::ErrorKind;
using domain::FactState;
using domain::TimeFact;
using http::Verb;
using test::await;
using test::ContractVendor;
using Step = test::ScriptedTransport::Step;

namespace {

struct Bench
{
    explicit Bench(const ContractVendor &which)
        : vendor(which)
    {
        auto transport = std::make_unique<test::ScriptedTransport>();
        wire = transport.get();
        client = vendors::makeClient(vendor.connection, vendor.credentials(), std::move(transport));
    }

    base::Result<domain::TokenPage> listed(const QByteArray &body)
    {
        vendor.expectList(*wire).reply(200, body);
        return await(client->listTokens(vendor.cursor));
    }
    base::Result<domain::Token> read(const QByteArray &body)
    {
        vendor.expectRead(*wire).reply(200, body);
        return await(client->readToken(vendor.token));
    }
    base::Result<domain::IssuedToken> created(const QByteArray &body)
    {
        vendor.expectCreate(*wire).reply(vendor.createdStatus, body);
        return await(client->createToken(vendor.draft()));
    }

    const ContractVendor &vendor;
    test::ScriptedTransport *wire = nullptr;
    std::unique_ptr<domain::VendorClient> client;
};

QByteArray replaced(QByteArray body, const QByteArray &from, const QByteArray &to)
{
    const qsizetype at = body.indexOf(from);
    if (at < 0)
        qFatal("%s is not in %s", from.constData(), body.constData());
    return body.replace(at, from.size(), to);
}

QByteArray wordOf(const ContractVendor &vendor, const char *csp, const char *others)
{
    return vendor.connection.vendor == domain::Vendor::Csp ? csp : others;
}

/// The body with another name for the token that is called "a".
QByteArray withName(const ContractVendor &vendor, const QByteArray &body, const QByteArray &json)
{
    const QByteArray member = '"' + wordOf(vendor, "tokenName", "name") + "\":";
    return replaced(body, member + "\"a\"", member + json);
}

QByteArray withId(const ContractVendor &vendor, const QByteArray &body, const QByteArray &json)
{
    const QByteArray member = '"' + wordOf(vendor, "tokenId", "id") + "\":";
    return replaced(body, member + '"' + vendor.token.key.remoteId.toUtf8() + '"', member + json);
}

/// The body with one more member in the first token.
QByteArray withMember(
    const ContractVendor &vendor, const QByteArray &body, const QByteArray &member)
{
    const QByteArray name = '"' + wordOf(vendor, "tokenName", "name") + "\":\"a\"";
    return replaced(body, name, name + ',' + member);
}

} // namespace

/// Replies of the real world: what a value may be like, for every vendor. A bad value costs neither
/// its row nor the page, and is never shown as something else.
class RealWorldValuesTest final : public test::StrictTest
{
    Q_OBJECT

private slots:
    void keepsAListWithABrokenName_data();
    void keepsAListWithABrokenName();
    void readsATokenWithABrokenName_data() { keepsAListWithABrokenName_data(); }
    void readsATokenWithABrokenName();
    void leavesOutATokenWithABrokenId_data() { keepsAListWithABrokenName_data(); }
    void leavesOutATokenWithABrokenId();
    void losesOnlyTheRowWithoutAnId_data();
    void losesOnlyTheRowWithoutAnId();
    void believesNoListWithoutASingleRow_data() { rows(); }
    void believesNoListWithoutASingleRow();
    void keepsARowWithAnOddMember_data();
    void keepsARowWithAnOddMember();
    void blanksKeysInABrokenBody_data() { keepsAListWithABrokenName_data(); }
    void blanksKeysInABrokenBody();
    void refusesAMemberTwiceInABrokenBody_data() { rows(); }
    void refusesAMemberTwiceInABrokenBody();
    void refusesWhatIsBrokenOutsideOfTexts_data() { rows(); }
    void refusesWhatIsBrokenOutsideOfTexts();
    void doesNotLoseANewKeyForABrokenName_data() { rows(); }
    void doesNotLoseANewKeyForABrokenName();
    void doesNotHandOutABrokenKey_data() { rows(); }
    void doesNotHandOutABrokenKey();
    void sendsNoMendedGrantBack();
    void tellsTimes_data();
    void tellsTimes();
    void takesAMissingListOfNoneForEmpty_data();
    void takesAMissingListOfNoneForEmpty();
    void believesNoMissingListOfSome_data();
    void believesNoMissingListOfSome();
    void offersANewTokenWithoutHelperLists_data();
    void offersANewTokenWithoutHelperLists();

private:
    static void rows()
    {
        QTest::addColumn<int>("vendor");
        const auto &all = test::contractVendors();
        for (std::size_t i = 0; i < all.size(); ++i)
            QTest::newRow(all[i].name) << int(i);
    }
    static const ContractVendor &vendor()
    {
        QFETCH(int, vendor);
        return test::contractVendors().at(std::size_t(vendor));
    }
};

void RealWorldValuesTest::keepsAListWithABrokenName_data()
{
    QTest::addColumn<int>("vendor");
    QTest::addColumn<QByteArray>("broken");
    QTest::addColumn<QString>("shown");
    const QString mark(QChar::ReplacementCharacter);
    const std::vector<std::tuple<const char *, QByteArray, QString>> cases = {
        {"first half alone", R"(a\ud83db)", u"a"_s + mark + u'b'},
        {"second half alone", R"(\uDE00 x)", mark + u" x"_s},
        {"first half twice", R"(\ud83d\ud83d\ude00)", mark + u"\U0001F600"_s},
        {"half at the end", R"(x\ud83d)", u"x"_s + mark},
        {"a byte that is none",
            "a\xff"
            "b",
            u"a"_s + mark + u'b'},
        {"Latin-1", "M\xfcller", u"M"_s + mark + u"ller"_s},
        {"cut character", "5 \xe2\x82", u"5 "_s + mark},
        {"half in UTF-8", "\xed\xa0\x80!", mark + mark + mark + u'!'},
        {"both kinds", "\xfe\\ud800", mark + mark},
    };
    const auto &all = test::contractVendors();
    for (std::size_t i = 0; i < all.size(); ++i) {
        for (const auto &[name, broken, shown] : cases)
            QTest::addRow("%s, %s", all[i].name, name) << int(i) << broken << shown;
    }
}

void RealWorldValuesTest::keepsAListWithABrokenName()
{
    QFETCH(QByteArray, broken);
    QFETCH(QString, shown);
    Bench bench(vendor());
    const auto list
        = bench.listed(withName(bench.vendor, bench.vendor.twoTokens, '"' + broken + '"'));
    QVERIFY(list);
    QCOMPARE(list->tokens.size(), 2U);
    QCOMPARE(list->tokens[0].name, shown);
    QCOMPARE(list->tokens[0].key.remoteId, bench.vendor.token.key.remoteId);
    QCOMPARE(list->tokens[1].name, u"b"_s);
    QCOMPARE(list->warnings, QStringList());
    QCOMPARE(list->remarks.size(), 1);
    // What is kept of it is what came.
    QVERIFY2(list->tokens[0].raw.contains(broken), list->tokens[0].raw.constData());
    bench.wire->verifyAllUsed();
}

void RealWorldValuesTest::readsATokenWithABrokenName()
{
    QFETCH(QByteArray, broken);
    QFETCH(QString, shown);
    Bench bench(vendor());
    const auto token = bench.read(withName(bench.vendor, bench.vendor.read, '"' + broken + '"'));
    QVERIFY(token);
    QCOMPARE(token->name, shown);
    QVERIFY(token->raw.contains(broken));
    QVERIFY(!token->raw.contains("CANARY"));
}

/// A deletion of it could hit another one.
void RealWorldValuesTest::leavesOutATokenWithABrokenId()
{
    QFETCH(QByteArray, broken);
    const auto body = [&broken](const QByteArray &whole) {
        return withId(vendor(), whole, '"' + broken + '"');
    };
    {
        Bench bench(vendor());
        const auto list = bench.listed(body(bench.vendor.twoTokens));
        QVERIFY(list);
        QCOMPARE(list->tokens.size(), 1U);
        QCOMPARE(list->tokens[0].name, u"b"_s);
        QCOMPARE(list->warnings.size(), 1); // It is missing: nothing vanishes for this list.
    }
    Bench bench(vendor());
    const auto token = bench.read(body(bench.vendor.read));
    QVERIFY(!token);
    QCOMPARE(token.error().kind, ErrorKind::UnexpectedReply);
}

void RealWorldValuesTest::losesOnlyTheRowWithoutAnId_data()
{
    QTest::addColumn<int>("vendor");
    QTest::addColumn<QByteArray>("id");
    const auto &all = test::contractVendors();
    for (std::size_t i = 0; i < all.size(); ++i) {
        for (const char *id : {"null", "5", "\"\"", "[]", "{\"id\":\"t1\"}", "true"})
            QTest::addRow("%s, %s", all[i].name, id) << int(i) << QByteArray(id);
    }
}

void RealWorldValuesTest::losesOnlyTheRowWithoutAnId()
{
    QFETCH(QByteArray, id);
    Bench bench(vendor());
    const auto list = bench.listed(withId(bench.vendor, bench.vendor.twoTokens, id));
    QVERIFY(list);
    QCOMPARE(list->tokens.size(), 1U);
    QCOMPARE(list->tokens[0].name, u"b"_s);
    QCOMPARE(list->warnings.size(), 1);
    QVERIFY(list->warnings[0].contains(
        bench.vendor.connection.vendor == domain::Vendor::Csp ? u"tokenId"_s : u".id"_s));
}

void RealWorldValuesTest::believesNoListWithoutASingleRow()
{
    const QByteArray member = '"' + wordOf(vendor(), "tokenId", "id") + "\":";
    Bench bench(vendor());
    QByteArray body = bench.vendor.twoTokens;
    const auto list = bench.listed(body.replace(member, "\"number\":"));
    QVERIFY(!list);
    QCOMPARE(list.error().kind, ErrorKind::UnexpectedReply);
}

void RealWorldValuesTest::keepsARowWithAnOddMember_data()
{
    QTest::addColumn<int>("vendor");
    QTest::addColumn<QByteArray>("from");
    QTest::addColumn<QByteArray>("to");
    const auto add = [](int vendor, const char *name, const char *from, const char *to) {
        QTest::addRow("%s, %s", test::contractVendors()[std::size_t(vendor)].name, name)
            << vendor << QByteArray(from) << QByteArray(to);
    };
    const char *mistGrants = R"([{"scope":"org","role":"FUTURE_GRANT"}])";
    add(0, "number as name", R"("name":"a")", R"("name":17)");
    add(0, "list as name", R"("name":"a")", R"("name":["a"])");
    add(0, "text as time", "1626875902", R"("yesterday")");
    add(0, "object as grants", mistGrants, R"({"scope":"org"})");
    add(0, "text among the grants", mistGrants, R"(["org"])");
    add(0, "number as creator", R"("name":"a")", R"("name":"a","created_by":5)");
    add(0, "text as addresses", R"("name":"a")", R"("name":"a","src_ips":"192.0.2.0/24")");
    const char *scopes = R"({"generalScopes":["FUTURE_GRANT"]})";
    add(1, "number as name", R"("tokenName":"a")", R"("tokenName":17)");
    add(1, "text as time", R"("tokenName":"a")", R"("tokenName":"a","createdAt":"2026")");
    add(1, "list as grants", scopes, "[1]");
    add(1, "text as state", R"("tokenName":"a")", R"("tokenName":"a","deactivated":"no")");
    add(1, "object as person", R"("tokenName":"a")", R"("tokenName":"a","acct":{"name":"x"})");
    add(2, "number as name", R"("name":"a")", R"("name":17)");
    add(2, "object as status", R"("Frozen")", R"({"id":1})");
    add(2, "list as description", R"("name":"a")", R"("name":"a","description":["x"])");
    add(2, "text as grants", R"([{"id":"FUTURE_GRANT"}])", R"("MOD-1756")");
    add(2, "grant without an id", R"([{"id":"FUTURE_GRANT"}])", R"([{"name":"x"}])");
    add(2, "text as audit", R"("name":"a")", R"("name":"a","audit":"none")");
    add(2, "number as time", R"("name":"a")", R"("name":"a","lastAccessAt":5)");
    add(3, "number as name", R"("name":"a")", R"("name":17)");
    add(3, "number as time", R"("2026-01-15T09:30:00.123456+00:00")", "1768469400");
    add(3, "text as grants", R"(["FUTURE_GRANT"])", R"("ALL")");
    add(3, "number among the grants", R"(["FUTURE_GRANT"])", R"(["ALL",1])");
    add(3, "number as client id", R"("c9")", "9");
}

void RealWorldValuesTest::keepsARowWithAnOddMember()
{
    QFETCH(QByteArray, from);
    QFETCH(QByteArray, to);
    QByteArray body = replaced(vendor().twoTokens, from, to);
    Bench bench(vendor());
    const auto list = bench.listed(body);
    QVERIFY2(list, body.constData());
    QCOMPARE(list->tokens.size(), 2U);
    QCOMPARE(list->warnings, QStringList());
    QCOMPARE(list->remarks.size(), 1);
    const domain::Token token = list->tokens[0];
    QCOMPARE(token.key.remoteId, bench.vendor.token.key.remoteId);
    if (from.contains("FUTURE_GRANT")) {
        QCOMPARE(token.grantsState, FactState::NotUnderstood);
        QVERIFY(token.grants.empty());
    }
    if (to.contains("src_ips")) // None at all would mean: from anywhere.
        QCOMPARE(token.allowedAddresses, QStringList(u"\"192.0.2.0/24\""_s));
    QVERIFY(!token.raw.contains("CANARY"));
}

void RealWorldValuesTest::blanksKeysInABrokenBody()
{
    QFETCH(QByteArray, broken);
    Bench bench(vendor());
    QByteArray body = withName(bench.vendor, bench.vendor.twoTokens, '"' + broken + '"');
    // The key itself is broken, its member's name is written with an escape, or is broken.
    for (const QByteArray &member : {"\"password\":\"CANARY" + broken + "CANARY\",",
             QByteArray("\"p\\u0061ssword2\":1,\"acc\\u0065ss_token\":\"CANARY\","),
             "\"tok" + broken + "en\":\"CANARY\","})
        body = replaced(body, "\"fieldFromTheFuture\"", member + "\"fieldFromTheFuture\"");
    const auto list = bench.listed(body);
    QVERIFY(list);
    QCOMPARE(list->tokens.size(), 2U);
    for (const domain::Token &token : list->tokens.tokens())
        QVERIFY2(!token.raw.contains("CANARY"), token.raw.constData());
}

void RealWorldValuesTest::refusesAMemberTwiceInABrokenBody()
{
    const QByteArray broken = withName(vendor(), vendor().twoTokens, "\"a\xff\"");
    const auto with = [&broken](const QByteArray &members) {
        Bench bench(vendor());
        return bench.listed(
            replaced(broken, "\"fieldFromTheFuture\"", members + "\"fieldFromTheFuture\""));
    };
    for (const char *twice :
        {"\"x\":1,\"x\":2,", "\"x\":1,\"\\u0078\":2,", "\"x\xff\":1,\"x\xff\":2,"}) {
        const auto list = with(twice);
        QVERIFY2(!list, twice);
        QCOMPARE(list.error().kind, ErrorKind::UnexpectedReply);
    }
    // They look the same once they are shown, and are not.
    QVERIFY(with("\"x\xff\":1,\"x\xfe\":2,\"x\\ud800\":3,\"x\\ud801\":4,"));
}

void RealWorldValuesTest::refusesWhatIsBrokenOutsideOfTexts()
{
    const QByteArray &whole = vendor().twoTokens;
    for (qsizetype at = 0; at < whole.size(); ++at) {
        if (!QByteArrayView(",:{}[]").contains(whole[at]) || whole.first(at).count('"') % 2 != 0)
            continue;
        QByteArray body = whole;
        body.insert(at, "\xff");
        Bench bench(vendor());
        QVERIFY2(!bench.listed(body), body.constData());
    }
}

void RealWorldValuesTest::doesNotLoseANewKeyForABrokenName()
{
    if (vendor().connection.vendor == domain::Vendor::Csp)
        QSKIP("the reply is the key alone");
    for (const QByteArray &name :
        {QByteArray("\"rob\xffot\""), QByteArray("\"rob\\ud800ot\""), QByteArray("17")}) {
        Bench bench(vendor());
        const auto issued = bench.created(replaced(bench.vendor.created, "\"robot\"", name));
        QVERIFY(issued);
        QCOMPARE(issued->secret.expose(), QByteArrayView(bench.vendor.createdKey));
    }
}

void RealWorldValuesTest::doesNotHandOutABrokenKey()
{
    for (const QByteArray &broken : {QByteArray("\xff"), QByteArray("\\ud800")}) {
        Bench bench(vendor());
        const auto issued = bench.created(replaced(
            bench.vendor.created, bench.vendor.createdKey, bench.vendor.createdKey + broken));
        QVERIFY(!issued);
        QCOMPARE(issued.error().kind, ErrorKind::OutcomeUnknown); // There may be a token.
        QVERIFY(!issued.error().detail.contains(u"ISSUED"_s));
    }
}

/// Mist takes all privileges with every change, so that a rename would write U+FFFD into them.
void RealWorldValuesTest::sendsNoMendedGrantBack()
{
    const ContractVendor &mist = test::contractVendors().front();
    QCOMPARE(mist.connection.vendor, domain::Vendor::Mist);
    const QByteArray privileges
        = "\"privileges\":[{\"scope\":\"org\",\"role\":\"read\",\"views\":[\"x\xff\"]}]";
    Bench bench(mist);
    const auto list = bench.listed("[{\"id\":\"t1\",\"name\":\"a\"," + privileges + "}]");
    QVERIFY(list);
    QCOMPARE(list->tokens[0].grantsState, FactState::NotUnderstood);
    mist.expectRead(*bench.wire).reply(200, "{\"id\":\"t1\",\"name\":\"a\"," + privileges + "}");
    const auto renamed = await(bench.client->updateToken(list->tokens[0], {.name = u"b"_s}));
    QVERIFY(!renamed);
    bench.wire->verifyAllUsed(); // Nothing was put.

    // Half a character is an escape, which goes back as it came.
    Bench other(mist);
    QByteArray half = privileges;
    half.replace("\xff", "\\ud800");
    const auto found = other.listed("[{\"id\":\"t1\",\"name\":\"a\"," + half + "}]");
    QVERIFY(found);
    QCOMPARE(found->tokens[0].grantsState, FactState::Known);
    other.wire->expect(Verb::Put, "/api/v1/orgs/a40f5d1f-d889-42e9-94ea-b9b33585fc6b/apitokens/t1")
        .check([](const http::Request &request) {
            QVERIFY2(request.body.toLower().contains("x\\ud800"), request.body.constData());
        })
        .reply(200, "{}");
    mist.expectRead(*other.wire).reply(200, "{\"id\":\"t1\",\"name\":\"b\"," + half + "}");
    QVERIFY(await(other.client->updateToken(found->tokens[0], {.name = u"b"_s})));
    other.wire->verifyAllUsed();
}

void RealWorldValuesTest::tellsTimes_data()
{
    QTest::addColumn<int>("vendor");
    QTest::addColumn<QByteArray>("member");
    QTest::addColumn<QString>("expected"); ///< ISO, "never", "-" for not reported, or "? WORDING"
    const auto add = [](int vendor, const char *member, const QString &expected) {
        QTest::addRow("%s, %s", test::contractVendors()[std::size_t(vendor)].name, member)
            << vendor << QByteArray(member) << expected;
    };
    enum { Mist, Csp, SoftwareOne, Lightspark };
    const QString never = u"never"_s;
    // Far ahead is a known end.
    add(Csp, R"("expiresAt":8099999999)", u"2226-09-05T23:59:59Z"_s);
    add(Csp, R"("expiresAt":8099999999000)", u"2226-09-05T23:59:59Z"_s);
    add(Csp, R"("expiresAt":4102444800)", u"2100-01-01T00:00:00Z"_s);
    add(Csp, R"("expiresAt":253402300799)", u"9999-12-31T23:59:59Z"_s);
    add(Csp, R"("expiresAt":253402300799000)", u"9999-12-31T23:59:59Z"_s);
    add(Csp, R"("expiresAt":0)", never);
    add(Csp, R"("expiresAt":-62135596800)", never);
    add(Csp, R"("expiresAt":-62135596800000)", never);
    add(Csp, R"("expiresAt":null)", u"-"_s);
    add(Csp, R"("expiresAt":86400)", u"? 86400"_s);
    add(Csp, R"("expiresAt":-1)", u"? -1"_s);
    add(Csp, R"("expiresAt":9223372036854775807)", u"? 9223372036854775807"_s);
    add(Csp, R"("expiresAt":"2226-09-04")", u"? 2226-09-04"_s);
    add(Csp, R"("expiresAt":true)", u"? true"_s);
    add(Csp, R"("expiresAt":[1])", u"? [...]"_s);
    add(Csp, R"("lastUsedAt":0)", never);
    add(Csp, R"("lastUsedAt":8099999999)", u"? 8099999999"_s);
    add(Csp, R"("createdAt":0)", u"? 0"_s);
    add(Csp, R"("createdAt":1767225600)", u"2026-01-01T00:00:00Z"_s);
    add(Mist, R"("last_used":null)", never);
    add(Mist, R"("last_used":0)", never);
    add(Mist, R"("last_used":-62135596800)", never);
    add(Mist, R"("last_used":12)", u"? 12"_s);
    add(Mist, R"("last_used":1626875902000)", u"? 1626875902000"_s);
    add(Mist, R"("last_used":"2021-07-21")", u"? 2021-07-21"_s);
    add(Mist, R"("last_used":1626875902)", u"2021-07-21T13:58:22Z"_s);
    for (const char *zero : {"0001-01-01T00:00:00Z", "0001-01-01T00:00:00", "0001-01-01",
             "0001-01-01T00:00:00.000+01:00", "1970-01-01T00:00:00Z", "1970-01-01T01:00:00+01:00",
             "1970-01-01T00:00:00-05:00", ""})
        add(SoftwareOne, ("\"lastAccessAt\":\"" + QByteArray(zero) + '"').constData(), never);
    add(SoftwareOne, R"("lastAccessAt":null)", never);
    add(SoftwareOne, R"("lastAccessAt":"1970-06-01T00:00:00Z")", u"? 1970-06-01T00:00:00Z"_s);
    add(SoftwareOne, R"("lastAccessAt":"9999-12-31T23:59:59Z")", u"? 9999-12-31T23:59:59Z"_s);
    add(SoftwareOne, R"("lastAccessAt":"soon")", u"? soon"_s);
    add(SoftwareOne, R"("lastAccessAt":0)", u"? 0"_s);
    add(SoftwareOne, R"("lastAccessAt":"2026-03-29T02:30:00")", u"2026-03-29T02:30:00Z"_s);
    add(SoftwareOne, R"("audit":{"created":{"at":"0001-01-01T00:00:00Z"}})",
        u"? 0001-01-01T00:00:00Z"_s);
    add(SoftwareOne, R"("audit":{"created":{"at":"2026-07-01T08:00:00Z"}})",
        u"2026-07-01T08:00:00Z"_s);
    add(Lightspark, R"("created_at":"0001-01-01T00:00:00+00:00")",
        u"? 0001-01-01T00:00:00+00:00"_s);
    add(Lightspark, R"("created_at":"2126-01-15T09:30:00")", u"? 2126-01-15T09:30:00"_s);
    add(Lightspark, R"("created_at":"2016-12-31T23:59:60.5Z")", u"2016-12-31T23:59:59Z"_s);
}

void RealWorldValuesTest::tellsTimes()
{
    QFETCH(QByteArray, member);
    QFETCH(QString, expected);
    Bench bench(vendor());
    QByteArray body = bench.vendor.twoTokens;
    body.replace("\"created_time\":1626875902,", ""); // The member stands for itself.
    body.replace("\"created_at\":\"2026-01-15T09:30:00.123456+00:00\",", "");
    const auto list = bench.listed(withMember(bench.vendor, body, member));
    QVERIFY(list);
    QCOMPARE(list->warnings, QStringList());
    const domain::Token token = list->tokens[0];
    const TimeFact &fact = member.startsWith("\"exp") ? token.expires
        : member.startsWith("\"last")                 ? token.lastUsed
                                                      : token.created;
    const QString found = fact.isKnown()       ? base::utcTime(fact.value).toString(Qt::ISODate)
        : fact.state == FactState::Never       ? u"never"_s
        : fact.state == FactState::NotReported ? u"-"_s
                                               : u"? "_s + fact.wording;
    QCOMPARE(found, expected);
    QCOMPARE(fact.state == FactState::NotUnderstood, expected.startsWith(u'?'));
    QCOMPARE(list->remarks.size(), expected.startsWith(u'?') ? 1 : 0);
}

void RealWorldValuesTest::takesAMissingListOfNoneForEmpty_data()
{
    QTest::addColumn<int>("vendor");
    QTest::addColumn<QByteArray>("from");
    const auto &all = test::contractVendors();
    const char *lists[] = {nullptr, "\"results\":[],", ",\"data\":[]", ",\"entities\":[]"};
    for (std::size_t i = 1; i < all.size(); ++i)
        QTest::newRow(all[i].name) << int(i) << QByteArray(lists[i]);
}

void RealWorldValuesTest::takesAMissingListOfNoneForEmpty()
{
    QFETCH(QByteArray, from);
    QByteArray body = vendor().noTokens;
    QByteArray null = from;
    null.replace("[]", "null");
    for (const QByteArray &to : {QByteArray(), null}) {
        Bench bench(vendor());
        const auto list = bench.listed(replaced(body, from, to));
        QVERIFY(list);
        QVERIFY(list->tokens.isEmpty());
        QVERIFY(!list->next);
        QCOMPARE(list->warnings, QStringList());
    }
}

void RealWorldValuesTest::believesNoMissingListOfSome_data()
{
    QTest::addColumn<int>("vendor");
    QTest::addColumn<QByteArray>("body");
    QTest::newRow("CSP, of two") << 1 << QByteArray(R"({"totalResults":2})");
    QTest::newRow("CSP, null of two") << 1 << QByteArray(R"({"results":null,"totalResults":2})");
    QTest::newRow("CSP, of who knows") << 1 << QByteArray(R"({"results":null})");
    QTest::newRow("CSP, another kind") << 1 << QByteArray(R"({"results":{},"totalResults":0})");
    QTest::newRow("SoftwareOne, of two")
        << 2 << QByteArray(R"({"$meta":{"pagination":{"offset":0,"total":2}}})");
    QTest::newRow("SoftwareOne, of who knows")
        << 2 << QByteArray(R"({"$meta":{"pagination":{"offset":0,"total":null}},"data":null})");
    QTest::newRow("SoftwareOne, another kind")
        << 2 << QByteArray(R"({"$meta":{"pagination":{"offset":0,"total":0}},"data":""})");
    QTest::newRow("Lightspark, of two")
        << 3 << QByteArray(R"({"data":{"current_account":{"api_tokens":{"count":2}}}})");
    QTest::newRow("Lightspark, of who knows")
        << 3 << QByteArray(R"({"data":{"current_account":{"api_tokens":{"entities":null}}}})");
    QTest::newRow("Lightspark, no connection")
        << 3 << QByteArray(R"({"data":{"current_account":{"api_tokens":null}}})");
    QTest::newRow("Mist, null") << 0 << QByteArray("null");
    QTest::newRow("Mist, another kind") << 0 << QByteArray(R"({"results":[]})");
}

void RealWorldValuesTest::believesNoMissingListOfSome()
{
    QFETCH(QByteArray, body);
    Bench bench(vendor());
    const auto list = bench.listed(body);
    QVERIFY(!list);
    QCOMPARE(list.error().kind, ErrorKind::UnexpectedReply);
}

void RealWorldValuesTest::offersANewTokenWithoutHelperLists_data()
{
    QTest::addColumn<int>("vendor");
    QTest::addColumn<QByteArray>("body");
    const auto &all = test::contractVendors();
    for (std::size_t i = 0; i < all.size(); ++i) {
        for (const char *body : {R"({"$meta":{"pagination":{"total":0}}})",
                 R"({"data":null,"orgRolesData":null,"results":null,"servicesDef":null})",
                 R"({"data":"","orgRolesData":5,"results":5})", "null"})
            QTest::addRow("%s, %s", all[i].name, body) << int(i) << QByteArray(body);
    }
}

void RealWorldValuesTest::offersANewTokenWithoutHelperLists()
{
    QFETCH(QByteArray, body);
    Bench bench(vendor());
    auto &wire = *bench.wire;
    switch (bench.vendor.connection.vendor) {
    case domain::Vendor::Mist: {
        const QByteArray at = "/api/v1/orgs/a40f5d1f-d889-42e9-94ea-b9b33585fc6b/";
        wire.expect(Verb::Get, "/api/v1/self").reply(200, R"({"name":"noc","privileges":null})");
        for (const char *list : {"sites", "sitegroups"})
            wire.expect(Verb::Get, at + list + "?limit=100&page=1").reply(200, body);
        break;
    }
    case domain::Vendor::Csp:
        bench.vendor.expectCreate(wire).reply(200, "{}"); // The exchange is what is wanted of it.
        QVERIFY(!await(bench.client->createToken(bench.vendor.draft())));
        for (const char *list : {"/csp/gateway/am/api/orgs/org-1/roles",
                 "/csp/gateway/iam-roles-mgmt/api/orgs/org-1/custom-roles",
                 "/csp/gateway/am/api/loggedin/user/orgs/org-1/service-roles"})
            wire.expect(Verb::Get, list).reply(200, body);
        break;
    case domain::Vendor::SoftwareOne:
        wire.expect(Verb::Get,
                "/public/v1/accounts/api-tokens/TKN-1000-0001?select=audit,lastAccessAt,-token")
            .reply(200,
                R"({"id":"TKN-1000-0001","name":"own","status":"Active","account":{"id":
                "ACC-1000-0001","name":"Stark","type":"Client"},"modules":[{"id":"MOD-1756",
                "name":"Access Management"},{"id":"MOD-9042","name":"Orders"}]})");
        wire.expect(Verb::Get, "/public/v1/accounts/user-groups?select=modules&limit=100")
            .reply(200, body);
        break;
    case domain::Vendor::Lightspark:
        break; // Its permissions are known without asking.
    }
    const auto forms = await(bench.client->draftForms());
    QVERIFY(forms);
    QVERIFY(!forms->empty());
    QVERIFY(forms->front().unavailable.isEmpty());
    if (bench.vendor.connection.vendor == domain::Vendor::SoftwareOne) {
        // The contract's last resort: the modules of the token this console signs in with.
        QCOMPARE(forms->front().choices.size(), 2U);
        QCOMPARE(forms->front().choices[1].grant.name, u"MOD-9042"_s);
        QVERIFY(forms->front().takesTypedGrants);
    }
    wire.verifyAllUsed();
}

QTEST_GUILESS_MAIN(RealWorldValuesTest)
#include "tst_realworldvalues.moc"
