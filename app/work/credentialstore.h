// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

/// Everything secret of one connection as one value, over a vault that knows single entries.

#include "domain/vault.h"
#include "domain/vendorclient.h"

namespace work {

/// Reads the credential (required) and what goes with it (an OAuth secret, tracked values: left out
/// where the vault has none), each cleaned; VaultUnusable, naming the entry, for what cannot be a
/// key. The vault outlives the task.
base::Task<domain::Credentials> readCredentials(
    domain::Vault &vault, const domain::Connection &connection);

/// Writes every secret that is not empty, one after the other; the first failure ends it.
base::Task<base::Unit> writeCredentials(domain::Vault &vault, const domain::Connection &connection,
    const domain::Credentials &credentials);

/// Whether the vault has any entry of the connection.
base::Task<bool> hasCredentials(domain::Vault &vault, const domain::Connection &connection);

/// Removes every entry the connection may have; the first that cannot be proven gone ends it.
base::Task<base::Unit> removeCredentials(
    domain::Vault &vault, const domain::Connection &connection);

} // namespace work
