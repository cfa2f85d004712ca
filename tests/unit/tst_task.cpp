// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0

/// Each guarantee in the first lines of base/task.h, one by one.

#include "await.h"
#include "base/lifeline.h"
#include "base/poolrun.h"
#include "base/task.h"
#include "stricttest.h"

#include <QThread>

using namespace Qt::StringLiterals;
using base::Error;
using base::ErrorKind;
using base::Promise;
using base::Result;
using base::Task;

namespace {

void spin()
{
    // Posted calls, and calls that those post.
    for (int i = 0; i < 5; ++i)
        QCoreApplication::sendPostedEvents();
}

Result<int> doubled(int value)
{
    return value * 2;
}

} // namespace

class TaskTest final : public test::StrictTest
{
    Q_OBJECT

private slots:
    void deliversExactlyOnce();
    void deliversWhatWasReadyBefore();
    void neverDeliversInsideThen();
    void neverDeliversInsideSettle();
    void isSilentAfterCancel();
    void isSilentWhenCancelledBetweenSettleAndDelivery();
    void isSilentAfterTheGuardDies();
    void isSilentWhenTheGuardDiesBetweenSettleAndDelivery();
    void settlesAsCancelledWhenThePromiseIsDropped();
    void goesOnWhenTheTaskIsDropped();
    void runsTheAbortHookOnce();
    void doesNotAbortWhatHasEnded();
    void mapsValues();
    void doesNotMapErrors();
    void mapMayFail();
    void goesOnWithAnotherTask();
    void doesNotGoOnAfterAnError();
    void triesAnotherAfterAnError();
    void doesNotTryAnotherAfterAValue();
    void reachesTheAbortHookThroughDerivedTasks_data();
    void reachesTheAbortHookThroughDerivedTasks();
    void abortsTheSecondStepWhenTheFirstHasEnded();
    void startsNoSecondStepAfterCancel();
    void movesOnlyValuesThatCanOnlyMove();
    void anEmptyTaskDoesNothing();
    void mayBeCancelledFromItsOwnDelivery();
    void chainsOfManyStepsDoNotNest();
    void bringsPoolResultsToTheMainThread();
    void dropsPoolResultsAfterCancel();
    void lifelineStopsStepsOfADeadObject();
};

void TaskTest::deliversExactlyOnce()
{
    Promise<int> promise;
    auto task = promise.task();
    int calls = 0;
    task.then(this, [&](Result<int> value) {
        ++calls;
        QCOMPARE_EQ(*value, 1);
    });
    promise.settle(1);
    promise.settle(2);
    spin();
    promise.settle(3);
    spin();
    QCOMPARE_EQ(calls, 1);
}

void TaskTest::deliversWhatWasReadyBefore()
{
    int got = 0;
    Task<int>::ready(7).then(this, [&](Result<int> value) { got = *value; });
    spin();
    QCOMPARE_EQ(got, 7);
    QCOMPARE_EQ(
        test::await(Task<int>::failed({.kind = ErrorKind::Tls})).error().kind, ErrorKind::Tls);
}

void TaskTest::neverDeliversInsideThen()
{
    bool delivered = false;
    Task<int>::ready(7).then(this, [&](const Result<int> &) { delivered = true; });
    QVERIFY(!delivered);
    spin();
    QVERIFY(delivered);
}

void TaskTest::neverDeliversInsideSettle()
{
    Promise<int> promise;
    bool delivered = false;
    promise.task().then(this, [&](const Result<int> &) { delivered = true; });
    promise.settle(1);
    QVERIFY(!delivered);
    spin();
    QVERIFY(delivered);
}

void TaskTest::isSilentAfterCancel()
{
    Promise<int> promise;
    auto task = promise.task();
    bool delivered = false;
    task.then(this, [&](const Result<int> &) { delivered = true; });
    task.cancel();
    QVERIFY(promise.isCancelled());
    promise.settle(1);
    spin();
    QVERIFY(!delivered);
    task.then(this, [&](const Result<int> &) { delivered = true; });
    spin();
    QVERIFY(!delivered);
}

void TaskTest::isSilentWhenCancelledBetweenSettleAndDelivery()
{
    Promise<int> promise;
    auto task = promise.task();
    bool delivered = false;
    task.then(this, [&](const Result<int> &) { delivered = true; });
    promise.settle(1);
    task.cancel();
    spin();
    QVERIFY(!delivered);
}

void TaskTest::isSilentAfterTheGuardDies()
{
    Promise<int> promise;
    bool delivered = false;
    {
        QObject guard;
        promise.task().then(&guard, [&](const Result<int> &) { delivered = true; });
    }
    promise.settle(1);
    spin();
    QVERIFY(!delivered);
}

void TaskTest::isSilentWhenTheGuardDiesBetweenSettleAndDelivery()
{
    Promise<int> promise;
    bool delivered = false;
    {
        QObject guard;
        promise.task().then(&guard, [&](const Result<int> &) { delivered = true; });
        promise.settle(1);
    }
    spin();
    QVERIFY(!delivered);
}

void TaskTest::settlesAsCancelledWhenThePromiseIsDropped()
{
    Task<int> task;
    {
        const Promise<int> promise;
        const Promise<int> copy = promise;
        task = promise.task();
        QVERIFY(task.isRunning());
    }
    QVERIFY(!task.isRunning());
    QCOMPARE_EQ(test::await(task).error().kind, ErrorKind::Cancelled);
}

void TaskTest::goesOnWhenTheTaskIsDropped()
{
    Promise<int> promise;
    int got = 0;
    bool aborted = false;
    promise.onAbort([&] { aborted = true; });
    {
        auto task = promise.task();
        task.then(this, [&](Result<int> value) { got = *value; });
    }
    promise.settle(5);
    spin();
    QCOMPARE_EQ(got, 5);
    QVERIFY(!aborted);
}

void TaskTest::runsTheAbortHookOnce()
{
    Promise<int> promise;
    int aborts = 0;
    promise.onAbort([&] { ++aborts; });
    auto task = promise.task();
    task.cancel();
    task.cancel();
    QCOMPARE_EQ(aborts, 1);
}

void TaskTest::doesNotAbortWhatHasEnded()
{
    Promise<int> promise;
    int aborts = 0;
    promise.onAbort([&] { ++aborts; });
    auto task = promise.task();
    promise.settle(1);
    task.cancel();
    promise.onAbort([&] { ++aborts; });
    task.cancel();
    QCOMPARE_EQ(aborts, 0);
}

void TaskTest::mapsValues()
{
    Promise<int> promise;
    auto task = promise.task().map(doubled).map(
        [](int value) -> Result<QString> { return QString::number(value); });
    promise.settle(21);
    QCOMPARE_EQ(*test::await(std::move(task)), u"42"_s);
    QCOMPARE_EQ(*test::await(Task<int>::ready(4).map(doubled)), 8);
}

void TaskTest::doesNotMapErrors()
{
    Promise<int> promise;
    bool ran = false;
    auto task = promise.task().map([&](int value) -> Result<int> {
        ran = true;
        return value;
    });
    const Error error {.kind = ErrorKind::Forbidden, .detail = u"no"_s, .httpStatus = 403};
    promise.settle(base::fail(error));
    QCOMPARE_EQ(test::await(std::move(task)).error(), error);
    QVERIFY(!ran);
}

void TaskTest::mapMayFail()
{
    auto task = Task<int>::ready(1).map(
        [](int) -> Result<int> { return base::fail(ErrorKind::Invalid, u"odd"_s); });
    QCOMPARE_EQ(test::await(std::move(task)).error().detail, u"odd"_s);
}

void TaskTest::goesOnWithAnotherTask()
{
    Promise<int> first;
    Promise<QString> second;
    int seen = 0;
    auto task = first.task().andThen([&](int value) {
        seen = value;
        return second.task();
    });
    first.settle(3);
    QCOMPARE_EQ(seen, 3);
    QVERIFY(task.isRunning());
    second.settle(u"end"_s);
    QCOMPARE_EQ(*test::await(std::move(task)), u"end"_s);
}

void TaskTest::doesNotGoOnAfterAnError()
{
    bool ran = false;
    auto task = Task<int>::failed({.kind = ErrorKind::Offline}).andThen([&](int) {
        ran = true;
        return Task<int>::ready(1);
    });
    QCOMPARE_EQ(test::await(std::move(task)).error().kind, ErrorKind::Offline);
    QVERIFY(!ran);
}

void TaskTest::triesAnotherAfterAnError()
{
    auto task = Task<int>::failed({.kind = ErrorKind::NotFound}).orElse([](const Error &error) {
        return error.kind == ErrorKind::NotFound ? Task<int>::ready(0) : Task<int>::failed(error);
    });
    QCOMPARE_EQ(*test::await(std::move(task)), 0);
}

void TaskTest::doesNotTryAnotherAfterAValue()
{
    bool ran = false;
    auto task = Task<int>::ready(1).orElse([&](const Error &error) {
        ran = true;
        return Task<int>::failed(error);
    });
    QCOMPARE_EQ(*test::await(std::move(task)), 1);
    QVERIFY(!ran);
}

void TaskTest::reachesTheAbortHookThroughDerivedTasks_data()
{
    QTest::addColumn<QString>("step");
    QTest::newRow("map") << u"map"_s;
    QTest::newRow("andThen") << u"andThen"_s;
    QTest::newRow("orElse") << u"orElse"_s;
    QTest::newRow("all of them") << u"all"_s;
}

void TaskTest::reachesTheAbortHookThroughDerivedTasks()
{
    QFETCH(QString, step);
    Promise<int> promise;
    int aborts = 0;
    promise.onAbort([&] { ++aborts; });
    auto next = [](int value) { return Task<int>::ready(value); };
    auto other = [](const Error &error) { return Task<int>::failed(error); };
    Task<int> task = promise.task();
    if (step == u"map"_s || step == u"all"_s)
        task = std::move(task).map(doubled);
    if (step == u"andThen"_s || step == u"all"_s)
        task = std::move(task).andThen(next);
    if (step == u"orElse"_s || step == u"all"_s)
        task = std::move(task).orElse(other);
    bool delivered = false;
    task.then(this, [&](const Result<int> &) { delivered = true; });
    task.cancel();
    task.cancel();
    QCOMPARE_EQ(aborts, 1);
    promise.settle(1);
    spin();
    QVERIFY(!delivered);
}

void TaskTest::abortsTheSecondStepWhenTheFirstHasEnded()
{
    Promise<int> first;
    Promise<int> second;
    int firstAborts = 0;
    int secondAborts = 0;
    first.onAbort([&] { ++firstAborts; });
    second.onAbort([&] { ++secondAborts; });
    auto task = first.task().andThen([&](int) { return second.task(); });
    first.settle(1);
    task.cancel();
    QCOMPARE_EQ(firstAborts, 0);
    QCOMPARE_EQ(secondAborts, 1);
}

void TaskTest::startsNoSecondStepAfterCancel()
{
    Promise<int> first;
    bool started = false;
    auto task = first.task().andThen([&](int) {
        started = true;
        return Task<int>::ready(1);
    });
    task.cancel();
    first.settle(1);
    spin();
    QVERIFY(!started);
}

void TaskTest::movesOnlyValuesThatCanOnlyMove()
{
    Promise<std::unique_ptr<int>> promise;
    auto task = promise.task().map([](std::unique_ptr<int> value) -> Result<std::unique_ptr<int>> {
        ++*value;
        return value;
    });
    promise.settle(std::make_unique<int>(1));
    QCOMPARE_EQ(**test::await(std::move(task)), 2);
}

void TaskTest::anEmptyTaskDoesNothing()
{
    Task<int> task;
    bool delivered = false;
    task.then(this, [&](const Result<int> &) { delivered = true; });
    task.cancel();
    Task<int> derived = std::move(task).map(doubled);
    derived.then(this, [&](const Result<int> &) { delivered = true; });
    derived.cancel();
    spin();
    QVERIFY(!delivered);
    QVERIFY(!derived.isRunning());
}

void TaskTest::mayBeCancelledFromItsOwnDelivery()
{
    Promise<int> promise;
    auto task = promise.task();
    int calls = 0;
    task.then(this, [&](const Result<int> &) {
        ++calls;
        task.cancel();
    });
    promise.settle(1);
    spin();
    QCOMPARE_EQ(calls, 1);
}

void TaskTest::chainsOfManyStepsDoNotNest()
{
    Promise<int> promise;
    Task<int> task = promise.task();
    for (int i = 0; i < 1000; ++i)
        task = std::move(task).map([](int value) -> Result<int> { return value + 1; });
    promise.settle(0);
    QCOMPARE_EQ(*test::await(std::move(task)), 1000);
}

void TaskTest::bringsPoolResultsToTheMainThread()
{
    QThread *const here = QThread::currentThread();
    QThread *worker = nullptr;
    QThread *delivered = nullptr;
    auto task = base::runInPool([&worker]() -> Result<int> {
        worker = QThread::currentThread();
        return 9;
    });
    int got = 0;
    task.then(this, [&](Result<int> value) {
        delivered = QThread::currentThread();
        got = *value;
    });
    QTRY_COMPARE(got, 9);
    QVERIFY(worker != here);
    QVERIFY(delivered == here);
}

void TaskTest::dropsPoolResultsAfterCancel()
{
    QAtomicInt ran = 0;
    bool delivered = false;
    auto task = base::runInPool([&ran]() -> Result<int> {
        ran = 1;
        return 9;
    });
    task.then(this, [&](const Result<int> &) { delivered = true; });
    task.cancel();
    QTRY_COMPARE(ran.loadRelaxed(), 1);
    QThreadPool::globalInstance()->waitForDone();
    spin();
    QVERIFY(!delivered);
}

void TaskTest::lifelineStopsStepsOfADeadObject()
{
    struct Owner
    {
        int touched = 0;
        base::Lifeline life;
    };
    auto owner = std::make_unique<Owner>();
    Promise<int> promise;
    int ran = 0;
    auto mapped = promise.task().map(owner->life.guard([&ran](int value) -> Result<int> {
        ++ran;
        return value;
    }));
    owner.reset();
    promise.settle(1);
    QCOMPARE_EQ(test::await(std::move(mapped)).error().kind, ErrorKind::Cancelled);
    QCOMPARE_EQ(ran, 0);
}

QTEST_GUILESS_MAIN(TaskTest)
#include "tst_task.moc"
