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
        for (std::size_t at = startOf(part, tailOf(hash));; at = nextOf(part, at)) {
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
        std::vector<Slot> table;
        std::size_t used = 0; ///< removed ones included
    };
    static constexpr std::size_t partCount = 64;

    static std::size_t partOf(quint64 hash) { return hash >> 58; }
    static quint32 tailOf(quint64 hash) { return static_cast<quint32>(hash); }
    /// The tail as a fraction of the room: any room does, not only powers of two.
    static std::size_t startOf(const Part &part, quint32 tail)
    {
        return static_cast<std::size_t>(quint64(tail) * part.table.size() >> 32);
    }
    static std::size_t nextOf(const Part &part, std::size_t at)
    {
        return at + 1 == part.table.size() ? 0 : at + 1;
    }
    static void place(Part &part, Slot slot);
    static void grow(Part &part);

    std::array<Part, partCount> m_parts;
};

} // namespace work
