// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

/// Whether a connection can delete a certain token.

#include "domain/capabilities.h"

namespace domain {

/// Values are tracked where a vendor (CSP) revokes a token by its value and by nothing else.
inline bool canDelete(const Capabilities &can, bool isTracked)
{
    const bool wantsValue = can[Operation::Track].support == Support::Native;
    return can[Operation::Delete].isPossible() && (isTracked || !wantsValue);
}

} // namespace domain
