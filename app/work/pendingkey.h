// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

/// A token created here whose key nobody has said to have stored, or that may exist without
/// anybody having seen its key: an open Create of the journal, as a notice wants it.

#include "work/logbook.h"

namespace work {

class Reconciler;

struct PendingKey
{
    enum class State {
        Created, ///< it exists; its key was handed on, or was lost in a crash
        MayExist, ///< no answer came, and no list has settled it yet
        Found, ///< it exists, or one of `found` does, and nobody has seen its key
    };

    QString operation;
    QString group; ///< the rotation it belongs to; empty = none
    State state = State::Created;
    domain::TokenKey token; ///< remoteId is empty while nobody knows it for certain
    QString name;
    QString connectionName;
    domain::Vendor vendor = domain::Vendor::Mist;
    base::Instant begun {};
    QStringList found; ///< ids; of Found
    /// Of Found: what speaks against one of them being it, in words of work::against. Then nobody
    /// knows that it is ours, and `token` has no id.
    QStringList against;
    bool isOfThisRun = true;

    /// False where it can be disabled and not deleted: CSP revokes a token by its value, which
    /// nobody has. Known while its connection is open; Desk::pendingKeys() fills it in.
    bool canBeDeleted = true;

    friend bool operator==(const PendingKey &, const PendingKey &) = default;
};

/// Oldest first. A create that is on its way is not among them.
std::vector<PendingKey> pendingKeys(const Logbook &log, const Reconciler &reconciler);

} // namespace work
