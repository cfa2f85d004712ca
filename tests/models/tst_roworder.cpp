// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0

/// From one order to the next in few steps, and which rows the next one has.

#include "filter/parser.h"
#include "stricttest.h"
#include "tokens.h"
#include "work/roworder.h"
#include "work/tokenstore.h"

#include <QRandomGenerator>

using namespace Qt::StringLiterals;
using work::OrderStep;
using work::RowId;
using work::RowOrder;

using Kinds = QList<OrderStep::Kind>;
/// What is compared here: QList's own comparison hands null pointers to memcmp when both are empty.
using Rows = std::vector<RowId>;

namespace {

Rows rowsOf(const RowOrder &order)
{
    return {order.begin(), order.end()};
}

} // namespace

using enum work::OrderStep::Kind;

class RowOrderTest final : public test::StrictTest
{
    Q_OBJECT

private slots:
    void stepsFromOneOrderToTheNext_data();
    void stepsFromOneOrderToTheNext();
    void growsInSeveralSteps();
    void everyStepIsOneChange();
    void arrangesWhatPasses();
    void usesTheOrderItIsGiven();
};

void RowOrderTest::stepsFromOneOrderToTheNext_data()
{
    QTest::addColumn<RowOrder>("current");
    QTest::addColumn<RowOrder>("next");
    QTest::addColumn<Kinds>("kinds");
    QTest::addColumn<QList<Rows>>("orders");

    QTest::newRow("nothing to nothing") << RowOrder {} << RowOrder {} << Kinds {} << QList<Rows> {};
    QTest::newRow("nothing changes")
        << RowOrder {2, 1} << RowOrder {2, 1} << Kinds {} << QList<Rows> {};
    QTest::newRow("all arrive") << RowOrder {} << RowOrder {2, 1} << Kinds {Grow}
                                << QList<Rows> {{2, 1}};
    QTest::newRow("all go") << RowOrder {2, 1} << RowOrder {} << Kinds {Trim} << QList<Rows> {{}};
    QTest::newRow("reordered") << RowOrder {1, 2, 3} << RowOrder {3, 1, 2} << Kinds {Permute}
                               << QList<Rows> {{3, 1, 2}};
    QTest::newRow("filtered") << RowOrder {1, 2, 3, 4} << RowOrder {2, 4} << Kinds {Permute, Trim}
                              << QList<Rows> {{2, 4, 1, 3}, {2, 4}};
    QTest::newRow("filter cleared")
        << RowOrder {2, 4} << RowOrder {1, 2, 3, 4} << Kinds {Grow, Permute}
        << QList<Rows> {{2, 4, 1, 3}, {1, 2, 3, 4}};
    QTest::newRow("some of each") << RowOrder {5, 1, 9, 3} << RowOrder {3, 7, 5}
                                  << Kinds {Permute, Trim, Grow, Permute}
                                  << QList<Rows> {{5, 3, 1, 9}, {5, 3}, {5, 3, 7}, {3, 7, 5}};
}

void RowOrderTest::stepsFromOneOrderToTheNext()
{
    QFETCH(RowOrder, current);
    QFETCH(RowOrder, next);
    Kinds kinds;
    QList<Rows> orders;
    for (const OrderStep &step : work::stepsBetween(current, next, 10)) {
        kinds.append(step.kind);
        orders.append(rowsOf(step.order));
    }
    QTEST(kinds, "kinds");
    QTEST(orders, "orders");
}

void RowOrderTest::growsInSeveralSteps()
{
    const auto steps = work::stepsBetween({}, {0, 1, 2, 3, 4}, 5, 2);
    QCOMPARE(steps.size(), 3u);
    QCOMPARE(steps[1].order, (RowOrder {0, 1, 2, 3}));
    QCOMPARE(steps[2].order, (RowOrder {0, 1, 2, 3, 4}));
}

void RowOrderTest::everyStepIsOneChange()
{
    QRandomGenerator random(4711);
    const auto anyOrder = [&random] {
        RowOrder order;
        for (RowId row = 0; row < 50; ++row) {
            if (random.bounded(2) == 0)
                order.insert(random.bounded(order.size() + 1), row);
        }
        return order;
    };
    for (int round = 0; round < 200; ++round) {
        RowOrder shown = anyOrder();
        const RowOrder next = anyOrder();
        for (const OrderStep &step : work::stepsBetween(shown, next, 50, 7)) {
            if (step.kind == Permute)
                QVERIFY(std::is_permutation(
                    shown.begin(), shown.end(), step.order.begin(), step.order.end()));
            if (step.kind == Trim)
                QCOMPARE(rowsOf(shown.first(step.order.size())), rowsOf(step.order));
            if (step.kind == Grow)
                QCOMPARE(rowsOf(step.order.first(shown.size())), rowsOf(shown));
            shown = step.order;
            if (!step.positions.empty()) {
                for (RowId row = 0; row < 50; ++row)
                    QCOMPARE(qsizetype(step.positions[row]), shown.indexOf(row));
            }
            QVERIFY(step.kind != Permute || !step.positions.empty());
        }
        QCOMPARE(rowsOf(shown), rowsOf(next));
    }
}

void RowOrderTest::arrangesWhatPasses()
{
    work::TokenStore store;
    store.put(test::token(u"c"_s, u"0"_s, u"ci zeta"_s));
    store.put(test::token(u"d"_s, u"1"_s, u"backup"_s));
    store.put(test::token(u"c"_s, u"2"_s, u"CI alpha"_s));
    store.put(test::token(u"c"_s, u"3"_s, u"ci gone"_s));
    store.remove({u"c"_s, u"3"_s});
    work::OrderRequest request {.snapshot = store.snapshot(), .sort = {{}}, .current = {0, 1, 2}};
    QCOMPARE(work::arrange(request).next, (RowOrder {1, 2, 0}));
    request.filter.expression = filter::parse(u"CI"_s).expression;
    const auto arranged = work::arrange(request);
    QCOMPARE(arranged.next, (RowOrder {2, 0}));
    QCOMPARE(arranged.sorted, (RowOrder {1, 2, 0}));
    QCOMPARE(arranged.steps.back().order, arranged.next);
    request.filter = {.connectionIds = {u"d"_s}};
    QCOMPARE(work::arrange(request).next, (RowOrder {1}));
    request.connections = {{u"c"_s, {u"C"_s, domain::Vendor::Csp, {}}}};
    request.filter = {.vendor = domain::Vendor::Csp};
    QCOMPARE(work::arrange(request).next, (RowOrder {2, 0}));
}

/// Another filter must not cost another sort.
void RowOrderTest::usesTheOrderItIsGiven()
{
    work::TokenStore store;
    store.put(test::token(u"c"_s, u"0"_s, u"a"_s));
    store.put(test::token(u"c"_s, u"1"_s, u"b"_s));
    work::OrderRequest request {
        .snapshot = store.snapshot(), .sort = {{}}, .sorted = RowOrder {1, 0}};
    QCOMPARE(work::arrange(request).next, (RowOrder {1, 0}));
}

QTEST_GUILESS_MAIN(RowOrderTest)
#include "tst_roworder.moc"
