// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

/// Reads what stands after a field's colon.

#include "filter/expression.h"
#include "filter/lexer.h"

#include <variant>

namespace filter {

/// Why a value cannot be read; about the whole of it.
struct ValueProblem
{
    QString message;
    QString suggestion; ///< to write instead of the value; empty = none
};

/// The piece is closed and not empty.
std::variant<Value, ValueProblem> readValue(const Field &field, const Piece &piece);
std::variant<Value, ValueProblem> readFreeText(const Piece &piece);

} // namespace filter
