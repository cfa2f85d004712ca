// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

/// The tokens of a job, each with where it stands and why. Any number of rows.

#include "bulk/job.h"

#include <QAbstractTableModel>
#include <QPointer>
#include <QTimer>

namespace jobs {

class JobItemsModel final : public QAbstractTableModel
{
    Q_OBJECT

public:
    enum Column { State, Token, Connection, Reason, ColumnCount };

    explicit JobItemsModel(QObject *parent = nullptr);

    /// Null shows nothing.
    void setJob(const bulk::Job *job);
    /// Only items in one of these states; none = all.
    void setStates(const std::vector<bulk::ItemState> &states);
    std::optional<domain::TokenKey> keyAt(const QModelIndex &index) const;

    int rowCount(const QModelIndex &parent = {}) const override;
    int columnCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    const bulk::Item &at(const QModelIndex &index) const;
    QString text(const bulk::Item &item, int column) const;
    bool isShown(const bulk::Item &item) const;
    void noteChanged(const std::vector<std::pair<int, int>> &ranges);
    void filterAgain();

    QPointer<const bulk::Job> m_job;
    QHash<QString, QString> m_names; ///< of connections
    std::vector<bulk::ItemState> m_states;
    std::vector<int> m_shown; ///< positions of items, while not all are shown
    QTimer m_soon; ///< items come and go from a filtered list a few times a second
};

} // namespace jobs
