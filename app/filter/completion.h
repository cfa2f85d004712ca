// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

/// What could be typed next in a filter.

#include <QString>
#include <QStringList>

#include <vector>

namespace filter {

/// Values that only the program knows.
struct CompletionSource
{
    QStringList connections;
    QStringList owners;
    QStringList creators;
    QStringList grants;
    QStringList tags;
};

struct Candidate
{
    QString text; ///< what would be typed: "status:", "active", "\"Prod EU\""
    QString explanation; ///< English; may be empty
    /// It is the beginning of something: the next candidates follow at once.
    bool opensMore = false;

    friend bool operator==(const Candidate &, const Candidate &) = default;
};

struct Completion
{
    /// The part of the text that a candidate replaces.
    qsizetype position = 0;
    qsizetype length = 0;
    std::vector<Candidate> candidates; ///< best first, at most mostCandidates

    bool isEmpty() const { return candidates.empty(); }
};

inline constexpr std::size_t mostCandidates = 40;

/// cursor: in UTF-16 units from the start of the text.
Completion completions(const QString &text, qsizetype cursor, const CompletionSource &source);

} // namespace filter
