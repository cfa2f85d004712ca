// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

/// What one list of grants allows beside another. Vendors word the same rights in several ways and
/// in any order; what nobody knows counts as a right of its own.

#include "domain/grant.h"

#include <vector>

namespace domain {

enum class Reach {
    Same, ///< the same rights, whatever their order and their labels
    Broader, ///< all there was, and more
    Narrower,
    Different, ///< more here, less there; or the same said in other grants
};

/// From `before` to `after`.
Reach reachOf(const std::vector<Grant> &before, const std::vector<Grant> &after);

/// Whether `wide` allows all that `narrow` does.
bool covers(const Grant &wide, const Grant &narrow);

} // namespace domain
