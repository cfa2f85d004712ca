// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#include "stricttest.h"
#include "work/roworder.h"

#include <QRandomGenerator>

using namespace Qt::StringLiterals;
using domain::FactState;
using work::OrderPlan;
using work::OrderRequest;
using work::RowOrder;
using work::SortKey;

class RowOrderTest final : public test::StrictTest
{
    Q_OBJECT

private slots:
    void putsKnownThenNeverThenUnknown();
    void keepsMissingValuesLastWhenDescending();
    void breaksTiesByIdInBothDirections();
    void ignoresCaseAndAccentsOfText();
    void leavesOutWhatDoesNotMatch();
    void givesTheSameOrderWhateverTheInputOrder();
    void plansFourSteps_data();
    void plansFourSteps();
};

namespace {

OrderRequest byLastUse(bool descending)
{
    return {.rows = {{.row = 0, .key = SortKey::missing(FactState::NotReported), .id = u"a"_s},
                {.row = 1, .key = SortKey::ofNumber(30), .id = u"b"_s},
                {.row = 2, .key = SortKey::missing(FactState::Never), .id = u"c"_s},
                {.row = 3, .key = SortKey::ofNumber(-7), .id = u"d"_s},
                {.row = 4, .key = SortKey::missing(FactState::NotPermitted), .id = u"0"_s}},
        .descending = descending};
}

} // namespace

void RowOrderTest::putsKnownThenNeverThenUnknown()
{
    QCOMPARE(work::orderRows(byLastUse(false)), (RowOrder {3, 1, 2, 4, 0}));
}

void RowOrderTest::keepsMissingValuesLastWhenDescending()
{
    QCOMPARE(work::orderRows(byLastUse(true)), (RowOrder {1, 3, 2, 4, 0}));
}

void RowOrderTest::breaksTiesByIdInBothDirections()
{
    for (const bool descending : {false, true}) {
        OrderRequest request {.rows = {{.row = 0, .key = SortKey::ofNumber(1), .id = u"b"_s},
                                  {.row = 1, .key = SortKey::ofNumber(1), .id = u"c"_s},
                                  {.row = 2, .key = SortKey::ofNumber(1), .id = u"a"_s},
                                  {.row = 3, .key = SortKey::ofNumber(1), .id = u"a"_s}},
            .descending = descending};
        QCOMPARE(work::orderRows(request), (RowOrder {2, 3, 0, 1}));
    }
}

void RowOrderTest::ignoresCaseAndAccentsOfText()
{
    OrderRequest request {.rows = {{.row = 0, .key = SortKey::ofText(u"zebra"_s)},
                              {.row = 1, .key = SortKey::ofText(u"\u00c4rger"_s)},
                              {.row = 2, .key = SortKey::ofText(u"ALPHA"_s)},
                              {.row = 3, .key = SortKey::ofText(u"beta"_s)}}};
    QCOMPARE(work::orderRows(request), (RowOrder {2, 1, 3, 0}));
}

void RowOrderTest::leavesOutWhatDoesNotMatch()
{
    OrderRequest request {
        .rows = {{.row = 0, .key = SortKey::ofNumber(2), .searchForm = "ci build"},
            {.row = 1, .key = SortKey::ofNumber(1), .searchForm = "backup"},
            {.row = 2, .key = SortKey::ofNumber(0), .searchForm = "ci"}},
        .query = work::Query(u"CI"_s)};
    QCOMPARE(work::orderRows(request), (RowOrder {2, 0}));
}

void RowOrderTest::givesTheSameOrderWhateverTheInputOrder()
{
    QRandomGenerator random(4711);
    OrderRequest request;
    for (work::RowId row = 0; row < 500; ++row) {
        request.rows.push_back({.row = row,
            .key = random.bounded(3) == 0 ? SortKey::missing(FactState::Never)
                                          : SortKey::ofNumber(random.bounded(5)),
            .id = QString::number(random.bounded(50))});
    }
    const RowOrder expected = work::orderRows(request);
    for (int round = 0; round < 5; ++round) {
        std::shuffle(request.rows.begin(), request.rows.end(), random);
        QCOMPARE(work::orderRows(request), expected);
    }
}

void RowOrderTest::plansFourSteps_data()
{
    QTest::addColumn<RowOrder>("current");
    QTest::addColumn<RowOrder>("next");
    QTest::addColumn<RowOrder>("survivorsFirst");
    QTest::addColumn<int>("survivors");
    QTest::addColumn<RowOrder>("arrivals");

    QTest::newRow("nothing to nothing")
        << RowOrder {} << RowOrder {} << RowOrder {} << 0 << RowOrder {};
    QTest::newRow("all arrive") << RowOrder {} << RowOrder {2, 1} << RowOrder {} << 0
                                << RowOrder {2, 1};
    QTest::newRow("all go") << RowOrder {2, 1} << RowOrder {} << RowOrder {2, 1} << 0
                            << RowOrder {};
    QTest::newRow("reordered") << RowOrder {1, 2, 3} << RowOrder {3, 1, 2} << RowOrder {1, 2, 3}
                               << 3 << RowOrder {};
    QTest::newRow("some of each") << RowOrder {5, 1, 9, 3} << RowOrder {3, 7, 5}
                                  << RowOrder {5, 3, 1, 9} << 2 << RowOrder {7};
}

void RowOrderTest::plansFourSteps()
{
    QFETCH(RowOrder, current);
    QFETCH(RowOrder, next);
    const OrderPlan plan = OrderPlan::between(current, next);
    QTEST(plan.survivorsFirst, "survivorsFirst");
    QTEST(int(plan.survivorCount), "survivors");
    QTEST(plan.arrivals, "arrivals");
}

QTEST_GUILESS_MAIN(RowOrderTest)
#include "tst_roworder.moc"
