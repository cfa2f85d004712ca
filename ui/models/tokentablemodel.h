// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

/// The tokens of a store as a filtered, sorted table. Rows of the store never move; the model keeps
/// the order in which they are seen and changes it in few, large steps, so that selection and
/// scroll position stay with Qt and a million rows cost as many signals as ten.

#include "filter/parser.h"
#include "models/rowarranger.h"
#include "models/tokencolumns.h"

#include <QAbstractTableModel>
#include <QElapsedTimer>
#include <QFont>
#include <QIcon>
#include <QSet>
#include <QTimer>

#include <array>
#include <deque>

namespace models {

/// Which tokens are shown.
struct TokenFilter
{
    QString words; ///< in the filter language
    QSet<QString> connectionIds; ///< empty = those of every connection
    std::optional<domain::Vendor> vendor;

    bool isEmpty() const { return words.trimmed().isEmpty() && isWholeDesk(); }
    bool isWholeDesk() const { return connectionIds.isEmpty() && !vendor; }

    friend bool operator==(const TokenFilter &, const TokenFilter &) = default;
};

/// One key of a sort; the first of several is the one that counts most.
struct SortBy
{
    TokenColumnId column = TokenColumnId::Name;
    Qt::SortOrder order = Qt::AscendingOrder;

    friend bool operator==(const SortBy &, const SortBy &) = default;
};

class TokenTableModel final : public QAbstractTableModel
{
    Q_OBJECT

public:
    enum Role {
        TokenKeyRole = Qt::UserRole, ///< domain::TokenKey
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
    void setSortKeys(const std::vector<SortBy> &keys);
    const std::vector<SortBy> &sortKeys() const { return m_sortKeys; }

    /// Names, vendors and environments of the connections, by id.
    void setConnections(const QHash<QString, ConnectionText> &connections);
    /// What admins noted about tokens.
    void setAnnotations(const work::AnnotationTable &annotations);
    /// Words with an error in them change nothing: what was shown last stays, filterError() says
    /// why.
    void setFilter(const TokenFilter &wanted);
    const std::optional<filter::FilterError> &filterError() const { return m_filterError; }
    /// What is filtered by: that of the last words without an error.
    const filter::Expression &expression() const { return m_expression; }
    const TokenFilter &filter() const { return m_filter; }
    const TextContext &context() const { return m_context; }
    const work::TokenStore &store() const { return m_store; }

    /// Moves "now" on, so that relative times are right when they are painted next.
    void refreshNow();
    /// The same, and rows come and go if time alone decides whether they match.
    void letTimePass();

    /// Tokens the structural filter lets through, whatever the words say.
    int countWithoutWords() const;

    /// Unpacks the row, all but its JSON; nothing for a row that is not there.
    std::optional<domain::Token> tokenAt(int row) const;
    std::optional<work::RowId> rowIdAt(int row) const;
    /// What is shown, from top to bottom. Implicitly shared: a copy costs nothing.
    const work::RowOrder &order() const { return m_order; }
    /// Invalid when the token is not shown.
    QModelIndex indexOf(const domain::TokenKey &key, TokenColumnId column) const;

    /// From how many rows on ordering goes to the pool, and its steps to turns of the event loop.
    void setPoolThreshold(int rows) { m_arranger.setPoolThreshold(rows); }
    /// An order that was asked for is not in place yet. Rows that come or go wait for it.
    bool isOrdering() const { return m_arranger.isRunning() || !m_steps.empty(); }
    /// The same, or one will be asked for shortly because rows came or changed.
    bool isUnsettled() const
    {
        return isOrdering() || m_orderTimer.isActive() || m_changeTimer.isActive();
    }

signals:
    /// An order asked for is in place, or rows came or went.
    void arranged();

private:
    void onAppended();
    void onChanged(const std::vector<work::RowId> &rows);
    void onRemoved(const std::vector<work::RowId> &rows);
    void announceChanges();
    void takeAppended();
    void takeRemoved();
    void removeOne(work::RowId row);

    void handOverFilter();
    void requestOrder();
    void orderSoon();
    void abandonSteps();
    void take(work::Arrangement arrangement);
    void applyNextStep();
    void applyStep(work::OrderStep step);
    void finishOrder();

    const domain::Token &cached(work::RowId row) const;
    qint32 positionOf(work::RowId row) const;
    QVariant cell(const domain::Token &token, const TokenColumn &column, int role) const;
    QVariant decoration(const domain::Token &token, TokenColumnId column) const;

    const work::TokenStore &m_store;
    const base::Clock &m_clock;
    TextContext m_context;
    TokenFilter m_filter;
    filter::Expression m_expression; ///< of the last words without an error
    std::optional<filter::FilterError> m_filterError;
    std::vector<SortBy> m_sortKeys {{}};

    work::RowOrder m_order; ///< what is seen, in order
    /// RowId -> visible row, or a number that is none; may end early, and is empty between the
    /// steps of an order.
    std::vector<qint32> m_positions;
    work::RowId m_known = 0; ///< rows of the store below were taken in

    RowArranger m_arranger;
    std::deque<work::OrderStep> m_steps; ///< of the newest arrangement, still to do
    QTimer m_stepTimer;
    bool m_orderAgain = false; ///< rows changed while an order was being made
    QTimer m_orderTimer;
    QElapsedTimer m_sinceOrder;
    std::vector<work::RowId> m_changed; ///< waiting for announceChanges()
    QTimer m_changeTimer;
    std::vector<work::RowId> m_removed; ///< waiting for an order to be in place

    /// Rows unpacked lately, by the low bits of their ids: painting asks for a row a hundred times.
    struct Unpacked
    {
        std::optional<work::RowId> row;
        domain::Token token;
    };
    mutable std::vector<Unpacked> m_unpacked;

    QFont m_missingFont;
    std::array<QIcon, 5> m_statusIcons;
    QIcon m_ownIcon;
};

} // namespace models
