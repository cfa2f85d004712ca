// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

/// One message about all connections that cannot be reached, for a laptop without network has as
/// many of them as it has vendors.

#include "base/clock.h"
#include "base/error.h"

#include <optional>
#include <vector>

namespace support {
class Banner;
}

namespace work {
class Desk;
class Session;
} // namespace work

namespace shell {

/// A connection that failed before it listed anything, because nobody answered.
struct Unreached
{
    QString id;
    QString name;
    QString host;
    base::Error error;
    bool isShown = false; ///< rows of an earlier list are, and may not be changed
    std::optional<base::Instant> listed; ///< when those were

    friend bool operator==(const Unreached &, const Unreached &) = default;
};

/// All of them, in the order of the connections.
std::vector<Unreached> unreachedAt(work::Desk &desk);

/// Without buttons but the one for details.
void showUnreached(
    support::Banner *banner, const std::vector<Unreached> &connections, base::Instant now);

} // namespace shell
