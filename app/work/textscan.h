// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

/// Reading packed rows the way filters do: texts of a segment's own, states and times by field.

#include "filter/expression.h"
#include "work/tokensnapshot.h"

#include <optional>
#include <string>

namespace work {

/// Finds rows by one of their own texts, or by any of them. Searches the segment's buffer as a
/// whole and looks closer only where something was found.
class OwnTextTest final
{
public:
    OwnTextTest(std::optional<domain::OwnText> text, const filter::TextTest &test);
    SegmentBits operator()(const TokenSegment &segment) const;

private:
    bool matchesRow(const domain::PackedTokens &rows, std::size_t row) const;

    std::optional<domain::OwnText> m_text; ///< none = any
    filter::TextTest m_test;
    std::string m_needle; ///< what a match must contain; may be empty
};

/// The text whose field is one of a token's own; none for the others.
std::optional<domain::OwnText> ownTextOf(filter::FieldId id);

/// Folded, with a line break; nothing for nothing.
std::string foldedLine(const QString &text);
std::string foldedLine(std::string_view utf8);

/// Whether one of the lines, each with its line break, matches.
bool anyLine(std::string_view lines, const filter::TextTest &test);

domain::FactState factState(
    const domain::PackedTokens &rows, std::size_t row, filter::FieldId field);
domain::PackedTime packedTime(
    const domain::PackedTokens &rows, std::size_t row, filter::FieldId field);

} // namespace work
