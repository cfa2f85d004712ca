// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

/// Keys in memory that we do not own: copies that Qt, OpenSSL and the C library made on the way.

namespace base {

/// While one of these lives, and half a second longer, the C library overwrites every block that is
/// freed (MEM-02): so buffers of the network and of text layouts leave no key behind. Hold one from
/// before a key can arrive until it is shown no more, not longer: large answers are read many times
/// slower meanwhile. Linux with glibc; elsewhere it does nothing. GUI thread only.
class FreedMemoryWipe final
{
public:
    FreedMemoryWipe();
    ~FreedMemoryWipe();
    FreedMemoryWipe(const FreedMemoryWipe &) = delete;
    FreedMemoryWipe &operator=(const FreedMemoryWipe &) = delete;

    /// Whether freed blocks are overwritten now.
    static bool isOn();
};

/// Other programs of the same user may not read this process's memory, and no core file is written
/// when it crashes (MEM-04). To be called once, first thing in main(). What a system has no means
/// for is left out.
void guardProcess();

} // namespace base
