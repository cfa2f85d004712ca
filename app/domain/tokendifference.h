// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

/// What became of a token from one list to the next. Pure.

#include "domain/inventory.h"

#include <chrono>

namespace domain {

/// Unused for that long = idle.
inline constexpr std::chrono::days idleAfter {90};

/// The times of two lists, by this computer's clock, which may have been set in between.
struct ListTimes
{
    base::Instant previous {};
    base::Instant noticed {};
};

/// Every difference between the two, a change each, with sequence 0. What one of the lists does not
/// tell (not reported, not permitted, not fetched) is no difference; a token that went idle is told
/// of as often as the lists are compared over the crossing, with `after` its last use.
std::vector<TokenChange> differences(const Token &before, const Token &after,
    const ListTimes &times, std::chrono::days limit = idleAfter);

/// The change of a token that is in one of the lists only.
TokenChange presenceChange(const Token &token, ChangeKind kind, const ListTimes &times);

/// `after`, but what it leaves out is as it was before: what is kept to compare the next list with.
Token withoutGaps(const Token &before, Token after);

} // namespace domain
