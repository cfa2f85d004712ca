// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#include "models/tombstonemodel.h"

#include "base/poolrun.h"
#include "base/textrules.h"
#include "models/historytext.h"
#include "models/tokencolumns.h"

#include <algorithm>

namespace models {

using domain::Tombstone;

TombstoneModel::~TombstoneModel()
{
    base::destroyInPool(std::move(m_tombstones));
}

void TombstoneModel::setTombstones(std::vector<Tombstone> tombstones)
{
    beginResetModel();
    base::destroyInPool(std::exchange(m_tombstones, std::move(tombstones)));
    endResetModel();
}

const Tombstone *TombstoneModel::at(int row) const
{
    return row >= 0 && row < rowCount() ? &m_tombstones[static_cast<std::size_t>(row)] : nullptr;
}

int TombstoneModel::rowOf(const domain::TokenKey &key) const
{
    if (key.remoteId.isEmpty())
        return -1; // Not worth a look at a million of them.
    const auto found = std::find_if(m_tombstones.begin(), m_tombstones.end(),
        [&key](const Tombstone &one) { return one.token.key == key; });
    return found == m_tombstones.end() ? -1 : static_cast<int>(found - m_tombstones.begin());
}

int TombstoneModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_tombstones.size());
}

int TombstoneModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : columns;
}

QVariant TombstoneModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const Tombstone &tombstone = *at(index.row());
    switch (role) {
    case Qt::DisplayRole:
        return text(tombstone, index.column());
    case Qt::ToolTipRole:
        return plainToolTip(toolTip(tombstone, index.column()));
    case Qt::AccessibleDescriptionRole:
        //: a vanished token for screen readers: name, when it vanished
        return index.column() == Name
            ? tr("%1, vanished %2").arg(text(tombstone, Name), text(tombstone, Vanished))
            : QVariant();
    default:
        return {};
    }
}

QString TombstoneModel::text(const Tombstone &tombstone, int column) const
{
    switch (column) {
    case Name:
        return nameText(tombstone.token);
    case Connection:
        return tokenColumn(TokenColumnId::Connection).text(tombstone.token, m_context);
    case Vanished:
        return eventTime(tombstone.vanished, m_context);
    case LastSeen:
        return eventTime(tombstone.lastSeen, m_context);
    case FirstSeen:
        return eventTime(tombstone.firstSeen, m_context);
    case Grants:
        return grantsText(tombstone.token);
    default:
        return {};
    }
}

QString TombstoneModel::toolTip(const Tombstone &tombstone, int column) const
{
    switch (column) {
    case Vanished:
        return tr("The first list without it was made then. It went some time after the list "
                  "before.");
    case Grants:
        return tokenColumn(TokenColumnId::Grants).explanation(tombstone.token, m_context);
    default:
        return text(tombstone, column);
    }
}

QVariant TombstoneModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole)
        return QAbstractTableModel::headerData(section, orientation, role);
    switch (section) {
    case Name:
        return tr("Name");
    case Connection:
        return tr("Connection");
    case Vanished:
        return tr("Vanished");
    case LastSeen:
        return tr("Last Seen");
    case FirstSeen:
        return tr("First Seen");
    case Grants:
        return tr("Grants");
    default:
        return {};
    }
}

} // namespace models
