// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

/// What can still be read of a damaged inventory.db and no vendor can give again: its history and
/// the tokens that vanished. The lists themselves come again from the vendors.

#include "store/database.h"

namespace store {

struct Salvaged
{
    int changes = 0;
    int tombstones = 0;

    bool isEmpty() const { return changes == 0 && tombstones == 0; }
};

/// From the file into a database that was just begun. Reads as far as it can, from both ends. Fails
/// only when the new database does.
base::Result<Salvaged> salvageInventory(const QString &damagedFile, Database &into);

} // namespace store
