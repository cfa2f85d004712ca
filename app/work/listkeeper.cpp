// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#include "work/listkeeper.h"

#include "base/poolrun.h"
#include "work/connectionrows.h"

#include <QTimer>

namespace work {

using base::Result;
using base::Unit;
using domain::StoredListing;

namespace {

/// One turn of the event loop: some milliseconds.
constexpr std::size_t rowsPerTurn = 4000;

} // namespace

ListKeeper::ListKeeper(
    domain::Inventory &inventory, TokenStore &store, const base::Clock &clock, QObject *parent)
    : QObject(parent)
    , m_inventory(inventory)
    , m_store(store)
    , m_clock(clock)
{
}

ListKeeper::~ListKeeper()
{
    m_loading.cancel();
    for (auto &[id, packing] : m_packing)
        packing.cancel();
}

void ListKeeper::restore(const QStringList &connectionIds, bool forgetsOthers)
{
    m_isRestoring = true;
    m_loading = m_inventory.load();
    m_loading.then(
        this, [this, connectionIds, forgetsOthers](Result<std::vector<StoredListing>> lists) {
            if (lists)
                take(std::move(*lists), connectionIds, forgetsOthers);
            else if (!m_isReadOnly) // A second window on a new profile has nothing to read.
                emit failed(lists.error());
            mergeSome();
        });
}

void ListKeeper::take(
    std::vector<StoredListing> lists, const QStringList &connectionIds, bool forgetsOthers)
{
    for (StoredListing &list : lists) {
        if (connectionIds.contains(list.connectionId))
            m_toRestore.push_back(std::move(list));
        else if (forgetsOthers)
            forget(list.connectionId);
    }
}

void ListKeeper::mergeSome()
{
    if (m_toRestore.empty()) {
        m_isRestoring = false;
        emit restored();
        return;
    }
    const StoredListing &list = m_toRestore.front();
    m_store.merge(list.tokens, m_merged, rowsPerTurn);
    m_merged += rowsPerTurn;
    if (m_merged >= list.tokens.size()) {
        emit restoredList(list.connectionId, list.listed);
        m_toRestore.pop_front();
        m_merged = 0;
    }
    QTimer::singleShot(0, this, &ListKeeper::mergeSome);
}

void ListKeeper::keep(const QString &connectionId, bool isComplete)
{
    if (m_isReadOnly)
        return;
    const base::Instant now = m_clock.now();
    std::vector<bool> listed;
    if (!isComplete)
        listed = m_store.listedRows();
    auto &packing = m_packing[connectionId];
    packing.cancel(); // An older list of the same connection that is not packed yet.
    packing = base::runInPool([snapshot = m_store.snapshot(), connectionId,
                                  listed = std::move(listed)]() -> Result<domain::TokenBatch> {
        return rowsOfConnection(snapshot, connectionId, listed);
    });
    packing.then(this, [this, connectionId, now, isComplete](Result<domain::TokenBatch> rows) {
        if (!rows)
            return;
        m_inventory
            .sync({.connectionId = connectionId,
                .listed = now,
                .isComplete = isComplete,
                .tokens = std::move(*rows)})
            .then(this, [this](const Result<domain::SyncReport> &report) {
                if (report)
                    emit kept(*report);
                else
                    emit failed(report.error());
            });
    });
}

void ListKeeper::forget(const QString &connectionId)
{
    if (m_isReadOnly)
        return;
    if (const auto packing = m_packing.find(connectionId); packing != m_packing.end()) {
        packing->second.cancel();
        m_packing.erase(packing);
    }
    m_inventory.forget(connectionId).then(this, [this](const Result<Unit> &forgotten) {
        if (!forgotten)
            emit failed(forgotten.error());
    });
}

} // namespace work
