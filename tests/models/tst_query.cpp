// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#include "stricttest.h"
#include "tokens.h"
#include "work/query.h"

using namespace Qt::StringLiterals;
using work::Query;

class QueryTest final : public test::StrictTest
{
    Q_OBJECT

private slots:
    void matches_data();
    void matches();
    void findsATokenByEachOfItsFields_data();
    void findsATokenByEachOfItsFields();
    void doesNotFindWordsAcrossFields();
    void namesEveryStatus();
};

void QueryTest::matches_data()
{
    QTest::addColumn<QString>("query");
    QTest::addColumn<QString>("text");
    QTest::addColumn<bool>("expected");

    QTest::newRow("empty matches everything") << u""_s << u"abc"_s << true;
    QTest::newRow("white space is empty") << u"  \t"_s << u"abc"_s << true;
    QTest::newRow("part of a word") << u"plo"_s << u"ci-deploy"_s << true;
    QTest::newRow("case") << u"DEPLOY"_s << u"ci-deploy"_s << true;
    QTest::newRow("several words, any order") << u"prod ci"_s << u"ci for prod"_s << true;
    QTest::newRow("every word must be there") << u"prod ci"_s << u"ci for test"_s << false;
    QTest::newRow("accents in the text") << u"jose"_s << u"Jos\u00e9"_s << true;
    QTest::newRow("accents in the query") << u"Jos\u00e9"_s << u"JOSE\u0301"_s << true;
    QTest::newRow("sharp s") << u"STRASSE"_s << u"Stra\u00dfe"_s << true;
    QTest::newRow("Greek final sigma")
        << u"\u039f\u0394\u039f\u03a3"_s << u"\u03bf\u03b4\u03cc\u03c2"_s << true;
    QTest::newRow("full width") << u"abc"_s << u"\uff21\uff22\uff23"_s << true;
    QTest::newRow("phrase") << u"\"net ops\""_s << u"net ops"_s << true;
    QTest::newRow("phrase is not two words") << u"\"net ops\""_s << u"ops net"_s << false;
    QTest::newRow("unclosed quote is a character") << u"\"net"_s << u"net"_s << false;
    QTest::newRow("quote in the text") << u"\"net"_s << u"the \"net\""_s << true;
    QTest::newRow("emoji") << u"\U0001f680"_s << u"go \U0001f680!"_s << true;
}

void QueryTest::matches()
{
    QFETCH(QString, query);
    QFETCH(QString, text);
    const auto form = work::searchForm(test::token(u"c"_s, u"id"_s, text), {});
    QTEST(Query(query).matches(form), "expected");
}

void QueryTest::findsATokenByEachOfItsFields_data()
{
    QTest::addColumn<QString>("word");
    for (const auto word :
        {"nightly", "purpose", "juniper", "lab-2", "disabled", "gesperrt", "suspended", "mia@",
            "otto@", "mod-17", "access management", "site-9", "haven", "1qkb", "0f3a"})
        QTest::newRow(word) << QString::fromLatin1(word);
}

void QueryTest::findsATokenByEachOfItsFields()
{
    domain::Token token = test::token(u"c"_s, u"0F3A-77"_s, u"nightly"_s);
    token.description = domain::Fact<QString>::known(u"Purpose"_s);
    token.status = domain::TokenStatus::Disabled;
    token.rawStatus = u"SUSPENDED"_s;
    token.owner = domain::Fact<QString>::known(u"mia@example.org"_s);
    token.creator = domain::Fact<QString>::known(u"otto@example.org"_s);
    token.grants = {{.name = u"MOD-17"_s,
        .label = u"Access Management"_s,
        .target = u"site-9"_s,
        .targetLabel = u"Haven"_s}};
    token.keyHint = u"1qkb...QQCL"_s;
    const auto form = work::searchForm(token,
        {.connectionName = u"Lab-2"_s,
            .vendorName = u"Juniper Mist"_s,
            .statusWord = u"Gesperrt"_s});

    QFETCH(QString, word);
    QVERIFY(Query(u"\"%1\""_s.arg(word)).matches(form));
    QVERIFY(!Query(word + u"-not"_s).matches(form));
}

void QueryTest::doesNotFindWordsAcrossFields()
{
    const auto form
        = work::searchForm(test::token(u"c"_s, u"id-1"_s, u"one"_s), {.connectionName = u"two"_s});
    QVERIFY(Query(u"one two"_s).matches(form));
    QVERIFY(!Query(u"\"onetwo\""_s).matches(form));
    QVERIFY(!Query(u"\"one two\""_s).matches(form));
}

void QueryTest::namesEveryStatus()
{
    QSet<QString> words;
    for (int status = 0; status < 5; ++status)
        words.insert(work::statusId(static_cast<domain::TokenStatus>(status)));
    QCOMPARE(words.size(), 5);
    QVERIFY(!words.contains(QString()));
}

QTEST_GUILESS_MAIN(QueryTest)
#include "tst_query.moc"
