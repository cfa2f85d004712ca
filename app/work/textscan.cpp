// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#include "work/textscan.h"

#include "base/textrules.h"

#include <algorithm>

#ifdef __SSE2__
#include <bit>
#include <cstring>
#include <emmintrin.h>
#endif

namespace work {

using domain::FactState;
using domain::OwnText;
using domain::PackedTokens;
using filter::FieldId;

namespace {

/// The needle must not be empty. Looks at sixteen places at a time and more closely only where both
/// the first and the last byte fit: twice as fast as memmem(), which is several times as fast
/// as std::string_view::find().
std::size_t findFrom(std::string_view text, std::string_view needle, std::size_t from)
{
#ifdef __SSE2__
    constexpr std::size_t width = sizeof(__m128i);
    const auto load = [&text](std::size_t at) {
        __m128i bytes;
        std::memcpy(&bytes, text.data() + at, width);
        return bytes;
    };
    const __m128i first = _mm_set1_epi8(needle.front());
    const __m128i last = _mm_set1_epi8(needle.back());
    const std::size_t toLast = needle.size() - 1;
    for (; from + toLast + width <= text.size(); from += width) {
        const __m128i fits = _mm_and_si128(
            _mm_cmpeq_epi8(load(from), first), _mm_cmpeq_epi8(load(from + toLast), last));
        auto places = static_cast<unsigned>(_mm_movemask_epi8(fits));
        for (; places != 0; places &= places - 1) {
            const std::size_t at = from + static_cast<std::size_t>(std::countr_zero(places));
            if (std::memcmp(text.data() + at, needle.data(), needle.size()) == 0)
                return at;
        }
    }
#endif
    return text.find(needle, from);
}

} // namespace

OwnTextTest::OwnTextTest(std::optional<OwnText> text, const filter::TextTest &test)
    : m_text(text)
    , m_test(test)
{
    const auto &pieces = test.pieces();
    m_needle = *std::max_element(pieces.begin(), pieces.end(),
        [](const std::string &a, const std::string &b) { return a.size() < b.size(); });
}

SegmentBits OwnTextTest::operator()(const TokenSegment &segment) const
{
    const PackedTokens &rows = segment.rows;
    SegmentBits bits;
    if (m_needle.empty()) {
        for (std::size_t row = 0; row < rows.size(); ++row) {
            if (matchesRow(rows, row))
                bits.set(row);
        }
        return bits;
    }
    const bool needsALook = m_text || m_test.isPattern();
    std::size_t row = 0;
    std::size_t at = 0;
    while ((at = findFrom(rows.search, m_needle, at)) != std::string_view::npos) {
        while (rows.searchEnd[row] <= at)
            ++row;
        if (!needsALook || matchesRow(rows, row))
            bits.set(row);
        at = rows.searchEnd[row];
    }
    return bits;
}

bool OwnTextTest::matchesRow(const PackedTokens &rows, std::size_t row) const
{
    if (!m_text)
        return anyLine(rows.searchText(row), m_test);
    const std::string_view value = rows.folded(row, *m_text);
    return !value.empty() && m_test.matches(value);
}

std::optional<OwnText> ownTextOf(FieldId id)
{
    switch (id) {
    case FieldId::Name:
        return OwnText::Name;
    case FieldId::Id:
        return OwnText::Id;
    case FieldId::Hint:
        return OwnText::KeyHint;
    case FieldId::Description:
        return OwnText::Description;
    default:
        return std::nullopt;
    }
}

std::string foldedLine(const QString &text)
{
    return foldedLine(std::string_view(text.toStdString()));
}

std::string foldedLine(std::string_view utf8)
{
    std::string line;
    base::appendFolded(utf8, line);
    return line.empty() ? line : line + '\n';
}

bool anyLine(std::string_view lines, const filter::TextTest &test)
{
    while (!lines.empty()) {
        const std::string_view line = lines.substr(0, lines.find('\n'));
        if (!line.empty() && test.matches(line))
            return true;
        lines.remove_prefix(std::min(line.size() + 1, lines.size()));
    }
    return false;
}

FactState factState(const PackedTokens &rows, std::size_t row, FieldId field)
{
    switch (field) {
    case FieldId::Owner:
        return domain::stateOfPlace(rows.owner[row]);
    case FieldId::Creator:
        return domain::stateOfPlace(rows.creator[row]);
    case FieldId::Description:
        return rows.descriptionState(row);
    case FieldId::Grant:
    case FieldId::Broad:
        return rows.flags[row].grantsState();
    case FieldId::Used:
    case FieldId::Created:
    case FieldId::Expires:
    case FieldId::Removed:
    case FieldId::Idle:
        return domain::stateOf(packedTime(rows, row, field));
    default:
        return FactState::Known;
    }
}

domain::PackedTime packedTime(const PackedTokens &rows, std::size_t row, FieldId field)
{
    switch (field) {
    case FieldId::Used:
        return rows.lastUsed[row];
    case FieldId::Created:
        return rows.created[row];
    case FieldId::Expires:
        return rows.expires[row];
    case FieldId::Removed:
        return domain::packTime(rows.removedWhenIdle(row));
    default: { // Idle: a token that was never used has been idle for as long as it exists
        const domain::PackedTime used = rows.lastUsed[row];
        return domain::stateOf(used) == FactState::Never ? rows.created[row] : used;
    }
    }
}

} // namespace work
