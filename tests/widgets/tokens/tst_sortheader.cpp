// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#include "shots.h"
#include "stricttest.h"
#include "tokens.h"
#include "tokens/sortheader.h"
#include "tokens/sortmenu.h"
#include "tokens/tokentableview.h"

#include <QMenu>
#include <QSignalSpy>

using namespace Qt::StringLiterals;
using models::SortBy;
using models::TokenColumnId;
using tokens::SortHeader;
using tokens::TokenTableView;
using Keys = SortHeader::Keys;

namespace {

constexpr auto up = Qt::AscendingOrder;
constexpr auto down = Qt::DescendingOrder;

} // namespace

class SortHeaderTest final : public test::StrictTest
{
    Q_OBJECT

private slots:
    void init();
    void sortsByOneColumnWithAClick();
    void sortsByMoreColumnsWithShift();
    void keepsEachColumnOnce();
    void doesNotSelectTheColumn();
    void bringsTheModelAlong();
    void sortsByMenuAsWell();
    void looksRight();

private:
    void click(TokenColumnId column, Qt::KeyboardModifiers keys = {});

    test::FixedClock m_clock;
    std::unique_ptr<work::TokenStore> m_store;
    std::unique_ptr<models::TokenTableModel> m_model;
    std::unique_ptr<TokenTableView> m_view;
};

void SortHeaderTest::init()
{
    StrictTest::init();
    m_view.reset();
    m_model.reset();
    m_store = std::make_unique<work::TokenStore>();
    QRandomGenerator random(5);
    for (int i = 0; i < 40; ++i)
        m_store->put(test::randomToken(random, u"m"_s, u"id-%1"_s.arg(i)));
    m_model = std::make_unique<models::TokenTableModel>(*m_store, m_clock);
    m_view = std::make_unique<TokenTableView>(*m_model);
    m_view->resize(1300, 300);
    m_view->show();
}

void SortHeaderTest::click(TokenColumnId column, Qt::KeyboardModifiers keys)
{
    const SortHeader &header = m_view->sortHeader();
    const int x = header.sectionViewportPosition(int(column)) + 20;
    QTest::mouseClick(header.viewport(), Qt::LeftButton, keys, {x, header.height() / 2});
}

void SortHeaderTest::sortsByOneColumnWithAClick()
{
    QCOMPARE(m_view->sortKeys(), (Keys {{TokenColumnId::Name, up}}));
    QSignalSpy changed(&m_view->sortHeader(), &SortHeader::keysChanged);
    click(TokenColumnId::Status);
    QCOMPARE(m_view->sortKeys(), (Keys {{TokenColumnId::Status, up}}));
    click(TokenColumnId::Status);
    QCOMPARE(m_view->sortKeys(), (Keys {{TokenColumnId::Status, down}}));
    click(TokenColumnId::Owner, Qt::ControlModifier);
    QCOMPARE(m_view->sortKeys(), (Keys {{TokenColumnId::Owner, up}}));
    QCOMPARE(changed.size(), 3);
}

void SortHeaderTest::sortsByMoreColumnsWithShift()
{
    click(TokenColumnId::Vendor);
    click(TokenColumnId::Status, Qt::ShiftModifier);
    click(TokenColumnId::LastUsed, Qt::ShiftModifier);
    QCOMPARE(m_view->sortKeys(),
        (Keys {{TokenColumnId::Vendor, up}, {TokenColumnId::Status, up},
            {TokenColumnId::LastUsed, up}}));
    click(TokenColumnId::Status, Qt::ShiftModifier);
    QCOMPARE(m_view->sortKeys().at(1), (SortBy {TokenColumnId::Status, down}));
    QCOMPARE(m_view->sortHeader().placeOf(int(TokenColumnId::LastUsed)), 3);
    click(TokenColumnId::Status, Qt::ShiftModifier);
    QCOMPARE(
        m_view->sortKeys(), (Keys {{TokenColumnId::Vendor, up}, {TokenColumnId::LastUsed, up}}));
    click(TokenColumnId::Vendor);
    QCOMPARE(m_view->sortKeys(), (Keys {{TokenColumnId::Vendor, up}}));
    for (const auto order : {down, up}) { // The last one cannot be taken away.
        click(TokenColumnId::Vendor, Qt::ShiftModifier);
        QCOMPARE(m_view->sortKeys(), (Keys {{TokenColumnId::Vendor, order}}));
    }
}

void SortHeaderTest::keepsEachColumnOnce()
{
    m_view->setSortKeys(
        {{TokenColumnId::Id, down}, {TokenColumnId::Name, up}, {TokenColumnId::Id, up}});
    QCOMPARE(m_view->sortKeys(), (Keys {{TokenColumnId::Id, down}, {TokenColumnId::Name, up}}));
    m_view->setSortKeys({});
    QCOMPARE(m_view->sortKeys(), (Keys {{TokenColumnId::Name, up}}));
}

void SortHeaderTest::doesNotSelectTheColumn()
{
    click(TokenColumnId::Owner);
    QCOMPARE(m_view->selectedCount(), 0);
}

void SortHeaderTest::bringsTheModelAlong()
{
    click(TokenColumnId::Id);
    QStringList ids;
    for (int row = 0; row < m_model->rowCount(); ++row)
        ids += m_model->index(row, int(TokenColumnId::Id)).data().toString();
    QVERIFY(std::is_sorted(ids.begin(), ids.end()));
    click(TokenColumnId::Id);
    QCOMPARE(m_model->index(0, int(TokenColumnId::Id)).data().toString(), ids.last());
}

void SortHeaderTest::sortsByMenuAsWell()
{
    QMenu view;
    tokens::addSortMenus(&view, m_view->sortHeader());
    const auto choose = [&view](const QString &menuName, const QString &entry) {
        auto *menu = view.findChild<QMenu *>(menuName);
        emit menu->aboutToShow();
        auto *action = menu->findChild<QAction *>(entry);
        action->trigger();
    };
    const auto textOf = [&view](const QString &entry) {
        auto *menu = view.findChild<QMenu *>(u"sortMenu"_s);
        emit menu->aboutToShow();
        return menu->findChild<QAction *>(entry)->text();
    };
    choose(u"sortMenu"_s, u"sort-owner"_s);
    choose(u"thenByMenu"_s, u"sort-status"_s);
    choose(u"thenByMenu"_s, u"sort-status"_s);
    QCOMPARE(
        m_view->sortKeys(), (Keys {{TokenColumnId::Owner, up}, {TokenColumnId::Status, down}}));
    QCOMPARE(textOf(u"sort-owner"_s), u"Owner (1, ascending)"_s);
    QCOMPARE(textOf(u"sort-status"_s), u"Status (2, descending)"_s);
    QCOMPARE(textOf(u"sort-id"_s), u"ID"_s);
}

void SortHeaderTest::looksRight()
{
    m_view->setSortKeys(
        {{TokenColumnId::Vendor, up}, {TokenColumnId::Status, down}, {TokenColumnId::Expires, up}});
    m_view->setColumnWidth(int(TokenColumnId::Expires), 60);
    m_view->setHighlightedWords({u"e"_s, u"rep"_s, u"ci-"_s});
    m_view->setColumnWidth(int(TokenColumnId::LastUsed), 70);
    m_view->selectRow(3);
    test::shoot(*m_view, u"sorted"_s);
}

QTEST_MAIN(SortHeaderTest)
#include "tst_sortheader.moc"
