// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#include "work/rowindex.h"

#include <algorithm>

namespace work {

void RowIndex::insert(quint64 hash, RowId row)
{
    Part &part = m_parts[partOf(hash)];
    if ((part.used + 1) * 5 > part.table.size() * 4) // Four in five: probing stays short.
        grow(part);
    place(part, {row, tailOf(hash)});
    ++part.used;
}

void RowIndex::remove(quint64 hash, RowId row)
{
    Part &part = m_parts[partOf(hash)];
    const std::size_t mask = part.table.size() - 1;
    for (std::size_t at = tailOf(hash) & mask; part.table[at].row != freeSlot;
         at = (at + 1) & mask) {
        if (part.table[at].row == row) {
            part.table[at].row = removedSlot;
            return;
        }
    }
}

void RowIndex::place(Part &part, Slot slot)
{
    const std::size_t mask = part.table.size() - 1;
    std::size_t at = slot.tail & mask;
    while (part.table[at].row != freeSlot)
        at = (at + 1) & mask;
    part.table[at] = slot;
}

/// Twice the room, or the same once more when much of it is removed keys.
void RowIndex::grow(Part &part)
{
    const auto live = static_cast<std::size_t>(std::count_if(part.table.begin(), part.table.end(),
        [](const Slot &slot) { return slot.row != freeSlot && slot.row != removedSlot; }));
    std::size_t room = std::max<std::size_t>(16, part.table.size());
    if ((live + 1) * 2 > room)
        room *= 2;
    const std::vector<Slot> old = std::exchange(part.table, std::vector<Slot>(room));
    for (const Slot &slot : old) {
        if (slot.row != freeSlot && slot.row != removedSlot)
            place(part, slot);
    }
    part.used = live;
}

} // namespace work
