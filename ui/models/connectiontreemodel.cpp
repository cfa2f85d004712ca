// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#include "models/connectiontreemodel.h"

#include "base/textrules.h"
#include "models/celltext.h"
#include "models/icons.h"

#include <QLocale>

#include <algorithm>

namespace models {

using namespace Qt::StringLiterals;
using domain::Connection;
using domain::Vendor;
using State = work::Session::State;

namespace {

// An index carries its vendor rather than the vendor's row, which changes when others come and go.
constexpr quintptr topLevel = 0;

quintptr idOf(Vendor vendor)
{
    return static_cast<quintptr>(vendor) + 1;
}

bool comesBefore(const Connection &a, const Connection &b)
{
    const int byName = a.name.compare(b.name, Qt::CaseInsensitive);
    return byName != 0 ? byName < 0 : a.id < b.id;
}

QIcon stateIcon(const ConnectionStatus &status)
{
    switch (status.state) {
    case State::Closed:
        return icon(u"unknown"_s, Tone::Muted);
    case State::Opening:
        return icon(u"lock"_s, Tone::Info);
    case State::Loading:
        return icon(u"loading"_s, Tone::Info);
    case State::Ready:
        return status.hasWarnings || !status.isComplete ? icon(u"warning"_s, Tone::Warning)
                                                        : icon(u"ok"_s, Tone::Ok);
    case State::Failed:
        return icon(u"error"_s, Tone::Error);
    case State::Stopped:
        return icon(u"disabled"_s, Tone::Muted);
    }
    return {};
}

} // namespace

QString waitText(std::chrono::seconds wait, bool isAsked)
{
    const QString seconds = QLocale().toString(qint64(wait.count()));
    //: %1 is a number of seconds
    return isAsked ? ConnectionTreeModel::tr("Waits %1 s, the vendor asked for it").arg(seconds)
                   : ConnectionTreeModel::tr("Asks again in %1 s").arg(seconds);
}

QString stateText(const ConnectionStatus &status)
{
    const QLocale locale;
    switch (status.state) {
    case State::Closed:
        return ConnectionTreeModel::tr("Not opened");
    case State::Opening:
        return ConnectionTreeModel::tr("Waiting for the keychain");
    case State::Loading:
        if (status.wait)
            return waitText(*status.wait, status.isWaitAsked);
        if (status.total)
            return ConnectionTreeModel::tr("Loading, %1 of %2")
                .arg(locale.toString(status.count), locale.toString(*status.total));
        return ConnectionTreeModel::tr("Loading, %1 so far").arg(locale.toString(status.count));
    case State::Ready:
        if (!status.isComplete)
            return ConnectionTreeModel::tr("Ready, but the list may be incomplete");
        return status.hasWarnings ? ConnectionTreeModel::tr("Ready, with warnings")
                                  : ConnectionTreeModel::tr("Ready");
    case State::Failed:
        return ConnectionTreeModel::tr("Failed");
    case State::Stopped:
        return ConnectionTreeModel::tr("Stopped");
    }
    return {};
}

QString vendorIconName(Vendor vendor)
{
    return u"vendor-"_s + domain::vendorId(vendor);
}

ConnectionTreeModel::ConnectionTreeModel(const work::ConnectionBook &book, QObject *parent)
    : QAbstractItemModel(parent)
    , m_book(book)
{
    connect(&book, &work::ConnectionBook::added, this, &ConnectionTreeModel::add);
    connect(&book, &work::ConnectionBook::updated, this, &ConnectionTreeModel::update);
    connect(&book, &work::ConnectionBook::removed, this, &ConnectionTreeModel::remove);
    reload();
}

void ConnectionTreeModel::reload()
{
    beginResetModel();
    m_groups.clear();
    for (const Vendor vendor : domain::allVendors) {
        Group group {vendor, {}};
        std::copy_if(m_book.all().begin(), m_book.all().end(),
            std::back_inserter(group.connections),
            [vendor](const Connection &one) { return one.vendor == vendor; });
        std::sort(group.connections.begin(), group.connections.end(), comesBefore);
        if (!group.connections.empty())
            m_groups.push_back(std::move(group));
    }
    endResetModel();
}

// Structure

QModelIndex ConnectionTreeModel::index(int row, int column, const QModelIndex &parent) const
{
    if (!hasIndex(row, column, parent))
        return {};
    const Group *group = groupAt(parent);
    return createIndex(row, column, group ? idOf(group->vendor) : topLevel);
}

QModelIndex ConnectionTreeModel::parent(const QModelIndex &child) const
{
    if (!child.isValid() || child.internalId() == topLevel)
        return {};
    return groupIndex(static_cast<Vendor>(child.internalId() - 1));
}

int ConnectionTreeModel::rowCount(const QModelIndex &parent) const
{
    if (!parent.isValid())
        return 1 + static_cast<int>(m_groups.size());
    const Group *group = parent.column() == 0 ? groupAt(parent) : nullptr;
    return group ? static_cast<int>(group->connections.size()) : 0;
}

int ConnectionTreeModel::columnCount(const QModelIndex & /*parent*/) const
{
    return 1;
}

std::size_t ConnectionTreeModel::groupPlace(Vendor vendor) const
{
    const auto it = std::find_if(m_groups.begin(), m_groups.end(),
        [vendor](const Group &group) { return group.vendor >= vendor; });
    return static_cast<std::size_t>(it - m_groups.begin());
}

ConnectionTreeModel::Group *ConnectionTreeModel::groupOf(Vendor vendor)
{
    const std::size_t place = groupPlace(vendor);
    return place < m_groups.size() && m_groups[place].vendor == vendor ? &m_groups[place] : nullptr;
}

/// The group that a top-level index stands for; null for "All tokens" and for connections.
const ConnectionTreeModel::Group *ConnectionTreeModel::groupAt(const QModelIndex &index) const
{
    if (!index.isValid() || index.internalId() != topLevel || index.row() == 0)
        return nullptr;
    return &m_groups[static_cast<std::size_t>(index.row() - 1)];
}

const Connection *ConnectionTreeModel::connectionAt(const QModelIndex &index) const
{
    if (!index.isValid() || index.internalId() == topLevel)
        return nullptr;
    const Group &group = m_groups[groupPlace(static_cast<Vendor>(index.internalId() - 1))];
    return &group.connections[static_cast<std::size_t>(index.row())];
}

QModelIndex ConnectionTreeModel::groupIndex(Vendor vendor) const
{
    const std::size_t place = groupPlace(vendor);
    if (place == m_groups.size() || m_groups[place].vendor != vendor)
        return {};
    return createIndex(static_cast<int>(place) + 1, 0, topLevel);
}

QModelIndex ConnectionTreeModel::connectionIndex(const QString &id) const
{
    for (const Group &group : m_groups) {
        const auto it = std::find_if(group.connections.begin(), group.connections.end(),
            [&id](const Connection &one) { return one.id == id; });
        if (it != group.connections.end())
            return createIndex(
                static_cast<int>(it - group.connections.begin()), 0, idOf(group.vendor));
    }
    return {};
}

ConnectionScope ConnectionTreeModel::scopeOf(const QModelIndex &index) const
{
    if (const Connection *connection = connectionAt(index))
        return {connection->vendor, connection->id};
    if (const Group *group = groupAt(index))
        return {group->vendor, {}};
    return {};
}

QModelIndex ConnectionTreeModel::indexOf(const ConnectionScope &scope) const
{
    if (!scope.connectionId.isEmpty())
        return connectionIndex(scope.connectionId);
    return scope.vendor ? groupIndex(*scope.vendor) : createIndex(0, 0, topLevel);
}

// What the book says

void ConnectionTreeModel::add(const QString &id)
{
    const Connection *connection = m_book.find(id);
    if (!connection || connectionIndex(id).isValid())
        return;
    if (!groupOf(connection->vendor)) {
        const auto place = groupPlace(connection->vendor);
        const int row = static_cast<int>(place) + 1;
        beginInsertRows({}, row, row);
        m_groups.insert(
            m_groups.begin() + static_cast<std::ptrdiff_t>(place), Group {connection->vendor, {}});
        endInsertRows();
    }
    auto &siblings = groupOf(connection->vendor)->connections;
    const auto place = std::lower_bound(siblings.begin(), siblings.end(), *connection, comesBefore);
    const int row = static_cast<int>(place - siblings.begin());
    beginInsertRows(groupIndex(connection->vendor), row, row);
    siblings.insert(place, *connection);
    endInsertRows();
    countsChanged(connection->vendor);
}

void ConnectionTreeModel::update(const QString &id)
{
    const Connection *now = m_book.find(id);
    const QModelIndex index = connectionIndex(id);
    const Connection *before = connectionAt(index);
    if (!now || !before)
        return;
    if (now->vendor != before->vendor) {
        remove(id);
        add(id);
        return;
    }
    auto &siblings = groupOf(now->vendor)->connections;
    const int from = index.row();
    const auto to = static_cast<int>(std::count_if(siblings.begin(), siblings.end(),
        [now](const Connection &one) { return one.id != now->id && comesBefore(one, *now); }));
    const auto parent = groupIndex(now->vendor);
    // Qt names the row before which it goes, counted while it is still there.
    const bool moves
        = to != from && beginMoveRows(parent, from, from, parent, to > from ? to + 1 : to);
    siblings.erase(siblings.begin() + from);
    siblings.insert(siblings.begin() + to, *now);
    if (moves)
        endMoveRows();
    const QModelIndex changed = connectionIndex(id);
    emit dataChanged(changed, changed);
}

void ConnectionTreeModel::remove(const QString &id)
{
    const QModelIndex index = connectionIndex(id);
    if (!index.isValid())
        return;
    const Vendor vendor = connectionAt(index)->vendor;
    m_status.remove(id);
    auto &siblings = groupOf(vendor)->connections;
    beginRemoveRows(index.parent(), index.row(), index.row());
    siblings.erase(siblings.begin() + index.row());
    endRemoveRows();
    if (siblings.empty()) {
        const int row = groupIndex(vendor).row();
        beginRemoveRows({}, row, row);
        m_groups.erase(m_groups.begin() + (row - 1));
        endRemoveRows();
    }
    countsChanged(vendor);
}

void ConnectionTreeModel::setStatus(const QString &connectionId, const ConnectionStatus &status)
{
    const QModelIndex index = connectionIndex(connectionId);
    if (!index.isValid() || m_status.value(connectionId) == status)
        return;
    const bool counted = m_status.value(connectionId).count != status.count;
    m_status.insert(connectionId, status);
    emit dataChanged(index, index);
    if (counted)
        countsChanged(connectionAt(index)->vendor);
}

/// The rows above a connection show sums.
void ConnectionTreeModel::countsChanged(Vendor vendor)
{
    if (const QModelIndex group = groupIndex(vendor); group.isValid())
        emit dataChanged(group, group);
    const QModelIndex everything = createIndex(0, 0, topLevel);
    emit dataChanged(everything, everything);
}

// Content

QVariant ConnectionTreeModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (section == 0 && orientation == Qt::Horizontal && role == Qt::DisplayRole)
        return tr("Connections");
    return {};
}

QVariant ConnectionTreeModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    switch (role) {
    case Qt::DisplayRole:
        return title(index);
    case Qt::ToolTipRole:
        return plainToolTip(explanation(index));
    case Qt::AccessibleDescriptionRole:
        return explanation(index);
    case CountRole:
        return countOf(index);
    default:
        break;
    }
    if (const Connection *connection = connectionAt(index))
        return connectionData(*connection, role);
    const Group *group = groupAt(index);
    if (role == Qt::DecorationRole)
        return icon(group ? vendorIconName(group->vendor) : u"all"_s);
    if (role == VendorRole && group)
        return static_cast<int>(group->vendor);
    return {};
}

QVariant ConnectionTreeModel::connectionData(const Connection &connection, int role) const
{
    switch (role) {
    case ConnectionIdRole:
        return connection.id;
    case VendorRole:
        return static_cast<int>(connection.vendor);
    case EnvironmentRole:
        return static_cast<int>(connection.environment);
    case EnvironmentTextRole:
        return environmentText(connection.environment);
    case StateRole:
        return static_cast<int>(m_status.value(connection.id).state);
    case StateTextRole:
        return stateText(m_status.value(connection.id));
    case Qt::DecorationRole:
    case StateIconRole:
        return stateIcon(m_status.value(connection.id));
    default:
        return {};
    }
}

int ConnectionTreeModel::countOf(const QModelIndex &index) const
{
    if (const Connection *connection = connectionAt(index))
        return m_status.value(connection->id).count;
    const auto sum = [this](const Group &group) {
        int count = 0;
        for (const Connection &connection : group.connections)
            count += m_status.value(connection.id).count;
        return count;
    };
    if (const Group *group = groupAt(index))
        return sum(*group);
    int count = 0;
    for (const Group &group : m_groups)
        count += sum(group);
    return count;
}

QString ConnectionTreeModel::title(const QModelIndex &index) const
{
    if (const Connection *connection = connectionAt(index))
        return base::displayForm(connection->name, 80);
    const Group *group = groupAt(index);
    return group ? domain::vendorName(group->vendor) : tr("All Tokens");
}

/// What the row says by colour, icon and number, in words.
QString ConnectionTreeModel::explanation(const QModelIndex &index) const
{
    const int count = countOf(index);
    const QString tokens
        = count == 1 ? tr("1 token") : tr("%1 tokens").arg(QLocale().toString(count));
    const Connection *connection = connectionAt(index);
    if (!connection)
        return tokens;
    const ConnectionStatus status = m_status.value(connection->id);
    //: Environment, state and number of tokens of a connection, then its address
    QString text = tr("%1, %2, %3\n%4")
                       .arg(environmentText(connection->environment), stateText(status), tokens,
                           base::displayForm(connection->baseUrl.toDisplayString()));
    if (!connection->caFile.isEmpty())
        text += u'\n' + tr("Also trusts the CA file %1").arg(base::displayForm(connection->caFile));
    if (!status.problem.isEmpty())
        text += u'\n' + base::displayForm(status.problem, 300);
    return text;
}

} // namespace models
