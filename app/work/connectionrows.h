// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

/// The rows of one connection out of a snapshot, as a list to be kept.

#include "domain/tokenbatch.h"
#include "work/tokensnapshot.h"

namespace work {

/// All but the vendors' JSON. `listed`: only rows that are set in it; empty = all. Pure, for the
/// pool.
domain::TokenBatch rowsOfConnection(const TokenSnapshot &snapshot, const QString &connectionId,
    const std::vector<bool> &listed = {});

} // namespace work
