// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0

/// MEM-08: no key survives in what is shown, logged or copied.

#include "http/redact.h"
#include "stricttest.h"

#include <QRandomGenerator>

using namespace Qt::StringLiterals;
using http::redact;

namespace {

enum class Alphabet { Mixed, LowerHex, UpperLetters, LowerLetters, Base64, Jwt };

QString randomKey(QRandomGenerator &random, Alphabet alphabet, int length)
{
    static const QString upper = u"ABCDEFGHIJKLMNOPQRSTUVWXYZ"_s;
    static const QString digits = u"0123456789"_s;
    QString letters;
    switch (alphabet) {
    case Alphabet::Mixed:
        letters = upper + upper.toLower() + digits + u"_-"_s;
        break;
    case Alphabet::LowerHex:
        letters = digits + u"abcdef"_s;
        break;
    case Alphabet::UpperLetters:
        letters = upper;
        break;
    case Alphabet::LowerLetters:
        letters = upper.toLower();
        break;
    case Alphabet::Base64:
        letters = upper + upper.toLower() + digits + u"+/="_s;
        break;
    case Alphabet::Jwt:
        letters = upper + upper.toLower() + digits + u"-_."_s;
        break;
    }
    QString key;
    for (int i = 0; i < length; ++i)
        key += letters.at(random.bounded(letters.size()));
    return key;
}

} // namespace

class RedactTest final : public test::StrictTest
{
    Q_OBJECT

private slots:
    void hidesTenThousandSecretsInEverySentence();
    void keepsOrdinaryWords_data();
    void keepsOrdinaryWords();
    void keepsNothingOfAKey();
    void dropsMarkup();
    void foldsWhiteSpaceAndCuts();
    void copesWithAMegabyte();
};

void RedactTest::hidesTenThousandSecretsInEverySentence()
{
    QRandomGenerator random(20240601);
    const QStringList sentences {u"%1"_s, u"Token %1 is not valid"_s, u"{\"token\":\"%1\"}"_s,
        u"token=%1&x=1"_s, u"Authorization: Bearer %1"_s, u"(%1)"_s, u"'%1'."_s,
        u"<html><body>key <b>%1</b> refused</body></html>"_s, u"line\n%1\nline"_s,
        u"https://host/path?key=%1"_s};
    const Alphabet alphabets[] = {Alphabet::Mixed, Alphabet::LowerHex, Alphabet::UpperLetters,
        Alphabet::LowerLetters, Alphabet::Base64, Alphabet::Jwt};
    for (int i = 0; i < 10'000; ++i) {
        const Alphabet alphabet = alphabets[i % int(std::size(alphabets))];
        const QString key = randomKey(random, alphabet, 20 + random.bounded(180));
        const QString shown = redact(sentences.at(random.bounded(sentences.size())).arg(key));
        // Not the key, and no piece of it that would help anybody either.
        for (qsizetype at = 0; at + 12 <= key.size(); at += 4) {
            const QString piece = key.mid(at, 12);
            QVERIFY2(!shown.contains(piece), qPrintable(key + u" -> "_s + shown));
        }
    }
}

void RedactTest::keepsOrdinaryWords_data()
{
    QTest::addColumn<QString>("words");
    QTest::newRow("sentence") << u"You do not have permission to list tokens."_s;
    QTest::newRow("UUID") << u"org 0dfae3c8-1111-4222-8333-444455556666 not found"_s;
    QTest::newRow("typed id") << u"ApiToken:0dfae3c8-1111-4222-8333-444455556666"_s;
    QTest::newRow("short code") << u"ERR-4711: name already used"_s;
    QTest::newRow("token id") << u"TKN-1234-5678 is disabled"_s;
    QTest::newRow("joined words") << u"error INSUFFICIENT_PERMISSIONS_FOR_TOKEN"_s;
    QTest::newRow("other script") << u"Zugriff verweigert für Müller"_s;
}

void RedactTest::keepsOrdinaryWords()
{
    QFETCH(QString, words);
    QCOMPARE_EQ(redact(words), words);
}

void RedactTest::keepsNothingOfAKey()
{
    QCOMPARE_EQ(
        redact(u"Token abcDEF0123456789abcDEF0123456789 unknown"_s), u"Token [removed] unknown"_s);
}

void RedactTest::dropsMarkup()
{
    const QString shown
        = redact(u"<!DOCTYPE html><html><head><title>502</title><script>var a=1;</script></head>"
                 "<body><h1>Bad Gateway</h1></body></html>"_s);
    QVERIFY(shown.contains(u"Bad Gateway"_s));
    QVERIFY(!shown.contains(u'<'));
    QVERIFY(!shown.contains(u"var a"_s));
}

void RedactTest::foldsWhiteSpaceAndCuts()
{
    QCOMPARE_EQ(redact(u"  a \n\n b\t c "_s), u"a b c"_s);
    const QString cut = redact(QString(u"word "_s).repeated(200));
    QCOMPARE_EQ(cut.size(), 300);
    QVERIFY(cut.endsWith(u'\u2026'));
    QCOMPARE_EQ(redact(QString()), QString());
}

void RedactTest::copesWithAMegabyte()
{
    QVERIFY(redact(QString(1'000'000, u'<')).size() <= 300);
    QVERIFY(redact(u"<html>"_s + QString(1'000'000, u'a')).size() <= 300);
}

QTEST_GUILESS_MAIN(RedactTest)
#include "tst_redact.moc"
