// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#include "patience.h"

#include <QAbstractEventDispatcher>
#include <QEventLoop>
#include <QSignalSpy>
#include <QThreadPool>
#include <QTimer>

namespace test {

using namespace std::chrono_literals;

namespace {

/// One turn of the event loop that does not wait. Returns whether there was something to do.
bool turn()
{
    QCoreApplication::sendPostedEvents(nullptr, QEvent::DeferredDelete);
    return QAbstractEventDispatcher::instance()->processEvents(QEventLoop::AllEvents);
}

/// Every timer that was due within that time fires before this one does.
void passTimers(std::chrono::milliseconds timers)
{
    // Timers that need not be exact may come a twentieth of their time late.
    QTimer last;
    last.setTimerType(Qt::PreciseTimer);
    last.setSingleShot(true);
    last.start(timers + timers / 20 + 1ms);
    waitUntil([&last] { return !last.isActive(); });
}

} // namespace

std::chrono::milliseconds patience()
{
    static const int factor = std::max(qEnvironmentVariableIntValue("TOKENDESK_TEST_PATIENCE"), 1);
    return std::chrono::minutes(2 * factor);
}

int patienceMs()
{
    return static_cast<int>(patience().count());
}

bool waitUntil(const std::function<bool()> &isSo)
{
    constexpr int turn = 10; // ms
    for (int left = patienceMs(); left > 0; left -= turn) {
        if (isSo()) // Asked once more it may say something else, as what happens once does.
            return true;
        QTest::qWait(turn);
    }
    return isSo();
}

void limit(QEventLoop &loop)
{
    constexpr int turn = 50; // ms
    auto *turns = new QTimer(&loop);
    QObject::connect(turns, &QTimer::timeout, &loop, [&loop, left = patienceMs()]() mutable {
        left -= turn;
        if (left <= 0)
            loop.quit();
    });
    turns->start(turn);
}

bool waitForNext(QSignalSpy &spy)
{
    return waitUntil([&spy, before = spy.size()] { return spy.size() > before; });
}

void settle(std::chrono::milliseconds timers)
{
    if (timers > 0ms)
        passTimers(timers);
    // A task of the pool may end with an event for this thread, and that may start the next task.
    for (int idle = 0, left = patienceMs(); idle < 2 && left > 0; --left) {
        const bool isPoolDone = QThreadPool::globalInstance()->waitForDone(1);
        idle = turn() || !isPoolDone ? 0 : idle + 1;
    }
}

} // namespace test
