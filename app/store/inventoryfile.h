// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

/// The inventory as inventory.db. Damaged, it is moved aside and begun anew with what could be read
/// of its history (DB-03): everything else the vendors tell again.

#include "domain/inventory.h"
#include "store/filereport.h"
#include "store/lane.h"

namespace store {

class InventoryFile final : public domain::Inventory
{
public:
    /// An empty folder keeps everything in memory. mayWrite = false: nothing is made, mended or
    /// changed, what is there can be read.
    explicit InventoryFile(const QString &folder, bool mayWrite = true);
    /// Ends what was begun.
    ~InventoryFile() override;

    /// Opens it if need be and says how it stands.
    base::Task<FileReport> report();

    base::Task<std::vector<domain::StoredListing>> load() override;
    base::Task<domain::SyncReport> sync(domain::StoredListing listing) override;
    base::Task<std::vector<domain::TokenChange>> changes(domain::ChangeQuery query) override;
    base::Task<std::vector<domain::Tombstone>> tombstones(QString connectionId) override;
    base::Task<base::Unit> forget(QString connectionId) override;

private:
    class OnLane;
    std::shared_ptr<OnLane> m_there; ///< touched on the lane only
    Lane m_lane; ///< after it: ends first
};

} // namespace store
