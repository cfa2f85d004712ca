// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#include "stockside.h"

#include "base/utc.h"
#include "estate.h"

#include <QDateTime>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

namespace bench {

using namespace Qt::StringLiterals;

namespace {

QString timeText(const QJsonValue &seconds)
{
    return seconds.isDouble()
        ? QDateTime::fromSecsSinceEpoch(seconds.toInteger(), base::utc).toString(Qt::ISODate)
        : u"Never"_s;
}

} // namespace

std::vector<StockModel::Row> StockModel::rowsOf(const QByteArray &page)
{
    std::vector<Row> rows;
    const QJsonArray items = QJsonDocument::fromJson(page).array();
    rows.reserve(static_cast<std::size_t>(items.size()));
    for (const QJsonValue &item : items) {
        const QJsonObject object = item.toObject();
        const QJsonObject grant = object.value("privileges"_L1).toArray().at(0).toObject();
        Row row;
        row.texts = {object.value("name"_L1).toString(), u"Juniper Mist"_s, u"Main"_s, u"Active"_s,
            timeText(object.value("last_used"_L1)), timeText(object.value("created_time"_L1)),
            u"Not reported"_s, object.value("created_by"_L1).toString(),
            grant.value("role"_L1).toString() + u" ("_s + grant.value("scope"_L1).toString() + u' '
                + grant.value("site_id"_L1).toString() + u')',
            object.value("key"_L1).toString(), object.value("id"_L1).toString()};
        row.lastUsed = object.value("last_used"_L1).toInteger();
        row.raw = QJsonDocument(object).toJson(QJsonDocument::Compact);
        rows.push_back(std::move(row));
    }
    return rows;
}

std::size_t StockModel::parse(const QByteArray &page)
{
    return rowsOf(page).size();
}

void StockModel::append(const QByteArray &page)
{
    std::vector<Row> rows = rowsOf(page);
    const int first = rowCount();
    beginInsertRows({}, first, first + static_cast<int>(rows.size()) - 1);
    std::move(rows.begin(), rows.end(), std::back_inserter(m_rows));
    endInsertRows();
}

int StockModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_rows.size());
}

int StockModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : columns;
}

QVariant StockModel::data(const QModelIndex &index, int role) const
{
    const Row &row = m_rows[static_cast<std::size_t>(index.row())];
    if (role == sortRole && index.column() == lastUsedColumn)
        return row.lastUsed;
    if (role == Qt::DisplayRole || role == sortRole)
        return row.texts[static_cast<std::size_t>(index.column())];
    return {};
}

StockSide::StockSide(int tokens)
{
    proxy.setSortRole(StockModel::sortRole);
    proxy.setSortCaseSensitivity(Qt::CaseInsensitive);
    proxy.setFilterCaseSensitivity(Qt::CaseInsensitive);
    proxy.setFilterKeyColumn(-1);
    for (int number = 0; number < tokens / tokensPerPage; ++number)
        model.append(page(number));
    proxy.setSourceModel(&model);
}

} // namespace bench
