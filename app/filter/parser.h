// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

/// From what somebody typed to an expression, or to an error that says where and what to do.

#include "filter/expression.h"

#include <optional>

namespace filter {

inline constexpr qsizetype longestText = 4000; ///< characters
inline constexpr int deepestNesting = 50;

enum class FilterErrorKind {
    UnknownField,
    BadValue,
    MissingValue,
    UnclosedQuote,
    UnclosedParenthesis,
    StrayParenthesis,
    MissingTerm, ///< "or", "and", "not" or parentheses without something to join
    TooLong,
    TooDeep,
};

struct FilterError
{
    FilterErrorKind kind = FilterErrorKind::BadValue;
    qsizetype position = 0; ///< in the text, UTF-16 units
    qsizetype length = 0;
    QString message; ///< English, one or two sentences
    QString suggestion; ///< to write instead of that part of the text; empty = none

    friend bool operator==(const FilterError &, const FilterError &) = default;
};

/// One of the parts that a filter consists of at the top: what a chip shows.
struct Term
{
    enum class Kind {
        Text,
        Field,
        Group, ///< parentheses, or everything if "or" joins it
    };

    Kind kind = Kind::Text;
    FieldId field = FieldId::Anything;
    bool isNegated = false;
    qsizetype position = 0;
    qsizetype length = 0;
    QString text; ///< that part of what was typed
};

struct ParseResult
{
    /// With an error: the expression that matches nothing. Whoever forgets to look at the error
    /// must not select everything.
    Expression expression;
    std::optional<FilterError> error; ///< the first
    std::vector<Term> terms;

    /// What was typed without one of its terms.
    QString withoutTerm(std::size_t index) const;
};

/// Never fails, never changes the text. Empty and blank texts match everything.
ParseResult parse(const QString &text);

/// The text with the error's suggestion in place.
QString withSuggestion(const QString &text, const FilterError &error);

} // namespace filter
