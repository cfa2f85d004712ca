// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#include "jobs/jobitemsmodel.h"

#include "jobs/jobtext.h"
#include "models/celltext.h"
#include "support/plaintext.h"

#include <algorithm>

namespace jobs {

using namespace Qt::StringLiterals;
using bulk::Item;

JobItemsModel::JobItemsModel(QObject *parent)
    : QAbstractTableModel(parent)
{
    m_soon.setSingleShot(true);
    m_soon.setInterval(400);
    connect(&m_soon, &QTimer::timeout, this, &JobItemsModel::filterAgain);
}

void JobItemsModel::setJob(const bulk::Job *job)
{
    if (m_job)
        disconnect(m_job, nullptr, this, nullptr);
    m_job = job;
    m_names.clear();
    if (job) {
        connect(job, &bulk::Job::itemsChanged, this, &JobItemsModel::noteChanged);
        connect(job, &QObject::destroyed, this, &JobItemsModel::filterAgain);
        for (const auto &connection : job->connections())
            m_names.insert(connection.id, support::shown(connection.name, 60));
    }
    filterAgain();
}

void JobItemsModel::setStates(const std::vector<bulk::ItemState> &states)
{
    m_states = states;
    filterAgain();
}

bool JobItemsModel::isShown(const Item &item) const
{
    return std::find(m_states.begin(), m_states.end(), item.state) != m_states.end();
}

void JobItemsModel::filterAgain()
{
    m_soon.stop();
    beginResetModel();
    m_shown.clear();
    if (m_job && !m_states.empty()) {
        const auto &items = m_job->items();
        for (std::size_t i = 0; i < items.size(); ++i) {
            if (isShown(items[i]))
                m_shown.push_back(static_cast<int>(i));
        }
    }
    endResetModel();
}

void JobItemsModel::noteChanged(const std::vector<std::pair<int, int>> &ranges)
{
    if (!m_states.empty()) {
        if (!m_soon.isActive())
            m_soon.start();
        return;
    }
    if (ranges.empty())
        return;
    // A view looks at one range for each signal: many small ones cost more than a large one.
    int first = ranges.front().first;
    int last = ranges.front().second;
    for (const auto &[from, to] : ranges) {
        first = qMin(first, from);
        last = qMax(last, to);
    }
    emit dataChanged(index(first, 0), index(last, ColumnCount - 1));
}

int JobItemsModel::rowCount(const QModelIndex &parent) const
{
    if (parent.isValid() || !m_job)
        return 0;
    return static_cast<int>(m_states.empty() ? m_job->items().size() : m_shown.size());
}

int JobItemsModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : ColumnCount;
}

const Item &JobItemsModel::at(const QModelIndex &index) const
{
    const auto row = static_cast<std::size_t>(index.row());
    return m_job->items()[m_states.empty() ? row : static_cast<std::size_t>(m_shown[row])];
}

std::optional<domain::TokenKey> JobItemsModel::keyAt(const QModelIndex &index) const
{
    return m_job && index.isValid() ? std::optional(at(index).key) : std::nullopt;
}

QString JobItemsModel::text(const Item &item, int column) const
{
    switch (column) {
    case State:
        return itemStateText(item.state);
    case Token:
        return item.name.isEmpty() ? support::shown(item.key.remoteId) : support::shown(item.name);
    case Connection:
        return m_names.value(item.connectionId());
    default:
        return itemReason(item);
    }
}

QVariant JobItemsModel::data(const QModelIndex &index, int role) const
{
    if (!m_job || !checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const Item &item = at(index);
    switch (role) {
    case Qt::DisplayRole:
        return text(item, index.column());
    case Qt::DecorationRole:
        if (index.column() == State)
            return models::icon(itemStateIcon(item.state), itemStateTone(item.state));
        return {};
    case Qt::ToolTipRole:
        return models::plainToolTip(
            tr("%1\nID: %2\n%3")
                .arg(text(item, Token), support::shown(item.key.remoteId), itemDetails(item))
                .trimmed());
    case Qt::AccessibleDescriptionRole:
        return tr("%1, %2, %3 %4")
            .arg(text(item, Token), text(item, Connection), text(item, State), text(item, Reason));
    default:
        return {};
    }
}

QVariant JobItemsModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole)
        return {};
    switch (section) {
    case State:
        return tr("State");
    case Token:
        return tr("Token");
    case Connection:
        return tr("Connection");
    case Reason:
        return tr("Reason");
    default:
        return {};
    }
}

} // namespace jobs
