// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

/// The tokens of a store as a filtered, sorted table. Rows of the store never move; the model keeps
/// the order in which they are seen and changes it in few, large steps, so that selection and
/// scroll position stay with Qt and 100,000 rows cost as many signals as ten.

#include "base/task.h"
#include "models/tokencolumns.h"
#include "work/roworder.h"

#include <QAbstractTableModel>
#include <QElapsedTimer>
#include <QFont>
#include <QIcon>
#include <QSet>
#include <QTimer>

#include <array>

namespace models {

/// Which tokens are shown.
struct TokenFilter
{
    QString words; ///< work::Query text
    QSet<QString> connectionIds; ///< empty = those of every connection
    std::optional<domain::Vendor> vendor;

    bool isEmpty() const { return words.trimmed().isEmpty() && isWholeDesk(); }
    bool isWholeDesk() const { return connectionIds.isEmpty() && !vendor; }

    friend bool operator==(const TokenFilter &, const TokenFilter &) = default;
};

class TokenTableModel final : public QAbstractTableModel
{
    Q_OBJECT

public:
    enum Role {
        SortKeyRole = Qt::UserRole, ///< qint64 or text; invalid when there is no value
        TokenKeyRole, ///< domain::TokenKey
        StatusRole, ///< domain::TokenStatus as int
        RowIdRole, ///< work::RowId
        RowTextRole, ///< the row in one sentence
        FactStateRole, ///< domain::FactState of the cell, as int
    };

    TokenTableModel(
        const work::TokenStore &store, const base::Clock &clock, QObject *parent = nullptr);

    int rowCount(const QModelIndex &parent = {}) const override;
    int columnCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role = Qt::DisplayRole) const override;
    QVariant headerData(
        int section, Qt::Orientation orientation, int role = Qt::DisplayRole) const override;
    Qt::ItemFlags flags(const QModelIndex &index) const override;
    void sort(int column, Qt::SortOrder order = Qt::AscendingOrder) override;

    /// Names, vendors and environments of the connections, by id.
    void setConnections(const QHash<QString, ConnectionText> &connections);
    void setFilter(const TokenFilter &filter);
    const TokenFilter &filter() const { return m_filter; }
    const TextContext &context() const { return m_context; }
    const work::TokenStore &store() const { return m_store; }

    /// Moves "now" on, so that relative times are right when they are painted next.
    void refreshNow();

    /// Tokens the structural filter lets through, whatever the words say.
    int countWithoutWords() const;

    /// Null for an index that is not of this model or has no row any more.
    const domain::Token *tokenAt(int row) const;
    /// Invalid when the token is not shown.
    QModelIndex indexOf(const domain::TokenKey &key, TokenColumnId column) const;

    /// From how many rows on ordering goes to the pool.
    void setPoolThreshold(int rows) { m_poolThreshold = rows; }
    bool isOrdering() const { return m_task.isRunning(); }

signals:
    /// An order asked for is in place, or rows came or went.
    void arranged();

private:
    void onAppended(work::RowId first, work::RowId last);
    void onChanged(const std::vector<work::RowId> &rows);
    void onRemoved(const std::vector<work::RowId> &rows);
    void announceChanges();

    bool passesStructure(const domain::Token &token) const;
    bool passes(work::RowId row);
    const QByteArray &searchFormOf(work::RowId row);
    void prepareSearching();
    work::OrderRequest makeRequest();
    void requestOrder();
    void orderSoon();
    void finishOrder(work::RowOrder order, quint64 generation, work::RowId rowsThen);
    void applyOrder(const work::RowOrder &next);

    void permute(const work::RowOrder &rows);
    void trimTo(std::size_t count);
    void growBy(const work::RowOrder &arrivals);
    void setOrder(work::RowOrder rows);
    QVariant cell(const domain::Token &token, const TokenColumn &column, int role) const;
    QVariant decoration(const domain::Token &token, TokenColumnId column) const;

    const work::TokenStore &m_store;
    const base::Clock &m_clock;
    TextContext m_context;
    TokenFilter m_filter;
    work::Query m_query;
    int m_sortColumn = static_cast<int>(TokenColumnId::Name);
    Qt::SortOrder m_sortDirection = Qt::AscendingOrder;

    work::RowOrder m_order; ///< what is seen, in order
    std::vector<qint32> m_position; ///< RowId -> visible row, or -1
    std::vector<QByteArray> m_searchForms; ///< RowId -> folded text; null = not made yet
    work::RowId m_prepared = 0; ///< rows below were looked at by prepareSearching()
    QTimer m_prepareTimer;

    quint64 m_generation = 0; ///< of the newest request; results of older ones are dropped
    int m_poolThreshold = 20'000;
    base::Task<work::RowOrder> m_task;
    bool m_orderAgain = false; ///< rows changed while an order was being computed
    QTimer m_orderTimer;
    QElapsedTimer m_sinceOrder;
    std::vector<work::RowId> m_changed; ///< waiting for announceChanges()
    QTimer m_changeTimer;

    QFont m_missingFont;
    std::array<QIcon, 5> m_statusIcons;
    QIcon m_ownIcon;
};

} // namespace models
