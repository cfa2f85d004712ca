// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0

/// IN-03, IN-05, NET-11: text that people type or vendors send.

#include "base/textrules.h"
#include "stricttest.h"

#include <QRandomGenerator>

using namespace Qt::StringLiterals;
using base::ErrorKind;

class TextRulesTest final : public test::StrictTest
{
    Q_OBJECT

private slots:
    void showsTextInOneLine_data();
    void showsTextInOneLine();
    void cutsLongTextInTheMiddle();
    void limitsStackedMarks();
    void copesWithEndlessText();
    void trimsAPastedKey_data();
    void trimsAPastedKey();
    void refusesAKeyAndSaysWhere_data();
    void refusesAKeyAndSaysWhere();
    void cleansASecretAlike_data() { trimsAPastedKey_data(); }
    void cleansASecretAlike();
    void knowsIdsThatFitAPath_data();
    void knowsIdsThatFitAPath();
    void foldsBytesLikeText_data();
    void foldsBytesLikeText();
    void foldsEveryMixtureLikeText();
};

void TextRulesTest::showsTextInOneLine_data()
{
    QTest::addColumn<QString>("raw");
    QTest::addColumn<QString>("shown");
    QTest::newRow("plain") << u"deploy bot"_s << u"deploy bot"_s;
    QTest::newRow("markup stays text") << u"<b>x</b>"_s << u"<b>x</b>"_s;
    QTest::newRow("line break") << u"a\nb"_s << u"a\u23ceb"_s;
    QTest::newRow("line separator") << u"a\u2028b"_s << u"a\u23ceb"_s;
    QTest::newRow("right-to-left override") << u"a\u202eb"_s << u"a\ufffdb"_s;
    QTest::newRow("zero width space") << u"a\u200bb"_s << u"a\ufffdb"_s;
    QTest::newRow("null and tab") << QString::fromUtf16(u"a\0\tb", 4) << u"a\ufffd\ufffdb"_s;
    QTest::newRow("lone surrogate") << QString(QChar(0xd800)) + u'x' << u"\ufffdx"_s;
    QTest::newRow("composed") << u"e\u0301"_s << u"\u00e9"_s;
    QTest::newRow("emoji") << u"\U0001F511"_s << u"\U0001F511"_s;
}

void TextRulesTest::showsTextInOneLine()
{
    QFETCH(QString, raw);
    QTEST(base::displayForm(raw), "shown");
}

void TextRulesTest::cutsLongTextInTheMiddle()
{
    const QString shown = base::displayForm(QString(300, u'a') + QString(300, u'z'), 11);
    QCOMPARE_EQ(shown, u"aaaaa\u2026zzzzz"_s);
    QCOMPARE_EQ(base::displayForm(QString(256, u'a')).size(), 256);
    QCOMPARE_EQ(base::displayForm(QString(257, u'a')).size(), 256);
}

void TextRulesTest::limitsStackedMarks()
{
    const QString shown = base::displayForm(u"x"_s + QString(200, QChar(0x0316)));
    QCOMPARE_EQ(shown.size(), 17);
}

void TextRulesTest::copesWithEndlessText()
{
    const QString shown = base::displayForm(QString(1'000'000, QChar(0x0301)));
    QVERIFY(shown.size() <= 256);
    QCOMPARE_EQ(base::displayForm(QString()), QString());
}

void TextRulesTest::trimsAPastedKey_data()
{
    QTest::addColumn<QString>("pasted");
    QTest::addColumn<QByteArray>("key");
    QTest::newRow("plain") << u"sk-abc"_s << "sk-abc"_ba;
    QTest::newRow("line break at the end") << u"  sk-abc\r\n"_s << "sk-abc"_ba;
    QTest::newRow("with its scheme") << u"Bearer sk-abc"_s << "sk-abc"_ba;
    QTest::newRow("scheme in small letters") << u"token sk-abc\n"_s << "sk-abc"_ba;
    QTest::newRow("a key that begins so") << u"Tokenization"_s << "Tokenization"_ba;
    QTest::newRow("colon and equals sign")
        << u"idt:TKN-0000-0000:ab=="_s << "idt:TKN-0000-0000:ab=="_ba;
    QTest::newRow("two line breaks at the end") << u"sk-abc\n\n"_s << "sk-abc"_ba;
    QTest::newRow("a tab and a no-break space") << u"\tsk-abc\u00a0"_s << "sk-abc"_ba;
    QTest::newRow("a quotation mark at one end") << u"sk-abc\""_s << "sk-abc\""_ba;
    QTest::newRow("4096 characters") << QString(4096, u'k') << QByteArray(4096, 'k');
}

void TextRulesTest::trimsAPastedKey()
{
    QFETCH(QString, pasted);
    const auto key = base::cleanPastedKey(pasted);
    QVERIFY(key);
    QTEST(*key, "key");
}

void TextRulesTest::refusesAKeyAndSaysWhere_data()
{
    QTest::addColumn<QString>("pasted");
    QTest::addColumn<QString>("says");
    QTest::newRow("empty") << u""_s << u"empty"_s;
    QTest::newRow("scheme only") << u"Bearer "_s << u""_s;
    QTest::newRow("CR LF within") << u"SECRETsk\r\nX-Injected: 1"_s << u"position 9"_s;
    QTest::newRow("space within") << u"SECRET k"_s << u"position 7"_s;
    QTest::newRow("NUL") << u"SECRET"_s + QChar(0) + u"b"_s << u"position 7"_s;
    QTest::newRow("zero width space") << u"SECRET\u200bb"_s << u"U+200b"_s;
    QTest::newRow("not ASCII") << u"SECRETü"_s << u"position 7"_s;
    QTest::newRow("a line break in the middle") << u"SECRET\nk"_s << u"position 7"_s;
    QTest::newRow("in quotation marks") << u" \"SECRET\"\n"_s << u"quotation marks"_s;
    QTest::newRow("in apostrophes") << u"'SECRET'"_s << u"quotation marks"_s;
    QTest::newRow("4097 characters") << QString(4097, u'k') << u"4096"_s;
}

void TextRulesTest::refusesAKeyAndSaysWhere()
{
    QFETCH(QString, pasted);
    QFETCH(QString, says);
    const auto key = base::cleanPastedKey(pasted);
    QVERIFY(!key);
    QCOMPARE_EQ(key.error().kind, ErrorKind::Invalid);
    QCOMPARE_EQ(key.error().field, u"secret"_s);
    QVERIFY2(key.error().detail.contains(says), qPrintable(key.error().detail));
    QVERIFY(!key.error().detail.contains(u"SECRET"_s));
}

/// One rule for every way in: a key out of the environment is cleaned as a pasted one is.
void TextRulesTest::cleansASecretAlike()
{
    QFETCH(QString, pasted);
    QFETCH(QByteArray, key);
    const auto clean = base::cleanKey(base::Secret::copyOf(pasted.toUtf8()));
    QVERIFY(clean);
    QVERIFY(*clean == base::Secret::copyOf(key));
    QVERIFY(!base::cleanKey(base::Secret::copyOf("SECRET\xffk"))); // That is no UTF-8.
}

void TextRulesTest::knowsIdsThatFitAPath_data()
{
    QTest::addColumn<QString>("id");
    QTest::addColumn<bool>("safe");
    QTest::newRow("UUID") << u"0dfae3c8-0000-4000-8000-000000000001"_s << true;
    QTest::newRow("TKN") << u"TKN-1234-5678"_s << true;
    QTest::newRow("typed id") << u"ApiToken:0dfae3c8"_s << true;
    QTest::newRow("200 characters") << QString(200, u'a') << true;
    QTest::newRow("201 characters") << QString(201, u'a') << false;
    QTest::newRow("three dots") << u"..."_s << true;
    for (const char *bad : {"", ".", "..", "a/b", "/", "a b", "a?b", "a#b", "%2e%2e", "a\\b", "ä",
             "a\nb", "a;b", "a@b", "../x"})
        QTest::newRow((QByteArray("bad: ") + bad).constData()) << QString::fromUtf8(bad) << false;
}

void TextRulesTest::knowsIdsThatFitAPath()
{
    QFETCH(QString, id);
    QTEST(base::isSafePathId(id), "safe");
}

void TextRulesTest::foldsBytesLikeText_data()
{
    QTest::addColumn<QString>("raw");
    QTest::addColumn<QString>("folded");
    QTest::newRow("nothing") << QString() << QString();
    QTest::newRow("ASCII") << u"CI Deploy-2"_s << u"ci deploy-2"_s;
    QTest::newRow("accents") << u"\u00c9l\u00e8ve"_s << u"eleve"_s;
    QTest::newRow("sharp s") << u"Stra\u00dfe"_s << u"strasse"_s;
    QTest::newRow("line break and tab") << u"a\nB\tc"_s << u"a b c"_s;
    QTest::newRow("separators") << u"a\u2028b\u00a0c"_s << u"a b c"_s;
    QTest::newRow("fullwidth") << u"\uff21\uff22"_s << u"ab"_s;
    QTest::newRow("astral") << u"\U0001F511 K"_s << u"\U0001F511 k"_s;
}

void TextRulesTest::foldsBytesLikeText()
{
    QFETCH(QString, raw);
    QTEST(base::foldedText(raw), "folded");
    std::string bytes = "kept ";
    base::appendFolded(raw.toStdString(), bytes);
    QCOMPARE_EQ(QString::fromStdString(bytes), u"kept "_s + base::foldedText(raw));
}

void TextRulesTest::foldsEveryMixtureLikeText()
{
    QRandomGenerator random(5);
    for (int i = 0; i < 20'000; ++i) {
        QString raw;
        // Mostly letters of Europe and their marks, sometimes of elsewhere.
        for (int length = random.bounded(24); length > 0; --length)
            raw += QChar(random.bounded(random.bounded(20) == 0 ? 0xd800
                    : random.bounded(2) == 0                    ? 0x80
                                                                : 0x600));
        std::string bytes;
        const bool isSame = base::appendFolded(raw.toStdString(), bytes);
        QVERIFY2(QString::fromStdString(bytes) == base::foldedText(raw), qPrintable(raw));
        QCOMPARE_EQ(isSame, bytes == raw.toStdString());
    }
}

QTEST_GUILESS_MAIN(TextRulesTest)
#include "tst_textrules.moc"
