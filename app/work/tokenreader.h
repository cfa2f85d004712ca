// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

/// Unpacks rows of a snapshot, for threads that have no store.

#include "domain/token.h"
#include "work/tokensnapshot.h"

namespace work {

/// All but the vendor's JSON. Nothing useful for a tombstone.
domain::Token tokenOf(const TokenSnapshot &snapshot, RowId row);
bool isPresent(const TokenSnapshot &snapshot, RowId row);

} // namespace work
