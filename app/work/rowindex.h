// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

/// Which row has a key, by the key's hash. A fifth of the memory of a QHash with the keys in it:
/// whoever asks compares the key with the row's. Split in parts, so that growing never copies more
/// than a small one at once.

#include "work/tokensnapshot.h"

#include <array>
#include <optional>
#include <vector>

namespace work {

class RowIndex final
{
public:
    /// The row with this hash for which isIt(row) says yes.
    template <typename IsIt>
    std::optional<RowId> find(quint64 hash, IsIt isIt) const
    {
        const Part &part = m_parts[partOf(hash)];
        if (part.table.empty())
            return std::nullopt;
        const std::size_t mask = part.table.size() - 1;
        for (std::size_t at = tailOf(hash) & mask;; at = (at + 1) & mask) {
            const Slot &slot = part.table[at];
            if (slot.row == freeSlot)
                return std::nullopt;
            if (slot.row != removedSlot && slot.tail == tailOf(hash) && isIt(slot.row))
                return slot.row;
        }
    }
    /// The key must not be there yet.
    void insert(quint64 hash, RowId row);
    void remove(quint64 hash, RowId row);

private:
    static constexpr RowId freeSlot = 0xffff'ffff;
    static constexpr RowId removedSlot = 0xffff'fffe;
    struct Slot
    {
        RowId row = freeSlot;
        quint32 tail = 0;
    };
    struct Part
    {
        std::vector<Slot> table; ///< a power of two
        std::size_t used = 0; ///< removed ones included
    };
    static constexpr std::size_t partCount = 64;

    static std::size_t partOf(quint64 hash) { return hash >> 58; }
    static quint32 tailOf(quint64 hash) { return static_cast<quint32>(hash); }
    static void place(Part &part, Slot slot);
    static void grow(Part &part);

    std::array<Part, partCount> m_parts;
};

} // namespace work
