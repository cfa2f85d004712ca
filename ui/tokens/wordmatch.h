// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

/// Where words occur in a text, whatever its case and accents. Pure.

#include <QStringList>

#include <vector>

namespace tokens {

/// A part of a text, in UTF-16 units.
struct TextPart
{
    qsizetype start = 0;
    qsizetype length = 0;

    friend bool operator==(const TextPart &, const TextPart &) = default;
};

/// The parts of text that hold one of the words, from left to right, none touching another. The
/// words are folded (base::foldedText), the text is not. A part holds whole characters, with the
/// accents that follow them.
std::vector<TextPart> matchesIn(const QString &text, const QStringList &foldedWords);

/// The same for a text that was cut at its end to full's beginning and an ellipsis: a match in what
/// was cut off is the ellipsis.
std::vector<TextPart> matchesInElided(
    const QString &full, const QString &elided, const QStringList &foldedWords);

} // namespace tokens
