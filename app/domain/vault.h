// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

/// Where credentials live: the operating system's keychain, or memory for this run only.

#include "base/secret.h"
#include "base/task.h"
#include "domain/connection.h"

#include <QString>

#include <vector>

namespace domain {

enum class VaultState {
    Ready,
    Locked,
    NoService, ///< no keychain program answers
    NoBus, ///< no session bus (Linux)
    NoCollection, ///< the keychain has no default keyring yet
    Silent, ///< it did not answer in time
};

/// Name of one secret: which connection, which of its fields (domain::field).
struct VaultKey
{
    QString connectionId;
    QString field;
};

/// All calls on the GUI thread. Errors: VaultLocked, VaultUnavailable, VaultMissing, VaultDenied,
/// VaultUnusable.
class Vault
{
public:
    virtual ~Vault() = default;

    /// Asks for the state without causing a prompt (KEY-02).
    virtual base::Task<VaultState> probe() = 0;

    /// Writes, reads back, compares; only then succeeds (KEY-04).
    virtual base::Task<base::Unit> write(const VaultKey &key, base::Secret secret) = 0;

    /// VaultMissing is believed only when the keychain is unlocked (KEY-03).
    virtual base::Task<base::Secret> read(const VaultKey &key) = 0;

    /// Succeeds only when a read afterwards finds nothing. A missing entry is a success.
    virtual base::Task<base::Unit> remove(const VaultKey &key) = 0;

    /// Asks the keychain to unlock, which may show its own prompt.
    virtual base::Task<base::Unit> unlock() = 0;

    /// An entry beside those of connections, for the admin and other programs to find: nothing here
    /// reads it again. Conflict when there is one of that name. Unsupported in memory.
    virtual base::Task<base::Unit> writeNamed(const QString &name, base::Secret secret);

    /// VaultUnusable, naming both connections, where a secret of `connection` would have the name
    /// of one of `others`: one of them would then get the key of the other. Asked before a
    /// connection is added or renamed. Never so in a keychain, where names are made of ids.
    virtual base::Result<base::Unit> checkNames(
        const Connection &connection, const std::vector<Connection> &others) const;

    /// Whether what is written stays when the program ends, and so may be left behind. False for
    /// memory, and for the environment, where nothing is written.
    virtual bool isPersistent() const = 0;
};

} // namespace domain
