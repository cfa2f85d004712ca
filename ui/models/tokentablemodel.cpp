// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#include "models/tokentablemodel.h"

#include "base/poolrun.h"
#include "models/icons.h"

#include <QGuiApplication>

#include <algorithm>
#include <numeric>

namespace models {

using domain::Token;
using domain::TokenStatus;
using work::RowId;
using work::RowOrder;

namespace {

constexpr int orderInterval = 1000; // Rows that jump more often than this cannot be read.
constexpr int changeInterval = 100;
constexpr int prepareInterval = 10;
constexpr RowId preparedAtOnce = 1000;

const TokenColumn &columnAt(int section)
{
    return tokenColumns()[static_cast<std::size_t>(section)];
}

/// Never is something the vendor says; these are what it does not say.
bool isUnknown(domain::FactState state)
{
    return state != domain::FactState::Known && state != domain::FactState::Never;
}

} // namespace

TokenTableModel::TokenTableModel(
    const work::TokenStore &store, const base::Clock &clock, QObject *parent)
    : QAbstractTableModel(parent)
    , m_store(store)
    , m_clock(clock)
{
    m_context.now = clock.now();
    m_missingFont.setItalic(true);
    for (const auto status : {TokenStatus::Active, TokenStatus::Disabled, TokenStatus::Expired,
             TokenStatus::Deleted, TokenStatus::Unknown})
        m_statusIcons[static_cast<std::size_t>(status)]
            = icon(statusIconName(status), statusTone(status));
    m_ownIcon = icon(QStringLiteral("key"), Tone::Info);

    m_orderTimer.setSingleShot(true);
    connect(&m_orderTimer, &QTimer::timeout, this, &TokenTableModel::requestOrder);
    m_changeTimer.setSingleShot(true);
    m_changeTimer.setInterval(changeInterval);
    connect(&m_changeTimer, &QTimer::timeout, this, &TokenTableModel::announceChanges);
    m_prepareTimer.setInterval(prepareInterval);
    connect(&m_prepareTimer, &QTimer::timeout, this, &TokenTableModel::prepareSearching);
    connect(&store, &work::TokenStore::appended, this, &TokenTableModel::onAppended);
    connect(&store, &work::TokenStore::changed, this, &TokenTableModel::onChanged);
    connect(&store, &work::TokenStore::removed, this, &TokenTableModel::onRemoved);
    if (store.rowCount() > 0)
        onAppended(0, store.rowCount() - 1);
}

int TokenTableModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_order.size());
}

int TokenTableModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(tokenColumns().size());
}

QVariant TokenTableModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const RowId row = m_order[static_cast<std::size_t>(index.row())];
    const Token &token = m_store.at(row);
    switch (role) {
    case TokenKeyRole:
        return QVariant::fromValue(token.key);
    case StatusRole:
        return static_cast<int>(token.status);
    case RowIdRole:
        return row;
    case RowTextRole:
        return rowText(token, m_context);
    default:
        return cell(token, columnAt(index.column()), role);
    }
}

QVariant TokenTableModel::cell(const Token &token, const TokenColumn &column, int role) const
{
    switch (role) {
    case Qt::DisplayRole:
        return column.text(token, m_context);
    case Qt::ToolTipRole:
        return plainToolTip(column.explanation(token, m_context));
    case Qt::AccessibleDescriptionRole:
        return column.id == TokenColumnId::Name ? rowText(token, m_context)
                                                : column.explanation(token, m_context);
    case Qt::DecorationRole:
        return decoration(token, column.id);
    case Qt::TextAlignmentRole:
        return static_cast<int>(column.alignment);
    case Qt::FontRole:
        return isUnknown(column.state(token)) ? QVariant(m_missingFont) : QVariant();
    case Qt::ForegroundRole:
        return isUnknown(column.state(token))
            ? QVariant(toneColour(Tone::Muted, QGuiApplication::palette()))
            : QVariant();
    case FactStateRole:
        return static_cast<int>(column.state(token));
    case SortKeyRole: {
        const work::SortKey key = column.sortKey(token, m_context);
        if (key.rank != work::SortKey::Rank::Known)
            return {};
        return key.text.isNull() ? QVariant(key.number) : QVariant(key.text);
    }
    default:
        return {};
    }
}

QVariant TokenTableModel::decoration(const Token &token, TokenColumnId column) const
{
    if (column == TokenColumnId::Status)
        return m_statusIcons[static_cast<std::size_t>(token.status)];
    if (column == TokenColumnId::Name && token.isOwnCredential)
        return m_ownIcon;
    return {};
}

QVariant TokenTableModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation == Qt::Vertical)
        return QAbstractTableModel::headerData(section, orientation, role);
    if (section < 0 || section >= columnCount())
        return {};
    if (role == Qt::DisplayRole)
        return columnTitle(columnAt(section));
    if (role == Qt::TextAlignmentRole)
        return static_cast<int>(columnAt(section).alignment);
    return {};
}

Qt::ItemFlags TokenTableModel::flags(const QModelIndex &index) const
{
    if (!index.isValid())
        return Qt::NoItemFlags;
    return Qt::ItemIsSelectable | Qt::ItemIsEnabled | Qt::ItemNeverHasChildren;
}

void TokenTableModel::sort(int column, Qt::SortOrder order)
{
    // A header without an indicator asks for column -1: the order by name is the natural one.
    m_sortColumn = column >= 0 && column < columnCount() ? column : 0;
    m_sortDirection = order;
    requestOrder();
}

void TokenTableModel::setConnections(const QHash<QString, ConnectionText> &connections)
{
    if (connections == m_context.connections)
        return;
    m_context.connections = connections;
    std::fill(m_searchForms.begin(), m_searchForms.end(), QByteArray());
    m_prepared = 0;
    m_prepareTimer.start();
    if (!m_order.empty())
        emit dataChanged(index(0, 0), index(rowCount() - 1, columnCount() - 1));
    requestOrder();
}

void TokenTableModel::setFilter(const TokenFilter &filter)
{
    if (filter == m_filter)
        return;
    m_filter = filter;
    m_query = work::Query(filter.words);
    requestOrder();
}

void TokenTableModel::refreshNow()
{
    m_context.now = m_clock.now();
}

int TokenTableModel::countWithoutWords() const
{
    if (m_filter.isWholeDesk())
        return m_store.count();
    if (!m_filter.vendor) {
        return std::accumulate(m_filter.connectionIds.begin(), m_filter.connectionIds.end(), 0,
            [this](int sum, const QString &id) { return sum + m_store.count(id); });
    }
    int count = 0;
    for (auto it = m_context.connections.begin(); it != m_context.connections.end(); ++it) {
        const bool chosen
            = m_filter.connectionIds.isEmpty() || m_filter.connectionIds.contains(it.key());
        if (chosen && it->vendor == *m_filter.vendor)
            count += m_store.count(it.key());
    }
    return count;
}

const Token *TokenTableModel::tokenAt(int row) const
{
    if (row < 0 || row >= rowCount())
        return nullptr;
    return &m_store.at(m_order[static_cast<std::size_t>(row)]);
}

QModelIndex TokenTableModel::indexOf(const domain::TokenKey &key, TokenColumnId column) const
{
    const auto row = m_store.find(key);
    if (!row || *row >= m_position.size() || m_position[*row] < 0)
        return {};
    return index(m_position[*row], static_cast<int>(column));
}

// What the store says

void TokenTableModel::onAppended(RowId first, RowId last)
{
    refreshNow();
    m_position.resize(std::size_t(last) + 1, -1);
    m_searchForms.resize(std::size_t(last) + 1);
    RowOrder arrivals;
    for (RowId row = first; row <= last; ++row) {
        if (m_store.isPresent(row) && passes(row))
            arrivals.push_back(row);
    }
    growBy(arrivals);
    m_prepareTimer.start();
    orderSoon();
    emit arranged();
}

void TokenTableModel::onChanged(const std::vector<RowId> &rows)
{
    for (const RowId row : rows)
        m_searchForms[row].clear();
    m_changed.insert(m_changed.end(), rows.begin(), rows.end());
    if (!m_changeTimer.isActive())
        m_changeTimer.start();
}

void TokenTableModel::announceChanges()
{
    refreshNow();
    std::vector<qint32> positions;
    for (const RowId row : std::exchange(m_changed, {})) {
        if (m_position[row] >= 0)
            positions.push_back(m_position[row]);
    }
    std::sort(positions.begin(), positions.end());
    const int lastColumn = columnCount() - 1;
    if (positions.size() > m_order.size() / 2) {
        emit dataChanged(index(positions.front(), 0), index(positions.back(), lastColumn));
    } else {
        for (std::size_t from = 0; from < positions.size();) {
            std::size_t to = from;
            while (to + 1 < positions.size() && positions[to + 1] <= positions[to] + 1)
                ++to;
            emit dataChanged(index(positions[from], 0), index(positions[to], lastColumn));
            from = to + 1;
        }
    }
    orderSoon();
}

void TokenTableModel::onRemoved(const std::vector<RowId> &rows)
{
    for (const RowId row : rows)
        m_searchForms[row].clear();
    if (rows.size() == 1) {
        if (const qint32 position = m_position[rows.front()]; position >= 0) {
            beginRemoveRows({}, position, position);
            m_order.erase(m_order.begin() + position);
            setOrder(std::move(m_order));
            endRemoveRows();
        }
    } else {
        RowOrder left = m_order;
        std::erase_if(left, [this](RowId row) { return !m_store.isPresent(row); });
        applyOrder(left);
    }
    emit arranged();
}

// Ordering

bool TokenTableModel::passesStructure(const Token &token) const
{
    if (!m_filter.connectionIds.isEmpty()
        && !m_filter.connectionIds.contains(token.key.connectionId))
        return false;
    if (!m_filter.vendor)
        return true;
    const ConnectionText *connection = m_context.connectionOf(token);
    return connection && connection->vendor == *m_filter.vendor;
}

bool TokenTableModel::passes(RowId row)
{
    return passesStructure(m_store.at(row))
        && (m_query.isEmpty() || m_query.matches(searchFormOf(row)));
}

const QByteArray &TokenTableModel::searchFormOf(RowId row)
{
    QByteArray &form = m_searchForms[row];
    if (form.isNull()) {
        const Token &token = m_store.at(row);
        const ConnectionText *connection = m_context.connectionOf(token);
        work::SearchContext words {.statusWord = statusText(token)};
        if (connection) {
            words.connectionName = connection->name;
            words.vendorName = domain::vendorName(connection->vendor);
        }
        form = work::searchForm(token, words);
    }
    return form;
}

/// Folds the texts of a few rows while nobody waits, so that the first key typed into the filter
/// does not have to do it for 100,000.
void TokenTableModel::prepareSearching()
{
    const RowId until = std::min(m_store.rowCount(), m_prepared + preparedAtOnce);
    for (; m_prepared < until; ++m_prepared) {
        if (m_store.isPresent(m_prepared))
            searchFormOf(m_prepared);
    }
    if (m_prepared == m_store.rowCount())
        m_prepareTimer.stop();
}

work::OrderRequest TokenTableModel::makeRequest()
{
    work::OrderRequest request {
        .query = m_query, .descending = m_sortDirection == Qt::DescendingOrder};
    request.rows.reserve(static_cast<std::size_t>(countWithoutWords()));
    const auto sortKey = columnAt(m_sortColumn).sortKey;
    for (RowId row = 0; row < m_store.rowCount(); ++row) {
        if (!m_store.isPresent(row) || !passesStructure(m_store.at(row)))
            continue;
        const Token &token = m_store.at(row);
        request.rows.push_back({.row = row,
            .key = sortKey(token, m_context),
            .id = token.key.remoteId,
            .searchForm = m_query.isEmpty() ? QByteArray() : searchFormOf(row)});
    }
    return request;
}

void TokenTableModel::orderSoon()
{
    if (m_orderTimer.isActive())
        return;
    if (m_task.isRunning()) {
        m_orderAgain = true;
        return;
    }
    const qint64 waited = m_sinceOrder.isValid() ? m_sinceOrder.elapsed() : orderInterval;
    m_orderTimer.start(static_cast<int>(std::max<qint64>(0, orderInterval - waited)));
}

void TokenTableModel::requestOrder()
{
    m_orderTimer.stop();
    m_task.cancel();
    m_orderAgain = false;
    const quint64 generation = ++m_generation;
    const RowId rowsThen = m_store.rowCount();
    work::OrderRequest request = makeRequest();
    if (request.rows.size() < static_cast<std::size_t>(m_poolThreshold)) {
        finishOrder(work::orderRows(std::move(request)), generation, rowsThen);
        return;
    }
    m_task = base::runInPool([request = std::move(request)]() mutable {
        return base::Result<RowOrder>(work::orderRows(std::move(request)));
    });
    m_task.then(this, [this, generation, rowsThen](base::Result<RowOrder> order) {
        if (order)
            finishOrder(std::move(*order), generation, rowsThen);
    });
}

void TokenTableModel::finishOrder(RowOrder order, quint64 generation, RowId rowsThen)
{
    if (generation != m_generation)
        return; // A newer sort or filter is on its way.
    // Rows may have gone and come since the request; those that came wait at the end for the next
    // one.
    std::erase_if(order, [this](RowId row) { return !m_store.isPresent(row); });
    std::copy_if(m_order.begin(), m_order.end(), std::back_inserter(order),
        [rowsThen](RowId row) { return row >= rowsThen; });
    applyOrder(order);
    m_sinceOrder.start();
    if (std::exchange(m_orderAgain, false))
        m_orderTimer.start(orderInterval);
    emit arranged();
}

void TokenTableModel::applyOrder(const RowOrder &next)
{
    const auto plan = work::OrderPlan::between(m_order, next);
    permute(plan.survivorsFirst);
    trimTo(plan.survivorCount);
    growBy(plan.arrivals);
    permute(next);
}

void TokenTableModel::permute(const RowOrder &rows)
{
    if (rows == m_order)
        return;
    emit layoutAboutToBeChanged({}, VerticalSortHint);
    const QModelIndexList before = persistentIndexList();
    std::vector<RowId> ids;
    ids.reserve(static_cast<std::size_t>(before.size()));
    for (const QModelIndex &old : before)
        ids.push_back(m_order[static_cast<std::size_t>(old.row())]);
    setOrder(rows);
    QModelIndexList after;
    after.reserve(before.size());
    for (qsizetype i = 0; i < before.size(); ++i)
        after.append(index(m_position[ids[static_cast<std::size_t>(i)]], before.at(i).column()));
    changePersistentIndexList(before, after);
    emit layoutChanged({}, VerticalSortHint);
}

void TokenTableModel::trimTo(std::size_t count)
{
    if (count >= m_order.size())
        return;
    beginRemoveRows({}, static_cast<int>(count), rowCount() - 1);
    RowOrder rows = m_order;
    rows.resize(count);
    setOrder(std::move(rows));
    endRemoveRows();
}

void TokenTableModel::growBy(const RowOrder &arrivals)
{
    if (arrivals.empty())
        return;
    beginInsertRows({}, rowCount(), rowCount() + static_cast<int>(arrivals.size()) - 1);
    for (const RowId row : arrivals) {
        m_position[row] = rowCount();
        m_order.push_back(row);
    }
    endInsertRows();
}

void TokenTableModel::setOrder(RowOrder rows)
{
    m_order = std::move(rows);
    std::fill(m_position.begin(), m_position.end(), -1);
    for (std::size_t i = 0; i < m_order.size(); ++i)
        m_position[m_order[i]] = static_cast<qint32>(i);
}

} // namespace models
