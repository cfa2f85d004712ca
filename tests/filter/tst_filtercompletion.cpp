// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#include "filter/completion.h"
#include "filter/field.h"
#include "filter/parser.h"
#include "randomfilter.h"
#include "stricttest.h"

using namespace Qt::StringLiterals;

namespace {

filter::CompletionSource source()
{
    return {.connections = {u"Prod EU"_s, u"Lab"_s, u"sandbox"_s},
        .owners = {u"ada@example.com"_s, u"none"_s, u"zoe@lab.example"_s},
        .creators = {u"otto"_s},
        .grants = {u"admin"_s, u"read (Haven)"_s},
        .tags = {u"critical"_s, u"to rotate"_s}};
}

} // namespace

class FilterCompletionTest final : public test::StrictTest
{
    Q_OBJECT

private slots:
    void offers_data();
    void offers();
    void offersEveryFieldWhereNothingIsTyped();
    void explainsTimes();
    void whatIsTakenCanBeRead();
    void survivesAnyText();
};

void FilterCompletionTest::offers_data()
{
    QTest::addColumn<QString>("result"); // where it goes in the text, then the first candidates
    // The bar is the cursor.
    const auto row = [](const QString &text, const QString &result) {
        QTest::newRow(qUtf8Printable(text)) << result;
    };
    row(u"own|"_s, u"0+3 owner: own:"_s);
    row(u"sta|"_s, u"0+3 status: environment:staging"_s);
    row(u"act|"_s, u"0+3 status:active"_s);
    row(u"juni|"_s, u"0+4 vendor:mist"_s);
    row(u"pro|"_s, u"0+3 environment:production connection:\"Prod EU\""_s);
    row(u"a -sta|"_s, u"3+3 status: environment:staging"_s);
    row(u"(crea|"_s, u"1+4 creator: created:"_s);
    row(u"la|b"_s, u"0+3 used: connection:Lab"_s);
    row(u"xyz|"_s, u"0+3"_s);
    row(u"\"own|"_s, u""_s);
    row(u"\"own\"|"_s, u""_s);

    row(u"ow|:yes"_s, u"0+3 owner: own:"_s);
    row(u"tag:|"_s, u"4+0 critical \"to rotate\" none"_s);
    row(u"tag:rot|"_s, u"4+3 \"to rotate\""_s);
    row(u"review:p|"_s, u"7+1 past"_s);
    row(u"status:|"_s, u"7+0 active disabled expired deleted unknown"_s);
    row(u"status:d|"_s, u"7+1 disabled deleted expired"_s);
    row(u"status:active,|"_s, u"14+0 active disabled expired deleted unknown"_s);
    row(u"status:active,dis|"_s, u"14+3 disabled"_s);
    row(u"status:act|,disabled"_s, u"7+3 active"_s);
    row(u"-vendor:vm|"_s, u"8+2 csp"_s);
    row(u"env:|"_s, u"4+0 production staging test"_s);
    row(u"connection:|"_s, u"11+0 \"Prod EU\" Lab sandbox"_s);
    row(u"connection:p|"_s, u"11+1 \"Prod EU\""_s);
    row(u"connection:\"pr|"_s, u"11+3 \"Prod EU\""_s);
    row(u"connection:\"pr|\" x"_s, u"11+4 \"Prod EU\""_s);
    row(u"connection:eu|"_s, u"11+2 \"Prod EU\""_s);
    row(u"owner:|"_s, u"6+0 ada@example.com \"none\" zoe@lab.example none unknown unclear"_s);
    row(u"owner:lab|"_s, u"6+3 zoe@lab.example"_s);
    row(u"grant:r|"_s, u"6+1 \"read (Haven)\" unclear"_s);
    row(u"creator:|"_s, u"8+0 otto none unknown unclear"_s);
    row(u"name:x|"_s, u"5+1"_s);
    row(u"foo:x|"_s, u""_s);
    row(u"used:|"_s, u"5+0 <30d >90d never unknown unclear known"_s);
    row(u"used:<3|"_s, u"5+2 <3h <3d <3w <3m <3y <30d"_s);
    row(u"used:nev|"_s, u"5+3 never"_s);
    row(u"expires:p|"_s, u"8+1 past"_s);
    row(u"idle:>1|"_s, u"5+2 >1h >1d >1w >1m >1y >1y"_s);
}

void FilterCompletionTest::offers()
{
    QString text = QString::fromUtf8(QTest::currentDataTag());
    const qsizetype cursor = text.indexOf(u'|');
    text.remove(cursor, 1);
    const auto completion = filter::completions(text, cursor, source());
    QStringList result;
    if (completion.position != 0 || completion.length != 0)
        result += u"%1+%2"_s.arg(completion.position).arg(completion.length);
    for (const auto &candidate : completion.candidates)
        result += candidate.text;
    QTEST(result.join(u' '), "result");
}

void FilterCompletionTest::offersEveryFieldWhereNothingIsTyped()
{
    for (const QString &text : {u""_s, u"a "_s, u"a ("_s, u"status:active "_s}) {
        const auto completion = filter::completions(text, text.size(), source());
        QCOMPARE(completion.candidates.size(), filter::fields().size());
        QCOMPARE(completion.position, text.size());
        QCOMPARE(completion.candidates.front().text, u"name:"_s);
        QVERIFY(completion.candidates.front().opensMore);
        QVERIFY(!completion.candidates.front().explanation.isEmpty());
    }
}

void FilterCompletionTest::explainsTimes()
{
    const auto explained = [](const QString &text) {
        return filter::completions(text, text.size(), source()).candidates.front().explanation;
    };
    QCOMPARE(explained(u"used:<1"_s), u"less than 1 hour ago"_s);
    QCOMPARE(explained(u"created:>1y"_s), u"more than 1 year ago"_s);
    QCOMPARE(explained(u"expires:<14d"_s), u"within the next 14 days"_s);
    QCOMPARE(explained(u"expires:>1y"_s), u"more than 1 year from now"_s);
    QCOMPARE(explained(u"idle:>90d"_s), u"more than 90 days"_s);
    QCOMPARE(explained(u"created:2026-05"_s), u"within it (UTC)"_s);
    QCOMPARE(explained(u"created:>2026-0"_s), u"after that day (UTC)"_s);
}

/// Taking any candidate at the end of a text that can be read gives one that can be read.
void FilterCompletionTest::whatIsTakenCanBeRead()
{
    int taken = 0;
    for (const filter::Field &field : filter::fields()) {
        const QString text = field.name + u':';
        const auto completion = filter::completions(text, text.size(), source());
        for (const auto &candidate : completion.candidates) {
            QString next = text;
            next.replace(completion.position, completion.length, candidate.text);
            QVERIFY2(!filter::parse(next).error, qUtf8Printable(next));
            ++taken;
        }
    }
    QVERIFY(taken > 50);
}

void FilterCompletionTest::survivesAnyText()
{
    static const QStringList pieces {u" "_s, u"("_s, u")"_s, u"\""_s, u"-"_s, u":"_s, u","_s,
        u"*"_s, u"<"_s, u"or"_s, u"name:"_s, u"owner:"_s, u"status:"_s, u"used:"_s, u"act"_s,
        u"3"_s, u"\U0001f680"_s, QString(QChar(0)), QString(QChar(0xd800))};
    QRandomGenerator random(11);
    for (int i = 0; i < 20'000; ++i) {
        QString text;
        for (int n = random.bounded(8); n >= 0; --n)
            text += test::oneOf(random, pieces);
        const int cursor = random.bounded(-2, static_cast<int>(text.size()) + 3);
        const auto completion = filter::completions(text, cursor, source());
        QVERIFY(completion.position >= 0 && completion.length >= 0);
        QVERIFY(completion.position + completion.length <= text.size());
        QVERIFY(completion.candidates.size() <= filter::mostCandidates);
    }
    QVERIFY(filter::completions(QString(1'000'000, u'a'), 5, source()).isEmpty());
}

QTEST_GUILESS_MAIN(FilterCompletionTest)
#include "tst_filtercompletion.moc"
