// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

/// Reads inventory.db. On its lane only.

#include "domain/inventory.h"
#include "store/database.h"

namespace store {

base::Result<std::vector<domain::StoredListing>> readListings(Database &database);
base::Result<std::vector<domain::TokenChange>> readChanges(
    Database &database, const domain::ChangeQuery &query);
base::Result<std::vector<domain::Tombstone>> readTombstones(
    Database &database, const QString &connectionId);

} // namespace store
