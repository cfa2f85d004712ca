// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#include "models/changemodel.h"

#include "base/poolrun.h"
#include "base/textrules.h"
#include "models/historytext.h"

#include <QGuiApplication>

#include <algorithm>

namespace models {

using domain::TokenChange;

ChangeModel::~ChangeModel()
{
    base::destroyInPool(std::move(m_changes));
}

void ChangeModel::setChanges(std::vector<TokenChange> changes)
{
    beginResetModel();
    base::destroyInPool(std::exchange(m_changes, std::move(changes)));
    choose();
    endResetModel();
}

void ChangeModel::setFilter(std::optional<domain::ChangeKind> kind, const QString &connectionId)
{
    beginResetModel();
    m_kind = kind;
    m_connectionId = connectionId;
    choose();
    endResetModel();
}

bool ChangeModel::fits(const TokenChange &change) const
{
    return m_connectionId.isEmpty() || change.token.connectionId == m_connectionId;
}

void ChangeModel::choose()
{
    m_shown.clear();
    for (std::size_t i = 0; i < m_changes.size(); ++i) {
        if (fits(m_changes[i]) && (!m_kind || m_changes[i].kind == *m_kind))
            m_shown.push_back(i);
    }
}

const TokenChange *ChangeModel::at(int row) const
{
    return row >= 0 && row < rowCount() ? &m_changes[m_shown[static_cast<std::size_t>(row)]]
                                        : nullptr;
}

int ChangeModel::rowOf(qint64 sequence) const
{
    const auto found = std::lower_bound(m_shown.begin(), m_shown.end(), sequence,
        [this](std::size_t i, qint64 wanted) { return m_changes[i].sequence > wanted; });
    return found == m_shown.end() || m_changes[*found].sequence != sequence
        ? -1
        : static_cast<int>(found - m_shown.begin());
}

ChangeModel::Counts ChangeModel::counts() const
{
    Counts counts {};
    for (const TokenChange &change : m_changes) {
        if (fits(change))
            ++counts[static_cast<std::size_t>(change.kind)];
    }
    return counts;
}

QString ChangeModel::connectionName(const QString &id) const
{
    const auto known = m_context.connections.constFind(id);
    return known == m_context.connections.constEnd() ? id : known->name;
}

int ChangeModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_shown.size());
}

int ChangeModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : columns;
}

QVariant ChangeModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const TokenChange &change = *at(index.row());
    switch (role) {
    case Qt::DisplayRole:
        return text(change, index.column());
    case Qt::ToolTipRole:
        if (index.column() == Noticed) {
            return plainToolTip(tr("Noticed: %1\nThe list before: %2")
                                    .arg(exactTime(change.noticed, m_context),
                                        exactTime(change.previous, m_context)));
        }
        return plainToolTip(text(change, index.column()));
    case Qt::ForegroundRole:
        return index.column() == Kind
            ? QVariant(toneColour(changeKindTone(change.kind), QGuiApplication::palette()))
            : QVariant();
    case Qt::AccessibleDescriptionRole:
        //: a change for screen readers: time, kind, token
        return index.column() == Noticed
            ? tr("%1, %2, %3").arg(text(change, Noticed), text(change, Kind), text(change, Token))
            : QVariant();
    default:
        return {};
    }
}

QString ChangeModel::text(const TokenChange &change, int column) const
{
    switch (column) {
    case Noticed:
        return eventTime(change.noticed, m_context);
    case Kind:
        return changeKindText(change.kind);
    case Token:
        return base::displayForm(
            change.tokenName.isEmpty() ? change.token.remoteId : change.tokenName, 200);
    case Connection:
        return base::displayForm(connectionName(change.token.connectionId), 120);
    case Before:
        return changeValueText(change.kind, change.before, m_context);
    case After:
        return changeValueText(change.kind, change.after, m_context);
    default:
        return {};
    }
}

QVariant ChangeModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole)
        return QAbstractTableModel::headerData(section, orientation, role);
    switch (section) {
    case Noticed:
        return tr("Noticed");
    case Kind:
        return tr("Change");
    case Token:
        return tr("Token");
    case Connection:
        return tr("Connection");
    case Before:
        return tr("Before");
    case After:
        return tr("After");
    default:
        return {};
    }
}

} // namespace models
