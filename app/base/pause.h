// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

/// Why nothing moves just now: a request waits before it is sent again.

#include <chrono>
#include <functional>
#include <optional>

namespace base {

struct Pause
{
    std::chrono::milliseconds length {}; ///< from when it is told
    bool isAsked = false; ///< the vendor asked for it; else we give it time to recover
};

/// Told when a pause begins or grows longer, and with nothing when it is over.
using PauseNotice = std::function<void(const std::optional<Pause> &)>;

} // namespace base
