// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

/// The rows of the store as they were at one moment, for another thread. Taking one copies a few
/// hundred pointers, whatever the number of rows: segments are shared, and the store copies one
/// before it changes it while somebody else still reads.

#include "domain/packedtokens.h"

#include <QList>
#include <QStringList>

#include <array>
#include <memory>
#include <vector>

namespace work {

using RowId = quint32;

/// Small enough to be copied or rebuilt within a tenth of a millisecond, large enough that a
/// million rows are some hundred segments.
inline constexpr RowId rowsPerSegment = 2048;

/// A bit for each row of a segment.
class SegmentBits final
{
public:
    static constexpr std::size_t words = rowsPerSegment / 64;

    bool test(std::size_t row) const { return (m_words[row / 64] >> row % 64 & 1) != 0; }
    void set(std::size_t row) { m_words[row / 64] |= quint64(1) << row % 64; }
    void reset(std::size_t row) { m_words[row / 64] &= ~(quint64(1) << row % 64); }
    quint64 &word(std::size_t index) { return m_words[index]; }
    quint64 word(std::size_t index) const { return m_words[index]; }

    SegmentBits &operator&=(const SegmentBits &other);
    SegmentBits &operator|=(const SegmentBits &other);
    SegmentBits operator~() const;

    friend bool operator==(const SegmentBits &, const SegmentBits &) = default;

private:
    std::array<quint64, words> m_words {};
};

inline SegmentBits &SegmentBits::operator&=(const SegmentBits &other)
{
    for (std::size_t i = 0; i < words; ++i)
        m_words[i] &= other.m_words[i];
    return *this;
}

inline SegmentBits &SegmentBits::operator|=(const SegmentBits &other)
{
    for (std::size_t i = 0; i < words; ++i)
        m_words[i] |= other.m_words[i];
    return *this;
}

inline SegmentBits SegmentBits::operator~() const
{
    SegmentBits inverse;
    for (std::size_t i = 0; i < words; ++i)
        inverse.m_words[i] = ~m_words[i];
    return inverse;
}

/// Up to rowsPerSegment consecutive rows. Full but for the last.
struct TokenSegment
{
    domain::PackedTokens rows; ///< places are those of SharedValues
    std::vector<quint16> connection; ///< place in SharedValues::connectionIds
    SegmentBits present; ///< clear = a tombstone, whose other values mean nothing

    std::size_t size() const { return rows.size(); }
};

using SharedTextPtr = std::shared_ptr<const domain::SharedText>;

/// What many rows have in common: a Place p stands for entry p - domain::firstPlace.
struct SharedValues
{
    QList<SharedTextPtr> texts; ///< creators and owners
    QList<domain::GrantSetPtr> grantSets;
    QStringList connectionIds;

    const domain::SharedText &text(domain::Place place) const
    {
        return *texts.at(static_cast<qsizetype>(place - domain::firstPlace));
    }
    /// Null for no grants.
    const domain::GrantSet *grantSet(domain::Place place) const
    {
        return domain::isPlace(place)
            ? grantSets.at(static_cast<qsizetype>(place - domain::firstPlace)).get()
            : nullptr;
    }
};

class RowNotes;

struct TokenSnapshot : SharedValues
{
    std::vector<std::shared_ptr<const TokenSegment>> segments;
    RowId rowCount = 0; ///< tombstones included
    /// What admins noted: from whoever took the snapshot and knows it; null = nothing.
    std::shared_ptr<const RowNotes> notes;

    const TokenSegment &segmentOf(RowId row) const { return *segments[row / rowsPerSegment]; }
    static std::size_t indexOf(RowId row) { return row % rowsPerSegment; }
};

} // namespace work
