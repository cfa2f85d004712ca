// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#include "base/leave.h"

#ifdef __MINGW32__
#include <cstdio>
#include <windows.h>
#endif

namespace base {

int leave(int code)
{
#ifdef __MINGW32__
    std::fflush(nullptr);
    ::TerminateProcess(::GetCurrentProcess(), static_cast<UINT>(code));
#endif
    return code;
}

} // namespace base
