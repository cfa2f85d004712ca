// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

/// What admins noted, by row instead of by token, for filters and sorting in the pool. Few rows
/// have any, so a scan over all rows asks a bit first.

#include "work/annotationbook.h"
#include "work/tokensnapshot.h"

#include <functional>
#include <optional>

namespace work {

class TokenStore;

class RowNotes final
{
public:
    struct Entry
    {
        RowId row;
        domain::Annotation annotation;
    };

    /// Nothing for a table without a token that is listed. GUI thread.
    static std::shared_ptr<const RowNotes> of(
        const TokenStore &store, const AnnotationTable &annotations);

    /// By row, upwards.
    const std::vector<Entry> &all() const { return m_entries; }
    /// Place in all().
    std::optional<std::size_t> find(RowId row) const;

private:
    std::vector<Entry> m_entries;
    std::vector<bool> m_isNoted; ///< by row; may end early
};

/// The rows that are noted something of for which isIt says yes, for segments of the snapshot.
std::function<SegmentBits(const TokenSegment &)> notedRows(
    const TokenSnapshot &snapshot, const std::function<bool(const domain::Annotation &)> &isIt);

} // namespace work
