// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

/// Deletions that wait, the next one first.

#include "bulk/stageddeletes.h"

#include <QAbstractTableModel>

namespace jobs {

class StagedModel final : public QAbstractTableModel
{
    Q_OBJECT

public:
    enum Column { Token, Connection, When, Remark, ColumnCount };

    /// Both outlive the model.
    StagedModel(
        const bulk::StagedDeletes &staged, const base::Clock &clock, QObject *parent = nullptr);

    const bulk::StagedDelete *at(const QModelIndex &index) const;
    void tick();

    int rowCount(const QModelIndex &parent = {}) const override;
    int columnCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

signals:
    /// Rows came, changed or went.
    void renewed();

private:
    void renew();
    QString text(const bulk::StagedDelete &one, int column) const;

    const bulk::StagedDeletes &m_staged;
    const base::Clock &m_clock;
    QStringList m_operations; ///< rows, as the views know them
};

} // namespace jobs
