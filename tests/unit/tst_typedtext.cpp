// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0

/// BULK-03: what a person types is held against a vendor's text by what can be typed of it.

#include "base/typedtext.h"
#include "stricttest.h"

using namespace Qt::StringLiterals;

class TypedTextTest final : public test::StrictTest
{
    Q_OBJECT

private slots:
    void comparesWhatCanBeTyped_data();
    void comparesWhatCanBeTyped();
    void knowsWhatNobodyCanType_data();
    void knowsWhatNobodyCanType();
    void takesTheFirstThatCanBeTyped();
};

void TypedTextTest::comparesWhatCanBeTyped_data()
{
    QTest::addColumn<QString>("wanted");
    QTest::addColumn<QString>("typed");
    QTest::addColumn<bool>("fits");
    const auto row = [](const char *name, const QString &wanted, const QString &typed, bool fits) {
        QTest::newRow(name) << wanted << typed << fits;
    };
    row("the same", u"Acme Corp"_s, u"Acme Corp"_s, true);
    row("no-break space", u"Acme\u00a0Corp"_s, u"Acme Corp"_s, true);
    row("narrow no-break space", u"Acme\u202fCorp"_s, u"Acme Corp"_s, true);
    row("ideographic space", u"Acme\u3000Corp"_s, u"Acme Corp"_s, true);
    row("two blanks", u"Acme  Corp"_s, u"Acme Corp"_s, true);
    row("blank and tab around", u"\tAcme Corp \u00a0"_s, u" Acme Corp"_s, true);
    row("line break", u"Acme\r\nCorp"_s, u"Acme Corp"_s, true);
    row("two accents", u"Caf\u00e9"_s, u"Cafe\u0301"_s, true);
    row("zero-width space", u"Ac\u200bme"_s, u"Acme"_s, true);
    row("soft hyphen", u"Ac\u00adme"_s, u"Acme"_s, true);
    row("byte order mark", u"\ufeffAcme"_s, u"Acme"_s, true);
    row("blanks around nothing", u"Acme \u200b Corp"_s, u"Acme Corp"_s, true);
    row("an accent behind nothing", u"e\u200b\u0301"_s, u"\u00e9"_s, true);
    row("typographic apostrophe", u"Bob\u2019s"_s, u"Bob's"_s, true);
    row("en dash", u"Acme \u2013 West"_s, u"Acme - West"_s, true);
    row("another case", u"Acme"_s, u"acme"_s, false);
    row("no blank", u"Acme\u00a0Corp"_s, u"AcmeCorp"_s, false);
    row("another letter", u"\u0410cme"_s, u"Acme"_s, false);
    row("nothing", u"Acme"_s, QString(), false);
}

void TypedTextTest::comparesWhatCanBeTyped()
{
    QFETCH(QString, wanted);
    QFETCH(QString, typed);
    QTEST(base::isTypedAs(typed, wanted), "fits");
}

void TypedTextTest::knowsWhatNobodyCanType_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<bool>("canBeTyped");
    QTest::newRow("name") << u"Acme\u00a0Corp, Ltd. & Co. (West)"_s << true;
    QTest::newRow("other alphabet") << u"\u682a\u5f0f\u4f1a\u793e \u0410\u0431"_s << true;
    QTest::newRow("nothing") << QString() << false;
    QTest::newRow("white space") << u" \u00a0\t"_s << false;
    QTest::newRow("zero width alone") << u"\u200b\u2060"_s << false;
    QTest::newRow("Hangul filler alone") << u"\u3164"_s << false;
    QTest::newRow("escape") << u"a\u001b[2J"_s << false;
    QTest::newRow("C1 control") << u"a\u009bb"_s << false;
    QTest::newRow("right-to-left override") << u"a\u202eb"_s << false;
    QTest::newRow("isolate") << u"a\u2066b"_s << false;
    QTest::newRow("picture") << u"Acme \U0001f680"_s << false;
    QTest::newRow("private use") << u"Acme \ue000"_s << false;
    QTest::newRow("half a pair") << u"Acme"_s + QChar(0xd800) << false;
    QTest::newRow("replacement") << u"Acme\ufffd"_s << false;
    QTest::newRow("heap of marks") << u"A\u0316\u0316\u0316cme"_s << false;
    QTest::newRow("100 characters") << QString(100, u'a') << true;
    QTest::newRow("too long") << QString(101, u'a') << false;
}

void TypedTextTest::knowsWhatNobodyCanType()
{
    QFETCH(QString, text);
    QTEST(base::canBeTyped(text), "canBeTyped");
}

void TypedTextTest::takesTheFirstThatCanBeTyped()
{
    QCOMPARE_EQ(base::firstThatCanBeTyped({u"\u202ea"_s, u" b\u00a0c "_s, u"d"_s}), u"b c"_s);
    QCOMPARE_EQ(base::firstThatCanBeTyped({QString(), u"\u200b"_s}), QString());
}

QTEST_GUILESS_MAIN(TypedTextTest)
#include "tst_typedtext.moc"
