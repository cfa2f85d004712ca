// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#include "history/eventtable.h"

#include "support/plaintext.h"

#include <QHeaderView>
#include <QLabel>
#include <QScrollBar>
#include <QTableView>
#include <QVBoxLayout>

namespace history {

using namespace Qt::StringLiterals;

EventTable::EventTable(
    QAbstractItemModel &model, const QString &title, const QString &name, QWidget *parent)
    : QStackedWidget(parent)
    , m_table(new QTableView(this))
    , m_title(support::plainParagraph({}, this))
    , m_text(support::plainParagraph({}, this))
{
    m_table->setObjectName(name);
    m_table->setAccessibleName(title);
    m_table->verticalHeader()->hide();
    m_table->verticalHeader()->setSectionResizeMode(QHeaderView::Fixed);
    m_table->verticalHeader()->setDefaultSectionSize(fontMetrics().height() + 8);
    m_table->horizontalHeader()->setHighlightSections(false);
    m_table->horizontalHeader()->setDefaultAlignment(Qt::AlignLeft | Qt::AlignVCenter);
    m_table->horizontalHeader()->setStretchLastSection(true);
    m_table->setModel(&model);
    m_table->setSelectionBehavior(QAbstractItemView::SelectRows);
    m_table->setSelectionMode(QAbstractItemView::SingleSelection);
    m_table->setVerticalScrollMode(QAbstractItemView::ScrollPerPixel);
    m_table->setHorizontalScrollMode(QAbstractItemView::ScrollPerPixel);
    m_table->setShowGrid(false);
    m_table->setWordWrap(false);
    m_table->setTabKeyNavigation(false);

    auto *empty = new QWidget(this);
    m_title->setObjectName(u"emptyTitle"_s);
    m_text->setObjectName(u"emptyText"_s);
    QFont bold = m_title->font();
    bold.setBold(true);
    m_title->setFont(bold);
    m_title->setAlignment(Qt::AlignCenter);
    m_text->setAlignment(Qt::AlignCenter);
    auto *column = new QVBoxLayout(empty);
    column->setContentsMargins(24, 24, 24, 24);
    column->addStretch(1);
    column->addWidget(m_title);
    column->addWidget(m_text);
    column->addStretch(2);
    addWidget(m_table);
    addWidget(empty);

    connect(&model, &QAbstractItemModel::modelReset, this, &EventTable::choose);
    connect(&model, &QAbstractItemModel::rowsAboutToBeInserted, this,
        [this](const QModelIndex &, int first) {
            const bool isScrolled = m_table->verticalScrollBar()->value() > 0;
            m_top = first == 0 && isScrolled ? m_table->indexAt({0, 0}) : QModelIndex();
        });
    connect(&model, &QAbstractItemModel::rowsInserted, this, [this] {
        choose();
        if (m_top.isValid()) // New rows above do not push away what somebody reads.
            m_table->scrollTo(m_top, QAbstractItemView::PositionAtTop);
        m_top = QModelIndex();
    });
    connect(m_table->selectionModel(), &QItemSelectionModel::currentRowChanged, this,
        [this](const QModelIndex &current) { emit currentRowChanged(current.row()); });
    connect(m_table, &QTableView::activated, this,
        [this](const QModelIndex &index) { emit rowActivated(index.row()); });
    choose();
}

void EventTable::setColumnWidths(const std::vector<int> &widths)
{
    for (std::size_t i = 0; i < widths.size(); ++i)
        m_table->setColumnWidth(static_cast<int>(i), widths[i]);
}

void EventTable::setEmptyText(const QString &title, const QString &text)
{
    support::setPlainText(m_title, title);
    support::setPlainText(m_text, text);
    m_text->setVisible(!text.isEmpty());
}

int EventTable::currentRow() const
{
    return m_table->currentIndex().row();
}

void EventTable::selectRow(int row)
{
    const QModelIndex index = m_table->model()->index(row, 0);
    m_table->setCurrentIndex(index);
    m_table->scrollTo(index);
}

void EventTable::choose()
{
    const bool isEmpty = m_table->model()->rowCount() == 0;
    const bool hadFocus = m_table->hasFocus();
    setCurrentIndex(isEmpty ? 1 : 0);
    if (hadFocus && !isEmpty)
        m_table->setFocus();
    if (isEmpty)
        emit currentRowChanged(-1);
}

} // namespace history
