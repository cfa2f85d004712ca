// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

/// Tests of a segment's rows, and how they are put together.

#include "work/tokensnapshot.h"

#include <algorithm>
#include <functional>
#include <utility>

namespace work {

/// The bits of tombstones and of rows that are not there mean nothing.
using SegmentTest = std::function<SegmentBits(const TokenSegment &)>;

/// Written a word at a time, so that the compiler keeps it in a register.
template <typename IsIt>
SegmentBits bitsWhere(const TokenSegment &segment, IsIt isIt)
{
    SegmentBits bits;
    const std::size_t size = segment.size();
    for (std::size_t start = 0; start < size; start += 64) {
        const std::size_t end = std::min(start + 64, size);
        quint64 word = 0;
        for (std::size_t row = start; row < end; ++row)
            word |= quint64(isIt(row) ? 1 : 0) << (row - start);
        bits.word(start / 64) = word;
    }
    return bits;
}

/// isIt(segment, row)
template <typename IsIt>
SegmentTest rowTest(IsIt isIt)
{
    return [isIt = std::move(isIt)](const TokenSegment &segment) {
        return bitsWhere(
            segment, [&isIt, &segment](std::size_t row) { return isIt(segment, row); });
    };
}

inline SegmentTest noRow()
{
    return [](const TokenSegment &) { return SegmentBits(); };
}

inline SegmentTest anyOf(std::vector<SegmentTest> tests)
{
    if (tests.size() == 1)
        return std::move(tests.front());
    return [tests = std::move(tests)](const TokenSegment &segment) {
        SegmentBits bits;
        for (const SegmentTest &test : tests) {
            bits |= test(segment);
            SegmentBits missing = ~bits;
            missing &= segment.present;
            if (missing == SegmentBits())
                break; // The first letters typed match nearly every row.
        }
        return bits;
    };
}

inline SegmentTest allOf(std::vector<SegmentTest> tests)
{
    return [tests = std::move(tests)](const TokenSegment &segment) {
        SegmentBits bits = segment.present;
        for (const SegmentTest &test : tests) {
            if (bits == SegmentBits())
                break;
            bits &= test(segment);
        }
        return bits;
    };
}

} // namespace work
