// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

/// The stock way to do what the program does, to measure it against: QJsonDocument, a vector of
/// rows with their texts ready, and QSortFilterProxyModel in front.

#include <QAbstractTableModel>
#include <QSortFilterProxyModel>

#include <array>
#include <vector>

namespace bench {

class StockModel final : public QAbstractTableModel
{
    Q_OBJECT

public:
    static constexpr int columns = 11;
    static constexpr int nameColumn = 0;
    static constexpr int lastUsedColumn = 4;
    static constexpr int sortRole = Qt::UserRole;

    /// Parses a page and appends its rows.
    void append(const QByteArray &page);
    /// Only parses, into the rows it would append; gives how many there are.
    static std::size_t parse(const QByteArray &page);

    int rowCount(const QModelIndex &parent = {}) const override;
    int columnCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role = Qt::DisplayRole) const override;

private:
    struct Row
    {
        std::array<QString, columns> texts;
        qint64 lastUsed = 0;
        QByteArray raw;
    };
    static std::vector<Row> rowsOf(const QByteArray &page);

    std::vector<Row> m_rows;
};

struct StockSide
{
    explicit StockSide(int tokens);

    StockModel model;
    QSortFilterProxyModel proxy;
};

} // namespace bench
