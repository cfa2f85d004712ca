// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

/// Limits on speed. A test of the suite runs beside other programs and proves nothing by them;
/// tests/bench/run.sh runs the tests that have such limits by themselves, and holds them to these.

#include <QTest>

namespace test {

/// Whether a limit on speed fails the test: TOKENDESK_JUDGE_SPEED=1, set by tests/bench/run.sh.
inline bool judgesSpeed()
{
    return qEnvironmentVariableIntValue("TOKENDESK_JUDGE_SPEED") > 0;
}

} // namespace test

/// Fails where speed is judged, and only tells elsewhere. CMake gives the test the label "speed".
#define VERIFY_SPEED(isQuick, text)                                                                \
    do {                                                                                           \
        const bool wasQuick = (isQuick);                                                           \
        if (test::judgesSpeed())                                                                   \
            QVERIFY2(wasQuick, qPrintable(text));                                                  \
        else if (!wasQuick)                                                                        \
            qInfo("slow, which is not judged here: %s", qPrintable(text));                         \
    } while (false)
