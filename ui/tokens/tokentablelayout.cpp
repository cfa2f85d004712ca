// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0

// How the table is laid out: sorting, columns, density, and all of it as JSON.

#include "tokens/sortheader.h"
#include "tokens/tablecolumns.h"
#include "tokens/tokentableview.h"

#include <QHeaderView>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

#include <algorithm>

namespace tokens {

using namespace Qt::StringLiterals;

void TokenTableView::resetColumns()
{
    m_columns->reset();
    m_header->setKeys({});
    emit stateChanged();
}

void TokenTableView::applySortKeys()
{
    m_model.setSortKeys(m_header->keys());
}

void TokenTableView::setSortKeys(const std::vector<models::SortBy> &keys)
{
    m_header->setKeys(keys);
}

const std::vector<models::SortBy> &TokenTableView::sortKeys() const
{
    return m_header->keys();
}

void TokenTableView::setDensity(Density density)
{
    m_density = density;
    setRowHeight();
    emit stateChanged();
}

void TokenTableView::setRowHeight()
{
    const int text = fontMetrics().height();
    const int compact = text + std::max(2, text / 8);
    QHeaderView &rows = *verticalHeader();
    // Never a row below the least: Qt 6.8 makes it larger, and then it has a height of its own.
    rows.setMinimumSectionSize(std::min(text, rows.minimumSectionSize()));
    // Compact has 1.6 times the rows: a different way to work, not a matter of two pixels.
    rows.setDefaultSectionSize(m_density == Density::Compact ? compact : compact * 8 / 5);
    rows.setMinimumSectionSize(text);
}

QByteArray TokenTableView::saveState() const
{
    QJsonArray sorts;
    for (const models::SortBy &key : m_header->keys())
        sorts.append(
            QJsonObject {{u"column"_s, QLatin1StringView(models::tokenColumn(key.column).word)},
                {u"descending"_s, key.order == Qt::DescendingOrder}});
    const QJsonObject state {{u"columns"_s, m_columns->save()}, {u"sort"_s, sorts},
        {u"compact"_s, m_density == Density::Compact}};
    return QJsonDocument(state).toJson(QJsonDocument::Compact);
}

bool TokenTableView::restoreState(const QByteArray &state)
{
    const QJsonObject object = QJsonDocument::fromJson(state).object();
    if (object.isEmpty())
        return false;
    m_columns->restore(object.value("columns"_L1).toArray());
    SortHeader::Keys keys;
    const QJsonArray sorts = object.value("sort"_L1).toArray();
    for (const QJsonValue &value : sorts) {
        const QJsonObject one = value.toObject();
        const bool descending = one.value("descending"_L1).toBool();
        if (const auto column = models::columnFromWord(one.value("column"_L1).toString()))
            keys.push_back({*column, descending ? Qt::DescendingOrder : Qt::AscendingOrder});
    }
    m_header->setKeys(std::move(keys));
    setDensity(object.value("compact"_L1).toBool() ? Density::Compact : Density::Comfortable);
    return true;
}

} // namespace tokens
