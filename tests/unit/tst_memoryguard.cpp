// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0

/// What can be seen of the guards from inside; tests/e2e/keyresidue looks for real keys.

#include "base/memoryguard.h"
#include "stricttest.h"

#ifdef Q_OS_LINUX
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>
#endif

using namespace std::chrono_literals;
using base::FreedMemoryWipe;

class MemoryGuardTest final : public test::StrictTest
{
    Q_OBJECT

private slots:
    void wipesUntilAfterTheLast();
    void leavesNoCoreAndLetsNobodyIn();
};

/// MEM-02
void MemoryGuardTest::wipesUntilAfterTheLast()
{
    QVERIFY(!FreedMemoryWipe::isOn());
    {
        const FreedMemoryWipe first;
        {
            const FreedMemoryWipe second;
            QVERIFY(FreedMemoryWipe::isOn());
        }
        test::settle(std::chrono::milliseconds(1200));
        QVERIFY(FreedMemoryWipe::isOn());
    }
    QVERIFY(FreedMemoryWipe::isOn()); // For what is deleted later.
    QTRY_VERIFY(!FreedMemoryWipe::isOn());
}

/// MEM-04
void MemoryGuardTest::leavesNoCoreAndLetsNobodyIn()
{
#ifdef Q_OS_LINUX
    const pid_t child = ::fork();
    if (child == 0) {
        base::guardProcess();
        rlimit core {1, 1};
        ::getrlimit(RLIMIT_CORE, &core);
        const bool isShut = ::prctl(PR_GET_DUMPABLE, 0, 0, 0, 0) == 0 && core.rlim_max == 0;
        ::_exit(isShut ? 0 : 1);
    }
    int status = -1;
    QCOMPARE(::waitpid(child, &status, 0), child);
    QVERIFY(WIFEXITED(status));
    QCOMPARE(WEXITSTATUS(status), 0);
#else
    QSKIP("looked at on Linux only");
#endif
}

QTEST_GUILESS_MAIN(MemoryGuardTest)
#include "tst_memoryguard.moc"
