// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#include "shots.h"
#include "speed.h"
#include "stallwatch.h"
#include "stricttest.h"
#include "tokens.h"
#include "tokens/emptynotice.h"
#include "tokens/sortheader.h"
#include "tokens/tokentableview.h"

#include <QAccessible>
#include <QAction>
#include <QClipboard>
#include <QHeaderView>
#include <QMenu>
#include <QPushButton>
#include <QScrollBar>
#include <QSignalSpy>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using domain::Token;
using domain::TokenKey;
using models::TokenColumnId;
using models::TokenTableModel;
using tokens::TokenTableView;

class TokenTableViewTest final : public test::StrictTest
{
    Q_OBJECT

private slots:
    void selectsAllOnlyWhereThatIsAllowed();
    void hasAnAccessibleNameAndShortCells();
    void keepsSelectionCurrentAndScrollThroughARefresh();
    void selectsAllThatAreAskedForAndShown();
    void keepsTheCurrentRowInPlaceWhenSorted();
    void handsOutKeysFromTopToBottom();
    void selectsAHundredThousandRowsQuickly();
    void doesNotStallWithManySelected();
    void tellsQtLittleOfALargeSelection();
    void copiesTheCellOrTheRowsAsPlainText();
    void fitsMoreRowsWhenCompact();
    void remembersItsLayout();
    void ignoresADamagedLayout_data();
    void ignoresADamagedLayout();
    void choosesColumnsByActions();
    void saysWhyItIsEmpty();
    void asksForItsMenuByKeyboard();
    void looksRight();

private:
    static std::vector<Token> page(int count);
    static QHash<QString, models::ConnectionText> connections()
    {
        using domain::Environment;
        using domain::Vendor;
        return {{u"m"_s, {u"Mist production"_s, Vendor::Mist, Environment::Production}},
            {u"l"_s, {u"Lightning test"_s, Vendor::Lightspark, Environment::Test}}};
    }
    test::FixedClock m_clock;
};

std::vector<Token> TokenTableViewTest::page(int count)
{
    QRandomGenerator random(3);
    std::vector<Token> tokens;
    for (int i = 0; i < count; ++i) {
        const QString connection = i % 3 == 2 ? u"l"_s : u"m"_s;
        Token token = test::randomToken(random, connection, u"id-%1"_s.arg(i, 6, 10, QChar(u'0')));
        token.name = u"%1-%2"_s.arg(token.name).arg(i);
        token.keyHint = i % 4 ? u"1qkb...QQCL"_s : QString();
        tokens.push_back(token);
    }
    return tokens;
}

void TokenTableViewTest::hasAnAccessibleNameAndShortCells()
{
    work::TokenStore store;
    store.merge(domain::TokenBatch::of(page(3)));
    TokenTableModel model(store, m_clock);
    model.setConnections(connections());
    TokenTableView view(model);
    view.show();
    QAccessibleInterface *table = QAccessible::queryAccessibleInterface(&view);
    QVERIFY(table);
    QCOMPARE(table->text(QAccessible::Name), u"Tokens"_s);
    QCOMPARE(table->role(), QAccessible::Table);
    QAccessibleInterface *cell = table->tableInterface()->cellAt(0, 0);
    QVERIFY(cell);
    QCOMPARE(cell->text(QAccessible::Name), model.index(0, 0).data().toString());
    QVERIFY(cell->text(QAccessible::Description).contains("last used"_L1));
}

void TokenTableViewTest::keepsSelectionCurrentAndScrollThroughARefresh()
{
    work::TokenStore store;
    auto tokens = page(300);
    store.merge(domain::TokenBatch::of(tokens));
    TokenTableModel model(store, m_clock);
    TokenTableView view(model);
    view.resize(800, 400);
    view.show();
    test::settle();
    const TokenKey key = model.tokenAt(150)->key;
    const TokenKey other = model.tokenAt(155)->key;
    QVERIFY(view.selectKey(key));
    view.selectionModel()->select(
        model.index(155, 0), QItemSelectionModel::Select | QItemSelectionModel::Rows);
    const int y = view.rowViewportPosition(view.currentIndex().row());

    store.beginSync(u"m"_s);
    for (int i = 0; i < 40; ++i)
        tokens.push_back(test::token(u"m"_s, u"new-%1"_s.arg(i), u"aa %1"_s.arg(i)));
    std::reverse(tokens.begin(), tokens.end());
    store.merge(domain::TokenBatch::of(tokens));
    store.endSync(u"m"_s, true);
    test::settle(1100ms);

    QVERIFY(view.currentKey() == key);
    QCOMPARE(view.rowViewportPosition(view.currentIndex().row()), y);
    QCOMPARE(view.selectedCount(), 2);
    QCOMPARE(view.selectedKeys(), (std::vector<TokenKey> {key, other}));
}

void TokenTableViewTest::selectsAllThatAreAskedForAndShown()
{
    work::TokenStore store;
    store.merge(domain::TokenBatch::of(page(50)));
    TokenTableModel model(store, m_clock);
    TokenTableView view(model);
    view.resize(800, 400);
    view.show();
    QVERIFY(view.selectKey(model.tokenAt(3)->key));
    const TokenKey first = model.tokenAt(40)->key;
    const TokenKey second = model.tokenAt(20)->key;
    QCOMPARE(view.selectKeys({first, {u"m"_s, u"not listed"_s}, second}), 2);
    QVERIFY(view.currentKey() == first);
    QCOMPARE(view.selectedKeys(), (std::vector<TokenKey> {second, first})); // from top to bottom
    QCOMPARE(view.selectKeys({{u"m"_s, u"not listed"_s}}), 0);
    QCOMPARE(view.selectedCount(), 2);
}

void TokenTableViewTest::keepsTheCurrentRowInPlaceWhenSorted()
{
    work::TokenStore store;
    store.merge(domain::TokenBatch::of(page(500)));
    TokenTableModel model(store, m_clock);
    TokenTableView view(model);
    view.resize(800, 400);
    view.show();
    test::settle();
    QVERIFY(view.selectKey(model.tokenAt(250)->key));
    const int y = view.rowViewportPosition(250);
    view.setSortKeys({{TokenColumnId::Id, Qt::AscendingOrder}});
    QVERIFY(view.currentIndex().row() != 250);
    const int now = view.rowViewportPosition(view.currentIndex().row());
    QVERIFY2(now == y || (now >= 0 && now < view.viewport()->height()),
        qPrintable(QString::number(now)));
}

void TokenTableViewTest::handsOutKeysFromTopToBottom()
{
    work::TokenStore store;
    store.merge(domain::TokenBatch::of(page(20)));
    TokenTableModel model(store, m_clock);
    TokenTableView view(model);
    QSignalSpy changed(&view, &TokenTableView::selectionKeysChanged);
    for (const int row : {9, 3, 4, 15})
        view.selectionModel()->select(
            model.index(row, 0), QItemSelectionModel::Select | QItemSelectionModel::Rows);
    QCOMPARE(changed.size(), 4);
    std::vector<TokenKey> expected;
    for (const int row : {3, 4, 9, 15})
        expected.push_back(model.tokenAt(row)->key);
    QCOMPARE(view.selectedKeys(), expected);
    QCOMPARE(view.selectedCount(), 4);
}

void TokenTableViewTest::selectsAHundredThousandRowsQuickly()
{
    work::TokenStore store;
    store.merge(domain::TokenBatch::of(page(100'000)));
    TokenTableModel model(store, m_clock);
    QTRY_VERIFY(!model.isOrdering());
    TokenTableView view(model);
    view.resize(900, 500);
    view.show();
    QTRY_VERIFY(!model.isOrdering());
    QElapsedTimer timer;
    timer.start();
    view.selectAll();
    QCoreApplication::sendPostedEvents();
    VERIFY_SPEED(timer.elapsed() < 200, QString::number(timer.elapsed()));
    QCOMPARE(view.selectedCount(), 100'000);
    QCOMPARE(view.selectedKeys().size(), std::size_t(100'000));
}

void TokenTableViewTest::doesNotStallWithManySelected()
{
    work::TokenStore store;
    auto tokens = page(20'000);
    store.merge(domain::TokenBatch::of(tokens));
    TokenTableModel model(store, m_clock);
    TokenTableView view(model);
    view.resize(900, 500);
    view.show();
    QTRY_VERIFY(!model.isOrdering());
    test::settle();
    const auto click = [&view](int row, Qt::KeyboardModifiers keys) {
        QTest::mouseClick(view.viewport(), Qt::LeftButton, keys,
            view.visualRect(view.model()->index(row, 0)).center());
    };
    view.selectAll();
    test::settle();
    test::StallWatch watch;
    view.viewport()->update(); // Whatever else happens, what is in sight is painted once.
    QCoreApplication::sendPostedEvents();
    const auto frame = watch.busy();
    view.clearSelection();
    const auto checkPace = [&watch, frame] {
        QCoreApplication::sendPostedEvents(); // With the painting that follows.
        VERIFY_SPEED(watch.busy() < 2 * frame + 10ms, watch.text());
        watch.restart();
    };
    checkPace();
    view.selectAll();
    checkPace();
    click(3, Qt::ControlModifier);
    checkPace();
    QCOMPARE(view.selectedCount(), 19'999);
    view.invertSelection();
    checkPace();
    QCOMPARE(view.selectedCount(), 1);
    click(0, {});
    checkPace();
    QTest::keyClick(&view, Qt::Key_End, Qt::ShiftModifier | Qt::ControlModifier);
    checkPace();
    QCOMPARE(view.selectedCount(), 20'000);
}

void TokenTableViewTest::tellsQtLittleOfALargeSelection()
{
    work::TokenStore store;
    store.merge(domain::TokenBatch::of(page(6000)));
    TokenTableModel model(store, m_clock);
    TokenTableView view(model);
    view.resize(900, 500);
    view.show();
    view.selectAll();
    view.selectionModel()->select(
        model.index(10, 0), QItemSelectionModel::Toggle | QItemSelectionModel::Rows);
    // Every way that rows come into sight, with few rows at the end and many again.
    for (const QString &words : {u"backup"_s, QString(), u"id-00001"_s, QString()}) {
        view.scrollToBottom();
        model.setFilter({.words = words});
        QTRY_VERIFY(!model.isOrdering());
        view.grab();
        QVERIFY(view.selectedCount() > 0);
        QVERIFY2(view.selectionModel()->selection().size() < 400, qPrintable(words));
    }
    QVERIFY2(view.sortHeader().selectionModel() != view.selectionModel(),
        "the header would look at every row");
    QVERIFY(!view.sortHeader().selectionModel()->hasSelection());
}

void TokenTableViewTest::copiesTheCellOrTheRowsAsPlainText()
{
    work::TokenStore store;
    Token formula = test::token(u"m"_s, u"id-1"_s, u"=cmd()\ttab\nline"_s);
    formula.created = domain::TimeFact::known(m_clock.time - 26h);
    store.merge(domain::TokenBatch::of({formula, test::token(u"m"_s, u"id-2"_s, u"zeta"_s)}));
    TokenTableModel model(store, m_clock);
    model.setConnections(connections());
    TokenTableView view(model);
    for (QAction *action : view.columnActions())
        action->setChecked(action->objectName() == "column-created"_L1 || !action->isEnabled());
    view.show();

    view.selectRow(0);
    view.setCurrentIndex(model.index(0, int(TokenColumnId::Created)));
    QTest::keyClick(&view, Qt::Key_C, Qt::ControlModifier);
    QCOMPARE(QGuiApplication::clipboard()->text(), u"2026-02-28T10:00:00Z"_s);

    view.selectAll();
    QTest::keyClick(&view, Qt::Key_C, Qt::ControlModifier);
    QCOMPARE(QGuiApplication::clipboard()->text(),
        u"'=cmd() tab line\t2026-02-28T10:00:00Z\nzeta\tNot fetched"_s);
    view.copyRowsWithTitles();
    QCOMPARE(QGuiApplication::clipboard()->text().section(u'\n', 0, 0), u"Name\tCreated"_s);
    view.horizontalHeader()->moveSection(int(TokenColumnId::Created), 0);
    view.copyRows();
    QVERIFY2(QGuiApplication::clipboard()->text().endsWith("Not fetched\tzeta"_L1),
        "as the columns stand");
    view.copyIds();
    QCOMPARE(QGuiApplication::clipboard()->text(), u"id-1\nid-2"_s);
}

void TokenTableViewTest::fitsMoreRowsWhenCompact()
{
    work::TokenStore store;
    store.merge(domain::TokenBatch::of(page(100)));
    TokenTableModel model(store, m_clock);
    TokenTableView view(model);
    view.setColumnWidth(2, 222);
    for (const int points : {9, 18}) { // Heights follow the font, also when it changes later.
        QFont font = view.font();
        font.setPointSize(points);
        view.setFont(font);
        view.setDensity(TokenTableView::Density::Comfortable);
        const double comfortable = view.rowHeight(0);
        view.setDensity(TokenTableView::Density::Compact);
        const double ratio = comfortable / view.rowHeight(0);
        QVERIFY2(ratio > 1.5 && ratio < 1.7, qPrintable(QString::number(ratio)));
        QVERIFY(view.rowHeight(0) > view.fontMetrics().height());
        QCOMPARE(view.columnWidth(2), 222);
    }
}

void TokenTableViewTest::remembersItsLayout()
{
    work::TokenStore store;
    TokenTableModel model(store, m_clock);
    QByteArray saved;
    {
        TokenTableView view(model);
        view.horizontalHeader()->moveSection(3, 1);
        view.setColumnWidth(0, 333);
        view.columnActions().at(int(TokenColumnId::Grants))->setChecked(false);
        view.columnActions().at(int(TokenColumnId::RemovedWhenIdle))->setChecked(true);
        view.setSortKeys({{TokenColumnId::Status, Qt::AscendingOrder},
            {TokenColumnId::LastUsed, Qt::DescendingOrder}});
        view.setDensity(TokenTableView::Density::Compact);
        saved = view.saveState();
    }
    TokenTableView view(model);
    QVERIFY(view.saveState() != saved);
    QVERIFY(view.restoreState(saved));
    QCOMPARE(view.saveState(), saved);
    QCOMPARE(view.horizontalHeader()->logicalIndex(1), 3);
    QCOMPARE(view.columnWidth(0), 333);
    QVERIFY(view.isColumnHidden(int(TokenColumnId::Grants)));
    QVERIFY(!view.isColumnHidden(int(TokenColumnId::RemovedWhenIdle)));
    QCOMPARE(view.sortKeys().size(), std::size_t(2));
    QCOMPARE(view.sortKeys().at(1).column, TokenColumnId::LastUsed);
    QCOMPARE(view.sortKeys().at(1).order, Qt::DescendingOrder);
    QCOMPARE(view.density(), TokenTableView::Density::Compact);
    view.columnActions().at(int(TokenColumnId::Grants))->setChecked(true);
    QVERIFY(view.columnWidth(int(TokenColumnId::Grants)) > 100);
}

void TokenTableViewTest::ignoresADamagedLayout_data()
{
    QTest::addColumn<QByteArray>("state");
    QTest::newRow("nothing") << QByteArray();
    QTest::newRow("not JSON") << QByteArray("{\"columns\":[");
    QTest::newRow("another shape") << QByteArray("[1,2]");
    QTest::newRow("odd members") << QByteArray(
        R"({"columns":[7,{"column":"no-such"},{"column":"name","hidden":true,"width":-5},)"
        R"({"column":"name","width":1e12},{"column":"id","width":"wide"}],"sortedBy":5})");
}

void TokenTableViewTest::ignoresADamagedLayout()
{
    QFETCH(QByteArray, state);
    work::TokenStore store;
    TokenTableModel model(store, m_clock);
    TokenTableView view(model);
    view.restoreState(state);
    QVERIFY(!view.isColumnHidden(int(TokenColumnId::Name)));
    for (int column = 0; column < model.columnCount(); ++column)
        QVERIFY(view.isColumnHidden(column) || view.columnWidth(column) >= 40);
}

void TokenTableViewTest::choosesColumnsByActions()
{
    work::TokenStore store;
    TokenTableModel model(store, m_clock);
    TokenTableView view(model);
    QCOMPARE(view.columnActions().size(), model.columnCount());
    QAction *owner = view.columnActions().at(int(TokenColumnId::Owner));
    QSignalSpy changed(&view, &TokenTableView::stateChanged);
    owner->trigger();
    QVERIFY(view.isColumnHidden(int(TokenColumnId::Owner)));
    QVERIFY(!changed.isEmpty());
    QVERIFY(!view.columnActions().first()->isEnabled());
    view.resetColumns();
    QVERIFY(owner->isChecked());
    QVERIFY(!view.isColumnHidden(int(TokenColumnId::Owner)));
}

void TokenTableViewTest::saysWhyItIsEmpty()
{
    work::TokenStore store;
    TokenTableModel model(store, m_clock);
    TokenTableView view(model);
    view.resize(900, 400);
    view.show();
    auto *notice = view.findChild<tokens::EmptyNotice *>(u"emptyNotice"_s);
    auto *button = view.findChild<QPushButton *>(u"emptyNoticeButton"_s);
    QSignalSpy add(&view, &TokenTableView::addConnectionRequested);
    QSignalSpy clear(&view, &TokenTableView::clearFilterRequested);

    view.setHasConnections(false);
    QCOMPARE(notice->title(), u"No connections yet"_s);
    test::shoot(view, u"table-noconnections"_s);
    button->click();
    QCOMPARE(add.size(), 1);
    view.setHasConnections(true);
    QCOMPARE(notice->title(), u"No tokens listed"_s);
    view.setLoading(true);
    QCOMPARE(notice->title(), u"Loading tokens..."_s);
    QVERIFY(!button->isVisible());
    store.put(test::token(u"m"_s, u"1"_s, u"x"_s));
    QVERIFY(!notice->isVisible());
    model.setFilter({.words = u"y"_s});
    QVERIFY(notice->isVisible());
    QCOMPARE(notice->title(), u"No tokens match"_s);
    test::shoot(view, u"table-nomatch"_s);
    button->click();
    QCOMPARE(clear.size(), 1);
    model.setFilter({});
    QVERIFY(!notice->isVisible());
}

void TokenTableViewTest::asksForItsMenuByKeyboard()
{
    work::TokenStore store;
    store.merge(domain::TokenBatch::of(page(5)));
    TokenTableModel model(store, m_clock);
    TokenTableView view(model);
    view.show();
    view.selectKey(model.tokenAt(2)->key);
    QSignalSpy menu(&view, &TokenTableView::tokenMenuRequested);
    QContextMenuEvent event(QContextMenuEvent::Keyboard, QPoint(1, 1), QPoint(1, 1));
    QCoreApplication::sendEvent(view.viewport(), &event);
    QCOMPARE(menu.size(), 1);
    const QPoint inside = view.viewport()->mapFromGlobal(menu.at(0).at(0).toPoint());
    QCOMPARE(view.indexAt(inside).row(), 2);
}

void TokenTableViewTest::looksRight()
{
    work::TokenStore store;
    auto tokens = page(60);
    tokens[3].isOwnCredential = true;
    tokens[3].name = u"\u202eevil <b>name</b>"_s;
    store.merge(domain::TokenBatch::of(tokens));
    TokenTableModel model(store, m_clock);
    model.setConnections(connections());
    TokenTableView view(model);
    view.resize(1400, 500);
    view.show();
    view.selectKey(model.tokenAt(4)->key);
    view.setFocus();
    test::shoot(view, u"table"_s);
    view.setDensity(TokenTableView::Density::Compact);
    test::shoot(view, u"table-compact"_s);
}

void TokenTableViewTest::selectsAllOnlyWhereThatIsAllowed()
{
    work::TokenStore store;
    store.merge(domain::TokenBatch::of(page(3)));
    test::FixedClock clock;
    TokenTableModel model(store, clock);
    TokenTableView view(model);
    view.setSelectAllAllowed(false);
    QTest::keyClick(&view, Qt::Key_A, Qt::ControlModifier);
    QCOMPARE(view.selectedCount(), 0);
    view.setSelectAllAllowed(true);
    QTest::keyClick(&view, Qt::Key_A, Qt::ControlModifier);
    QCOMPARE(view.selectedCount(), 3);
}

QTEST_MAIN(TokenTableViewTest)
#include "tst_tokentableview.moc"
