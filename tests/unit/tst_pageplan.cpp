// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0

/// IN-09 as bookkeeping: lists that go in circles, lie about their length, change while they are
/// read, or lose a page.

#include "stricttest.h"
#include "work/pageplan.h"

using namespace Qt::StringLiterals;
using base::Error;
using base::ErrorKind;
using domain::PageCursor;
using domain::TokenPage;
using work::PagePlan;

namespace {

TokenPage page(
    std::optional<qint64> total = {}, const QString &next = {}, const QStringList &ahead = {})
{
    TokenPage made;
    made.part.total = total;
    if (!next.isEmpty())
        made.next = PageCursor {next};
    for (const QString &position : ahead)
        made.ahead.push_back({position});
    return made;
}

TokenPage of(const QString &part, TokenPage content)
{
    content.part.name = part;
    return content;
}

/// The next page asked for; "-" = none.
QString ask(PagePlan &plan)
{
    const auto next = plan.takeNext();
    return next ? next->position : u"-"_s;
}

void give(
    PagePlan &plan, const QString &at, const TokenPage &content, qint64 tokens, qint64 repeated = 0)
{
    plan.arrived({at}, content);
    plan.merged({at}, tokens, repeated);
}

QString words(const PagePlan &plan)
{
    return plan.warnings().join(u'|');
}

} // namespace

class PagePlanTest final : public test::StrictTest
{
    Q_OBJECT

private slots:
    void followsPageByPage();
    void plansWhatATotalPromises();
    void asksForWhatIsForeseenOnce();
    void noticesCircles_data();
    void noticesCircles();
    void aPageThatLeadsToItselfInAPlanIsNoCircle();
    void fillsTheGapOfAShortPage();
    void endsWherePagesBringNothingNew();
    void endsAtItsCaps_data();
    void endsAtItsCaps();
    void asksTheTailAgain_data();
    void asksTheTailAgain();
    void followsATailThatGrew();
    void judgesTotals_data();
    void judgesTotals();
    void holdsEachPartAgainstItsOwnCount_data();
    void holdsEachPartAgainstItsOwnCount();
    void countsWhatPartsShareInEach();
    void tellsNoTotalOfSeveralParts();
    void doubtsPagesThatOverlap_data();
    void doubtsPagesThatOverlap();
    void believesNoPageThatLacksTokens();
    void asksTheTailOfEachPartAgain();
    void believesThePageAskedForLast();
    void goesOnAroundAPageThatFailed();
    void stopsForWhatEveryPageWouldMeet_data();
    void stopsForWhatEveryPageWouldMeet();
    void stopsAfterThreeFailures();
    void takesUpWhatFailed();
    void takesUpWhatWasTakenBack();
    void saysEachRemarkOnce();
};

void PagePlanTest::followsPageByPage()
{
    PagePlan plan;
    QCOMPARE_EQ(ask(plan), QString());
    QCOMPARE_EQ(ask(plan), u"-"_s);
    give(plan, {}, page({}, u"b"_s), 2);
    QCOMPARE_EQ(ask(plan), u"b"_s);
    give(plan, u"b"_s, page(), 3);
    QCOMPARE_EQ(ask(plan), u"-"_s);
    QVERIFY(!plan.asksTailAgain());
    plan.judge();
    QCOMPARE_EQ(plan.loaded(), 5);
    QVERIFY(plan.isComplete());
    QCOMPARE_EQ(words(plan), QString());
}

void PagePlanTest::plansWhatATotalPromises()
{
    PagePlan plan;
    ask(plan);
    give(plan, {}, page(250, u"100"_s, {u"100"_s, u"200"_s}), 100);
    QCOMPARE_EQ(ask(plan), u"100"_s);
    QCOMPARE_EQ(ask(plan), u"200"_s);
    give(plan, u"200"_s, page(250), 50);
    QVERIFY(!plan.isComplete());
    give(plan, u"100"_s, page(250, u"200"_s), 100);
    QCOMPARE_EQ(ask(plan), u"-"_s);
    QVERIFY(!plan.asksTailAgain());
    plan.judge();
    QVERIFY(plan.isComplete());
}

void PagePlanTest::asksForWhatIsForeseenOnce()
{
    PagePlan plan;
    ask(plan);
    plan.foresee({}, {u"b"_s});
    QCOMPARE_EQ(ask(plan), u"b"_s);
    give(plan, {}, page({}, u"b"_s), 2);
    QCOMPARE_EQ(ask(plan), u"-"_s);
    QVERIFY(!plan.error());
    // A hint that was wrong does no harm: both are asked for.
    plan.foresee({u"b"_s}, {u"c"_s});
    give(plan, u"b"_s, page({}, u"d"_s), 2);
    QCOMPARE_EQ(ask(plan), u"c"_s);
    QCOMPARE_EQ(ask(plan), u"d"_s);
}

void PagePlanTest::noticesCircles_data()
{
    QTest::addColumn<QStringList>("nexts");
    QTest::newRow("to itself") << QStringList({u"b"_s, u"b"_s});
    QTest::newRow("to the one before") << QStringList({u"b"_s, u"c"_s, u"b"_s});
    QTest::newRow("far back") << QStringList({u"b"_s, u"c"_s, u"d"_s, u"e"_s, u"b"_s});
}

void PagePlanTest::noticesCircles()
{
    QFETCH(QStringList, nexts);
    for (const bool foreseen : {false, true}) {
        PagePlan plan;
        QString at = ask(plan);
        for (const QString &next : nexts) {
            QVERIFY(!plan.error());
            if (foreseen)
                plan.foresee({at}, {next});
            give(plan, at, page({}, next), 1);
            at = next;
            ask(plan);
        }
        QCOMPARE_EQ(plan.error()->kind, ErrorKind::UnexpectedReply);
        QVERIFY2(plan.error()->detail.contains("circles"_L1), qPrintable(plan.error()->detail));
        QVERIFY(plan.isStopped());
        QVERIFY(!plan.isComplete());
        QVERIFY(!plan.canResume());
    }
}

void PagePlanTest::aPageThatLeadsToItselfInAPlanIsNoCircle()
{
    PagePlan plan;
    ask(plan);
    give(plan, {}, page(30, u"10"_s, {u"10"_s, u"20"_s}), 10);
    ask(plan);
    ask(plan);
    give(plan, u"20"_s, page(30, u"10"_s), 10);
    give(plan, u"10"_s, page(30, u"10"_s), 10);
    QVERIFY(!plan.error());
    QVERIFY(plan.isComplete());
}

void PagePlanTest::fillsTheGapOfAShortPage()
{
    PagePlan plan;
    ask(plan);
    give(plan, {}, page(300, u"100"_s, {u"100"_s, u"200"_s}), 100);
    ask(plan);
    ask(plan);
    give(plan, u"200"_s, page(300), 100);
    give(plan, u"100"_s, page(300, u"150"_s), 50);
    QCOMPARE_EQ(ask(plan), u"150"_s);
    give(plan, u"150"_s, page(300, u"250"_s), 100, 50);
    // It brought something, so that what follows it is looked at as well; that brings nothing.
    QCOMPARE_EQ(ask(plan), u"250"_s);
    give(plan, u"250"_s, page(300, u"290"_s), 40, 40);
    QCOMPARE_EQ(ask(plan), u"-"_s);
    QCOMPARE_EQ(plan.loaded(), 300);
}

void PagePlanTest::endsWherePagesBringNothingNew()
{
    // The same page again and again under new names.
    PagePlan plan;
    QString at = ask(plan);
    give(plan, at, page({}, u"1"_s), 10);
    int pages = 1;
    for (; pages < 100 && !plan.isStopped(); ++pages) {
        at = ask(plan);
        give(plan, at, page({}, QString::number(pages + 1)), 10, 10);
    }
    QCOMPARE_EQ(pages, 21);
    QVERIFY(plan.error()->detail.contains("nothing new"_L1));
    QCOMPARE_EQ(plan.loaded(), 10);

    // A total that promises a thousand pages where there is one.
    QStringList ahead;
    for (int i = 1; i < 1000; ++i)
        ahead.append(QString::number(i));
    PagePlan liar;
    ask(liar);
    give(liar, {}, page(100'000, u"1"_s, ahead), 100);
    int asked = 0;
    for (QString next = ask(liar); next != u"-"; next = ask(liar)) {
        ++asked;
        give(liar, next, page(100'000), 0);
    }
    QCOMPARE_EQ(asked, 20);
    QVERIFY2(liar.error()->detail.contains("announced 100,000 tokens, 100 have come"_L1),
        qPrintable(liar.error()->detail));
    QVERIFY(!liar.isComplete());
}

void PagePlanTest::endsAtItsCaps_data()
{
    QTest::addColumn<qint64>("mostTokens");
    QTest::addColumn<int>("mostPages");
    QTest::addColumn<int>("pages");
    QTest::newRow("tokens") << qint64(50) << 1000 << 5;
    QTest::newRow("pages") << qint64(1'000'000) << 7 << 7;
}

void PagePlanTest::endsAtItsCaps()
{
    QFETCH(qint64, mostTokens);
    QFETCH(int, mostPages);
    QFETCH(int, pages);
    PagePlan plan({.mostTokens = mostTokens, .mostPages = mostPages});
    int came = 0;
    for (QString at = ask(plan); at != u"-" && came < 100; at = ask(plan))
        give(plan, at, page({}, QString::number(++came)), 10);
    QCOMPARE_EQ(came, pages);
    QVERIFY(plan.error()->detail.contains("does not end"_L1));
}

void PagePlanTest::asksTheTailAgain_data()
{
    QTest::addColumn<qint64>("firstTotal");
    QTest::addColumn<qint64>("lastTotal");
    QTest::addColumn<qint64>("repeated");
    QTest::addColumn<bool>("again");
    QTest::newRow("nothing odd") << qint64(20) << qint64(20) << qint64(0) << false;
    QTest::newRow("grew") << qint64(20) << qint64(21) << qint64(0) << true;
    QTest::newRow("shrank") << qint64(20) << qint64(19) << qint64(0) << true;
    QTest::newRow("seen twice") << qint64(20) << qint64(20) << qint64(1) << true;
}

void PagePlanTest::asksTheTailAgain()
{
    QFETCH(qint64, firstTotal);
    QFETCH(qint64, lastTotal);
    QFETCH(qint64, repeated);
    QFETCH(bool, again);
    PagePlan plan;
    ask(plan);
    give(plan, {}, page(firstTotal, u"10"_s, {u"10"_s}), 10);
    ask(plan);
    give(plan, u"10"_s, page(lastTotal), 10, repeated);
    QCOMPARE_EQ(plan.asksTailAgain(), again);
    QCOMPARE_EQ(ask(plan), again ? u"10"_s : u"-"_s);
    if (!again)
        return;
    give(plan, u"10"_s, page(lastTotal), 10, 10);
    QVERIFY(!plan.asksTailAgain()); // Once.
    plan.judge();
    // The second look saw everything twice, which is no remark.
    QCOMPARE_EQ(words(plan).contains("more than once"_L1), repeated > 0);
}

void PagePlanTest::followsATailThatGrew()
{
    PagePlan plan;
    ask(plan);
    give(plan, {}, page(20, u"10"_s, {u"10"_s}), 10);
    ask(plan);
    give(plan, u"10"_s, page(20), 10, 1); // Something moved, so that one was seen twice.
    QVERIFY(plan.asksTailAgain());
    ask(plan);
    give(plan, u"10"_s, page(21, u"20"_s), 10, 10);
    QCOMPARE_EQ(ask(plan), u"20"_s);
    give(plan, u"20"_s, page(21), 2);
    plan.judge();
    QCOMPARE_EQ(plan.loaded(), 21);
    QVERIFY(plan.isComplete());
    QVERIFY(words(plan).contains("grew while it was read, from 20 to 21"_L1));
}

void PagePlanTest::judgesTotals_data()
{
    QTest::addColumn<qint64>("firstTotal");
    QTest::addColumn<qint64>("lastTotal");
    QTest::addColumn<qint64>("came");
    QTest::addColumn<bool>("complete");
    QTest::addColumn<QString>("remark");
    QTest::newRow("true") << qint64(20) << qint64(20) << qint64(20) << true << QString();
    QTest::newRow("promises more")
        << qint64(25) << qint64(25) << qint64(20) << false << u"announced 25 tokens and sent 20"_s;
    QTest::newRow("promises less")
        << qint64(15) << qint64(15) << qint64(20) << true << u"announced 15 tokens and sent 20"_s;
    QTest::newRow("grew") << qint64(19) << qint64(20) << qint64(20) << true << u"grew while"_s;
    QTest::newRow("shrank") << qint64(21) << qint64(20) << qint64(20) << false
                            << u"may have been passed over"_s;
}

void PagePlanTest::judgesTotals()
{
    QFETCH(qint64, firstTotal);
    QFETCH(qint64, lastTotal);
    QFETCH(qint64, came);
    QFETCH(bool, complete);
    QFETCH(QString, remark);
    PagePlan plan;
    ask(plan);
    give(plan, {}, page(firstTotal, u"b"_s), 10);
    ask(plan);
    give(plan, u"b"_s, page(lastTotal), came - 10);
    plan.judge();
    QCOMPARE_EQ(plan.isComplete(), complete);
    QVERIFY2(words(plan).contains(remark), qPrintable(words(plan)));
    QCOMPARE_EQ(words(plan).isEmpty(), remark.isEmpty());
}

void PagePlanTest::holdsEachPartAgainstItsOwnCount_data()
{
    QTest::addColumn<qint64>("ownTotal");
    QTest::addColumn<qint64>("otherTotal");
    QTest::addColumn<QString>("remark");
    QTest::newRow("both whole") << qint64(3) << qint64(5) << QString();
    QTest::newRow("the first lacks some")
        << qint64(4) << qint64(5) << u"own: the vendor announced 4 tokens and sent 3"_s;
    QTest::newRow("the second lacks some")
        << qint64(3) << qint64(250) << u"other: the vendor announced 250 tokens and sent 5"_s;
    // Eight came, and eight were announced: one part's surplus does not fill the other's gap.
    QTest::newRow("too many here, too few there")
        << qint64(2) << qint64(6) << u"other: the vendor announced 6 tokens and sent 5"_s;
}

void PagePlanTest::holdsEachPartAgainstItsOwnCount()
{
    QFETCH(const qint64, ownTotal);
    QFETCH(const qint64, otherTotal);
    QFETCH(const QString, remark);
    PagePlan plan;
    ask(plan);
    give(plan, {}, of(u"own"_s, page(ownTotal, u"b"_s)), 3);
    ask(plan);
    give(plan, u"b"_s, of(u"other"_s, page(otherTotal)), 5);
    plan.judge();
    QCOMPARE_EQ(plan.isComplete(), remark.isEmpty());
    QCOMPARE_EQ(plan.provesAbsence(), remark.isEmpty());
    QVERIFY2(words(plan).contains(remark), qPrintable(words(plan)));
    QCOMPARE_EQ(plan.loaded(), 8);
}

void PagePlanTest::countsWhatPartsShareInEach()
{
    PagePlan plan;
    ask(plan);
    give(plan, {}, of(u"own"_s, page(2, u"b"_s)), 2);
    ask(plan);
    plan.arrived({u"b"_s}, of(u"other"_s, page(4)));
    plan.merged({u"b"_s}, 4, 0, 2); // Both of the first part are in the second as well.
    plan.judge();
    QVERIFY2(plan.provesAbsence(), qPrintable(words(plan)));
    QCOMPARE_EQ(plan.loaded(), 4);
}

void PagePlanTest::tellsNoTotalOfSeveralParts()
{
    PagePlan plan;
    ask(plan);
    give(plan, {}, of(u"own"_s, page(2, u"b"_s)), 2);
    QVERIFY(!plan.total());
    PagePlan single;
    ask(single);
    give(single, {}, page(2), 2);
    QCOMPARE_EQ(single.total(), std::optional<qint64>(2));
}

void PagePlanTest::doubtsPagesThatOverlap_data()
{
    QTest::addColumn<qint64>("total"); // 0 = not told
    QTest::addColumn<qint64>("repeated");
    QTest::addColumn<bool>("complete");
    QTest::newRow("only repeats, no count") << qint64(0) << qint64(10) << false;
    QTest::newRow("overlap, no count") << qint64(0) << qint64(1) << false;
    QTest::newRow("only repeats, the count is met") << qint64(10) << qint64(10) << true;
    QTest::newRow("overlap, the count is met") << qint64(19) << qint64(1) << true;
    QTest::newRow("overlap, the count is not met") << qint64(20) << qint64(1) << false;
    QTest::newRow("overlap, the count is wrong") << qint64(5) << qint64(1) << false;
    QTest::newRow("no overlap, no count") << qint64(0) << qint64(0) << true;
}

void PagePlanTest::doubtsPagesThatOverlap()
{
    QFETCH(const qint64, total);
    QFETCH(const qint64, repeated);
    QFETCH(const bool, complete);
    const auto told = total > 0 ? std::optional(total) : std::nullopt;
    PagePlan plan;
    ask(plan);
    give(plan, {}, page(told, u"b"_s), 10);
    ask(plan);
    give(plan, u"b"_s, page(told), 10, repeated);
    plan.judge();
    QCOMPARE_EQ(plan.isComplete(), complete);
    QCOMPARE_EQ(plan.provesAbsence(), complete && repeated == 0);
}

void PagePlanTest::believesNoPageThatLacksTokens()
{
    PagePlan plan;
    ask(plan);
    TokenPage content = page(2);
    content.lacksTokens = true;
    give(plan, {}, content, 2);
    plan.judge();
    QVERIFY(!plan.isComplete());
    QVERIFY(!plan.canResume());
}

void PagePlanTest::asksTheTailOfEachPartAgain()
{
    PagePlan plan;
    ask(plan);
    give(plan, {}, of(u"a"_s, page(20, u"10"_s, {u"10"_s})), 10);
    ask(plan);
    give(plan, u"10"_s, of(u"a"_s, page(20, u"b"_s)), 9);
    QCOMPARE_EQ(ask(plan), u"b"_s);
    give(plan, u"b"_s, of(u"b"_s, page(20, u"b10"_s, {u"b10"_s})), 10);
    QCOMPARE_EQ(ask(plan), u"b10"_s);
    give(plan, u"b10"_s, of(u"b"_s, page(20)), 10);
    QVERIFY(plan.asksTailAgain());
    QCOMPARE_EQ(ask(plan), u"10"_s);
    QCOMPARE_EQ(ask(plan), u"-"_s); // The second part is as it was announced.
}

void PagePlanTest::believesThePageAskedForLast()
{
    PagePlan plan;
    ask(plan);
    give(plan, {}, page(30, u"10"_s, {u"10"_s, u"20"_s}), 10);
    ask(plan);
    ask(plan);
    give(plan, u"20"_s, page(31), 11); // Grew in between,
    give(plan, u"10"_s, page(30), 10); // which an earlier answer that came later cannot know.
    plan.judge();
    QCOMPARE_EQ(plan.total(), std::optional<qint64>(31));
    QVERIFY(plan.isComplete());
}

void PagePlanTest::goesOnAroundAPageThatFailed()
{
    PagePlan plan;
    ask(plan);
    give(plan, {}, page(40, u"10"_s, {u"10"_s, u"20"_s, u"30"_s}), 10);
    ask(plan);
    plan.failed({u"10"_s}, {.kind = ErrorKind::VendorFault, .httpStatus = 500});
    QCOMPARE_EQ(ask(plan), u"20"_s);
    QCOMPARE_EQ(ask(plan), u"30"_s);
    give(plan, u"20"_s, page(40), 10);
    give(plan, u"30"_s, page(40), 10);
    QVERIFY(!plan.asksTailAgain());
    plan.judge();
    QCOMPARE_EQ(plan.error()->httpStatus, 500);
    QCOMPARE_EQ(plan.missing(), 1);
    QVERIFY(plan.canResume());
    QVERIFY(!plan.isComplete());
    QCOMPARE_EQ(words(plan), QString()); // The missing page explains the count.
}

void PagePlanTest::stopsForWhatEveryPageWouldMeet_data()
{
    QTest::addColumn<int>("kind");
    for (const auto kind : {ErrorKind::Unauthorized, ErrorKind::Forbidden, ErrorKind::Offline,
             ErrorKind::Tls, ErrorKind::RateLimited, ErrorKind::UnexpectedRedirect})
        QTest::newRow(qPrintable(base::errorKindName(kind))) << int(kind);
}

void PagePlanTest::stopsForWhatEveryPageWouldMeet()
{
    QFETCH(int, kind);
    PagePlan plan;
    ask(plan);
    give(plan, {}, page(40, u"10"_s, {u"10"_s, u"20"_s, u"30"_s}), 10);
    ask(plan);
    plan.failed({u"10"_s}, {.kind = static_cast<ErrorKind>(kind)});
    QVERIFY(plan.isStopped());
    QCOMPARE_EQ(ask(plan), u"-"_s);
    QCOMPARE_EQ(plan.missing(), 3);
    QVERIFY(plan.canResume());
}

void PagePlanTest::stopsAfterThreeFailures()
{
    PagePlan plan;
    ask(plan);
    give(plan, {}, page(50, u"10"_s, {u"10"_s, u"20"_s, u"30"_s, u"40"_s}), 10);
    for (const auto &at : {u"10"_s, u"20"_s, u"30"_s}) {
        QCOMPARE_EQ(ask(plan), at);
        plan.failed({at}, {.kind = ErrorKind::Timeout});
    }
    QCOMPARE_EQ(ask(plan), u"-"_s);
}

void PagePlanTest::takesUpWhatFailed()
{
    PagePlan plan;
    ask(plan);
    give(plan, {}, page(30, u"10"_s, {u"10"_s, u"20"_s}), 10);
    ask(plan);
    plan.failed({u"10"_s}, {.kind = ErrorKind::Offline});
    plan.resume();
    QVERIFY(!plan.error());
    QCOMPARE_EQ(ask(plan), u"10"_s);
    QCOMPARE_EQ(ask(plan), u"20"_s);
    give(plan, u"10"_s, page(30), 10);
    give(plan, u"20"_s, page(30), 10);
    plan.judge();
    QVERIFY(plan.isComplete());
    QVERIFY(!plan.canResume());
}

void PagePlanTest::takesUpWhatWasTakenBack()
{
    PagePlan plan;
    ask(plan);
    QVERIFY(plan.canResume());
    plan.giveBack({});
    plan.resume();
    QCOMPARE_EQ(ask(plan), QString());
    QCOMPARE_EQ(ask(plan), u"-"_s);
}

void PagePlanTest::saysEachRemarkOnce()
{
    PagePlan plan;
    QString at = ask(plan);
    for (int i = 1; i < 30; ++i) {
        TokenPage odd = page({}, QString::number(i));
        odd.warnings = {u"odd"_s, u"odd %1"_s.arg(i)};
        give(plan, at, odd, 1);
        at = ask(plan);
    }
    QCOMPARE_EQ(plan.warnings().count(u"odd"_s), 1);
    QCOMPARE_EQ(plan.warnings().size(), 20);
}

QTEST_GUILESS_MAIN(PagePlanTest)
#include "tst_pageplan.moc"
