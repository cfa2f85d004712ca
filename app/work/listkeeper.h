// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

/// Between the store and the inventory: what was listed last is there at once when the program
/// starts, and every list that came is kept and compared with the one before.

#include "domain/inventory.h"
#include "work/tokenstore.h"

#include <QObject>

#include <deque>
#include <map>

namespace work {

/// GUI thread only. Inventory and store outlive it.
class ListKeeper final : public QObject
{
    Q_OBJECT

public:
    ListKeeper(domain::Inventory &inventory, TokenStore &store, const base::Clock &clock,
        QObject *parent = nullptr);
    ~ListKeeper() override;

    /// For a second window: nothing is kept.
    void setReadOnly() { m_isReadOnly = true; }

    /// Fills the store with the last lists of these connections, some rows a turn of the event
    /// loop. What is kept of others is forgotten where `forgetsOthers`.
    void restore(const QStringList &connectionIds, bool forgetsOthers);
    /// Until restored() has come: a list of a vendor must not come into the store before that.
    bool isRestoring() const { return m_isRestoring; }

    /// A listing ended. Of an incomplete one only the rows that came in it are kept.
    void keep(const QString &connectionId, bool isComplete);
    void forget(const QString &connectionId);

signals:
    /// The rows of a connection are in the store.
    void restoredList(const QString &connectionId, base::Instant listed);
    void restored();
    void kept(const domain::SyncReport &report);
    /// The list on screen is right all the same.
    void failed(const base::Error &error);

private:
    void take(std::vector<domain::StoredListing> lists, const QStringList &connectionIds,
        bool forgetsOthers);
    void mergeSome();

    domain::Inventory &m_inventory;
    TokenStore &m_store;
    const base::Clock &m_clock;
    bool m_isReadOnly = false;
    bool m_isRestoring = false;
    std::deque<domain::StoredListing> m_toRestore;
    std::size_t m_merged = 0; ///< rows of the first of them
    base::Task<std::vector<domain::StoredListing>> m_loading;
    std::map<QString, base::Task<domain::TokenBatch>> m_packing; ///< by connection
};

} // namespace work
