// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0

/// The queue in front of a connection, with a wire and a clock that do as the test says.

#include "http/dispatcher.h"
#include "stricttest.h"

#include <QPointer>

#include <map>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using base::Error;
using base::ErrorKind;
using base::Result;
using base::Task;
using http::Request;
using http::Response;
using http::Verb;
using std::chrono::milliseconds;

namespace {

/// Time passes when the test says so.
class FakeTime final : public http::Timekeeper
{
public:
    milliseconds now() const override { return m_now; }
    void callAfter(milliseconds delay, QObject *guard, std::function<void()> call) override
    {
        m_calls.emplace(m_now + delay, std::pair(QPointer(guard), std::move(call)));
    }
    void pass(milliseconds time)
    {
        const auto end = m_now + time;
        while (!m_calls.empty() && m_calls.begin()->first <= end) {
            const auto [guard, call] = m_calls.begin()->second;
            m_now = m_calls.begin()->first;
            m_calls.erase(m_calls.begin());
            if (guard)
                call();
        }
        m_now = end;
    }

private:
    milliseconds m_now = 1h;
    std::multimap<milliseconds, std::pair<QPointer<QObject>, std::function<void()>>> m_calls;
};

/// Keeps what is sent until the test answers it.
class HeldWire final : public http::Transport
{
public:
    struct Sent
    {
        Request request;
        QByteArray credential;
        base::Promise<Response> promise;
    };

    Task<Response> send(
        const QUrl &, const Request &request, const http::Authorizer *authorizer) override
    {
        Sent one {request, {}, {}};
        if (authorizer)
            one.credential = authorizer->headers().front().value.expose().toByteArray();
        one.promise.onAbort([this] { ++cancelled; });
        sent.push_back(one);
        return one.promise.task();
    }
    QStringList paths() const
    {
        QStringList all;
        for (const Sent &one : sent)
            all.append(one.request.path);
        return all;
    }

    std::vector<Sent> sent;
    int cancelled = 0;
};

Request read(const QString &path)
{
    return Request::get(path);
}

Request change(const QString &path)
{
    return Request::change(Verb::Post, path, "{}");
}

Response answer(int status, const QByteArray &retryAfter = {})
{
    Response response {.status = status};
    if (!retryAfter.isEmpty())
        response.headers = {{"Retry-After", retryAfter}};
    return response;
}

void spin()
{
    for (int i = 0; i < 3; ++i)
        QCoreApplication::sendPostedEvents();
}

} // namespace

class DispatcherTest final : public test::StrictTest
{
    Q_OBJECT

private slots:
    void init();
    void sendsFourReadsAtOnce();
    void changesGoAheadOfReads();
    void changesKeepToSix();
    void aCancelledRequestLeavesTheLine();
    void cancellingMakesRoom();
    void countsTimeFromWhenItIsSent();
    void repeatsUntilItWorks();
    void givesUpAfterThreeMoreTries();
    void sendsAChangeOnce();
    void keepsTheCredentialForLater();
    void allAttemptsShareOneDeadline();
    void nobodyReadsWhileTheVendorWantsPeace();
    void aLongerPauseMayCostTheTurn();
    void cancelEndsTheWait();
    void tellsOfPauses();
    void endsWhatItHolds();

private:
    struct Heard
    {
        std::optional<Result<Response>> result;
        Task<Response> task;
    };
    std::shared_ptr<Heard> send(const Request &request, const http::Authorizer *as = nullptr)
    {
        auto heard = std::make_shared<Heard>();
        heard->task = m_dispatcher->send(QUrl(u"https://api.example"_s), request, as);
        heard->task.then(
            &m_guard, [heard](Result<Response> result) { heard->result = std::move(result); });
        return heard;
    }
    void reply(std::size_t index, Result<Response> result)
    {
        // A copy: what is settled may send more, and the list moves.
        const auto promise = m_wire->sent.at(index).promise;
        promise.settle(std::move(result));
        spin();
    }

    QObject m_guard;
    HeldWire *m_wire = nullptr;
    FakeTime *m_time = nullptr;
    std::unique_ptr<http::Dispatcher> m_dispatcher;
    double m_jitter = 0;
};

void DispatcherTest::init()
{
    StrictTest::init();
    auto wire = std::make_unique<HeldWire>();
    auto time = std::make_unique<FakeTime>();
    m_dispatcher.reset();
    m_jitter = 0;
    m_wire = wire.get();
    m_time = time.get();
    m_dispatcher = std::make_unique<http::Dispatcher>(
        std::move(wire), std::move(time), [this] { return m_jitter; });
}

void DispatcherTest::sendsFourReadsAtOnce()
{
    std::vector<std::shared_ptr<Heard>> all;
    for (int i = 0; i < 10; ++i)
        all.push_back(send(read(u"/%1"_s.arg(i))));
    QCOMPARE_EQ(m_wire->paths(), QStringList({u"/0"_s, u"/1"_s, u"/2"_s, u"/3"_s}));
    reply(1, answer(200));
    QCOMPARE_EQ(m_wire->paths().last(), u"/4"_s);
    QVERIFY(all.at(1)->result);
    reply(0, answer(404));
    reply(2, base::fail(ErrorKind::Timeout));
    QCOMPARE_EQ(m_wire->sent.size(), std::size_t(7));
}

void DispatcherTest::changesGoAheadOfReads()
{
    std::vector<std::shared_ptr<Heard>> all;
    for (int i = 0; i < 5; ++i)
        all.push_back(send(read(u"/%1"_s.arg(i))));
    all.push_back(send(change(u"/new"_s)));
    QCOMPARE_EQ(m_wire->paths().last(), u"/new"_s);
    QCOMPARE_EQ(m_wire->sent.size(), std::size_t(5));
    // Its place is not a read's: those keep to four.
    reply(0, answer(200));
    QCOMPARE_EQ(m_wire->sent.size(), std::size_t(5));
    reply(4, answer(200));
    QCOMPARE_EQ(m_wire->paths().last(), u"/4"_s);
}

void DispatcherTest::changesKeepToSix()
{
    std::vector<std::shared_ptr<Heard>> all;
    for (int i = 0; i < 9; ++i)
        all.push_back(send(change(u"/%1"_s.arg(i))));
    QCOMPARE_EQ(m_wire->sent.size(), std::size_t(6));
    reply(0, answer(200));
    QCOMPARE_EQ(m_wire->paths().last(), u"/6"_s);
}

void DispatcherTest::aCancelledRequestLeavesTheLine()
{
    std::vector<std::shared_ptr<Heard>> all;
    for (int i = 0; i < 6; ++i)
        all.push_back(send(read(u"/%1"_s.arg(i))));
    all[4]->task.cancel();
    reply(0, answer(200));
    QCOMPARE_EQ(m_wire->paths().last(), u"/5"_s);
    QCOMPARE_EQ(m_wire->cancelled, 0);
    QVERIFY(!all[4]->result);
}

void DispatcherTest::cancellingMakesRoom()
{
    std::vector<std::shared_ptr<Heard>> all;
    for (int i = 0; i < 5; ++i)
        all.push_back(send(read(u"/%1"_s.arg(i))));
    all[2]->task.cancel();
    QCOMPARE_EQ(m_wire->cancelled, 1);
    QCOMPARE_EQ(m_wire->paths().last(), u"/4"_s);
}

void DispatcherTest::countsTimeFromWhenItIsSent()
{
    std::vector<std::shared_ptr<Heard>> all;
    for (int i = 0; i < 5; ++i)
        all.push_back(send(read(u"/%1"_s.arg(i))));
    m_time->pass(10min);
    reply(0, answer(200));
    QCOMPARE_EQ(m_wire->sent.back().request.deadline, read({}).deadline);
}

void DispatcherTest::repeatsUntilItWorks()
{
    const auto heard = send(read(u"/list"_s));
    reply(0, answer(503));
    m_time->pass(999ms);
    QCOMPARE_EQ(m_wire->sent.size(), std::size_t(1));
    m_time->pass(1ms);
    QCOMPARE_EQ(m_wire->sent.size(), std::size_t(2));
    reply(1, base::fail(Error {.kind = ErrorKind::Offline, .isRepeatable = true}));
    QVERIFY(!heard->result);
    m_jitter = -1;
    m_time->pass(2s);
    QCOMPARE_EQ(m_wire->sent.size(), std::size_t(3));
    reply(2, answer(200));
    QCOMPARE_EQ(heard->result.value()->status, 200);
}

void DispatcherTest::givesUpAfterThreeMoreTries()
{
    const auto heard = send(read(u"/list"_s));
    for (std::size_t i = 0; i < 4; ++i) {
        reply(i, answer(502));
        m_time->pass(5s);
    }
    QCOMPARE_EQ(m_wire->sent.size(), std::size_t(4));
    QCOMPARE_EQ(heard->result.value()->status, 502);
}

void DispatcherTest::sendsAChangeOnce()
{
    const auto heard = send(change(u"/new"_s));
    reply(0, answer(503, "1"));
    m_time->pass(1h);
    QCOMPARE_EQ(m_wire->sent.size(), std::size_t(1));
    QCOMPARE_EQ(heard->result.value()->status, 503);
}

void DispatcherTest::keepsTheCredentialForLater()
{
    std::vector<std::shared_ptr<Heard>> all;
    for (int i = 0; i < 4; ++i)
        all.push_back(send(read(u"/%1"_s.arg(i))));
    {
        const http::WordAuthorizer brief("Token", base::Secret::copyOf("abc"));
        all.push_back(send(read(u"/late"_s), &brief));
    }
    reply(0, answer(200));
    QCOMPARE_EQ(m_wire->sent.back().credential, QByteArray("Token abc"));
    reply(4, answer(503));
    m_time->pass(1s);
    QCOMPARE_EQ(m_wire->sent.back().credential, QByteArray("Token abc"));
    QCOMPARE_EQ(m_wire->sent.size(), std::size_t(6));
}

void DispatcherTest::allAttemptsShareOneDeadline()
{
    const auto heard = send(read(u"/list"_s));
    m_time->pass(20s);
    reply(0, answer(503, "6"));
    m_time->pass(6s);
    QCOMPARE_EQ(m_wire->sent.back().request.deadline, 4s);
    reply(1, answer(503, "6"));
    QCOMPARE_EQ(heard->result.value()->status, 503);
}

void DispatcherTest::nobodyReadsWhileTheVendorWantsPeace()
{
    const auto first = send(read(u"/1"_s));
    reply(0, answer(429, "12"));
    const auto second = send(read(u"/2"_s));
    const auto third = send(change(u"/new"_s));
    QCOMPARE_EQ(m_wire->paths(), QStringList({u"/1"_s, u"/new"_s}));
    m_time->pass(11999ms);
    QCOMPARE_EQ(m_wire->sent.size(), std::size_t(2));
    m_time->pass(1ms);
    // The one that waited is the first to go.
    QCOMPARE_EQ(m_wire->paths(), QStringList({u"/1"_s, u"/new"_s, u"/1"_s, u"/2"_s}));
}

void DispatcherTest::aLongerPauseMayCostTheTurn()
{
    const auto first = send(read(u"/1"_s));
    Request patient = read(u"/2"_s);
    patient.deadline = 10min;
    const auto second = send(patient);
    reply(0, answer(429, "10"));
    reply(1, answer(429, "100"));
    m_time->pass(100s);
    // Its thirty seconds are over: the vendor's own word is what is handed on.
    QVERIFY(!first->result);
    spin();
    QCOMPARE_EQ(first->result.value()->status, 429);
    QCOMPARE_EQ(m_wire->paths(), QStringList({u"/1"_s, u"/2"_s, u"/2"_s}));
}

void DispatcherTest::cancelEndsTheWait()
{
    const auto heard = send(read(u"/1"_s));
    reply(0, answer(503));
    heard->task.cancel();
    m_time->pass(1h);
    QCOMPARE_EQ(m_wire->sent.size(), std::size_t(1));
    QVERIFY(!heard->result);
}

void DispatcherTest::tellsOfPauses()
{
    std::vector<std::optional<base::Pause>> told;
    m_dispatcher->setPauseNotice(
        [&told](const std::optional<base::Pause> &pause) { told.push_back(pause); });
    const auto first = send(read(u"/1"_s));
    const auto second = send(read(u"/2"_s));
    QVERIFY(told.empty());
    reply(0, answer(503));
    QCOMPARE_EQ(told.size(), std::size_t(1));
    QCOMPARE_EQ(told.back().value().length, 1s);
    QVERIFY(!told.back()->isAsked);
    reply(1, answer(429, "5"));
    QCOMPARE_EQ(told.back().value().length, 5s);
    QVERIFY(told.back()->isAsked);
    m_time->pass(5s);
    QVERIFY(!told.back());
    const std::size_t before = told.size();
    reply(2, answer(200));
    reply(3, answer(503));
    QVERIFY(told.back());
    second->task.cancel();
    first->task.cancel();
    QVERIFY(!told.back());
    QCOMPARE_EQ(told.size(), before + 2);
}

void DispatcherTest::endsWhatItHolds()
{
    const auto resting = send(read(u"/0"_s));
    reply(0, answer(503));
    std::vector<std::shared_ptr<Heard>> all;
    for (int i = 0; i < 8; ++i)
        all.push_back(send(i % 2 ? read(u"/r"_s) : change(u"/c"_s)));
    const auto late = send(change(u"/late"_s));
    const auto later = send(change(u"/later"_s));
    m_dispatcher.reset();
    spin();
    all.push_back(resting);
    all.push_back(late);
    all.push_back(later);
    for (const auto &heard : all)
        QCOMPARE_EQ(heard->result.value().error().kind, ErrorKind::Cancelled);
}

QTEST_GUILESS_MAIN(DispatcherTest)
#include "tst_dispatcher.moc"
