// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

/// Takes a new list of a connection into inventory.db: compares it with what is there, writes what
/// is different and a change for each difference. Inside a transaction of the caller, on its lane.

#include "domain/inventory.h"
#include "store/grantdictionary.h"

#include <deque>
#include <unordered_map>

namespace store {

class InventorySync final
{
public:
    InventorySync(Database &database, const domain::StoredListing &listing);

    base::Result<domain::SyncReport> run();

private:
    /// A token of this connection as it is in the file.
    struct Known
    {
        qint64 place = 0;
        QByteArray hash;
        domain::PackedTime lastUsed = 0;
        std::optional<base::Instant> lastSeen; ///< nothing = in the last list
        std::optional<base::Instant> vanished;
        bool isSeen = false;
    };

    base::Result<base::Unit> readConnection();
    base::Result<base::Unit> readKnown();
    base::Result<base::Unit> prepare();
    base::Result<base::Unit> take(std::size_t row);
    base::Result<base::Unit> add(std::size_t row, const QByteArray &hash);
    base::Result<base::Unit> compare(std::size_t row, const QByteArray &hash, const Known &known);
    base::Result<base::Unit> missAll();
    base::Result<base::Unit> miss(const QByteArray &id, const Known &known);
    base::Result<base::Unit> finish();
    base::Result<base::Unit> note(domain::TokenChange change);
    base::Result<bool> isToldAlready(const domain::TokenChange &change);

    QByteArray hashOf(std::size_t row);
    domain::GrantSetPtr grantsOf(std::size_t row) const;
    bool mayHaveGoneIdle(const Known &known) const;
    base::Instant previousOf(const Known &known) const;

    Database &m_database;
    const domain::StoredListing &m_listing;
    GrantDictionary m_grants;
    domain::SyncReport m_report;
    qint64 m_connection = 0;
    std::optional<base::Instant> m_lastComplete;
    std::deque<QByteArray> m_ids; ///< what the map's keys look at
    std::unordered_map<std::string_view, Known> m_known;
    std::vector<QByteArray> m_texts; ///< creators and owners of the list, as bytes
    bool m_changesGrants = false;
    std::optional<Statement> m_insert;
    std::optional<Statement> m_update;
    std::optional<Statement> m_read;
    std::optional<Statement> m_change;
};

} // namespace store
