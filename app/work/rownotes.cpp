// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#include "work/rownotes.h"

#include "work/tokenstore.h"

#include <algorithm>
#include <unordered_map>

namespace work {

std::shared_ptr<const RowNotes> RowNotes::of(
    const TokenStore &store, const AnnotationTable &annotations)
{
    auto notes = std::make_shared<RowNotes>();
    for (auto it = annotations.begin(); it != annotations.end(); ++it) {
        if (const auto row = store.find(it.key()))
            notes->m_entries.push_back({*row, it.value()});
    }
    if (notes->m_entries.empty())
        return nullptr;
    std::sort(notes->m_entries.begin(), notes->m_entries.end(),
        [](const Entry &a, const Entry &b) { return a.row < b.row; });
    notes->m_isNoted.resize(std::size_t(notes->m_entries.back().row) + 1);
    for (const Entry &entry : notes->m_entries)
        notes->m_isNoted[entry.row] = true;
    return notes;
}

std::optional<std::size_t> RowNotes::find(RowId row) const
{
    if (row >= m_isNoted.size() || !m_isNoted[row])
        return std::nullopt;
    const auto found = std::lower_bound(m_entries.begin(), m_entries.end(), row,
        [](const Entry &entry, RowId wanted) { return entry.row < wanted; });
    return static_cast<std::size_t>(found - m_entries.begin());
}

std::function<SegmentBits(const TokenSegment &)> notedRows(
    const TokenSnapshot &snapshot, const std::function<bool(const domain::Annotation &)> &isIt)
{
    std::unordered_map<const TokenSegment *, SegmentBits> found;
    if (snapshot.notes) {
        for (const RowNotes::Entry &entry : snapshot.notes->all()) {
            if (entry.row < snapshot.rowCount && isIt(entry.annotation))
                found[&snapshot.segmentOf(entry.row)].set(TokenSnapshot::indexOf(entry.row));
        }
    }
    return [found = std::move(found)](const TokenSegment &segment) {
        const auto it = found.find(&segment);
        return it == found.end() ? SegmentBits() : it->second;
    };
}

} // namespace work
