// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#include "filter/match.h"
#include "filter/parser.h"
#include "randomfilter.h"
#include "referencematch.h"
#include "stricttest.h"

using namespace Qt::StringLiterals;
using domain::Fact;
using domain::FactState;
using domain::TimeFact;
using domain::Token;
using filter::MatchContext;
using filter::parse;

namespace {

const base::Instant now = test::FixedClock().time; // 2026-03-01 12:00 UTC

TimeFact daysAgo(int days)
{
    return TimeFact::known(now - std::chrono::hours(24) * days);
}

/// A token with a text of its own in every field.
Token fullToken()
{
    Token token = test::token(u"c"_s, u"0F3A-77"_s, u"Nightly \u00c4rger"_s);
    token.kind = domain::TokenKind::User;
    token.description = Fact<QString>::known(u"Purpose"_s);
    token.status = domain::TokenStatus::Disabled;
    token.rawStatus = u"SUSPENDED"_s;
    token.owner = Fact<QString>::known(u"mia@example.org"_s);
    token.creator = Fact<QString>::known(u"otto@example.org"_s);
    token.grants = {{.name = u"MOD-17"_s,
                        .label = u"Access Management"_s,
                        .target = u"site-9"_s,
                        .targetLabel = u"Haven"_s,
                        .broad = true},
        {.name = u"read"_s}};
    token.keyHint = u"1qkb...QQCL"_s;
    token.lastUsed = daysAgo(10);
    token.created = daysAgo(100);
    token.expires = daysAgo(-10);
    token.removedWhenIdle = daysAgo(-80);
    return token;
}

MatchContext fullContext()
{
    return {
        now, u"Lab 2"_s, domain::Vendor::SoftwareOne, domain::Environment::Staging, u"Gesperrt"_s};
}

bool find(const QString &text, const Token &token, const MatchContext &context = fullContext())
{
    const auto parsed = parse(text);
    if (parsed.error)
        QTest::qFail(qUtf8Printable(text + u": "_s + parsed.error->message), __FILE__, __LINE__);
    return filter::matches(parsed.expression, token, context);
}

} // namespace

class FilterMatchTest final : public test::StrictTest
{
    Q_OBJECT

private slots:
    void finds_data();
    void finds();
    void leavesOut_data();
    void leavesOut();
    void comparesFolded_data();
    void comparesFolded();
    void tellsUnknownFromNever_data();
    void tellsUnknownFromNever();
    void tellsUnknownFromNone_data();
    void tellsUnknownFromNone();
    void idleCountsFromTheCreationOfWhatWasNeverUsed();
    void namesEveryStatus();
    void agreesWithTheReference();
};

void FilterMatchTest::finds_data()
{
    QTest::addColumn<int>("unused");
    for (const char *text :
        {"", "nightly", "purpose", "softwareone", "market", "\"lab 2\"", "disabled", "gesperrt",
            "suspended", "mia@", "otto@", "mod-17", "\"access management\"", "site-9", "haven",
            "1qkb", "0f3a", "arger", "*arger", "nightly*", "0f*77", "nightly haven", "\"(haven)\"",
            "-absent", "absent or nightly", "-(absent nightly)", "name:nightly", "name:*arger",
            "id:77", "hint:qqcl", "description:purp", "owner:*@example.org", "owner:absent,mia",
            "creator:otto", "grant:read", "grant:mod-17", "grant:\"management (haven)\"",
            "grant:\"access management (haven)\"", "grant:re*d", "connection:lab", "vendor:swo",
            "vendor:mist,softwareone", "env:staging", "kind:user", "own:no", "broad:yes",
            "status:disabled", "status:suspended", "status:gesp", "status:disab", "status:*d",
            "used:<11d", "used:<=10d", "used:>=10d", "used:>9d", "used:5d..10d", "used:known",
            "created:>90d", "created:2025", "created:2025-11", "created:2025-11-21",
            "created:>2025-11-20", "created:>=2025-11-21", "created:<2025-11-22",
            "created:<=2025-11-21", "created:2025-11-21..2025-12-01", "created:2025-11-21T12:00",
            "created:<=2025-11-21T12:00:00", "expires:<11d", "expires:<=10d", "expires:>9d",
            "expires:10d..2w", "expires:>2026-03-10", "expires:known", "-expires:past",
            "removed:>30d", "removed:<81d", "idle:>9d", "idle:<11d", "-used:never", "-owner:none",
            "-owner:unknown"})
        QTest::newRow(text) << 0;
}

void FilterMatchTest::finds()
{
    QVERIFY(find(QString::fromUtf8(QTest::currentDataTag()), fullToken()));
}

void FilterMatchTest::leavesOut_data()
{
    QTest::addColumn<int>("unused");
    for (const char *text : {"absent", "-nightly", "\"nightly haven\"", "\"nightlyarger\"",
             "night*y", "nightly absent", "name:haven", "name:night*y", "id:nightly", "owner:otto",
             "creator:mia", "grant:write", "grant:management*", "connection:softwareone",
             "vendor:mist", "env:test,production", "kind:account,organisation", "own:yes",
             "broad:no", "broad:unknown", "status:active", "status:nightly", "status:disab*x",
             "used:<10d", "used:>10d", "used:11d..20d", "used:never,unknown", "created:<90d",
             "created:2025-12", "created:2026", "created:>2025-11-21", "created:<2025-11-21",
             "created:>2025", "created:2025-11-21T11:59", "expires:<10d", "expires:>10d",
             "expires:past", "expires:never", "expires:<2026-03-01", "removed:<14d", "idle:>10d",
             "idle:<10d", "idle:unknown", "owner:none", "description:none", "grant:none",
             "hint:none", "-(nightly or absent)"})
        QTest::newRow(text) << 0;
}

void FilterMatchTest::leavesOut()
{
    QVERIFY(!find(QString::fromUtf8(QTest::currentDataTag()), fullToken()));
}

void FilterMatchTest::comparesFolded_data()
{
    QTest::addColumn<QString>("filter");
    QTest::addColumn<QString>("name");
    QTest::addColumn<bool>("expected");
    QTest::newRow("case") << u"DEPLOY"_s << u"ci-deploy"_s << true;
    QTest::newRow("accents in the text") << u"jose"_s << u"Jos\u00e9"_s << true;
    QTest::newRow("accents in the filter") << u"Jos\u00e9"_s << u"JOSE\u0301"_s << true;
    QTest::newRow("sharp s") << u"STRASSE"_s << u"Stra\u00dfe"_s << true;
    QTest::newRow("final sigma") << u"\u039f\u0394\u039f\u03a3"_s << u"\u03bf\u03b4\u03cc\u03c2"_s
                                 << true;
    QTest::newRow("full width") << u"abc"_s << u"\uff21\uff22\uff23"_s << true;
    QTest::newRow("phrase over a line break") << u"\"a b\""_s << u"a\nb"_s << true;
    QTest::newRow("emoji") << u"\U0001f680"_s << u"go \U0001f680!"_s << true;
    QTest::newRow("half an emoji") << u"name:\U0001f680*"_s << u"go \U0001f680!"_s << false;
    QTest::newRow("a star is a star in quotes") << u"name:\"a*c\""_s << u"abc"_s << false;
    QTest::newRow("a star is any text") << u"name:a*c"_s << u"abc"_s << true;
    QTest::newRow("a star is no text, too") << u"name:a*bc"_s << u"abc"_s << true;
    QTest::newRow("ends do not overlap") << u"name:ab*ba"_s << u"aba"_s << false;
    QTest::newRow("pieces in order") << u"name:*a*b*c*"_s << u"xaxbxcx"_s << true;
    QTest::newRow("pieces out of order") << u"name:*b*a*"_s << u"ab"_s << false;
    QTest::newRow("a wide star in the text") << u"name:\"*\""_s << u"\uff0a"_s << true;
    QTest::newRow("a wide star is no pattern") << u"name:a\uff0ac"_s << u"abc"_s << false;
    QTest::newRow("any value") << u"name:*"_s << u"x"_s << true;
    QTest::newRow("no value") << u"name:*"_s << u""_s << false;
    QTest::newRow("nothing once folded") << u"name:*"_s << u"\u0301"_s << false;
}

void FilterMatchTest::comparesFolded()
{
    QFETCH(QString, filter);
    QFETCH(QString, name);
    QTEST(find(filter, test::token(u"c"_s, u"1"_s, name), {.now = now}), "expected");
}

void FilterMatchTest::tellsUnknownFromNever_data()
{
    QTest::addColumn<QString>("filter");
    QTest::addColumn<QString>("states"); // those that match: K N R P F, U: not understood
    const auto row = [](const QString &filter, const QString &states) {
        QTest::newRow(qUtf8Printable(filter)) << filter << states;
    };
    for (const QString &field : {u"used"_s, u"created"_s, u"expires"_s, u"removed"_s}) {
        row(field + u":never"_s, u"N"_s);
        row(field + u":unknown"_s, u"RPFU"_s);
        row(field + u":unclear"_s, u"U"_s);
        row(u'-' + field + u":unclear"_s, u"KNRPF"_s);
        row(field + u":known"_s, u"K"_s);
        row(field + u":>2020"_s, u"K"_s);
        row(field + u":<2020"_s, u""_s);
        row(u'-' + field + u":<2020"_s, u"KNRPFU"_s);
        row(field + u":never,unknown"_s, u"NRPFU"_s);
    }
    row(u"used:<1d"_s, u"K"_s);
    row(u"used:>1d"_s, u""_s);
    row(u"expires:past"_s, u"K"_s);
    row(u"expires:<1d"_s, u""_s);
    row(u"-expires:past"_s, u"NRPFU"_s);
}

void FilterMatchTest::tellsUnknownFromNever()
{
    QFETCH(QString, filter);
    QString found;
    for (const FactState state : {FactState::Known, FactState::Never, FactState::NotReported,
             FactState::NotPermitted, FactState::NotFetched, FactState::NotUnderstood}) {
        Token token = test::token(u"c"_s, u"1"_s, u"x"_s);
        const TimeFact fact {state, domain::Precision::Exact, now};
        token.lastUsed = token.created = token.expires = token.removedWhenIdle = fact;
        if (find(filter, token))
            found += u"KNRPFU"_s.at(static_cast<int>(state));
    }
    QTEST(found, "states");
}

void FilterMatchTest::tellsUnknownFromNone_data()
{
    QTest::addColumn<QString>("filter");
    QTest::addColumn<QString>("states"); // E: known and empty
    const auto row = [](const QString &filter, const QString &states) {
        QTest::newRow(qUtf8Printable(filter)) << filter << states;
    };
    for (const QString &field : {u"owner"_s, u"creator"_s, u"description"_s, u"grant"_s}) {
        row(field + u":none"_s, u"EN"_s);
        row(field + u":unknown"_s, u"RPFU"_s);
        row(field + u":unclear"_s, u"U"_s);
        row(field + u":*"_s, u"K"_s);
        row(field + u":\"none\""_s, u""_s);
        row(field + u":text"_s, u"K"_s);
        row(u'-' + field + u":text"_s, u"ENRPFU"_s);
    }
    row(u"broad:no"_s, u"KEN"_s);
    row(u"broad:unknown"_s, u"RPFU"_s);
    row(u"broad:unclear"_s, u"U"_s);
    row(u"broad:yes"_s, u""_s);
}

void FilterMatchTest::tellsUnknownFromNone()
{
    QFETCH(QString, filter);
    QString found;
    for (const QChar letter : u"KENRPFU"_s) {
        const int state = std::max(0, static_cast<int>(u"KNRPFU"_s.indexOf(letter)));
        Token token = test::token(u"c"_s, u"1"_s, u"x"_s);
        Fact<QString> fact {static_cast<FactState>(state), domain::Precision::Exact, {}};
        if (letter == u'K') {
            fact.value = u"text"_s;
            token.grants = {{.name = u"text"_s}};
        }
        token.owner = token.creator = token.description = fact;
        token.grantsState = fact.state;
        if (find(filter, token))
            found += letter;
    }
    QTEST(found, "states");
}

void FilterMatchTest::idleCountsFromTheCreationOfWhatWasNeverUsed()
{
    Token token = test::token(u"c"_s, u"1"_s, u"x"_s);
    token.created = daysAgo(100);
    token.lastUsed = TimeFact::never();
    QVERIFY(find(u"idle:>90d"_s, token) && !find(u"idle:<90d"_s, token));
    QVERIFY(!find(u"idle:unknown"_s, token));
    token.lastUsed = daysAgo(3);
    QVERIFY(!find(u"idle:>90d"_s, token) && find(u"idle:<90d"_s, token));
    for (const auto &unknown : {TimeFact::notReported(), TimeFact::notPermitted(), TimeFact()}) {
        token.lastUsed = unknown;
        QVERIFY(!find(u"idle:>90d or idle:<90d or idle:0h..100y"_s, token));
        QVERIFY(find(u"used:unknown idle:unknown"_s, token));
        token.created = unknown;
        token.lastUsed = TimeFact::never();
        QVERIFY(!find(u"idle:>90d or idle:<90d"_s, token));
        QVERIFY(find(u"used:never idle:unknown"_s, token));
        token.created = daysAgo(100);
    }
}

void FilterMatchTest::namesEveryStatus()
{
    QSet<QString> words;
    for (int status = 0; status < 5; ++status)
        words.insert(filter::statusWord(static_cast<domain::TokenStatus>(status)));
    QCOMPARE(words.size(), 5);
    QVERIFY(!words.contains(QString()));
}

void FilterMatchTest::agreesWithTheReference()
{
    QRandomGenerator random(7);
    std::vector<Token> tokens;
    for (int i = 0; i < 300; ++i)
        tokens.push_back(test::oddToken(random, u"c"_s, QString::number(i)));
    qsizetype found = 0;
    for (int i = 0; i < 10'000; ++i) {
        const auto expression = test::randomExpression(random);
        const auto context = test::randomContext(random);
        for (int n = 0; n < 4; ++n) {
            const Token &token = test::oneOf(random, tokens);
            const bool expected = test::ReferenceMatch(token, context).matches(expression);
            QVERIFY2(filter::matches(expression, token, context) == expected,
                qUtf8Printable(
                    u"%1: %2"_s.arg(i).arg(base::displayForm(filter::toText(expression), 4000))));
            found += expected ? 1 : 0;
        }
    }
    // Of 40,000: a test in which nothing matched would prove nothing.
    QVERIFY(found > 8'000 && found < 32'000);
}

QTEST_GUILESS_MAIN(FilterMatchTest)
#include "tst_filtermatch.moc"
