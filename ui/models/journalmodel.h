// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

/// Rows of the journal, newest first, as far as they have been read. Whoever reads them is told
/// when more are wanted.

#include "domain/journal.h"
#include "models/celltext.h"

#include <QAbstractTableModel>

#include <deque>

namespace models {

class JournalModel final : public QAbstractTableModel
{
    Q_OBJECT

public:
    enum Column { Time, What, Token, Connection, Outcome, Person, Origin, columns };

    using QAbstractTableModel::QAbstractTableModel;
    ~JournalModel() override;

    void setContext(const TextContext &context) { m_context = context; }
    const TextContext &context() const { return m_context; }

    /// All there was, replaced. hasMore: older ones can be asked for.
    void setRecords(std::vector<domain::JournalRecord> records, bool hasMore);
    /// Newer ones, before all others.
    void prepend(std::vector<domain::JournalRecord> records);
    /// Older ones, at the end.
    void append(std::vector<domain::JournalRecord> records, bool hasMore);
    const domain::JournalRecord *at(int row) const;
    /// The row with that sequence, or -1.
    int rowOf(qint64 sequence) const;

    int rowCount(const QModelIndex &parent = {}) const override;
    int columnCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role = Qt::DisplayRole) const override;
    QVariant headerData(
        int section, Qt::Orientation orientation, int role = Qt::DisplayRole) const override;
    bool canFetchMore(const QModelIndex &parent) const override;
    void fetchMore(const QModelIndex &parent) override;

signals:
    /// The end of what is there has come into sight.
    void moreWanted();

private:
    QString text(const domain::JournalEntry &entry, int column) const;

    TextContext m_context;
    std::deque<domain::JournalRecord> m_records; ///< newest first; nothing moves when it grows
    bool m_hasMore = false;
};

} // namespace models
