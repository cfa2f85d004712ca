// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#include "models/journalmodel.h"

#include "base/poolrun.h"
#include "base/textrules.h"
#include "models/historytext.h"

#include <QGuiApplication>

#include <algorithm>

namespace models {

using domain::JournalEntry;
using domain::JournalRecord;

JournalModel::~JournalModel()
{
    base::destroyInPool(std::move(m_records));
}

void JournalModel::setRecords(std::vector<JournalRecord> records, bool hasMore)
{
    beginResetModel();
    base::destroyInPool(std::exchange(m_records, {}));
    m_records.assign(
        std::make_move_iterator(records.begin()), std::make_move_iterator(records.end()));
    m_hasMore = hasMore;
    endResetModel();
}

void JournalModel::prepend(std::vector<JournalRecord> records)
{
    if (records.empty())
        return;
    beginInsertRows({}, 0, static_cast<int>(records.size()) - 1);
    m_records.insert(m_records.begin(), std::make_move_iterator(records.begin()),
        std::make_move_iterator(records.end()));
    endInsertRows();
}

void JournalModel::append(std::vector<JournalRecord> records, bool hasMore)
{
    m_hasMore = hasMore;
    if (records.empty())
        return;
    const int first = rowCount();
    beginInsertRows({}, first, first + static_cast<int>(records.size()) - 1);
    std::move(records.begin(), records.end(), std::back_inserter(m_records));
    endInsertRows();
}

const JournalRecord *JournalModel::at(int row) const
{
    return row >= 0 && row < rowCount() ? &m_records[static_cast<std::size_t>(row)] : nullptr;
}

int JournalModel::rowOf(qint64 sequence) const
{
    const auto found = std::lower_bound(m_records.begin(), m_records.end(), sequence,
        [](const JournalRecord &record, qint64 wanted) { return record.sequence > wanted; });
    return found == m_records.end() || found->sequence != sequence
        ? -1
        : static_cast<int>(found - m_records.begin());
}

int JournalModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_records.size());
}

int JournalModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : columns;
}

QVariant JournalModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const JournalEntry &entry = m_records[static_cast<std::size_t>(index.row())].entry;
    switch (role) {
    case Qt::DisplayRole:
        return text(entry, index.column());
    case Qt::ToolTipRole:
        return plainToolTip(
            index.column() == Time ? exactTime(entry.at, m_context) : text(entry, index.column()));
    case Qt::ForegroundRole:
        return index.column() == Outcome
            ? QVariant(toneColour(journalOutcomeTone(entry), QGuiApplication::palette()))
            : QVariant();
    case Qt::AccessibleDescriptionRole:
        //: a row of the journal for screen readers: time, action, token, outcome
        return index.column() == Time ? tr("%1, %2, %3, %4")
                                            .arg(text(entry, Time), text(entry, What),
                                                text(entry, Token), text(entry, Outcome))
                                      : QVariant();
    default:
        return {};
    }
}

QString JournalModel::text(const JournalEntry &entry, int column) const
{
    switch (column) {
    case Time:
        return eventTime(entry.at, m_context);
    case What:
        return journalActionText(entry.action);
    case Token:
        return base::displayForm(
            entry.tokenName.isEmpty() ? entry.token.remoteId : entry.tokenName, 200);
    case Connection:
        return base::displayForm(entry.connectionName, 120);
    case Outcome:
        return journalOutcomeText(entry);
    case Person:
        return base::displayForm(entry.person, 120);
    case Origin:
        return journalOriginText(entry.origin);
    default:
        return {};
    }
}

QVariant JournalModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole)
        return QAbstractTableModel::headerData(section, orientation, role);
    switch (section) {
    case Time:
        return tr("Time");
    case What:
        return tr("Action");
    case Token:
        return tr("Token");
    case Connection:
        return tr("Connection");
    case Outcome:
        return tr("Outcome");
    case Person:
        return tr("Person");
    case Origin:
        return tr("From");
    default:
        return {};
    }
}

bool JournalModel::canFetchMore(const QModelIndex &parent) const
{
    return !parent.isValid() && m_hasMore;
}

void JournalModel::fetchMore(const QModelIndex &parent)
{
    if (!canFetchMore(parent))
        return;
    m_hasMore = false; // Until an answer says so again.
    emit moreWanted();
}

} // namespace models
