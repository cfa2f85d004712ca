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
};

void StallWatchTest::seesWhatKeptTheLoop()
{
    StallWatch watch;
    QTimer::singleShot(10, this, [] { keepBusy(40); });
    QTest::qWait(80);
    QVERIFY2(watch.longest() >= 39ms, qPrintable(watch.text()));
    QVERIFY2(watch.busy() >= 35ms - tick, qPrintable(watch.text()));
    watch.restart();
    QVERIFY(watch.longest() < 39ms);
}

void StallWatchTest::seesWorkThatNoTurnFollowedYet()
{
    StallWatch watch;
    keepBusy(30);
    QVERIFY2(watch.longest() >= 29ms, qPrintable(watch.text()));
}

void StallWatchTest::seesNothingInAnIdleLoop()
{
    StallWatch watch;
    QTest::qWait(100);
    QVERIFY2(watch.busy() < 5ms + tick, qPrintable(watch.text()));
}

void StallWatchTest::tellsWaitingFromWorking()
{
    StallWatch watch;
    QTimer::singleShot(5, this, [] { QThread::msleep(30); });
    QTest::qWait(60);
    QVERIFY2(watch.longest() >= 29ms, qPrintable(watch.text()));
    QVERIFY2(watch.busy() < 15ms + tick, qPrintable(watch.text()));
}

void StallWatchTest::doesNotAddUpWhatIsInSeparateTurns()
{
    StallWatch watch;
    int left = 10;
    QTimer work;
    connect(&work, &QTimer::timeout, &work, [&left] {
        keepBusy(8);
        --left;
    });
    work.start(7);
    QTRY_VERIFY(left <= 0);
    QVERIFY2(watch.busy() < 20ms + tick, qPrintable(watch.text()));
}

QTEST_GUILESS_MAIN(StallWatchTest)
#include "tst_stallwatch.moc"
