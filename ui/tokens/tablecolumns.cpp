// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#include "tokens/tablecolumns.h"

#include "models/tokencolumns.h"

#include <QAction>
#include <QHeaderView>
#include <QJsonObject>
#include <QMenu>
#include <QTableView>

#include <algorithm>

namespace tokens {

using namespace Qt::StringLiterals;
using models::TokenColumnId;

namespace {

constexpr int narrowest = 40;
constexpr int widest = 2000;

const models::TokenColumn &columnAt(int section)
{
    return models::tokenColumns()[static_cast<std::size_t>(section)];
}

} // namespace

TableColumns::TableColumns(QTableView &table)
    : QObject(&table)
    , m_table(table)
    , m_header(*table.horizontalHeader())
{
    m_header.setSectionsMovable(true);
    m_header.setMinimumSectionSize(narrowest);
    m_header.setContextMenuPolicy(Qt::CustomContextMenu);
    makeActions();
    connect(&m_header, &QWidget::customContextMenuRequested, this, &TableColumns::showMenu);
    connect(&m_header, &QHeaderView::sectionMoved, this, &TableColumns::changed);
    connect(&m_header, &QHeaderView::sectionResized, this, &TableColumns::changed);
}

void TableColumns::makeActions()
{
    for (const models::TokenColumn &column : models::tokenColumns()) {
        auto *action = new QAction(models::columnTitle(column), this);
        action->setObjectName(u"column-"_s + QLatin1StringView(column.word));
        action->setCheckable(true);
        const int section = static_cast<int>(column.id);
        // A table without names could not be worked with: that column stays.
        action->setEnabled(column.id != TokenColumnId::Name);
        connect(action, &QAction::toggled, this, [this, section](bool shown) {
            setShown(section, shown);
            emit changed();
        });
        m_actions.append(action);
    }
}

void TableColumns::showMenu(const QPoint &position)
{
    auto *menu = new QMenu(&m_table);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    menu->addActions(m_actions);
    menu->addSeparator();
    menu->addAction(tr("Reset Columns"), this, &TableColumns::resetRequested);
    menu->popup(m_header.mapToGlobal(position));
}

void TableColumns::setShown(int column, bool shown)
{
    m_table.setColumnHidden(column, !shown);
    const QSignalBlocker quiet(m_actions.at(column));
    m_actions.at(column)->setChecked(shown);
}

QList<int> TableColumns::shown() const
{
    QList<int> columns;
    for (int visual = 0; visual < m_header.count(); ++visual) {
        const int column = m_header.logicalIndex(visual);
        if (!m_table.isColumnHidden(column))
            columns += column;
    }
    return columns;
}

void TableColumns::reset()
{
    for (const models::TokenColumn &column : models::tokenColumns()) {
        const int section = static_cast<int>(column.id);
        m_header.moveSection(m_header.visualIndex(section), section);
        setShown(section, column.isShownAtFirst);
        m_table.setColumnWidth(section, column.defaultWidth);
    }
}

QJsonArray TableColumns::save() const
{
    QJsonArray columns;
    for (int visual = 0; visual < m_header.count(); ++visual) {
        const int section = m_header.logicalIndex(visual);
        const bool hidden = m_table.isColumnHidden(section);
        // A hidden section has no width of its own in Qt; shown again it gets its default.
        const int width = hidden ? columnAt(section).defaultWidth : m_table.columnWidth(section);
        columns.append(QJsonObject {{u"column"_s, QLatin1StringView(columnAt(section).word)},
            {u"hidden"_s, hidden}, {u"width"_s, width}});
    }
    return columns;
}

void TableColumns::restore(const QJsonArray &columns)
{
    int visual = 0;
    for (const QJsonValue &value : columns) {
        const QJsonObject one = value.toObject();
        const auto column = models::columnFromWord(one.value("column"_L1).toString());
        if (!column)
            continue;
        const int section = static_cast<int>(*column);
        const int place = m_header.visualIndex(section);
        if (place >= visual) // A column that comes twice stays where it was first.
            m_header.moveSection(place, visual++);
        m_table.setColumnWidth(
            section, std::clamp(one.value("width"_L1).toInt(), narrowest, widest));
        setShown(section, *column == TokenColumnId::Name || !one.value("hidden"_L1).toBool());
    }
}

} // namespace tokens
