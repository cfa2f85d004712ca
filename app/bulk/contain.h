// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

/// A leaked key: stopped in the fastest way that its vendor has, past every queue and job.

#include "base/task.h"
#include "bulk/item.h"

namespace work {
class Desk;
} // namespace work

namespace bulk {

/// How a token can be stopped here: disabled where that is possible, because it can be undone, else
/// deleted. Nothing = only in the vendor's console.
std::optional<Deed> containingDeed(
    const domain::Capabilities &capabilities, const domain::Token &token);

enum class Containment {
    Stopped, ///< disabled or deleted, the vendor says
    AlreadyGone,
    Refused, ///< it still works
    Unknown, ///< no answer to several attempts: it may still work
};

struct Contained
{
    domain::TokenKey key;
    QString name;
    std::optional<Deed> deed; ///< what was tried; nothing = there is no way here
    Containment outcome = Containment::Refused;
    /// A second look at the token, or else the list, confirmed the outcome. False also where the
    /// look failed or cannot be made: then nothing but the vendor's word stands behind Stopped.
    bool isVerified = false;
    bool wasOwn = false; ///< the connection signs in with it: it needs another key now
    bool deleteIsLeft = false; ///< disabled: delete it when the investigation is over
    bool mayDelete = false; ///< it could not be disabled, but deleting it is still possible
    int attempts = 0;
    std::optional<base::Error> error;
};

/// Fails when nothing was sent: LocalFile (the journal cannot be written), NotFound (not listed),
/// or what Desk::barrier() says; what the vendor said is in the result. `deed` overrides
/// containingDeed(): "delete it after all". The desk outlives the task.
base::Task<Contained> contain(
    work::Desk &desk, const domain::TokenKey &key, std::optional<Deed> deed = {});

} // namespace bulk
