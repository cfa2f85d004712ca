// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

/// The message about a key that nobody has stored or seen, and about a change whose outcome was
/// found out later.

#include "dialogs/pendingrequest.h"
#include "work/pendingkey.h"

#include <functional>

namespace support {
class Banner;
}

namespace shell {

using dialogs::PendingRequest;
using PendingRequested = std::function<void(PendingRequest)>;

void showPendingKey(
    support::Banner *banner, const work::PendingKey &pending, const PendingRequested &requested);

/// Nothing is shown, and false returned, where there is nothing to tell.
bool showSettled(
    support::Banner *banner, const work::OpenOperation &operation, domain::JournalPhase verdict);

} // namespace shell
