// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#include "base/memoryguard.h"

#include <QCoreApplication>
#include <QTimer>

#include <array>
#include <chrono>
#include <cstdlib>
#include <cstring>

#ifdef Q_OS_LINUX
#include <sys/prctl.h>
#endif
#ifdef Q_OS_UNIX
#include <sys/resource.h>
#endif
#ifdef Q_OS_MACOS
#include <sys/ptrace.h>
#include <sys/types.h>
#endif
#ifdef Q_OS_WIN
#include <qt_windows.h>

#include <aclapi.h>
#endif
#ifdef __GLIBC__
#include <malloc.h>
#endif

namespace base {

namespace {

/// What was freed by deferred deletion after the last key was gone is still caught.
constexpr auto linger = std::chrono::milliseconds(500);

int holders = 0;
bool isWiping = false;

void setWiping(bool on)
{
#ifdef __GLIBC__
    // Any value but 0 fills what is freed, and what is allocated with its complement.
    ::mallopt(M_PERTURB, on ? 0xA5 : 0);
#endif
    isWiping = on;
}

/// glibc keeps the last seven freed blocks of each small size of a thread aside, and does not fill
/// those: they are taken out, overwritten and given back. Threads of the network end with their
/// manager, and their blocks are filled then.
void overwriteKeptBlocks()
{
#ifdef __GLIBC__
    constexpr std::size_t largestKept = 1032;
    constexpr std::size_t perSize = 8;
    for (std::size_t size = 24; size <= largestKept; size += 16) {
        std::array<void *, perSize> blocks {};
        for (void *&block : blocks) {
            block = std::malloc(size);
            if (block)
                std::memset(block, 0xA5, size);
            asm volatile("" : : "r"(block) : "memory"); // Not optimised away.
        }
        for (void *block : blocks)
            std::free(block);
    }
#endif
}

void endSoon()
{
    if (holders > 0 || !isWiping)
        return;
    overwriteKeptBlocks();
    setWiping(false);
}

} // namespace

FreedMemoryWipe::FreedMemoryWipe()
{
    ++holders;
    setWiping(true);
}

FreedMemoryWipe::~FreedMemoryWipe()
{
    --holders;
    if (QCoreApplication *app = QCoreApplication::instance())
        QTimer::singleShot(linger, app, &endSoon);
    else
        endSoon();
}

bool FreedMemoryWipe::isOn()
{
    return isWiping;
}

#ifdef Q_OS_WIN
namespace {

/// Everybody but the system may only end this process and wait for it.
void denyReading()
{
    EXPLICIT_ACCESSW allowed {};
    allowed.grfAccessPermissions
        = PROCESS_QUERY_LIMITED_INFORMATION | PROCESS_TERMINATE | SYNCHRONIZE;
    allowed.grfAccessMode = SET_ACCESS;
    allowed.Trustee.TrusteeForm = TRUSTEE_IS_NAME;
    allowed.Trustee.TrusteeType = TRUSTEE_IS_WELL_KNOWN_GROUP;
    wchar_t everyone[] = L"CURRENT_USER";
    allowed.Trustee.ptstrName = everyone;
    PACL list = nullptr;
    if (::SetEntriesInAclW(1, &allowed, nullptr, &list) != ERROR_SUCCESS)
        return;
    ::SetSecurityInfo(::GetCurrentProcess(), SE_KERNEL_OBJECT, DACL_SECURITY_INFORMATION, nullptr,
        nullptr, list, nullptr);
    ::LocalFree(list);
}

} // namespace
#endif

void guardProcess()
{
#ifdef Q_OS_UNIX
    const rlimit none {0, 0};
    ::setrlimit(RLIMIT_CORE, &none);
#endif
#ifdef Q_OS_LINUX
    ::prctl(PR_SET_DUMPABLE, 0, 0, 0, 0);
#endif
#ifdef Q_OS_MACOS
    ::ptrace(PT_DENY_ATTACH, 0, nullptr, 0);
#endif
#ifdef Q_OS_WIN
    denyReading();
#endif
}

} // namespace base
