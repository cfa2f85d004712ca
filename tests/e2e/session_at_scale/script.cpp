// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#include "script.h"

#include "base/textrules.h"
#include "patience.h"
#include "shell/theme.h"
#include "stage.h"
#include "tokens/filterbar.h"
#include "tokens/tokentableview.h"

#include <QAction>
#include <QApplication>
#include <QElapsedTimer>
#include <QEventLoop>
#include <QItemSelectionModel>
#include <QLineEdit>
#include <QPushButton>
#include <QScrollBar>

namespace e2e {

using namespace Qt::StringLiterals;
using models::SortBy;
using models::TokenColumnId;

namespace {

/// What follows a step late, e.g. the details of a selection.
constexpr auto afterwards = std::chrono::milliseconds(400);
constexpr int toDelete = 100;

double inMs(test::StallWatch::Time time)
{
    return std::chrono::duration<double, std::milli>(time).count();
}

/// What rows are sorted by: values first, then never, then unknown, in both directions.
int rankOf(const domain::TimeFact &time)
{
    if (time.isKnown())
        return 0;
    return time.state == domain::FactState::Never ? 1 : 2;
}

bool isInOrder(const domain::TimeFact &above, const domain::TimeFact &below, Qt::SortOrder order)
{
    if (rankOf(above) != rankOf(below) || !above.isKnown())
        return rankOf(above) <= rankOf(below);
    return order == Qt::AscendingOrder ? above.value <= below.value : above.value >= below.value;
}

bool isInOrder(const domain::Token &above, const domain::Token &below, const SortBy &by)
{
    switch (by.column) {
    case TokenColumnId::LastUsed:
        return isInOrder(above.lastUsed, below.lastUsed, by.order);
    case TokenColumnId::Created:
        return isInOrder(above.created, below.created, by.order);
    case TokenColumnId::Name: {
        const int way
            = QString::compare(base::foldedText(above.name), base::foldedText(below.name));
        return by.order == Qt::AscendingOrder ? way <= 0 : way >= 0;
    }
    default:
        return true; // As far as this looks.
    }
}

} // namespace

Script::Script(Stage &stage, int tokensPerVendor, QString pictures)
    : m_stage(stage)
    , m_all(tokensPerVendor * 4)
    , m_pictures(std::move(pictures))
    , m_table(stage.window.findChild<tokens::TokenTableView *>())
    , m_bar(stage.window.findChild<tokens::FilterBar *>())
    , m_model(stage.window.findChild<models::TokenTableModel *>())
{
}

void Script::run()
{
    step(
        u"show the window"_s, [this] { m_stage.window.show(); },
        [this] { return m_stage.window.isVisible(); });
    load();
    sort();
    filter();
    scroll();
    refresh();
    selectAll();
    deleteSome();
}

void Script::load()
{
    step(
        u"load"_s, [this] { m_stage.addConnections(); },
        [this] { return m_stage.isListed() && isSettled(); });
    check(m_stage.trouble().isEmpty(), m_stage.trouble());
    check(m_model->rowCount() >= m_all,
        u"%1 of %2 rows are shown"_s.arg(m_model->rowCount()).arg(m_all));
    step(
        u"compress what was loaded"_s, [] {},
        [this] { return !m_stage.desk.tokens().isSettling(); });
    takePicture(u"loaded"_s);
}

void Script::sort()
{
    sortBy(u"sort by last used"_s, {{TokenColumnId::LastUsed, Qt::DescendingOrder}});
    sortBy(u"sort by created"_s, {{TokenColumnId::Created, Qt::AscendingOrder}});
    sortBy(u"sort by owner"_s, {{TokenColumnId::Owner, Qt::AscendingOrder}});
    sortBy(u"sort by status, last used, name"_s,
        {{TokenColumnId::Status, Qt::AscendingOrder}, {TokenColumnId::LastUsed, Qt::AscendingOrder},
            {TokenColumnId::Name, Qt::AscendingOrder}});
    sortBy(u"sort by name"_s, {{TokenColumnId::Name, Qt::AscendingOrder}});
}

void Script::sortBy(const QString &name, const std::vector<SortBy> &keys)
{
    step(
        name, [this, &keys] { m_table->setSortKeys(keys); }, [this] { return isSettled(); });
    check(m_model->sortKeys() == keys, u"%1: sorted by something else"_s.arg(name));
    checkOrder();
}

void Script::filter()
{
    const int all = m_model->rowCount();
    const int words = type(u"deploy"_s);
    check(words > 0 && words < all, u"\"deploy\" leaves %1 rows"_s.arg(words));
    const int never = type(u"used:never"_s);
    check(never > 0 && never < all, u"used:never leaves %1 rows"_s.arg(never));
    for (int row = 0; row < never; ++row) {
        if (m_model->tokenAt(row)->lastUsed.state == domain::FactState::Never)
            continue;
        check(false, u"used:never shows a token that was used"_s);
        break;
    }
    checkOrder();
    takePicture(u"filtered"_s);
    check(type({}) == all, u"clearing the filter leaves %1 rows"_s.arg(m_model->rowCount()));
    checkOrder();
}

int Script::type(const QString &words)
{
    auto *field = m_bar->findChild<QLineEdit *>(u"filterField"_s);
    const QString name = words.isEmpty() ? u"clear the filter"_s : u"filter by \"%1\""_s.arg(words);
    step(
        name, [field, &words] { field->setText(words); },
        // The bar waits until the typing pauses.
        [this, &words] { return m_model->filter().words == words && isSettled(); });
    return m_model->rowCount();
}

void Script::scroll()
{
    constexpr int frames = 120;
    scrollTo(u"scroll to the end"_s, [](QScrollBar *bar) {
        bar->setValue(bar->value() + std::max(1, bar->maximum() / frames));
        return bar->value() == bar->maximum();
    });
    scrollTo(u"scroll back"_s, [](QScrollBar *bar) {
        bar->setValue(bar->value() - std::max(1, bar->maximum() / frames));
        return bar->value() == 0;
    });
    scrollTo(u"jump to the end"_s, [](QScrollBar *bar) {
        bar->setValue(bar->maximum());
        return true;
    });
    check(m_table->indexAt(QPoint(5, m_table->viewport()->height() - 2)).row()
            == m_model->rowCount() - 1,
        u"the last row is not at the bottom"_s);
    scrollTo(u"jump to the top"_s, [](QScrollBar *bar) {
        bar->setValue(0);
        return true;
    });
}

void Script::scrollTo(const QString &name, const std::function<bool(QScrollBar *)> &move)
{
    step(
        name, [] {}, [this, &move] { return move(m_table->verticalScrollBar()); });
}

void Script::refresh()
{
    const int before = m_model->rowCount();
    m_table->selectRow(before / 2);
    const auto key = m_table->currentKey();
    step(
        u"refresh all"_s,
        [this] { m_stage.window.findChild<QAction *>(u"refreshAllAction"_s)->trigger(); },
        [this] { return m_stage.isListed() && isSettled(); });
    check(m_stage.trouble().isEmpty(), m_stage.trouble());
    check(m_model->rowCount() == before, u"a refresh left %1 rows"_s.arg(m_model->rowCount()));
    check(m_table->currentKey() == key && m_table->selectedCount() == 1,
        u"a refresh moved the selection"_s);
    checkOrder();
}

void Script::selectAll()
{
    step(
        u"select all"_s,
        [this] { m_stage.window.findChild<QAction *>(u"selectAllAction"_s)->trigger(); },
        [this] { return m_table->selectedCount() == m_model->rowCount(); });
    takePicture(u"selected"_s);
    step(
        u"select none"_s, [this] { m_table->clearSelection(); },
        [this] { return m_table->selectedCount() == 0; });
}

/// As the window does it: select, Delete, tick and type, confirm.
void Script::deleteSome()
{
    type(u"used:never vendor:mist,softwareone"_s);
    const int before = m_model->rowCount();
    const int all = m_stage.desk.tokens().count();
    m_table->scrollToTop();
    step(
        u"select %1"_s.arg(toDelete),
        [this] {
            const QItemSelection rows(
                m_model->index(0, 0), m_model->index(toDelete - 1, m_model->columnCount() - 1));
            m_table->selectionModel()->select(rows, QItemSelectionModel::ClearAndSelect);
        },
        [this] { return m_table->selectedCount() == toDelete; });
    const auto keys = m_table->selectedKeys();
    step(
        u"ask whether to delete"_s,
        [this] { m_stage.window.findChild<QAction *>(u"deleteTokenAction"_s)->trigger(); },
        [this] {
            const auto *list = m_stage.window.findChild<QWidget *>(u"preflightTable"_s);
            return list && list->isVisible();
        });
    takePicture(u"question"_s);
    step(
        u"delete %1"_s.arg(toDelete), [this] { answerQuestion(); },
        [this, before] { return m_model->rowCount() <= before - toDelete; });
    check(m_model->rowCount() == before - toDelete,
        u"%1 rows of %2 are left"_s.arg(m_model->rowCount()).arg(before));
    check(m_stage.desk.tokens().count() == all - toDelete, u"the store has another count"_s);
    for (const auto &key : keys)
        check(!m_stage.desk.tokens().find(key), u"%1 is still there"_s.arg(key.remoteId));
    check(m_table->selectedCount() <= 1, u"%1 are selected"_s.arg(m_table->selectedCount()));
    takePicture(u"deleted"_s);
    check(type({}) == all - toDelete, u"%1 rows in the end"_s.arg(m_model->rowCount()));
    checkOrder();
}

void Script::answerQuestion()
{
    const QWidget &window = m_stage.window;
    auto *dialog = window.findChild<QWidget *>(u"preflightDialog"_s);
    dialog->findChild<QLineEdit *>(u"gateEdit"_s)->setText(u"delete %1"_s.arg(toDelete));
    // More than a few: the names of the places have to be typed as well; their labels say them.
    const auto names = dialog->findChildren<QLineEdit *>();
    for (QLineEdit *name : names) {
        if (name->objectName().startsWith("gateNameEdit"_L1))
            name->setText(name->accessibleName().section(u'“', 1).section(u'”', 0, 0));
    }
    auto *button = dialog->findChild<QPushButton *>(u"affirmativeButton"_s);
    check(button->isEnabled(), u"the question cannot be answered"_s);
    button->click();
}

void Script::step(const QString &name, const std::function<void()> &begin, const Done &isDone)
{
    QElapsedTimer time;
    m_watch.restart();
    time.start();
    begin();
    turnUntil(isDone);
    const double wall = double(time.nsecsElapsed()) / 1e6;
    if (!isDone())
        check(false, name + u": waited in vain"_s);
    test::settle(afterwards);
    emit measured({name, wall, inMs(m_watch.longest()), inMs(m_watch.busy())});
}

void Script::turnUntil(const Done &isDone)
{
    QEventLoop loop;
    QTimer look;
    connect(&look, &QTimer::timeout, &loop, [&isDone, &loop] {
        if (isDone())
            loop.quit();
    });
    test::limit(loop);
    look.start(5);
    loop.exec();
}

void Script::check(bool isRight, const QString &what)
{
    if (!isRight)
        m_faults.append(what);
}

void Script::checkOrder()
{
    const SortBy first = m_model->sortKeys().front();
    std::optional<domain::Token> above;
    for (int row = 0; row < m_model->rowCount(); ++row) {
        const auto token = m_model->tokenAt(row);
        if (above && !isInOrder(*above, *token, first)) {
            check(false, u"row %1 is out of order"_s.arg(row));
            return;
        }
        above = token;
    }
}

void Script::takePicture(const QString &name)
{
    if (m_pictures.isEmpty())
        return;
    for (const auto theme : {shell::Theme::Dark, shell::Theme::Light}) {
        shell::applyTheme(theme);
        test::settle(afterwards);
        m_stage.window.grab().save(u"%1/%2-%3.png"_s.arg(m_pictures, name, shell::themeId(theme)));
    }
}

bool Script::isSettled() const
{
    return !m_model->isUnsettled();
}

} // namespace e2e
