// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#include "models/celltext.h"
#include "stricttest.h"
#include "tokens.h"

#include <QTextDocument>
#include <QTextFormat>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using domain::FactState;
using domain::Precision;

class CellTextTest final : public test::StrictTest
{
    Q_OBJECT

private slots:
    void saysHowLongAgo_data();
    void saysHowLongAgo();
    void marksApproximateTimes();
    void givesLocalTimeAndUtc();
    void tellsEveryMissingStateApart();
    void keepsTheVendorsWordForAStrangeStatus();
    void makesHostileNamesVisible();
    void spellsHiddenCharactersOut();
    void shortensLongLists();
    void saysARowInOneSentence();
    void neverMakesARichToolTip_data();
    void neverMakesARichToolTip();
};

void CellTextTest::saysHowLongAgo_data()
{
    QTest::addColumn<qint64>("seconds");
    QTest::addColumn<QString>("expected");
    constexpr qint64 day = 86400;
    QTest::newRow("now") << qint64(0) << u"just now"_s;
    QTest::newRow("59 s") << qint64(-59) << u"just now"_s;
    QTest::newRow("1 min") << qint64(-60) << u"1 min ago"_s;
    QTest::newRow("59 min") << qint64(-3599) << u"59 min ago"_s;
    QTest::newRow("1 h") << qint64(-3600) << u"1 h ago"_s;
    QTest::newRow("23 h") << -day + 1 << u"23 h ago"_s;
    QTest::newRow("1 day") << -day << u"1 day ago"_s;
    QTest::newRow("59 days") << -60 * day + 1 << u"59 days ago"_s;
    QTest::newRow("60 days") << -61 * day << u"2 months ago"_s;
    QTest::newRow("23 months") << -729 * day << u"23 months ago"_s;
    QTest::newRow("2 years") << -731 * day << u"2 years ago"_s;
    QTest::newRow("soon") << qint64(30) << u"in under a minute"_s;
    QTest::newRow("in 12 days") << 12 * day + 5 << u"in 12 days"_s;
    QTest::newRow("in 1 h") << qint64(3600) << u"in 1 h"_s;
}

void CellTextTest::saysHowLongAgo()
{
    QFETCH(qint64, seconds);
    const base::Instant now = test::FixedClock().now();
    QTEST(models::relativeTime(now + std::chrono::seconds(seconds), now, Precision::Exact),
        "expected");
}

void CellTextTest::marksApproximateTimes()
{
    const base::Instant now = test::FixedClock().now();
    QCOMPARE(models::relativeTime(now - 72h, now, Precision::Approximate), u"~3 days ago"_s);
    QCOMPARE(models::relativeTime(now + 72h, now, Precision::Approximate), u"in ~3 days"_s);
}

void CellTextTest::givesLocalTimeAndUtc()
{
    models::TextContext context {.locale = QLocale::c(), .zone = QTimeZone("Asia/Tokyo")};
    const QString text = models::exactTime(test::FixedClock().now(), context);
    const QStringList lines = text.split(u'\n');
    QCOMPARE(lines.size(), 2);
    QVERIFY2(
        lines.at(0).contains("21:00:00"_L1) && lines.at(0).contains("local"_L1), qPrintable(text));
    QCOMPARE(lines.at(1), u"2026-03-01 12:00:00 UTC"_s);
    QCOMPARE(models::isoTime(test::FixedClock().now()), u"2026-03-01T12:00:00Z"_s);
}

void CellTextTest::tellsEveryMissingStateApart()
{
    QSet<QString> texts;
    QSet<QString> reasons;
    for (const auto state : {FactState::Never, FactState::NotReported, FactState::NotPermitted,
             FactState::NotFetched, FactState::NotUnderstood}) {
        texts.insert(models::missingText(state));
        reasons.insert(models::missingReason(state));
    }
    QCOMPARE(texts.size(), 5);
    QCOMPARE(reasons.size(), 5);
    using domain::TimeFact;
    QCOMPARE(models::missingText(TimeFact::notUnderstood(u"0001-02-03"_s)),
        u"Not understood: 0001-02-03"_s);
    QCOMPARE(
        models::missingText(TimeFact::notUnderstood(u"a\u202eb"_s)), u"Not understood: a\ufffdb"_s);
    QCOMPARE(models::missingText(TimeFact::never()), models::missingText(FactState::Never));
}

void CellTextTest::keepsTheVendorsWordForAStrangeStatus()
{
    domain::Token token;
    token.rawStatus = u"SUSPENDED"_s;
    QCOMPARE(models::statusText(token), u"Unknown (SUSPENDED)"_s);
    token.rawStatus.clear();
    QCOMPARE(models::statusText(token), u"Unknown"_s);
}

void CellTextTest::makesHostileNamesVisible()
{
    QVERIFY(!models::nameText(test::token({}, {}, u"a\u202egnp"_s)).contains(QChar(0x202e)));
    QVERIFY(models::nameText(test::token({}, {}, QString(9999, u'x'))).size() <= 256);
    QCOMPARE(models::nameText(test::token({}, {}, {})), u"(no name)"_s);
}

void CellTextTest::spellsHiddenCharactersOut()
{
    QCOMPARE(models::escapedForm(u"a\u202eb\u00a0\n"_s), u"a<U+202E>b<U+00A0><U+000A>"_s);
    for (const auto &odd : {u"a\u200bb"_s, u"a\u00a0b"_s, u"a\nb"_s, u"a\u2028"_s})
        QVERIFY(models::hasHiddenCharacters(odd));
    for (const auto &plain : {u"ci deploy"_s, u"\u00c4rger \U0001f680"_s, u"<b>"_s})
        QVERIFY(!models::hasHiddenCharacters(plain));
}

void CellTextTest::shortensLongLists()
{
    domain::Token token;
    QCOMPARE(models::grantsText(token), u"None"_s);
    for (int i = 0; i < 6; ++i)
        token.grants.push_back({.name = u"g%1"_s.arg(i)});
    QCOMPARE(models::grantsText(token), u"g0, g1, g2, g3 and 2 more"_s);
    token.grantsState = FactState::NotReported;
    QCOMPARE(models::grantsText(token), u"Not reported"_s);
}

void CellTextTest::saysARowInOneSentence()
{
    models::TextContext context {.now = test::FixedClock().now()};
    context.connections.insert(u"m"_s, {.name = u"Lab"_s, .vendor = domain::Vendor::Mist});
    domain::Token token = test::token(u"m"_s, u"1"_s, u"ci"_s);
    token.lastUsed = domain::TimeFact::never();
    QCOMPARE(models::rowText(token, context), u"ci, Juniper Mist, Active, last used: never"_s);
}

void CellTextTest::neverMakesARichToolTip_data()
{
    QTest::addColumn<QString>("text");
    for (const auto &text : {u"<img src=\"file:///etc/passwd\">"_s, u"<b>x</b>"_s, u"&lt;b&gt;"_s,
             u"a\n<a href='x'>b</a>"_s, u"</qt><h1>x</h1>"_s, u"<!-- x -->"_s})
        QTest::newRow(qPrintable(text)) << text;
}

void CellTextTest::neverMakesARichToolTip()
{
    QFETCH(QString, text);
    QTextDocument document;
    document.setHtml(models::plainToolTip(text));
    QCOMPARE(document.toPlainText(), text);
    QVERIFY(!document.toHtml().contains("<img"_L1));
    QVERIFY(!document.toHtml().contains("<a "_L1));
}

QTEST_MAIN(CellTextTest)
#include "tst_celltext.moc"
