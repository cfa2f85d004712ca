// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

/// The tables of inventory.db. A column for each thing that is kept and none for anything else:
/// there is no place for a key and none for a vendor's answer (DB-01).

#include "store/openfile.h"

namespace store {

/// Longest texts that are kept, in characters; what is longer is cut, but for ids.
namespace longest {
inline constexpr qsizetype id = 1000;
inline constexpr qsizetype name = 1000;
inline constexpr qsizetype text = 20'000;
inline constexpr qsizetype wording = 100; ///< of a time that is not understood
} // namespace longest

/// mayWrite: see Shape.
Shape inventoryShape(bool mayWrite = true);

} // namespace store
