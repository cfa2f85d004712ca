// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#include "models/tokencolumns.h"
#include "stricttest.h"
#include "tokens.h"

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using domain::Token;
using models::TokenColumn;
using models::TokenColumnId;

class TokenColumnsTest final : public test::StrictTest
{
    Q_OBJECT

private slots:
    void standInTheOrderOfTheirEnum();
    void haveStableWordsAndTitles();
    void alwaysSaySomethingButWhatIsEmpty();
    void explainWhatIsMissing();
    void showWhatIsNoted();
    void tellFactStatesApart_data();
    void tellFactStatesApart();
    void callADeletedCreatorByName();
    void allowForAClockThatIsAhead();
    void copyWhatTheVendorHas();

private:
    models::TextContext context() const
    {
        models::TextContext made {.now = test::FixedClock().now()};
        made.connections.insert(u"m"_s,
            {.name = u"Lab"_s,
                .vendor = domain::Vendor::Mist,
                .environment = domain::Environment::Test});
        return made;
    }
};

void TokenColumnsTest::standInTheOrderOfTheirEnum()
{
    int expected = 0;
    for (const TokenColumn &column : models::tokenColumns())
        QCOMPARE(int(column.id), expected++);
}

void TokenColumnsTest::haveStableWordsAndTitles()
{
    QSet<QString> words;
    QSet<QString> titles;
    for (const TokenColumn &column : models::tokenColumns()) {
        words.insert(QLatin1StringView(column.word).toString());
        titles.insert(models::columnTitle(column));
        QCOMPARE(models::columnFromWord(QLatin1StringView(column.word).toString()), column.id);
    }
    QCOMPARE(words.size(), qsizetype(models::tokenColumns().size()));
    QCOMPARE(titles.size(), qsizetype(models::tokenColumns().size()));
    QVERIFY(!models::columnFromWord(u"no-such"_s));
}

void TokenColumnsTest::alwaysSaySomethingButWhatIsEmpty()
{
    QRandomGenerator random(5);
    for (int i = 0; i < 200; ++i) {
        const Token token = test::randomToken(random, u"m"_s, QString::number(i));
        for (const TokenColumn &column : models::tokenColumns()) {
            const bool isNoted = column.id == TokenColumnId::Tags
                || column.id == TokenColumnId::Note || column.id == TokenColumnId::Review;
            QVERIFY2(column.text(token, context()).isEmpty() == isNoted, column.word);
        }
    }
}

void TokenColumnsTest::explainWhatIsMissing()
{
    const Token token = test::token(u"m"_s, u"1"_s, u"x"_s);
    for (const TokenColumn &column : models::tokenColumns()) {
        if (column.state(token, context()) != domain::FactState::Known)
            QVERIFY2(column.explanation(token, context()).endsWith(u'.'), column.word);
    }
}

void TokenColumnsTest::showWhatIsNoted()
{
    Token token = test::token(u"m"_s, u"1"_s, u"x"_s);
    token.owner = domain::Fact<QString>::known(u"vendor's"_s);
    models::TextContext around = context();
    domain::Annotation &noted = around.annotations[token.key];
    noted = {.note = u"line\n<b>two</b>"_s,
        .tags = {u"a"_s, u"b c"_s},
        .owner = u"ada"_s,
        .reviewOn = QDate(2026, 2, 27),
        .replaces = {},
        .replacedBy = {}};
    const auto &column = models::tokenColumn;
    QCOMPARE(column(TokenColumnId::Tags).text(token, around), u"a, b c"_s);
    QCOMPARE(column(TokenColumnId::Note).text(token, around), u"line <b>two</b>"_s);
    QCOMPARE(column(TokenColumnId::Note).plainValue(token, around), noted.note);
    QCOMPARE(column(TokenColumnId::Owner).text(token, around), u"ada"_s);
    QCOMPARE(column(TokenColumnId::Owner).plainValue(token, around), u"ada"_s);
    QVERIFY(column(TokenColumnId::Owner).explanation(token, around).contains(u"vendor's"_s));
    QCOMPARE(column(TokenColumnId::Review).text(token, around), u"Overdue by 2 days"_s);
    QCOMPARE(column(TokenColumnId::Review).plainValue(token, around), u"2026-02-27"_s);
    noted.reviewOn = QDate(2026, 3, 1);
    QCOMPARE(column(TokenColumnId::Review).text(token, around), u"Today"_s);
    noted.reviewOn = QDate(2026, 3, 4);
    QCOMPARE(column(TokenColumnId::Review).text(token, around), u"In 3 days"_s);
    token.owner = domain::Fact<QString>::notReported();
    QCOMPARE(column(TokenColumnId::Owner).state(token, around), domain::FactState::Known);
}

void TokenColumnsTest::tellFactStatesApart_data()
{
    QTest::addColumn<int>("column");
    for (const auto id : {TokenColumnId::LastUsed, TokenColumnId::Created, TokenColumnId::Expires,
             TokenColumnId::Owner, TokenColumnId::Creator})
        QTest::newRow(models::tokenColumn(id).word) << int(id);
}

void TokenColumnsTest::tellFactStatesApart()
{
    QFETCH(int, column);
    const TokenColumn &tested = models::tokenColumns()[std::size_t(column)];
    QSet<QString> cells;
    QSet<QString> tips;
    for (const auto state : {domain::FactState::Known, domain::FactState::Never,
             domain::FactState::NotReported, domain::FactState::NotPermitted,
             domain::FactState::NotFetched, domain::FactState::NotUnderstood}) {
        Token token = test::token(u"m"_s, u"1"_s, u"x"_s);
        for (auto *fact : {&token.lastUsed, &token.created, &token.expires})
            *fact = {.state = state, .value = test::FixedClock().now() - 72h};
        for (auto *fact : {&token.owner, &token.creator})
            *fact = {.state = state, .value = u"mia"_s};
        cells.insert(tested.text(token, context()));
        tips.insert(tested.explanation(token, context()));
    }
    QCOMPARE(cells.size(), 6);
    QCOMPARE(tips.size(), 6);
}

void TokenColumnsTest::callADeletedCreatorByName()
{
    Token token = test::token(u"m"_s, u"1"_s, u"x"_s);
    token.creator = domain::Fact<QString>::never();
    QCOMPARE(
        models::tokenColumn(TokenColumnId::Creator).text(token, context()), u"Creator deleted"_s);
}

void TokenColumnsTest::allowForAClockThatIsAhead()
{
    Token token = test::token(u"m"_s, u"1"_s, u"x"_s);
    token.lastUsed = domain::TimeFact::known(test::FixedClock().now() + 90s);
    token.expires = token.lastUsed;
    QCOMPARE(models::tokenColumn(TokenColumnId::LastUsed).text(token, context()), u"just now"_s);
    QCOMPARE(models::tokenColumn(TokenColumnId::Expires).text(token, context()), u"in 1 min"_s);
}

void TokenColumnsTest::copyWhatTheVendorHas()
{
    Token token = test::token(u"m"_s, u"1"_s, QString(300, u'n'));
    token.created = domain::TimeFact::known(test::FixedClock().now());
    QCOMPARE(models::tokenColumn(TokenColumnId::Name).plainValue(token, context()), token.name);
    QCOMPARE(models::tokenColumn(TokenColumnId::Created).plainValue(token, context()),
        u"2026-03-01T12:00:00Z"_s);
    QCOMPARE(models::tokenColumn(TokenColumnId::LastUsed).plainValue(token, context()),
        u"Not fetched"_s);
}

QTEST_MAIN(TokenColumnsTest)
#include "tst_tokencolumns.moc"
