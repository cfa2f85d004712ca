// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0

/// What became of a token from one list to the next, case by case.

#include "domain/grantreach.h"
#include "domain/tokendifference.h"
#include "stricttest.h"
#include "tokens.h"

#include <QJsonArray>

#include <functional>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using domain::Fact;
using domain::FactState;
using domain::Grant;
using domain::Precision;
using domain::Reach;
using domain::TimeFact;
using domain::Token;
using domain::TokenStatus;

namespace {

using Days = std::chrono::days;

base::Instant day(int number)
{
    return base::Instant(Days(20'000 + number));
}

TimeFact on(int number, Precision precision = Precision::Exact)
{
    return TimeFact::known(day(number), precision);
}

Grant mist(const QString &role, const QString &place, const QJsonObject &more = {})
{
    QJsonObject wire = more;
    wire.insert(u"role"_s, role);
    wire.insert(u"scope"_s, place.section(u':', 0, 0));
    return {.name = role, .target = place, .wire = wire};
}

Grant plain(const QString &name, const QString &target = {})
{
    return {.name = name, .target = target};
}

Grant role(const QString &name, const QJsonValue &resource)
{
    return {
        .name = name, .target = u"org"_s, .wire = {{u"name"_s, name}, {u"resource"_s, resource}}};
}

using Edit = std::function<void(Token &before, Token &after)>;

struct Case
{
    const char *name;
    Edit edit;
    /// "kind|before|after", in order.
    QStringList expected = {};
    int previous = 0;
    int noticed = 1;
};

QStringList linesOf(const std::vector<domain::TokenChange> &changes)
{
    QStringList lines;
    for (const auto &change : changes)
        lines.append(
            u"%1|%2|%3"_s.arg(domain::changeKindId(change.kind), change.before, change.after)
                .replace(u'\n', u','));
    return lines;
}

void grant(Token &before, Token &after, std::vector<Grant> from, std::vector<Grant> to)
{
    before.grants = std::move(from);
    after.grants = std::move(to);
}

const std::vector<Case> &facts()
{
    static const std::vector<Case> all = {
        {"nothing", [](Token &, Token &) {}},
        {"another name", [](Token &, Token &b) { b.name = u"CI 2"_s; }, {u"renamed|ci|CI 2"_s}},
        {"another case of letters", [](Token &, Token &b) { b.name = u"CI"_s; },
            {u"renamed|ci|CI"_s}},
        {"disabled", [](Token &, Token &b) { b.status = TokenStatus::Disabled; },
            {u"status-changed|active|disabled"_s}},
        {"a status nobody knows",
            [](Token &, Token &b) {
                b.status = TokenStatus::Unknown;
                b.rawStatus = u"Suspended"_s;
            },
            {u"status-changed|active|Suspended"_s}},
        {"an end that is not understood",
            [](Token &a, Token &b) {
                a.expires = on(9);
                b.expires = TimeFact::notUnderstood(u"soon"_s);
            },
            {u"expiry-changed|2024-10-13T00:00:00Z|not understood: soon"_s}},
        {"an end that is understood again",
            [](Token &a, Token &b) {
                a.expires = TimeFact::notUnderstood(u"soon"_s);
                b.expires = on(9);
            },
            {u"expiry-changed|not understood: soon|2024-10-13T00:00:00Z"_s}},
        {"two ends that are not understood",
            [](Token &a, Token &b) {
                a.expires = TimeFact::notUnderstood(u"soon"_s);
                b.expires = TimeFact::notUnderstood(u"later"_s);
            },
            {u"expiry-changed|not understood: soon|not understood: later"_s}},
        {"the same that is not understood",
            [](Token &a, Token &b) { a.expires = b.expires = TimeFact::notUnderstood(u"soon"_s); }},
        {"a last use that is not understood",
            [](Token &a, Token &b) {
                a.lastUsed = on(0);
                b.lastUsed = TimeFact::notUnderstood(u"0001"_s);
            }},
        {"no status told", [](Token &, Token &b) { b.status = TokenStatus::Unknown; }},
        {"expired",
            [](Token &a, Token &b) {
                a.expires = b.expires = on(0);
                b.status = TokenStatus::Expired;
            },
            {u"status-changed|active|expired"_s}},
        {"expired no more, as our clock was set back",
            [](Token &a, Token &b) {
                a.expires = b.expires = on(0);
                a.status = TokenStatus::Expired;
            },
            {}, 1, -5},
        {"expired in an earlier time",
            [](Token &a, Token &b) {
                a.expires = b.expires = on(-10);
                b.status = TokenStatus::Expired;
            },
            {}, 1, -5},
        {"expired, then prolonged",
            [](Token &a, Token &b) {
                a.expires = on(0);
                b.expires = on(90);
                a.status = TokenStatus::Expired;
            },
            {u"status-changed|expired|active"_s,
                u"expiry-changed|2024-10-04T00:00:00Z|2025-01-02T00:00:00Z"_s}},
        {"expires later, roughly",
            [](Token &a, Token &b) {
                a.expires = on(1);
                b.expires = TimeFact::known(day(1) + 3h, Precision::Approximate);
            }},
        {"never expires now",
            [](Token &a, Token &b) {
                a.expires = on(0);
                b.expires = TimeFact::never();
            },
            {u"expiry-changed|2024-10-04T00:00:00Z|"_s}},
        {"expiry not reported any more",
            [](Token &a, Token &b) {
                a.expires = on(0);
                b.expires = TimeFact::notReported();
            }},
        {"another description",
            [](Token &a, Token &b) {
                a.description = Fact<QString>::known(u"old"_s);
                b.description = Fact<QString>::known(u"new"_s);
            },
            {u"redescribed|old|new"_s}},
        {"description not fetched",
            [](Token &a, Token &b) {
                a.description = Fact<QString>::known(u"old"_s);
                b.description = {};
            }},
        {"description told for the first time",
            [](Token &, Token &b) { b.description = Fact<QString>::known(u"new"_s); }},
        {"another owner",
            [](Token &a, Token &b) {
                a.owner = Fact<QString>::known(u"ana"_s);
                b.owner = Fact<QString>::known(u"bo"_s);
            },
            {u"owner-changed|ana|bo"_s}},
        {"owner gone",
            [](Token &a, Token &b) {
                a.owner = Fact<QString>::known(u"ana"_s);
                b.owner = Fact<QString>::never();
            },
            {u"owner-changed|ana|"_s}},
        {"owner not permitted",
            [](Token &a, Token &b) {
                a.owner = Fact<QString>::known(u"ana"_s);
                b.owner = Fact<QString>::notPermitted();
            }},
        {"addresses in another order",
            [](Token &a, Token &b) {
                a.allowedAddresses = {u"192.0.2.1"_s, u"192.0.2.2"_s};
                b.allowedAddresses = {u"192.0.2.2"_s, u"192.0.2.1"_s};
            }},
        {"from anywhere now", [](Token &a, Token &) { a.allowedAddresses = {u"192.0.2.1"_s}; },
            {u"addresses-changed|192.0.2.1|"_s}},
        {"two things at once",
            [](Token &, Token &b) {
                b.name = u"x"_s;
                b.status = TokenStatus::Disabled;
            },
            {u"renamed|ci|x"_s, u"status-changed|active|disabled"_s}},
    };
    return all;
}

const std::vector<Case> &uses()
{
    const QString day0 = u"2024-10-04T00:00:00Z"_s;
    const QString day100 = u"2025-01-12T00:00:00Z"_s;
    static const std::vector<Case> all = {
        {"used for the first time",
            [](Token &a, Token &b) {
                a.lastUsed = TimeFact::never();
                b.lastUsed = on(0);
            },
            {u"came-into-use||"_s + day0}},
        {"used again soon",
            [](Token &a, Token &b) {
                a.lastUsed = on(-3);
                b.lastUsed = on(0);
            }},
        {"used again after long",
            [](Token &a, Token &b) {
                a.lastUsed = on(0);
                b.lastUsed = on(100);
            },
            {u"came-into-use|%1|%2"_s.arg(day0, day100)}, 99, 101},
        {"long between two lists, in use all the time",
            [](Token &a, Token &b) {
                a.lastUsed = on(0);
                b.lastUsed = on(100);
            },
            {}, 1, 101},
        {"long pause by a clock that ran ahead only",
            [](Token &a, Token &b) {
                a.lastUsed = on(0);
                b.lastUsed = on(2);
            },
            {}, 400, 3},
        {"goes idle", [](Token &a, Token &b) { a.lastUsed = b.lastUsed = on(0); },
            {u"went-idle|%1|%1"_s.arg(day0)}, 89, 90},
        {"not idle yet", [](Token &a, Token &b) { a.lastUsed = b.lastUsed = on(0); }, {}, 88, 89},
        {"was idle before", [](Token &a, Token &b) { a.lastUsed = b.lastUsed = on(0); }, {}, 90,
            91},
        {"idle by rounded times: a day later",
            [](Token &a, Token &b) { a.lastUsed = b.lastUsed = on(0, Precision::Approximate); }, {},
            89, 90},
        {"idle by rounded times",
            [](Token &a, Token &b) { a.lastUsed = b.lastUsed = on(0, Precision::Approximate); },
            {u"went-idle|%1|%1"_s.arg(day0)}, 90, 91},
        {"used once between two lists far apart",
            [](Token &a, Token &b) {
                a.lastUsed = on(-10);
                b.lastUsed = on(0);
            },
            {u"went-idle|2024-09-24T00:00:00Z|"_s + day0}, 1, 95},
        {"our clock went back over the limit",
            [](Token &a, Token &b) { a.lastUsed = b.lastUsed = on(0); }, {}, 91, 80},
        {"the last use went back",
            [](Token &a, Token &b) {
                a.lastUsed = on(50);
                b.lastUsed = on(0);
            },
            {}, 88, 100},
        {"never used is no pause",
            [](Token &a, Token &b) {
                a.created = b.created = on(-500);
                a.lastUsed = b.lastUsed = TimeFact::never();
            }},
        {"use not reported any more",
            [](Token &a, Token &b) {
                a.lastUsed = on(0);
                b.lastUsed = TimeFact::notReported();
            },
            {}, 89, 90},
        {"use told for the first time",
            [](Token &a, Token &b) {
                a.lastUsed = {};
                b.lastUsed = on(0);
            }},
        {"use forgotten",
            [](Token &a, Token &b) {
                a.lastUsed = on(0);
                b.lastUsed = TimeFact::never();
            }},
    };
    return all;
}

struct GrantCase
{
    const char *name;
    std::vector<Grant> before;
    std::vector<Grant> after;
    Reach reach;
};

const std::vector<GrantCase> &grants()
{
    const auto site = u"site:1"_s;
    const QJsonArray one = {u"reporting"_s};
    static const std::vector<GrantCase> all = {
        {"none and none", {}, {}, Reach::Same},
        {"first", {}, {plain(u"VIEW"_s)}, Reach::Broader},
        {"last goes", {plain(u"VIEW"_s)}, {}, Reach::Narrower},
        {"another order", {plain(u"A"_s), plain(u"B"_s)}, {plain(u"B"_s), plain(u"A"_s)},
            Reach::Same},
        {"one of two for another", {plain(u"A"_s), plain(u"B"_s)}, {plain(u"A"_s), plain(u"C"_s)},
            Reach::Different},
        {"one of two goes", {plain(u"A"_s), plain(u"B"_s)}, {plain(u"A"_s)}, Reach::Narrower},
        {"a word nobody knows comes", {plain(u"A"_s)}, {plain(u"A"_s), plain(u"NEW_2030"_s)},
            Reach::Broader},
        {"labels only", {{.name = u"MOD-1"_s, .label = u"Old"_s}},
            {{.name = u"MOD-1"_s, .label = u"New"_s}}, Reach::Same},
        {"Mist: read to write", {mist(u"read"_s, site)}, {mist(u"write"_s, site)}, Reach::Broader},
        {"Mist: admin to read", {mist(u"admin"_s, site)}, {mist(u"read"_s, site)}, Reach::Narrower},
        {"Mist: helpdesk to read", {mist(u"helpdesk"_s, site)}, {mist(u"read"_s, site)},
            Reach::Different},
        {"Mist: a role nobody knows", {mist(u"read"_s, site)}, {mist(u"auditor"_s, site)},
            Reach::Different},
        {"Mist: site to organisation", {mist(u"read"_s, site)}, {mist(u"read"_s, u"org"_s)},
            Reach::Broader},
        {"Mist: all sites to one", {mist(u"read"_s, u"orgsites"_s)}, {mist(u"read"_s, site)},
            Reach::Narrower},
        {"Mist: another site", {mist(u"read"_s, site)}, {mist(u"read"_s, u"site:2"_s)},
            Reach::Different},
        {"Mist: wider but weaker", {mist(u"admin"_s, site)}, {mist(u"read"_s, u"org"_s)},
            Reach::Different},
        {"Mist: what a wider one covers goes", {mist(u"admin"_s, u"org"_s), mist(u"read"_s, site)},
            {mist(u"admin"_s, u"org"_s)}, Reach::Different},
        {"Mist: the organisation is named", {mist(u"read"_s, u"org"_s)},
            {mist(u"read"_s, u"org"_s, {{u"org_id"_s, u"a1"_s}})}, Reach::Same},
        {"Mist: views taken away", {mist(u"read"_s, u"org"_s, {{u"views"_s, one}})},
            {mist(u"read"_s, u"org"_s)}, Reach::Broader},
        {"Mist: views given", {mist(u"read"_s, u"org"_s)},
            {mist(u"read"_s, u"org"_s, {{u"views"_s, one}})}, Reach::Narrower},
        {"CSP: all roles instead of one", {role(u"org_member"_s, QJsonValue::Null)},
            {plain(u"allRoles"_s, u"org"_s)}, Reach::Broader},
        {"CSP: all roles elsewhere", {role(u"org_member"_s, QJsonValue::Null)},
            {plain(u"allRoles"_s, u"service:1"_s)}, Reach::Different},
        {"CSP: on one resource only", {role(u"dev"_s, QJsonValue::Null)},
            {role(u"dev"_s, u"project-1"_s)}, Reach::Narrower},
        {"CSP: \"*\" is everything", {role(u"dev"_s, QJsonValue::Null)}, {role(u"dev"_s, u"*"_s)},
            Reach::Same},
        {"Lightspark: all", {plain(u"MAINNET_VIEW"_s)}, {plain(u"ALL"_s)}, Reach::Broader},
        {"Lightspark: manage is not view", {plain(u"MAINNET_VIEW"_s)}, {plain(u"MAINNET_MANAGE"_s)},
            Reach::Different},
    };
    return all;
}

} // namespace

class TokenDifferenceTest : public test::StrictTest
{
    Q_OBJECT

private slots:
    void tellsWhatIsDifferent_data();
    void tellsWhatIsDifferent();
    void judgesGrants_data();
    void judgesGrants();
    void tellsGrantsAsLines();
    void takesUnfetchedGrantsForNoChange_data();
    void takesUnfetchedGrantsForNoChange();
    void keepsWhatAListLeavesOut();
    void namesTokenAndTimes();
};

void TokenDifferenceTest::tellsWhatIsDifferent_data()
{
    QTest::addColumn<const Case *>("one");
    for (const auto *table : {&facts(), &uses()}) {
        for (const Case &one : *table)
            QTest::newRow(one.name) << &one;
    }
}

void TokenDifferenceTest::tellsWhatIsDifferent()
{
    QFETCH(const Case *, one);
    Token before = test::token(u"conn"_s, u"id"_s, u"ci"_s);
    Token after = before;
    one->edit(before, after);
    QCOMPARE(linesOf(domain::differences(before, after, {day(one->previous), day(one->noticed)})),
        one->expected);
}

void TokenDifferenceTest::judgesGrants_data()
{
    QTest::addColumn<const GrantCase *>("one");
    for (const GrantCase &one : grants())
        QTest::newRow(one.name) << &one;
}

void TokenDifferenceTest::judgesGrants()
{
    QFETCH(const GrantCase *, one);
    QCOMPARE(domain::reachOf(one->before, one->after), one->reach);
    // The other way round says the opposite.
    const Reach back = domain::reachOf(one->after, one->before);
    if (one->reach == Reach::Broader)
        QCOMPARE(back, Reach::Narrower);
    else if (one->reach == Reach::Narrower)
        QCOMPARE(back, Reach::Broader);
    else
        QCOMPARE(back, one->reach);
}

void TokenDifferenceTest::tellsGrantsAsLines()
{
    Token before = test::token(u"conn"_s, u"id"_s, u"ci"_s);
    Token after = before;
    grant(before, after, {mist(u"read"_s, u"site:1"_s)},
        {mist(u"read"_s, u"site:1"_s), mist(u"admin"_s, u"org"_s)});
    QCOMPARE(linesOf(domain::differences(before, after, {day(0), day(1)})),
        QStringList {u"grants-broadened|read (site:1)|admin (org),read (site:1)"_s});
}

void TokenDifferenceTest::takesUnfetchedGrantsForNoChange_data()
{
    QTest::addColumn<FactState>("state");
    QTest::newRow("not fetched") << FactState::NotFetched;
    QTest::newRow("not reported") << FactState::NotReported;
    QTest::newRow("not permitted") << FactState::NotPermitted;
}

void TokenDifferenceTest::takesUnfetchedGrantsForNoChange()
{
    QFETCH(FactState, state);
    Token known = test::token(u"conn"_s, u"id"_s, u"ci"_s);
    known.grants = {plain(u"ALL"_s)};
    Token without = test::token(u"conn"_s, u"id"_s, u"ci"_s);
    without.grantsState = state;
    QVERIFY(domain::differences(known, without, {day(0), day(1)}).empty());
    QVERIFY(domain::differences(without, known, {day(0), day(1)}).empty());
}

void TokenDifferenceTest::keepsWhatAListLeavesOut()
{
    Token first = test::token(u"conn"_s, u"id"_s, u"ci"_s);
    first.grants = {plain(u"VIEW"_s)};
    first.description = Fact<QString>::known(u"for backups"_s);
    first.lastUsed = on(0);
    Token second = test::token(u"conn"_s, u"id"_s, u"renamed"_s);
    second.grantsState = FactState::NotFetched;
    second.description = {};
    second.lastUsed = TimeFact::notReported();

    const Token kept = domain::withoutGaps(first, second);
    QCOMPARE(kept.name, u"renamed"_s);
    QCOMPARE(kept.grants, first.grants);
    QCOMPARE(kept.grantsState, FactState::Known);
    QCOMPARE(kept.description, first.description);
    QCOMPARE(kept.lastUsed, TimeFact::notReported()); // That is an answer.
}

void TokenDifferenceTest::namesTokenAndTimes()
{
    const Token before = test::token(u"conn"_s, u"id"_s, u"ci"_s);
    Token after = before;
    after.name = u"new"_s;
    const auto changes = domain::differences(before, after, {day(3), day(4)});
    QCOMPARE(changes.size(), std::size_t {1});
    QCOMPARE(changes.front().token, before.key);
    QCOMPARE(changes.front().tokenName, u"new"_s);
    QCOMPARE(changes.front().previous, day(3));
    QCOMPARE(changes.front().noticed, day(4));
}

QTEST_GUILESS_MAIN(TokenDifferenceTest)
#include "tst_tokendifference.moc"
