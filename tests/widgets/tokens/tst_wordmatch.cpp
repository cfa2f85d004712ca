// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#include "base/textrules.h"
#include "stricttest.h"
#include "tokens/wordmatch.h"

using namespace Qt::StringLiterals;
using tokens::matchesIn;
using tokens::matchesInElided;
using tokens::TextPart;
using Parts = std::vector<TextPart>;

class WordMatchTest final : public test::StrictTest
{
    Q_OBJECT

private slots:
    void findsWordsWhateverTheirCaseAndAccents_data();
    void findsWordsWhateverTheirCaseAndAccents();
    void marksTheEllipsisForWhatIsCutOff();
    void foldsLikeTheFilterDoes();
};

void WordMatchTest::findsWordsWhateverTheirCaseAndAccents_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QStringList>("words");
    QTest::addColumn<QStringList>("found");
    QTest::newRow("nothing asked") << u"abc"_s << QStringList() << QStringList();
    QTest::newRow("an empty word") << u"abc"_s << QStringList {QString()} << QStringList();
    QTest::newRow("case") << u"CI-Deploy ci"_s << QStringList {u"ci"_s}
                          << QStringList {u"CI"_s, u"ci"_s};
    QTest::newRow("an accent") << u"Caf\u00e9"_s << QStringList {u"fe"_s}
                               << QStringList {u"f\u00e9"_s};
    QTest::newRow("an accent apart")
        << u"Cafe\u0301 x"_s << QStringList {u"fe"_s} << QStringList {u"fe\u0301"_s};
    QTest::newRow("a letter that is two")
        << u"Stra\u00dfe"_s << QStringList {u"ass"_s} << QStringList {u"a\u00df"_s};
    QTest::newRow("half of it") << u"Stra\u00dfe"_s << QStringList {u"as"_s}
                                << QStringList {u"a\u00df"_s};
    QTest::newRow("the other half")
        << u"Stra\u00dfe"_s << QStringList {u"se"_s} << QStringList {u"\u00dfe"_s};
    QTest::newRow("a ligature") << u"\ufb01nal"_s << QStringList {u"in"_s}
                                << QStringList {u"\ufb01n"_s};
    QTest::newRow("beyond the first plane")
        << u"a\U0001f511b"_s << QStringList {u"b"_s} << QStringList {u"b"_s};
    QTest::newRow("words that overlap")
        << u"production"_s << QStringList {u"prod"_s, u"oduc"_s} << QStringList {u"produc"_s};
    QTest::newRow("words side by side")
        << u"abcd"_s << QStringList {u"ab"_s, u"cd"_s} << QStringList {u"abcd"_s};
    QTest::newRow("out of order") << u"one two"_s << QStringList {u"two"_s, u"one"_s}
                                  << QStringList {u"one"_s, u"two"_s};
}

void WordMatchTest::findsWordsWhateverTheirCaseAndAccents()
{
    QFETCH(QString, text);
    QFETCH(QStringList, words);
    QFETCH(QStringList, found);
    QStringList parts;
    for (const TextPart &part : matchesIn(text, words))
        parts += text.mid(part.start, part.length);
    QCOMPARE(parts, found);
}

void WordMatchTest::marksTheEllipsisForWhatIsCutOff()
{
    const QString full = u"backup-of-production"_s;
    const QString cut = u"backup-of-pr\u2026"_s;
    QCOMPARE(matchesInElided(full, full, {u"prod"_s}), (Parts {{10, 4}}));
    QCOMPARE(matchesInElided(full, cut, {u"back"_s}), (Parts {{0, 4}}));
    QCOMPARE(matchesInElided(full, cut, {u"prod"_s}), (Parts {{10, 3}})); // "pr…"
    QCOMPARE(matchesInElided(full, cut, {u"tion"_s}), (Parts {{12, 1}})); // "…"
    QCOMPARE(matchesInElided(full, cut, {u"tion"_s, u"uct"_s}), (Parts {{12, 1}}));
    QCOMPARE(matchesInElided(full, u"\u2026"_s, {u"back"_s}), (Parts {{0, 1}}));
    QCOMPARE(matchesInElided(full, QString(), {u"back"_s}).size(), std::size_t(1));
}

/// Character by character must be the same as all at once, or the filter finds what is not marked.
void WordMatchTest::foldsLikeTheFilterDoes()
{
    for (const QString &text : {u"\u00c5ngstr\u00f6m \ufb03 \u00df \u0130 \u1e9e \u2460"_s,
             u"e\u0301\u0302x \uac00\u1100\u1161 \u00bd \uff21\uff22"_s}) {
        const QString folded = base::foldedText(text);
        for (const QString &word : folded.split(u' ', Qt::SkipEmptyParts))
            QVERIFY2(!matchesIn(text, {word}).empty(), qPrintable(word));
    }
}

QTEST_GUILESS_MAIN(WordMatchTest)
#include "tst_wordmatch.moc"
