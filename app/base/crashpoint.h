// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

/// Named places where a test can have the program die as by kill -9 (TEST-05): the environment
/// variable TOKENDESK_CRASH_AT names one. Nothing of it is in a build without tests.

#ifdef TOKENDESK_CRASH_POINTS
namespace base {

/// Ends the process at once, without a destructor, if this is the point named.
void crashHereIfAsked(const char *point);

} // namespace base
#define TD_CRASH_POINT(point) ::base::crashHereIfAsked(point)
#else
#define TD_CRASH_POINT(point) static_cast<void>(0)
#endif
