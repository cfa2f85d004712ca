// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

/// What the commands have to know of the selected tokens, read from the desk.

#include "shell/commandstate.h"
#include "work/rowsort.h"

namespace models {
class TokenTableModel;
}

namespace tokens {
class RowSelection;
}

namespace work {
class Desk;
}

namespace shell {

/// Up to this many tokens are looked at one by one, whenever the selection changes.
inline constexpr int mostLookedAt = 1000;

/// Looks at every token.
Selection factsOf(work::Desk &desk, const work::RowOrder &rows);
/// Looks at the tokens if they are few; else says what holds for any tokens of the list (and that
/// it did not look).
Selection quickFactsOf(
    work::Desk &desk, const models::TokenTableModel &model, const tokens::RowSelection &selected);

} // namespace shell
