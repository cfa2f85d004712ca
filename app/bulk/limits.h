// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

/// How fast, how often and how long a job asks a vendor.

#include "domain/vendor.h"

#include <array>
#include <chrono>
#include <vector>

namespace bulk {

struct Limits
{
    struct PerVendor
    {
        int atOnce = 4; ///< calls on their way at once; 1 = one after the other
        double callsPerSecond = 5;
    };
    /// For each connection of a vendor: vendors count calls by credential.
    std::array<PerVendor, domain::allVendors.size()> vendors {};

    int repeats = 5; ///< of a call whose outcome is unknown
    std::chrono::milliseconds firstBackoff {1000}; ///< before the first repeat; doubles
    std::chrono::milliseconds waitUnasked {60'000}; ///< after a 429 that names no time
    /// The longest wait that a vendor's Retry-After makes; then the job asks again. What was asked
    /// is shown all the same.
    std::chrono::milliseconds maxAskedWait {600'000};
    /// Before each look at the list at the end, as long as it does not agree: a vendor may be slow
    /// to show what it did.
    std::vector<std::chrono::milliseconds> looks {std::chrono::milliseconds(0),
        std::chrono::milliseconds(5'000), std::chrono::milliseconds(30'000)};

    int refusalsInARow = 10; ///< of one connection: then the job asks
    int unknownPercent = 20; ///< of the calls since it last asked: more, and the job asks
    int unknownLeast = 20; ///< calls before that share means anything

    PerVendor &of(domain::Vendor vendor) { return vendors[static_cast<std::size_t>(vendor)]; }
    const PerVendor &of(domain::Vendor vendor) const
    {
        return vendors[static_cast<std::size_t>(vendor)];
    }
};

} // namespace bulk
