// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#include "models/tokentablemodel.h"

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
constexpr std::size_t unpackedRows = 512; // More than a tall window shows.
constexpr std::size_t removedOneByOne = 4;

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
    , m_arranger(store, [this](work::Arrangement result) { take(std::move(result)); })
    , m_unpacked(unpackedRows)
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
    m_stepTimer.setSingleShot(true);
    connect(&m_stepTimer, &QTimer::timeout, this, &TokenTableModel::applyNextStep);
    connect(&store, &work::TokenStore::appended, this, &TokenTableModel::onAppended);
    connect(&store, &work::TokenStore::changed, this, &TokenTableModel::onChanged);
    connect(&store, &work::TokenStore::removed, this, &TokenTableModel::onRemoved);
    if (store.rowCount() > 0)
        onAppended();
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
    const RowId row = m_order.at(index.row());
    const Token &token = cached(row);
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
        return isUnknown(column.state(token, m_context)) ? QVariant(m_missingFont) : QVariant();
    case Qt::ForegroundRole:
        return isUnknown(column.state(token, m_context))
            ? QVariant(toneColour(Tone::Muted, QGuiApplication::palette()))
            : QVariant();
    case FactStateRole:
        return static_cast<int>(column.state(token, m_context));
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
    const bool isColumn = column >= 0 && column < columnCount();
    setSortKeys({{isColumn ? static_cast<TokenColumnId>(column) : TokenColumnId::Name, order}});
}

void TokenTableModel::setSortKeys(const std::vector<SortBy> &keys)
{
    m_sortKeys = keys;
    std::vector<work::SortBy> sort;
    for (const SortBy &key : keys)
        sort.push_back({key.column, key.order == Qt::DescendingOrder});
    m_arranger.setSort(sort);
    requestOrder();
}

void TokenTableModel::setConnections(const QHash<QString, ConnectionText> &connections)
{
    if (connections == m_context.connections)
        return;
    m_context.connections = connections;
    m_arranger.setConnections(connections);
    if (!m_order.isEmpty())
        emit dataChanged(index(0, 0), index(rowCount() - 1, columnCount() - 1));
    requestOrder();
}

void TokenTableModel::setAnnotations(const work::AnnotationTable &annotations)
{
    m_context.annotations = annotations;
    m_arranger.setAnnotations(annotations);
    if (!m_order.isEmpty())
        emit dataChanged(index(0, 0), index(rowCount() - 1, columnCount() - 1));
    requestOrder();
}

void TokenTableModel::setFilter(const TokenFilter &wanted)
{
    if (wanted == m_filter)
        return;
    m_filter = wanted;
    const auto parsed = filter::parse(wanted.words);
    m_filterError = parsed.error;
    if (!parsed.error)
        m_expression = parsed.expression;
    requestOrder();
}

/// With the time as it is now, which "used:<30d" counts from.
void TokenTableModel::handOverFilter()
{
    QStringList statusWords;
    for (const auto status : {TokenStatus::Active, TokenStatus::Disabled, TokenStatus::Expired,
             TokenStatus::Deleted, TokenStatus::Unknown}) {
        Token token;
        token.status = status;
        statusWords.append(statusText(token));
    }
    m_arranger.setFilter({.expression = m_expression,
        .now = m_context.now,
        .statusWords = statusWords,
        .connectionIds = m_filter.connectionIds,
        .vendor = m_filter.vendor});
}

void TokenTableModel::letTimePass()
{
    refreshNow();
    if (m_expression.dependsOnNow())
        orderSoon();
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

std::optional<Token> TokenTableModel::tokenAt(int row) const
{
    const auto id = rowIdAt(row);
    return id ? std::optional(cached(*id)) : std::nullopt;
}

std::optional<RowId> TokenTableModel::rowIdAt(int row) const
{
    return row >= 0 && row < rowCount() ? std::optional(m_order.at(row)) : std::nullopt;
}

QModelIndex TokenTableModel::indexOf(const domain::TokenKey &key, TokenColumnId column) const
{
    const auto row = m_store.find(key);
    if (!row || positionOf(*row) < 0)
        return {};
    return index(positionOf(*row), static_cast<int>(column));
}

const Token &TokenTableModel::cached(RowId row) const
{
    Unpacked &entry = m_unpacked[row % unpackedRows];
    if (entry.row != row) {
        entry.token = m_store.token(row);
        entry.row = row;
    }
    return entry.token;
}

qint32 TokenTableModel::positionOf(RowId row) const
{
    if (m_positions.empty())
        return static_cast<qint32>(
            m_order.indexOf(row)); // Between two steps, for some milliseconds.
    const qint32 position = row < m_positions.size() ? m_positions[row] : -1;
    return position < m_order.size() ? position : -1;
}

// What the store says

void TokenTableModel::onAppended()
{
    if (isOrdering())
        return; // They are taken in once the order is in place, which does not know of them.
    takeAppended();
    orderSoon();
    emit arranged();
}

void TokenTableModel::takeAppended()
{
    refreshNow();
    const RowId first = std::exchange(m_known, m_store.rowCount());
    if (first == m_known)
        return;
    const RowOrder arrivals = m_arranger.passingFrom(first);
    if (arrivals.isEmpty())
        return;
    const auto shown = static_cast<int>(m_order.size());
    beginInsertRows({}, shown, shown + static_cast<int>(arrivals.size()) - 1);
    m_positions.resize(m_known, -1);
    for (const RowId row : arrivals) {
        m_positions[row] = static_cast<qint32>(m_order.size());
        m_order.append(row);
    }
    endInsertRows();
}

void TokenTableModel::onChanged(const std::vector<RowId> &rows)
{
    for (const RowId row : rows) {
        if (Unpacked &entry = m_unpacked[row % unpackedRows]; entry.row == row)
            entry.row.reset();
    }
    m_changed.insert(m_changed.end(), rows.begin(), rows.end());
    if (!m_changeTimer.isActive())
        m_changeTimer.start();
}

void TokenTableModel::announceChanges()
{
    refreshNow();
    std::vector<qint32> positions;
    for (const RowId row : std::exchange(m_changed, {})) {
        if (positionOf(row) >= 0)
            positions.push_back(positionOf(row));
    }
    std::sort(positions.begin(), positions.end());
    const int lastColumn = columnCount() - 1;
    const bool isMost = positions.size() > static_cast<std::size_t>(m_order.size()) / 2;
    // A view looks at what it shows for each signal: a thousand of them are dearer than one for
    // all.
    constexpr std::size_t mostSignals = 64;
    if (!positions.empty() && (isMost || positions.size() > mostSignals)) {
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
    m_removed.insert(m_removed.end(), rows.begin(), rows.end());
    if (isOrdering())
        return;
    takeRemoved();
    emit arranged();
}

/// A few rows go one by one, which a view likes best; many go with the next order.
void TokenTableModel::takeRemoved()
{
    const std::vector<RowId> rows = std::exchange(m_removed, {});
    if (rows.size() > removedOneByOne) {
        requestOrder();
        return;
    }
    for (const RowId row : rows)
        removeOne(row);
}

void TokenTableModel::removeOne(RowId row)
{
    const qint32 position = positionOf(row);
    if (position < 0)
        return;
    beginRemoveRows({}, position, position);
    m_order.removeAt(position);
    m_positions[row] = -1;
    for (qsizetype i = position; i < m_order.size(); ++i)
        m_positions[m_order.at(i)] = static_cast<qint32>(i);
    endRemoveRows();
}

// Ordering

void TokenTableModel::orderSoon()
{
    if (m_orderTimer.isActive())
        return;
    if (isOrdering()) {
        m_orderAgain = true;
        return;
    }
    const qint64 waited = m_sinceOrder.isValid() ? m_sinceOrder.elapsed() : orderInterval;
    m_orderTimer.start(static_cast<int>(std::max<qint64>(0, orderInterval - waited)));
}

void TokenTableModel::requestOrder()
{
    m_orderTimer.stop();
    m_orderAgain = false;
    abandonSteps();
    m_removed.clear();
    refreshNow();
    handOverFilter();
    m_known = m_store.rowCount();
    m_arranger.request(m_order);
}

/// The steps left belong to an older wish; what is shown now is a place to start from like any.
/// Their timer must not fire in the middle of the next order, which does not know of rows that came
/// since.
void TokenTableModel::abandonSteps()
{
    m_stepTimer.stop();
    m_steps.clear();
    if (!m_positions.empty())
        return;
    m_positions.assign(m_known, -1);
    for (qsizetype i = 0; i < m_order.size(); ++i)
        m_positions[m_order.at(i)] = static_cast<qint32>(i);
}

void TokenTableModel::take(work::Arrangement arrangement)
{
    m_steps.assign(std::make_move_iterator(arrangement.steps.begin()),
        std::make_move_iterator(arrangement.steps.end()));
    if (!m_arranger.isLarge()) {
        while (!m_steps.empty()) {
            applyStep(std::move(m_steps.front()));
            m_steps.pop_front();
        }
    }
    applyNextStep();
}

/// A step a turn: a view needs up to 16 ms for one at a million rows.
void TokenTableModel::applyNextStep()
{
    if (!m_steps.empty()) {
        work::OrderStep step = std::move(m_steps.front());
        m_steps.pop_front();
        applyStep(std::move(step));
    }
    if (m_steps.empty())
        finishOrder();
    else
        m_stepTimer.start(0);
}

void TokenTableModel::applyStep(work::OrderStep step)
{
    const auto take = [this, &step] {
        m_order = std::move(step.order);
        if (step.kind != work::OrderStep::Kind::Trim)
            m_positions = std::move(step.positions);
    };
    const auto size = static_cast<int>(step.order.size());
    switch (step.kind) {
    case work::OrderStep::Kind::Trim:
        beginRemoveRows({}, size, rowCount() - 1);
        take();
        endRemoveRows();
        return;
    case work::OrderStep::Kind::Grow:
        beginInsertRows({}, rowCount(), size - 1);
        take();
        endInsertRows();
        return;
    case work::OrderStep::Kind::Permute:
        break;
    }
    emit layoutAboutToBeChanged({}, VerticalSortHint);
    const QModelIndexList before = persistentIndexList();
    QModelIndexList after;
    after.reserve(before.size());
    for (const QModelIndex &old : before)
        after.append(index(step.positions[m_order.at(old.row())], old.column()));
    take();
    changePersistentIndexList(before, after);
    emit layoutChanged({}, VerticalSortHint);
}

/// Takes in what came and went meanwhile.
void TokenTableModel::finishOrder()
{
    m_sinceOrder.start();
    const bool cameMeanwhile = m_known < m_store.rowCount();
    takeAppended();
    if (std::exchange(m_orderAgain, false) || cameMeanwhile)
        m_orderTimer.start(orderInterval);
    if (!m_removed.empty())
        takeRemoved();
    emit arranged();
}

} // namespace models
