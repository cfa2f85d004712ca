// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0

/// What tasks are put together with: steps that may come late, many tasks as one, replies read
/// elsewhere.

#include "await.h"
#include "base/gather.h"
#include "base/lifeline.h"
#include "http/parsed.h"
#include "stricttest.h"

#include <QThread>

using base::ErrorKind;
using base::Promise;
using base::Result;
using base::Task;
using http::Response;
using test::await;

class ContinuationsTest final : public test::StrictTest
{
    Q_OBJECT

private slots:
    void runsStepsWhileTheObjectLives();
    void cancelsStepsThatComeLate();
    void gathersInOrder();
    void gathersNothing();
    void startsOnlySoManyAtOnce();
    void gathersFailuresBesideValues();
    void gathersThousandsThatAreReadyAtOnce();
    void cancelsAllThatRun();
    void readsLargeBodiesElsewhere_data();
    void readsLargeBodiesElsewhere();
};

void ContinuationsTest::runsStepsWhileTheObjectLives()
{
    const base::Lifeline life;
    const auto sum
        = await(Task<int>::ready(1)
                    .map(life.guard([](int value) -> Result<int> { return value + 1; }))
                    .andThen(life.guard([](int value) { return Task<int>::ready(value * 2); })));
    QCOMPARE(sum.value_or(0), 4);
}

void ContinuationsTest::cancelsStepsThatComeLate()
{
    auto life = std::make_unique<base::Lifeline>();
    const Promise<int> first;
    const Promise<int> second;
    int runs = 0;
    auto mapped = first.task().map(life->guard([&runs](int value) -> Result<int> {
        ++runs;
        return value;
    }));
    auto recovered = second.task().orElse(life->guard([&runs](const base::Error &) {
        ++runs;
        return Task<int>::ready(7);
    }));
    life.reset();
    first.settle(1);
    second.settle(base::fail(ErrorKind::OutcomeUnknown));
    QCOMPARE(await(std::move(mapped)).error().kind, ErrorKind::Cancelled);
    // What went wrong stays what it was: an unknown outcome must not become a mere cancel.
    QCOMPARE(await(std::move(recovered)).error().kind, ErrorKind::OutcomeUnknown);
    QCOMPARE(runs, 0);
}

void ContinuationsTest::gathersInOrder()
{
    std::vector<Promise<int>> promises(3);
    auto all = base::gather<int>(
        3, 3, [&promises](std::size_t index) { return promises[index].task(); });
    promises[2].settle(2);
    promises[0].settle(0);
    QVERIFY(all.isRunning());
    promises[1].settle(1);
    const auto results = await(std::move(all));
    QVERIFY(results);
    for (int i = 0; i < 3; ++i)
        QCOMPARE(results->at(std::size_t(i)).value_or(-1), i);
}

void ContinuationsTest::gathersNothing()
{
    const auto results = await(base::gather<int>(0, 4, [](std::size_t) { return Task<int>(); }));
    QVERIFY(results && results->empty());
}

void ContinuationsTest::startsOnlySoManyAtOnce()
{
    std::vector<Promise<int>> promises(5);
    std::size_t started = 0;
    auto all = base::gather<int>(5, 2, [&](std::size_t index) {
        ++started;
        return promises[index].task();
    });
    QCOMPARE(started, 2u);
    promises[1].settle(1);
    QCOMPARE(started, 3u);
    promises[0].settle(1);
    promises[2].settle(1);
    QCOMPARE(started, 5u);
    promises[3].settle(1);
    promises[4].settle(1);
    QVERIFY(await(std::move(all)));
}

void ContinuationsTest::gathersFailuresBesideValues()
{
    const auto results = await(base::gather<int>(2, 1, [](std::size_t index) {
        return index == 0 ? Task<int>::failed({.kind = ErrorKind::NotFound}) : Task<int>::ready(1);
    }));
    QVERIFY(results);
    QCOMPARE(results->at(0).error().kind, ErrorKind::NotFound);
    QVERIFY(results->at(1));
}

void ContinuationsTest::gathersThousandsThatAreReadyAtOnce()
{
    const auto results = await(base::gather<int>(
        50'000, 4, [](std::size_t index) { return Task<int>::ready(static_cast<int>(index)); }));
    QVERIFY(results);
    QCOMPARE(results->size(), 50'000u);
    QCOMPARE(results->back().value_or(0), 49'999);
}

void ContinuationsTest::cancelsAllThatRun()
{
    std::vector<Promise<int>> promises(4);
    int stopped = 0;
    std::size_t started = 0;
    auto all = base::gather<int>(4, 2, [&](std::size_t index) {
        ++started;
        auto task = promises[index].task();
        promises[index].onAbort([&stopped] { ++stopped; });
        return task;
    });
    all.cancel();
    QCOMPARE(stopped, 2);
    QCOMPARE(started, 2u);
}

void ContinuationsTest::readsLargeBodiesElsewhere_data()
{
    QTest::addColumn<qsizetype>("size");
    QTest::addColumn<bool>("here");
    QTest::newRow("small") << http::largestBodyReadAtOnce << true;
    QTest::newRow("large") << http::largestBodyReadAtOnce + 1 << false;
}

void ContinuationsTest::readsLargeBodiesElsewhere()
{
    QFETCH(qsizetype, size);
    QFETCH(bool, here);
    QThread *const gui = QThread::currentThread();
    auto read = http::parsed(Task<Response>::ready(Response {200, {}, QByteArray(size, 'x')}),
        [gui](const Response &response) -> Result<std::pair<qsizetype, bool>> {
            return std::pair {response.body.size(), QThread::currentThread() == gui};
        });
    const auto seen = await(std::move(read));
    QVERIFY(seen);
    QCOMPARE(seen->first, size);
    QCOMPARE(seen->second, here);
}

QTEST_GUILESS_MAIN(ContinuationsTest)
#include "tst_continuations.moc"
