// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#include "filter/parser.h"
#include "randomfilter.h"
#include "stricttest.h"

#include <QFile>

using namespace Qt::StringLiterals;
using filter::FilterErrorKind;
using filter::parse;

namespace {

QString problemOf(const QString &text)
{
    const auto parsed = parse(text);
    return parsed.error ? text + u": "_s + parsed.error->message : QString();
}

} // namespace

class FilterParserTest final : public test::StrictTest
{
    Q_OBJECT

private slots:
    void reads_data();
    void reads();
    void readsTheSame_data();
    void readsTheSame();
    void refuses_data();
    void refuses();
    void anErrorMatchesNothingAndSaysWhatToDo();
    void textOfAnExpressionReadsAsItself();
    void survivesAnyText();
    void survivesHostileTexts();
    void cutsIntoTerms_data();
    void cutsIntoTerms();
    void removesATerm_data();
    void removesATerm();
    void knowsWhetherTimeMatters();
    void tellsWhatIsSearchedFor();
    void fieldsHaveNamesOfTheirOwn();
    void everyFieldIsInTheHelp();
};

void FilterParserTest::reads_data()
{
    QTest::addColumn<QString>("canonical");
    const auto row = [](const QString &text, const QString &canonical) {
        QTest::newRow(qUtf8Printable(text)) << canonical;
    };
    const auto same = [&row](const QString &text) { row(text, text); };

    same(u""_s);
    row(u"  \t "_s, u""_s);
    same(u"ci"_s);
    same(u"ci prod"_s);
    row(u"  ci   and PROD "_s, u"ci PROD"_s);
    same(u"\"net ops\""_s);
    row(u"\"net\""_s, u"net"_s);
    same(u"\"5\"\"\""_s);
    row(u"5\"disk"_s, u"\"5\"\"disk\""_s);
    same(u"ci-*-prod"_s);
    same(u"\"2*3\""_s);
    same(u"a,b"_s);
    row(u"\"a\"b"_s, u"a b"_s);
    same(u"-ci"_s);
    row(u"not ci"_s, u"-ci"_s);
    row(u"NOT \"net ops\""_s, u"-\"net ops\""_s);
    row(u"not not ci"_s, u"-(-ci)"_s);
    row(u"-"_s, u"\"-\""_s);
    row(u"ci - prod"_s, u"ci \"-\" prod"_s);
    row(u"--force"_s, u"\"--force\""_s);
    row(u"-(a b)"_s, u"-(a b)"_s);
    same(u"a or b"_s);
    row(u"a OR b and c"_s, u"a or b c"_s);
    same(u"(a or b) c"_s);
    row(u"((a))"_s, u"a"_s);
    row(u"(a b) c"_s, u"a b c"_s);
    row(u"(a or b) or c"_s, u"a or b or c"_s);
    row(u"a(b)c"_s, u"a b c"_s);
    same(u"\"or\" \"and\" \"Not\""_s);
    row(u":x"_s, u"\":x\""_s);
    row(u"::1"_s, u"\"::1\""_s);
    same(u"\"http://x\" \"10:30\""_s);

    same(u"name:nightly"_s);
    row(u"NAME:Nightly"_s, u"name:Nightly"_s);
    same(u"connection:\"Prod EU\""_s);
    row(u"conn:\"Prod\""_s, u"connection:Prod"_s);
    same(u"name:\"a,b\",c,\"(d)\""_s);
    row(u"status:active, disabled"_s, u"status:active,disabled"_s);
    same(u"owner:*@example.com"_s);
    same(u"owner:none,unknown"_s);
    row(u"owner:NONE"_s, u"owner:none"_s);
    same(u"owner:\"none\""_s);
    same(u"name:none"_s);
    same(u"name:or,-x"_s);
    same(u"id:ApiToken:0186"_s);
    row(u"id:\"a:b\""_s, u"id:a:b"_s);
    same(u"-status:active"_s);
    same(u"-(status:active or own:yes)"_s);

    row(u"vendor:MIST,juniper"_s, u"vendor:mist,mist"_s);
    row(u"vendor:\"VMware CSP\""_s, u"vendor:csp"_s);
    row(u"vendor:vmware"_s, u"vendor:csp"_s);
    row(u"vendor:swo"_s, u"vendor:softwareone"_s);
    row(u"vendor:m"_s, u"vendor:mist"_s);
    row(u"vendor:light"_s, u"vendor:lightspark"_s);
    row(u"env:prod"_s, u"environment:production"_s);
    row(u"env:stage"_s, u"environment:staging"_s);
    row(u"kind:organization"_s, u"kind:organisation"_s);
    row(u"type:user"_s, u"kind:user"_s);
    row(u"mine:y"_s, u"own:yes"_s);
    row(u"own:false"_s, u"own:no"_s);
    same(u"broad:unknown"_s);
    same(u"used:unclear"_s);
    same(u"grant:none,unclear"_s);
    row(u"status:enabled"_s, u"status:active"_s);
    same(u"status:unknown"_s);
    same(u"status:suspended"_s);
    same(u"status:act"_s);
    same(u"status:\"active\""_s);
    same(u"status:aktiv"_s);
    same(u"grant:admin"_s);
    row(u"scope:admin"_s, u"grant:admin"_s);

    same(u"used:<30d"_s);
    same(u"used:never,>90d"_s);
    row(u"last-used:Unknown"_s, u"used:unknown"_s);
    row(u"used:<=2Weeks"_s, u"used:<=2w"_s);
    same(u"used:>=12h"_s);
    same(u"used:30d..90d"_s);
    same(u"expires:past"_s);
    same(u"expires:<14d"_s);
    same(u"idle:>90d"_s);
    same(u"idle:30d..1y"_s);
    same(u"removed:<3m"_s);
    same(u"created:2026"_s);
    same(u"created:2026-05"_s);
    same(u"created:>2026-01-01"_s);
    same(u"created:2026-01-01..2026-03-01"_s);
    same(u"created:2024-02-29"_s);
    row(u"created:2026-05..2026-05"_s, u"created:2026-05"_s);
    row(u"created:<2026-05-03t10:30"_s, u"created:<2026-05-03T10:30Z"_s);
    row(u"created:>=2026-05-03T00:30+02:00"_s, u"created:>=2026-05-02T22:30Z"_s);
    row(u"created:>=2026-05-03T23:30:05.250-0100"_s, u"created:>=2026-05-04T00:30:05Z"_s);
}

void FilterParserTest::reads()
{
    const QString text = QString::fromUtf8(QTest::currentDataTag());
    QCOMPARE(problemOf(text), QString());
    const auto parsed = parse(text);
    QTEST(filter::toText(parsed.expression), "canonical");
}

void FilterParserTest::readsTheSame_data()
{
    QTest::addColumn<QString>("one");
    QTest::addColumn<QString>("other");
    QTest::newRow("not and minus") << u"not a"_s << u"-a"_s;
    QTest::newRow("and is implied") << u"a and b"_s << u"a b"_s;
    QTest::newRow("and binds tighter") << u"a b or c"_s << u"(a b) or c"_s;
    QTest::newRow("line breaks") << u"a\r\nb"_s << u"a b"_s;
    QTest::newRow("no-break space") << u"a\u00a0b"_s << u"a b"_s;
    QTest::newRow("alias") << u"env:live"_s << u"environment:production"_s;
    QTest::newRow("zone") << u"created:2026-05-03T12:00+02:00"_s << u"created:2026-05-03T10:00"_s;
}

void FilterParserTest::readsTheSame()
{
    QFETCH(QString, one);
    QFETCH(QString, other);
    QVERIFY(!parse(one).error);
    QVERIFY(parse(one).expression == parse(other).expression);
    QVERIFY(!(parse(one).expression == parse(one + u" x"_s).expression));
}

void FilterParserTest::refuses_data()
{
    QTest::addColumn<FilterErrorKind>("kind");
    QTest::addColumn<int>("position");
    QTest::addColumn<int>("length");
    QTest::addColumn<QString>("suggestion");
    const auto row = [](const QString &text, FilterErrorKind kind, int position, int length,
                         const QString &suggestion = {}) {
        QTest::newRow(qUtf8Printable(text)) << kind << position << length << suggestion;
    };
    using enum FilterErrorKind;

    row(u"a statsu:x"_s, UnknownField, 2, 8, u"status:x"_s);
    row(u"-onwer:*@x"_s, UnknownField, 1, 9, u"owner:*@x"_s);
    row(u"expir:<3d"_s, UnknownField, 0, 9, u"expires:<3d"_s);
    row(u"http://x"_s, UnknownField, 0, 8, u"\"http://x\""_s);
    row(u"10:30"_s, UnknownField, 0, 5, u"\"10:30\""_s);
    row(u"foo:bar"_s, UnknownField, 0, 7, u"\"foo:bar\""_s);
    row(u"(foo:bar)"_s, UnknownField, 1, 7, u"\"foo:bar\""_s);
    row(u"ApiToken:0186,x"_s, UnknownField, 0, 15, u"\"ApiToken:0186,x\""_s);
    row(u"foo:\"a b\""_s, UnknownField, 0, 9, u"\"foo:\"\"a b\"\"\""_s);
    row(u"foo:"_s, UnknownField, 0, 4, u"\"foo:\""_s);

    row(u"vendor:msit"_s, BadValue, 7, 4, u"mist"_s);
    row(u"vendor:mist,acme"_s, BadValue, 12, 4);
    row(u"vendor:*"_s, BadValue, 7, 1);
    row(u"env:porduction"_s, BadValue, 4, 10, u"production"_s);
    row(u"own:maybe"_s, BadValue, 4, 5);
    row(u"status:actve"_s, BadValue, 7, 5, u"active"_s);
    row(u"name:\u0301"_s, BadValue, 5, 1);
    row(u"\u0301"_s, BadValue, 0, 1);

    row(u"used:30d"_s, BadValue, 5, 3, u"<30d"_s);
    row(u"idle:90d"_s, BadValue, 5, 3, u">90d"_s);
    row(u"idle:>2026-01-01"_s, BadValue, 5, 11);
    row(u"idle:never"_s, BadValue, 5, 5);
    row(u"used:nevr"_s, BadValue, 5, 4, u"never"_s);
    row(u"used:past"_s, BadValue, 5, 4);
    row(u"used:<"_s, BadValue, 5, 1);
    row(u"used:<30x"_s, BadValue, 5, 4);
    row(u"used:<1.5d"_s, BadValue, 5, 5);
    row(u"used:<-3d"_s, BadValue, 5, 4);
    row(u"used:<9999999d"_s, BadValue, 5, 9);
    row(u"used:<101y"_s, BadValue, 5, 5);
    row(u"created:2026-13"_s, BadValue, 8, 7);
    row(u"created:2026-02-30"_s, BadValue, 8, 10);
    row(u"created:2026-2-3"_s, BadValue, 8, 8);
    row(u"created:26-02-03"_s, BadValue, 8, 8);
    row(u"created:1969"_s, BadValue, 8, 4);
    row(u"created:2026-05-03T25:00"_s, BadValue, 8, 16);
    row(u"created:2026-05-03T10:30+2"_s, BadValue, 8, 18);
    row(u"created:2026-05-03Z"_s, BadValue, 8, 11);
    row(u"created:2026-03-01..2026-01-01"_s, BadValue, 8, 22, u"2026-01-01..2026-03-01"_s);
    row(u"used:90d..30d"_s, BadValue, 5, 8, u"30d..90d"_s);
    row(u"created:2026..30d"_s, BadValue, 8, 9);
    row(u"created:2026-01-01.."_s, BadValue, 8, 12, u">=2026-01-01"_s);
    row(u"created:..2026-01-01"_s, BadValue, 8, 12, u"<=2026-01-01"_s);
    row(u"created:.."_s, BadValue, 8, 2);
    row(u"created:>2026..2027"_s, BadValue, 8, 11);

    row(u"owner:"_s, MissingValue, 6, 0);
    row(u"owner: ada"_s, MissingValue, 6, 0);
    row(u"status:active,"_s, MissingValue, 14, 0);
    row(u"status:,active"_s, MissingValue, 7, 0);
    row(u"name:(a)"_s, MissingValue, 5, 0);
    row(u"\"\""_s, MissingValue, 0, 2);
    row(u"name:\"\""_s, MissingValue, 5, 2);

    row(u"a \"net ops"_s, UnclosedQuote, 2, 8, u"\"net ops\""_s);
    row(u"name:\"a (b"_s, UnclosedQuote, 5, 5, u"\"a (b\""_s);
    row(u"\"a\"\""_s, UnclosedQuote, 0, 4, u"\"a\"\"\""_s);

    row(u"a (b or c"_s, UnclosedParenthesis, 2, 7, u"(b or c)"_s);
    row(u"((a)"_s, UnclosedParenthesis, 0, 4, u"((a))"_s);
    row(u"a)"_s, StrayParenthesis, 1, 1, u" \")\""_s);
    row(u"a )"_s, StrayParenthesis, 2, 1, u"\")\""_s);
    row(u")"_s, StrayParenthesis, 0, 1, u"\")\""_s);
    row(u"a ()"_s, MissingTerm, 2, 2, u"\"()\""_s);
    row(u"a or"_s, MissingTerm, 2, 2, u"\"or\""_s);
    row(u"or a"_s, MissingTerm, 0, 2, u"\"or\""_s);
    row(u"a or or b"_s, MissingTerm, 5, 2, u"\"or\""_s);
    row(u"(a or)"_s, MissingTerm, 3, 2, u"\"or\""_s);
    row(u"and a"_s, MissingTerm, 0, 3, u"\"and\""_s);
    row(u"a AND"_s, MissingTerm, 2, 3, u"\"AND\""_s);
    row(u"a and or b"_s, MissingTerm, 2, 3, u"\"and\""_s);
    row(u"not"_s, MissingTerm, 0, 3, u"\"not\""_s);
    row(u"(not)"_s, MissingTerm, 1, 3, u"\"not\""_s);
    row(u"not or a"_s, MissingTerm, 0, 3, u"\"not\""_s);
}

void FilterParserTest::refuses()
{
    const QString text = QString::fromUtf8(QTest::currentDataTag());
    const auto parsed = parse(text);
    QVERIFY(parsed.error);
    QTEST(parsed.error->kind, "kind");
    QTEST(static_cast<int>(parsed.error->position), "position");
    QTEST(static_cast<int>(parsed.error->length), "length");
    QTEST(parsed.error->suggestion, "suggestion");
    QVERIFY(parsed.error->message.endsWith(u'.') || parsed.error->message.contains(u": "_s));
    if (parsed.error->suggestion.isEmpty())
        return;
    QCOMPARE(problemOf(filter::withSuggestion(text, *parsed.error)), QString());
}

void FilterParserTest::anErrorMatchesNothingAndSaysWhatToDo()
{
    for (const QString &text : {u"a foo:bar"_s, u"-foo:bar"_s, u"-(a"_s, u"not"_s, u"-name:"_s}) {
        const auto parsed = parse(text);
        QVERIFY(parsed.error);
        QVERIFY(parsed.expression == filter::Expression::nothing());
        QVERIFY(!parsed.expression.isEmpty());
        QVERIFY(!parsed.terms.empty());
    }
    const QString message = parse(u"http://x"_s).error->message;
    QVERIFY2(message.contains(u"\"http://x\""_s), qUtf8Printable(message));
    const QString nearest = parse(u"statsu:x"_s).error->message;
    QVERIFY2(nearest.contains(u"\"status\""_s) && nearest.contains(u"\"statsu:x\""_s),
        qUtf8Printable(nearest));
    QVERIFY(parse(u"vendor:acme"_s).error->message.contains(u"lightspark"_s));
    QVERIFY(parse(u"used:<x"_s).error->message.contains(u"never, unknown, unclear, known"_s));
}

void FilterParserTest::textOfAnExpressionReadsAsItself()
{
    QRandomGenerator random(3);
    for (int i = 0; i < 10'000; ++i) {
        const auto expression = test::randomExpression(random);
        const QString text = filter::toText(expression);
        QCOMPARE(problemOf(text), QString());
        const auto parsed = parse(text);
        QVERIFY2(parsed.expression == expression,
            qUtf8Printable(text + u"\n"_s + filter::toText(parsed.expression)));
        QCOMPARE(filter::toText(parsed.expression), text);
    }
}

void FilterParserTest::survivesAnyText()
{
    static const QStringList pieces {u" "_s, u" "_s, u"("_s, u")"_s, u"\""_s, u"-"_s, u":"_s,
        u","_s, u"*"_s, u"<"_s, u">="_s, u".."_s, u"or"_s, u"and"_s, u"not"_s, u"name:"_s,
        u"owner:"_s, u"status:"_s, u"vendor:"_s, u"used:"_s, u"expires:"_s, u"idle:"_s, u"mist"_s,
        u"active"_s, u"none"_s, u"30d"_s, u"2026-01"_s, u"ab"_s, u"\u00e9"_s, u"\U0001f680"_s,
        u"\u0301"_s, QString(QChar(0)), QString(QChar(0xd800)), u"\u2029"_s};
    QRandomGenerator random(5);
    int read = 0;
    for (int i = 0; i < 20'000; ++i) {
        QString text;
        for (int n = random.bounded(12); n >= 0; --n)
            text += test::oneOf(random, pieces);
        const auto parsed = parse(text);
        for (const auto &term : parsed.terms)
            QCOMPARE(text.mid(term.position, term.length), term.text);
        if (parsed.error) {
            QVERIFY(parsed.error->position >= 0 && parsed.error->length >= 0);
            QVERIFY(parsed.error->position + parsed.error->length <= text.size());
            QVERIFY(!parsed.error->message.isEmpty());
            continue;
        }
        ++read;
        const auto again = parse(filter::toText(parsed.expression));
        QVERIFY2(!again.error && again.expression == parsed.expression, qUtf8Printable(text));
    }
    QVERIFY(read > 1000);
}

void FilterParserTest::survivesHostileTexts()
{
    const QString deepest(filter::deepestNesting - 1, u'(');
    const QString closing(filter::deepestNesting - 1, u')');
    QVERIFY(!parse(deepest + u'a' + closing).error);
    const auto kindOf = [](const QString &text) {
        const auto parsed = parse(text);
        return parsed.error ? std::optional(parsed.error->kind) : std::nullopt;
    };
    QCOMPARE(kindOf(u"("_s + deepest + u'a' + closing + u')'), FilterErrorKind::TooDeep);
    QCOMPARE(kindOf(QString(4000, u'(')), FilterErrorKind::TooDeep);
    QCOMPARE(kindOf(u"not "_s.repeated(999) + u'a'), FilterErrorKind::TooDeep);
    QCOMPARE(kindOf(QString(4000, u')')), FilterErrorKind::StrayParenthesis);
    QCOMPARE(kindOf(QString(4000, u'-')), std::nullopt);
    QCOMPARE(kindOf(QString(4000, u'*')), std::nullopt);
    QCOMPARE(kindOf(QString(4000, u'"')), std::nullopt);
    QCOMPARE(kindOf(QString(3999, u'"')), FilterErrorKind::UnclosedQuote);
    QCOMPARE(kindOf(u"a:"_s.repeated(2000)), FilterErrorKind::UnknownField);
    QCOMPARE(kindOf(u"status:"_s + QString(3993, u',')), FilterErrorKind::MissingValue);
    QCOMPARE(kindOf(QString(4000, u'x')), std::nullopt);
    const auto tooLong = parse(QString(1'000'000, u'x'));
    QCOMPARE(tooLong.error->kind, FilterErrorKind::TooLong);
    QCOMPARE(tooLong.error->position, filter::longestText);
    QVERIFY(tooLong.expression == filter::Expression::nothing());

    const QString withNul = u"a"_s + QChar(0) + u"b"_s;
    const auto parsed = parse(withNul);
    QVERIFY(!parsed.error);
    QCOMPARE(filter::toText(parsed.expression), withNul);
}

void FilterParserTest::cutsIntoTerms_data()
{
    QTest::addColumn<QString>("terms"); // each with its kind; ! = negated
    const auto row = [](const QString &text, const QString &terms) {
        QTest::newRow(qUtf8Printable(text)) << terms;
    };
    row(u""_s, u""_s);
    row(u"  a  \"b c\" "_s, u"T[a] T[\"b c\"]"_s);
    row(u"status:active, disabled -env:prod"_s, u"F4[status:active, disabled] !F3[-env:prod]"_s);
    row(u"a and not b"_s, u"T[a] !T[not b]"_s);
    row(u"a (b or c) -(d)"_s, u"T[a] G[(b or c)] !G[-(d)]"_s);
    row(u" -a or b c "_s, u"G[-a or b c]"_s);
    row(u"not not a"_s, u"T[not not a]"_s);
    row(u"a foo:bar b"_s, u"T[a] T[foo:bar] T[b]"_s);
}

void FilterParserTest::cutsIntoTerms()
{
    using Kind = filter::Term::Kind;
    QStringList terms;
    for (const auto &term : parse(QString::fromUtf8(QTest::currentDataTag())).terms) {
        QString text = term.isNegated ? u"!"_s : QString();
        text += term.kind == Kind::Text ? u"T"_s
            : term.kind == Kind::Group  ? u"G"_s
                                        : u"F%1"_s.arg(static_cast<int>(term.field) - 1);
        terms += text + u'[' + term.text + u']';
    }
    QTEST(terms.join(u' '), "terms");
}

void FilterParserTest::removesATerm_data()
{
    QTest::addColumn<int>("index");
    QTest::addColumn<QString>("rest");
    const auto row = [](const QString &text, int index, const QString &rest) {
        QTest::addRow("%s, %d", qUtf8Printable(text), index) << index << rest;
    };
    row(u"a"_s, 0, u""_s);
    row(u"a  b and c"_s, 0, u"b c"_s);
    row(u"a  b and c"_s, 1, u"a c"_s);
    row(u"a  b and c"_s, 2, u"a b"_s);
    row(u"x status:active, disabled y"_s, 1, u"x y"_s);
    row(u"a or b"_s, 0, u""_s);
}

void FilterParserTest::removesATerm()
{
    QFETCH(int, index);
    const QString text = QString::fromUtf8(QTest::currentDataTag()).section(u", "_s, 0, -2);
    QTEST(parse(text).withoutTerm(static_cast<std::size_t>(index)), "rest");
}

void FilterParserTest::knowsWhetherTimeMatters()
{
    for (const QString &text : {u"used:<30d"_s, u"a (b or -expires:past)"_s, u"used:1d..2d"_s})
        QVERIFY(parse(text).expression.dependsOnNow());
    for (const QString &text : {u""_s, u"a"_s, u"used:never"_s, u"created:>2026"_s})
        QVERIFY(!parse(text).expression.dependsOnNow());
}

void FilterParserTest::tellsWhatIsSearchedFor()
{
    const auto words
        = [](const QString &text) { return filter::searchedWords(parse(text).expression); };
    QCOMPARE(words(u"Caf\u00e9 (\"net ops\" or owner:*@Example.com,ada) -absent status:active"_s),
        (QStringList {u"cafe"_s, u"net ops"_s, u"@example.com"_s, u"ada"_s}));
    QCOMPARE(words(u"used:<30d * -(a b)"_s), QStringList());
}

void FilterParserTest::fieldsHaveNamesOfTheirOwn()
{
    QSet<QString> names;
    qsizetype count = 0;
    for (const filter::Field &field : filter::fields()) {
        const QStringList own = QStringList {field.name} + field.aliases;
        count += own.size();
        names += QSet<QString>(own.begin(), own.end());
        QVERIFY(!field.explanation.isEmpty());
        QCOMPARE(filter::field(field.id).name, field.name);
        for (const QString &example : field.examples)
            QVERIFY2(!parse(field.name + u':' + example).error, qUtf8Printable(example));
        QSet<QString> words;
        qsizetype wordCount = 0;
        for (const filter::FieldChoice &choice : field.choices) {
            const QStringList all = QStringList {choice.word} + choice.aliases;
            wordCount += all.size();
            words += QSet<QString>(all.begin(), all.end());
        }
        QCOMPARE(words.size(), wordCount);
    }
    QCOMPARE(names.size(), count);
    QVERIFY(!filter::fieldNamed(u"anything"_s));
}

void FilterParserTest::everyFieldIsInTheHelp()
{
    QFile file(QStringLiteral(TD_SOURCE_ROOT "/resources/help/help.md"));
    QVERIFY(file.open(QIODevice::ReadOnly));
    const QString help = QString::fromUtf8(file.readAll());
    for (const filter::Field &field : filter::fields()) {
        QVERIFY2(help.contains(u"| `%1:`"_s.arg(field.name)), qUtf8Printable(field.name));
        for (const filter::FieldChoice &choice : field.choices)
            QVERIFY2(help.contains(choice.word), qUtf8Printable(choice.word));
    }
    // Whatever the help shows as an example of a filter can be typed as it is.
    const QString chapter = help.section(u"\n## Filter\n"_s, 1).section(u"\n## "_s, 0, 0);
    static const QRegularExpression code(
        u"`([^`\n]+)`|^    (.+)$"_s, QRegularExpression::MultilineOption);
    int examples = 0;
    for (auto it = code.globalMatch(chapter); it.hasNext();) {
        const auto match = it.next();
        const QString example = match.captured(1) + match.captured(2);
        static const QStringList parts {u"not"_s, u"or"_s, u"<30d"_s, u">90d"_s, u"30d..90d"_s};
        const bool isPart = example.endsWith(u':') || parts.contains(example);
        if (isPart)
            continue;
        ++examples;
        QCOMPARE(problemOf(example), QString());
    }
    QVERIFY(examples > 25);
}

QTEST_GUILESS_MAIN(FilterParserTest)
#include "tst_filterparser.moc"
