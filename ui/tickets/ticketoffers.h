// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

/// What can be done about a rotation now: forth and back. Pure.

#include "tickets/tickettext.h"

#include <vector>

namespace tickets {

/// What an admin may do.
enum class Move {
    Create,
    OpenConsole,
    Refresh,
    DeleteFound,
    DisableFound,
    SayStored,
    Verify, ///< with a key that is typed
    Swap, ///< likewise
    StartWatch,
    StopWaiting,
    SayUnused,
    Disable,
    Delete,
    Finish,
    Enable,
    WatchAgain,
    DeleteNew,
    Cancel,
};

struct Offer
{
    Move move = Move::Create;
    QString text; ///< of the button
    bool isBack = false; ///< a way back, not forth
    QString whyNot; ///< not empty = it is shown and cannot be chosen

    friend bool operator==(const Offer &, const Offer &) = default;
};

struct Offers
{
    std::vector<Offer> all;
    QString wayBack; ///< what going back means now
};

Offers offersOf(const Situation &situation);

} // namespace tickets
