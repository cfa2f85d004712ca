// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#include "speed.h"
#include "stricttest.h"
#include "tokens.h"
#include "tokens/rowselection.h"

#include <QElapsedTimer>
#include <QSignalSpy>

using namespace Qt::StringLiterals;
using models::TokenColumnId;
using models::TokenTableModel;
using tokens::RowSelection;
using work::RowId;

namespace {

constexpr auto rowsToo = QItemSelectionModel::Rows;

std::vector<domain::Token> page(int count)
{
    QRandomGenerator random(7);
    std::vector<domain::Token> tokens;
    for (int i = 0; i < count; ++i)
        tokens.push_back(test::randomToken(random, u"m"_s, u"id-%1"_s.arg(i)));
    return tokens;
}

/// The same rows in Qt's own selection: what ours has to equal.
work::RowOrder rowIdsOf(const QItemSelectionModel &selection, const TokenTableModel &model)
{
    work::RowOrder ids;
    for (int row = 0; row < model.rowCount(); ++row) {
        const QModelIndex index = model.index(row, 0);
        if (selection.isSelected(index))
            ids.push_back(index.data(TokenTableModel::RowIdRole).toUInt());
    }
    return ids;
}

} // namespace

class RowSelectionTest final : public test::StrictTest
{
    Q_OBJECT

private slots:
    void doesWhatQtsOwnDoes_data();
    void doesWhatQtsOwnDoes();
    void showsQtThePartThatIsInSight();
    void staysWithItsRowsWhateverTheOrder();
    void isSmallAgainAfterAClick();
    void isQuickWithEveryOfManyRows();

private:
    test::FixedClock m_clock;
};

void RowSelectionTest::doesWhatQtsOwnDoes_data()
{
    QTest::addColumn<int>("mostRanges");
    QTest::addColumn<int>("mostMoved");
    QTest::newRow("all of it left to Qt") << 1000 << 1000;
    QTest::newRow("in pieces at once") << 1 << 0;
    QTest::newRow("in pieces now and then") << 6 << 20;
}

void RowSelectionTest::doesWhatQtsOwnDoes()
{
    QFETCH(int, mostRanges);
    QFETCH(int, mostMoved);
    work::TokenStore store;
    auto tokens = page(60);
    store.merge(domain::TokenBatch::of(tokens));
    TokenTableModel model(store, m_clock);
    QItemSelectionModel qts(&model);
    RowSelection ours(model);
    ours.setLimits(mostRanges, mostMoved);
    QRandomGenerator random(11);
    const std::vector<QItemSelectionModel::SelectionFlags> commands {
        QItemSelectionModel::ClearAndSelect, QItemSelectionModel::Toggle,
        QItemSelectionModel::Select, QItemSelectionModel::Deselect,
        QItemSelectionModel::SelectCurrent, QItemSelectionModel::Toggle, QItemSelectionModel::Clear,
        QItemSelectionModel::Toggle, QItemSelectionModel::Toggle};
    const auto one = [&](quint32 below) { return static_cast<int>(random.bounded(below)); };
    for (int step = 0; step < 2000; ++step) {
        const int rows = model.rowCount();
        const int what = one(20);
        if (what == 0) {
            model.sort(one(4), one(2) ? Qt::AscendingOrder : Qt::DescendingOrder);
        } else if (what == 1) {
            model.setFilter({.words = one(2) ? u"a"_s : QString()});
        } else if (what == 2) {
            store.remove(tokens[std::size_t(one(60))].key);
        } else if (what == 3) {
            store.put(tokens[std::size_t(one(60))]);
        } else if (what == 4) {
            ours.invert();
            if (rows > 0)
                qts.select({model.index(0, 0), model.index(rows - 1, model.columnCount() - 1)},
                    QItemSelectionModel::Toggle);
        } else if (rows > 0) {
            const int first = one(quint32(rows));
            const int last = std::min(rows - 1, first + one(6));
            const QItemSelection part(model.index(first, 0), model.index(last, 0));
            const auto command = commands[std::size_t(one(quint32(commands.size())))] | rowsToo;
            ours.select(part, command);
            qts.select(part, command);
        }
        if (one(4) == 0)
            ours.setWindow(one(30), 30 + one(30));
        QCOMPARE(ours.rowIds(), rowIdsOf(qts, model));
        QCOMPARE(ours.count(), ours.rowIds().size());
    }
}

void RowSelectionTest::showsQtThePartThatIsInSight()
{
    work::TokenStore store;
    store.merge(domain::TokenBatch::of(page(3000)));
    TokenTableModel model(store, m_clock);
    RowSelection selection(model);
    for (int row = 0; row < 3000; row += 2)
        selection.select(model.index(row, 0), QItemSelectionModel::Select | rowsToo);
    QVERIFY(selection.isInPieces());
    QCOMPARE(selection.count(), 1500);
    QSignalSpy changed(&selection, &QItemSelectionModel::selectionChanged);
    for (const int top : {0, 1000, 2960}) {
        selection.setWindow(top, top + 39);
        for (int row = top; row < top + 40; ++row)
            QCOMPARE(selection.isSelected(model.index(row, 3)), row % 2 == 0);
    }
    QVERIFY(changed.isEmpty()); // Nothing was selected, only looked at.
    QVERIFY(selection.selection().size() < 500);
}

void RowSelectionTest::staysWithItsRowsWhateverTheOrder()
{
    work::TokenStore store;
    store.merge(domain::TokenBatch::of(page(5000)));
    TokenTableModel model(store, m_clock);
    RowSelection selection(model);
    selection.select(
        {model.index(100, 0), model.index(4099, 0)}, QItemSelectionModel::ClearAndSelect | rowsToo);
    auto before = selection.rowIds();
    model.sort(int(TokenColumnId::LastUsed), Qt::DescendingOrder);
    QVERIFY(selection.isInPieces());
    auto after = selection.rowIds();
    QVERIFY(after != before);
    std::sort(before.begin(), before.end());
    std::sort(after.begin(), after.end());
    QCOMPARE(after, before);
}

void RowSelectionTest::isSmallAgainAfterAClick()
{
    work::TokenStore store;
    store.merge(domain::TokenBatch::of(page(100)));
    TokenTableModel model(store, m_clock);
    RowSelection selection(model);
    selection.setLimits(2, 2);
    for (int row = 0; row < 100; row += 2)
        selection.select(model.index(row, 0), QItemSelectionModel::Select | rowsToo);
    QVERIFY(selection.isInPieces());
    QSignalSpy changed(&selection, &QItemSelectionModel::selectionChanged);
    selection.select(model.index(7, 0), QItemSelectionModel::ClearAndSelect | rowsToo);
    QCOMPARE(changed.size(), 1);
    QVERIFY(!selection.isInPieces());
    QCOMPARE(selection.count(), 1);
    QVERIFY(selection.isSelected(model.index(7, 0)));
}

void RowSelectionTest::isQuickWithEveryOfManyRows()
{
    work::TokenStore store;
    store.merge(domain::TokenBatch::of(page(200'000)));
    TokenTableModel model(store, m_clock);
    QTRY_VERIFY(!model.isOrdering());
    RowSelection selection(model);
    QElapsedTimer timer;
    timer.start();
    for (int i = 0; i < 100; ++i) {
        selection.selectEverything();
        selection.select(model.index(i, 0), QItemSelectionModel::Toggle | rowsToo);
        selection.invert();
        QCOMPARE(selection.count(), 1);
        selection.invert();
    }
    QCOMPARE(selection.count(), 199'999);
    // Nothing of it looks at rows: what would take 100 ms a turn takes microseconds.
    VERIFY_SPEED(timer.elapsed() < 200, QString::number(timer.elapsed()));
}

QTEST_MAIN(RowSelectionTest)
#include "tst_rowselection.moc"
