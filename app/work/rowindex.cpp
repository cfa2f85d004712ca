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
    for (std::size_t at = startOf(part, tailOf(hash)); part.table[at].row != freeSlot;
         at = nextOf(part, at)) {
        if (part.table[at].row == row) {
            part.table[at].row = removedSlot;
            return;
        }
    }
}

void RowIndex::place(Part &part, Slot slot)
{
    std::size_t at = startOf(part, slot.tail);
    while (part.table[at].row != freeSlot)
        at = nextOf(part, at);
    part.table[at] = slot;
}

/// A quarter more room than is needed after growing by another quarter: a doubling would leave half
/// of it empty, at eight bytes a slot. Removed keys go.
void RowIndex::grow(Part &part)
{
    const auto live = static_cast<std::size_t>(std::count_if(part.table.begin(), part.table.end(),
        [](const Slot &slot) { return slot.row != freeSlot && slot.row != removedSlot; }));
    const std::size_t room = std::max<std::size_t>(16, (live + 1) * 25 / 16);
    const std::vector<Slot> old = std::exchange(part.table, std::vector<Slot>(room));
    for (const Slot &slot : old) {
        if (slot.row != freeSlot && slot.row != removedSlot)
            place(part, slot);
    }
    part.used = live;
}

} // namespace work
