// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#include "stallwatch.h"
#include "stricttest.h"

#include <ctime>

using namespace std::chrono_literals;
using test::StallWatch;

namespace {

/// By the clock of the processor, however little of it this program gets.
void keepBusy(int ms)
{
    const std::clock_t end = std::clock() + ms * (CLOCKS_PER_SEC / 1000);
    while (std::clock() < end) { }
}

#ifdef Q_OS_WIN
constexpr auto tick = 16ms; // Its clock of a thread's own time goes in steps.
#else
constexpr auto tick = 0ms;
#endif

/// Time that passes when a test says so.
struct Bench
{
    StallWatch::Time wall {};
    StallWatch::Time busy {};
    StallWatch watch {StallWatch::Clocks {[this] { return wall; }, [this] { return busy; }}};

    void work(StallWatch::Time time)
    {
        wall += time;
        busy += time;
    }
    void rest(StallWatch::Time time) { wall += time; }
    /// Lets the event loop do this in a turn of its own.
    void inATurn(const std::function<void()> &act)
    {
        QTimer::singleShot(0, &watch, act);
        test::settle(2ms);
    }
};

} // namespace

/// Measures the measure: figures of the benchmark are worth what this is worth.
class StallWatchTest final : public test::StrictTest
{
    Q_OBJECT

private slots:
    void seesWhatKeptTheLoop();
    void seesWorkThatNoTurnFollowedYet();
    void seesNothingInAnIdleLoop();
    void tellsWaitingFromWorking();
    void doesNotAddUpWhatIsInSeparateTurns();
    void readsTheRealClocks();
};

void StallWatchTest::seesWhatKeptTheLoop()
{
    Bench bench;
    bench.inATurn([&bench] { bench.work(40ms); });
    QCOMPARE(bench.watch.longest(), 40ms);
    QCOMPARE(bench.watch.busy(), 40ms);
    QCOMPARE(bench.watch.text(), QStringLiteral("40.0 ms (busy 40.0 ms)"));
    bench.watch.restart();
    QCOMPARE(bench.watch.longest(), 0ms);
}

void StallWatchTest::seesWorkThatNoTurnFollowedYet()
{
    Bench bench;
    bench.work(30ms);
    QCOMPARE(bench.watch.longest(), 30ms);
}

void StallWatchTest::seesNothingInAnIdleLoop()
{
    Bench bench;
    test::settle(10ms);
    QCOMPARE(bench.watch.longest(), 0ms);
}

void StallWatchTest::tellsWaitingFromWorking()
{
    Bench bench;
    bench.inATurn([&bench] { bench.rest(30ms); });
    QCOMPARE(bench.watch.longest(), 30ms);
    QCOMPARE(bench.watch.busy(), 0ms);
}

void StallWatchTest::doesNotAddUpWhatIsInSeparateTurns()
{
    Bench bench;
    for (int i = 0; i < 10; ++i)
        bench.inATurn([&bench] { bench.work(8ms); });
    QCOMPARE(bench.watch.longest(), 8ms);
    QCOMPARE(bench.watch.busy(), 8ms);
}

void StallWatchTest::readsTheRealClocks()
{
    StallWatch watch;
    keepBusy(40);
    QVERIFY2(watch.longest() >= 39ms, qPrintable(watch.text()));
    QVERIFY2(watch.busy() >= 35ms - tick, qPrintable(watch.text()));
    QVERIFY2(watch.busy() <= watch.longest() + tick + 1ms, qPrintable(watch.text()));
}

QTEST_GUILESS_MAIN(StallWatchTest)
#include "tst_stallwatch.moc"
