// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

/// How lists differ from earlier ones, newest first; some kinds and connections may be left out.

#include "domain/inventory.h"
#include "models/celltext.h"

#include <QAbstractTableModel>

namespace models {

class ChangeModel final : public QAbstractTableModel
{
    Q_OBJECT

public:
    enum Column { Noticed, Kind, Token, Connection, Before, After, columns };
    using Counts = std::array<int, domain::allChangeKinds.size()>;

    using QAbstractTableModel::QAbstractTableModel;
    ~ChangeModel() override;

    void setContext(const TextContext &context) { m_context = context; }
    void setChanges(std::vector<domain::TokenChange> changes);
    const std::vector<domain::TokenChange> &all() const { return m_changes; }

    /// Nothing = every kind; empty = every connection.
    void setFilter(std::optional<domain::ChangeKind> kind, const QString &connectionId);
    const domain::TokenChange *at(int row) const;
    /// The row with that sequence, or -1.
    int rowOf(qint64 sequence) const;
    /// Of the connection that is shown, every kind.
    Counts counts() const;
    QString connectionName(const QString &id) const;

    int rowCount(const QModelIndex &parent = {}) const override;
    int columnCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role = Qt::DisplayRole) const override;
    QVariant headerData(
        int section, Qt::Orientation orientation, int role = Qt::DisplayRole) const override;

private:
    bool fits(const domain::TokenChange &change) const;
    void choose();
    QString text(const domain::TokenChange &change, int column) const;

    TextContext m_context;
    std::vector<domain::TokenChange> m_changes;
    std::vector<std::size_t> m_shown;
    std::optional<domain::ChangeKind> m_kind;
    QString m_connectionId;
};

} // namespace models
