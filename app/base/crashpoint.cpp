// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#include "base/crashpoint.h"

#ifdef TOKENDESK_CRASH_POINTS

#include <csignal>
#include <cstdlib>
#include <cstring>

namespace base {

void crashHereIfAsked(const char *point)
{
    const char *asked = std::getenv("TOKENDESK_CRASH_AT");
    if (!asked || std::strcmp(asked, point) != 0)
        return;
#ifdef SIGKILL
    std::raise(SIGKILL); // Nothing can catch it: as sudden as a power cut for this process.
#endif
    std::_Exit(137);
}

} // namespace base

#endif
