// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

/// Unpacks rows: for the store, and for threads that have only a snapshot of it.

#include "domain/token.h"
#include "work/tokensnapshot.h"

namespace work {

/// All but the vendor's JSON. Nothing useful for a tombstone.
domain::Token unpacked(const TokenSegment &segment, std::size_t at, const SharedValues &shared);
domain::Token tokenOf(const TokenSnapshot &snapshot, RowId row);
bool isPresent(const TokenSnapshot &snapshot, RowId row);
domain::RowFlags flagsOf(const TokenSnapshot &snapshot, RowId row);

} // namespace work
