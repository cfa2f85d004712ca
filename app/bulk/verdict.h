// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

/// What an answer means for its token, and what a list says about it afterwards (BULK-06, BULK-10).
/// Pure.

#include "bulk/item.h"

namespace bulk {

enum class Verdict {
    AlreadyGone,
    WaitAsked, ///< nothing happened; the vendor wants the whole connection to wait
    WaitOffline, ///< nothing was sent: there is no way to the vendor now
    Refused, ///< a definite no, about this token
    StopsAndRefused, ///< a definite no, and the next would hear the same: the connection stops
    Stops, ///< nothing happened and it says nothing about this token: the connection stops
    Unknown, ///< it may have happened
};

Verdict verdictOn(const base::Error &error);

enum class Sight {
    AsWanted,
    NotAsWanted,
    CannotTell, ///< not in a list that is not whole, or the list does not tell states
};

/// listed: the token as the list has it; nothing = it is not in it.
Sight sightOf(Deed deed, const std::optional<domain::Token> &listed, bool isWholeList);

struct Finding
{
    ItemState state = ItemState::Done;
    bool isVerified = false;
    /// What the journal hears; nothing = it knows already.
    std::optional<domain::JournalPhase> phase;
};

/// What becomes of an item when the list was read again.
Finding findingOf(const Item &item, Sight sight);

} // namespace bulk
