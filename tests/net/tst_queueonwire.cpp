// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0

/// NET-05 and NET-14 on real sockets: the line in front of a connection and the second chance.

#include "await.h"
#include "faultserver.h"
#include "http/dispatcher.h"
#include "http/qnamtransport.h"
#include "stricttest.h"

#include <QElapsedTimer>
#include <QPointer>
#include <QTcpSocket>
#include <QTimer>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using base::ErrorKind;
using base::Result;
using base::Task;
using http::Request;
using http::Response;
using test::await;
using test::FaultServer;
using test::WireRequest;

namespace {

/// Answers after a while and counts how many it was asked at once.
struct SlowServer
{
    explicit SlowServer(std::chrono::milliseconds delay)
        : server([this, delay](const WireRequest &, QTcpSocket *socket) {
            most = std::max(most, ++now);
            QTimer::singleShot(delay, socket, [this, socket] {
                --now;
                socket->write(FaultServer::reply(200, "{}"));
            });
        })
    {
    }

    int now = 0;
    int most = 0;
    FaultServer server;
};

/// All of it, at a pace that tests can bear.
class Hurried final : public http::Timekeeper
{
public:
    std::chrono::milliseconds now() const override { return m_real.now(); }
    void callAfter(
        std::chrono::milliseconds delay, QObject *guard, std::function<void()> call) override
    {
        m_real.callAfter(delay / 100, guard, std::move(call));
    }

private:
    http::SystemTimekeeper m_real;
};

std::unique_ptr<http::Dispatcher> dispatcher()
{
    return std::make_unique<http::Dispatcher>(std::make_unique<http::QnamTransport>());
}

std::unique_ptr<http::Dispatcher> hurried()
{
    return std::make_unique<http::Dispatcher>(
        std::make_unique<http::QnamTransport>(), std::make_unique<Hurried>(), [] { return 0.0; });
}

} // namespace

class QueueOnWireTest final : public test::StrictTest
{
    Q_OBJECT

private slots:
    void waitingInLineCostsNoTime(); // NET-05
    void repeatsAReadThatWasDropped_data(); // NET-14
    void repeatsAReadThatWasDropped();
    void repeatsWhatWasRefused();
    void readsNoHalfAnswerTwice();
    void repeatsWhereTheVendorAsks();
};

void QueueOnWireTest::waitingInLineCostsNoTime()
{
    // 200 calls of 100 ms. Sent all at once, Qt would let 6 through and time out most of the rest;
    // in line, four at a time, they need more than the deadline of one of them, on any machine.
    SlowServer slow(100ms);
    const auto wire = dispatcher();
    QObject guard;
    int good = 0;
    int over = 0;
    Request request = Request::get(u"/list"_s);
    request.idle = 4s;
    request.deadline = 4s;
    for (int i = 0; i < 200; ++i) {
        wire->send(slow.server.url(), request, nullptr)
            .then(&guard, [&](const Result<Response> &reply) {
                ++over;
                good += reply && reply->status == 200;
            });
    }
    QVERIFY(test::waitUntil([&] { return over == 200; }));
    QCOMPARE_EQ(good, 200);
    QCOMPARE_EQ(slow.most, 4);
}

void QueueOnWireTest::repeatsAReadThatWasDropped_data()
{
    QTest::addColumn<bool>("reset");
    QTest::newRow("FIN") << false;
    QTest::newRow("RST") << true;
}

void QueueOnWireTest::repeatsAReadThatWasDropped()
{
    QFETCH(bool, reset);
    int asked = 0;
    int drops = 1000;
    FaultServer server([&](const WireRequest &, QTcpSocket *socket) {
        if (++asked <= drops)
            FaultServer::hangUp(socket, reset);
        else
            socket->write(FaultServer::reply(200, "{}"));
    });
    // Qt may ask again by itself; that is part of one attempt of ours.
    http::QnamTransport plain;
    QVERIFY(!await(plain.send(server.url(), Request::get(u"/list"_s), nullptr)));
    const int perAttempt = std::exchange(asked, 0);
    drops = perAttempt + 1; // More than the first attempt lives through.
    const auto wire = hurried();
    const auto reply = await(wire->send(server.url(), Request::get(u"/list"_s), nullptr));
    QVERIFY2(reply, reply ? "" : qPrintable(reply.error().detail));
    QCOMPARE_EQ(asked, drops + 1);
}

void QueueOnWireTest::repeatsWhatWasRefused()
{
    FaultServer server([](const WireRequest &, QTcpSocket *socket) {
        socket->write(FaultServer::reply(200, "{}"));
    });
    const QUrl url = server.url();
    const quint16 port = server.serverPort();
    server.close();
    QTimer::singleShot(35ms, &server, [&] { server.listen(QHostAddress::LocalHost, port); });
    const auto wire = hurried(); // Tries after 0, 10, 30 and 70 ms.
    const auto reply = await(wire->send(url, Request::get(u"/list"_s), nullptr));
    QVERIFY2(reply, reply ? "" : qPrintable(reply.error().detail));
}

void QueueOnWireTest::readsNoHalfAnswerTwice()
{
    FaultServer server([](const WireRequest &, QTcpSocket *socket) {
        socket->write("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{\"half\":");
        socket->flush();
        FaultServer::hangUp(socket, false);
    });
    const auto wire = hurried();
    const auto reply = await(wire->send(server.url(), Request::get(u"/list"_s), nullptr));
    QVERIFY(!reply);
    QVERIFY(!reply.error().isRepeatable);
    QCOMPARE_EQ(server.requests().size(), 1);
}

void QueueOnWireTest::repeatsWhereTheVendorAsks()
{
    int asked = 0;
    FaultServer server([&asked](const WireRequest &, QTcpSocket *socket) {
        ++asked;
        socket->write(asked == 1
                ? FaultServer::reply(429, "{}", "application/json", "Retry-After: 2\r\n")
                : FaultServer::reply(200, "{}"));
    });
    // The clock is real and only the wait is short: it must end all the same.
    const auto wire = dispatcher();
    std::vector<std::chrono::milliseconds> told;
    wire->setPauseNotice([&told](const std::optional<base::Pause> &pause) {
        told.push_back(pause ? pause->length : 0ms);
    });
    QElapsedTimer clock;
    clock.start();
    const auto reply = await(wire->send(server.url(), Request::get(u"/list"_s), nullptr));
    QVERIFY(reply && reply->status == 200);
    QVERIFY(clock.elapsed() >= 1900);
    QCOMPARE_EQ(told, (std::vector<std::chrono::milliseconds> {2s, 0ms}));
}

QTEST_GUILESS_MAIN(QueueOnWireTest)
#include "tst_queueonwire.moc"
