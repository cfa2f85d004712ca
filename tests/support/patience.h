// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

/// How tests wait, in one place. No test judges by time: a wait ends with what it waits for, and
/// its limit only ends a test that hangs. tests/rules keeps other waits and limits out of tests.

#include <QTest>

#include <chrono>
#include <functional>

class QEventLoop;
class QSignalSpy;

namespace test {

/// The limit of every wait: two minutes. TOKENDESK_TEST_PATIENCE=5 makes it five times as long, for
/// a machine that is that slow. What turns the event loop counts its turns and not the clock: a
/// machine that stood still meanwhile, or did other things, costs a test nothing of it.
std::chrono::milliseconds patience();

/// The same for Qt's functions that count milliseconds: `process.waitForFinished(patienceMs())`.
int patienceMs();

/// Turns the event loop until isSo() holds. Returns false after patience().
bool waitUntil(const std::function<bool()> &isSo);

/// Ends the loop after patience(), where nothing else does.
void limit(QEventLoop &loop);

/// Turns the event loop until the spy has a signal that it had not when this was called.
bool waitForNext(QSignalSpy &spy);

/// Lets everything happen that is on its way in this thread and in the global thread pool, for a
/// test of what must not happen: turns the event loop until each timer that was to fire within
/// `timers` has fired and nothing is queued any more. A slow machine makes it longer and proves no
/// less: timers fire in the order in which they are due.
void settle(std::chrono::milliseconds timers = {});

} // namespace test

// Qt's own give up after five seconds. Without a limit of their own none can be written beside
// them.
#undef QTRY_VERIFY
#undef QTRY_VERIFY2
#undef QTRY_COMPARE
#undef QTRY_COMPARE_EQ
#undef QTRY_COMPARE_NE
#undef QTRY_COMPARE_LT
#undef QTRY_COMPARE_LE
#undef QTRY_COMPARE_GT
#undef QTRY_COMPARE_GE
#undef QTRY_VERIFY_WITH_TIMEOUT
#undef QTRY_VERIFY2_WITH_TIMEOUT
#undef QTRY_COMPARE_WITH_TIMEOUT
#undef QTRY_COMPARE_EQ_WITH_TIMEOUT
#undef QTRY_COMPARE_NE_WITH_TIMEOUT
#undef QTRY_COMPARE_LT_WITH_TIMEOUT
#undef QTRY_COMPARE_LE_WITH_TIMEOUT
#undef QTRY_COMPARE_GT_WITH_TIMEOUT
#undef QTRY_COMPARE_GE_WITH_TIMEOUT

#define TD_TURN_UNTIL(expression)                                                                  \
    if (!(expression))                                                                             \
        QTest::qWait(0);                                                                           \
    for (int td_left = test::patienceMs(); !(expression) && td_left > 0; td_left -= 50)            \
    QTest::qWait(50)

#define QTRY_VERIFY(statement)                                                                     \
    do {                                                                                           \
        TD_TURN_UNTIL(statement);                                                                  \
        QVERIFY(statement);                                                                        \
    } while (false)

#define QTRY_VERIFY2(statement, description)                                                       \
    do {                                                                                           \
        TD_TURN_UNTIL(statement);                                                                  \
        QVERIFY2(statement, description);                                                          \
    } while (false)

#define QTRY_COMPARE(actual, expected)                                                             \
    do {                                                                                           \
        TD_TURN_UNTIL((actual) == (expected));                                                     \
        QCOMPARE(actual, expected);                                                                \
    } while (false)
