// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

/// Tokens that are not listed any more, newest first.

#include "domain/inventory.h"
#include "models/celltext.h"

#include <QAbstractTableModel>

namespace models {

class TombstoneModel final : public QAbstractTableModel
{
    Q_OBJECT

public:
    enum Column { Name, Connection, Vanished, LastSeen, FirstSeen, Grants, columns };

    using QAbstractTableModel::QAbstractTableModel;
    ~TombstoneModel() override;

    void setContext(const TextContext &context) { m_context = context; }
    void setTombstones(std::vector<domain::Tombstone> tombstones);
    const domain::Tombstone *at(int row) const;
    /// -1 if it is none of them.
    int rowOf(const domain::TokenKey &key) const;

    int rowCount(const QModelIndex &parent = {}) const override;
    int columnCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role = Qt::DisplayRole) const override;
    QVariant headerData(
        int section, Qt::Orientation orientation, int role = Qt::DisplayRole) const override;

private:
    QString text(const domain::Tombstone &tombstone, int column) const;
    QString toolTip(const domain::Tombstone &tombstone, int column) const;

    TextContext m_context;
    std::vector<domain::Tombstone> m_tombstones;
};

} // namespace models
