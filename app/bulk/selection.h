// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

/// The tokens of a selection, looked up in a snapshot: for the pool, where many of them are.

#include "bulk/plan.h"
#include "work/tokensnapshot.h"

namespace bulk {

/// In the order of the keys; a token that is not in the snapshot has no row.
std::vector<std::optional<work::RowId>> rowsOf(
    const work::TokenSnapshot &snapshot, const std::vector<domain::TokenKey> &keys);

std::vector<Candidate> candidatesOf(
    const work::TokenSnapshot &snapshot, const std::vector<domain::TokenKey> &keys);

} // namespace bulk
