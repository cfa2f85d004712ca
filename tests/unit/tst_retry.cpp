// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0

/// NET-14 as a table: what is sent again, and after how long.

#include "http/retry.h"
#include "stricttest.h"

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using base::ErrorKind;
using base::Result;
using http::Request;
using http::Response;
using http::Verb;
using std::chrono::milliseconds;

namespace {

constexpr qint64 noon = 1717243200; // 2024-06-01T12:00:00Z

Result<Response> status(int code, const QByteArray &retryAfter = {})
{
    Response response {.status = code};
    if (!retryAfter.isNull())
        response.headers = {{"Retry-After", retryAfter}};
    return response;
}

Result<Response> lost(ErrorKind kind, bool isRepeatable)
{
    return base::fail(base::Error {.kind = kind, .isRepeatable = isRepeatable});
}

/// A wrapper, as QMetaType asks of a Result whether it can be compared.
struct Ended
{
    Result<Response> how;
};

Request read(milliseconds deadline = 30s)
{
    Request request = Request::get(u"/list"_s);
    request.deadline = deadline;
    return request;
}

} // namespace

class RetryTest final : public test::StrictTest
{
    Q_OBJECT

private slots:
    void waitsAsLongAsItShould_data();
    void waitsAsLongAsItShould();
    void readsRetryAfter_data();
    void readsRetryAfter();
    void repeatsNoChange_data();
    void repeatsNoChange();
    void repeatsAReadByPost();
    void tellsWhoWantedThePause();
};

void RetryTest::waitsAsLongAsItShould_data()
{
    QTest::addColumn<Ended>("outcome");
    QTest::addColumn<int>("attempt");
    QTest::addColumn<double>("jitter");
    QTest::addColumn<qint64>("elapsed");
    QTest::addColumn<qint64>("expected"); // -1 = not at all

    const auto row = [](const char *name, const Result<Response> &outcome, int attempt,
                         double jitter, milliseconds elapsed, milliseconds expected) {
        QTest::newRow(name) << Ended {outcome} << attempt << jitter << qint64(elapsed.count())
                            << qint64(expected.count());
    };
    const auto no = -1ms;
    row("refused or reset", lost(ErrorKind::Offline, true), 1, 0, 0ms, 1s);
    row("second time", lost(ErrorKind::Offline, true), 2, 0, 2s, 2s);
    row("third time", lost(ErrorKind::Offline, true), 3, 0, 4s, 4s);
    row("three times are enough", lost(ErrorKind::Offline, true), 4, 0, 8s, no);
    row("a quarter less", status(503), 1, -1, 0ms, 750ms);
    row("a quarter more", status(503), 3, 1, 0ms, 5s);
    for (const int code : {429, 502, 503, 504})
        row(QByteArray::number(code).constData(), status(code), 1, 0, 0ms, 1s);
    for (const int code : {200, 201, 204, 302, 400, 401, 403, 404, 408, 409, 500, 501})
        row(QByteArray::number(code).constData(), status(code), 1, 0, 0ms, no);
    row("cut off in the middle", lost(ErrorKind::Offline, false), 1, 0, 0ms, no);
    row("timeout", lost(ErrorKind::Timeout, false), 1, 0, 0ms, no);
    row("tls", lost(ErrorKind::Tls, false), 1, 0, 0ms, no);
    row("cancelled", lost(ErrorKind::Cancelled, false), 1, 0, 0ms, no);
    row("asked for 12 s", status(429, "12"), 1, 0.5, 0ms, 12s);
    row("asked with 503", status(503, "3"), 2, 0.5, 0ms, 3s);
    row("asked for 12 s by a 403", status(403, "12"), 1, 0.5, 0ms, 12s);
    row("a plain 403", status(403), 1, 0, 0ms, no);
    row("asked for nothing", status(429, "0"), 1, 0, 0ms, 1s);
    row("asked for the past", status(429, "-5"), 1, 0, 0ms, 1s);
    row("asked for a time of day", status(429, "Sat, 01 Jun 2024 12:00:07 GMT"), 1, 0, 0ms, 7s);
    row("asked for a day gone by", status(429, "Sat, 01 Jun 2019 12:00:07 GMT"), 1, 0, 0ms, 1s);
    row("asked in riddles", status(429, "soon"), 1, 0, 0ms, 1s);
    row("asked for an hour", status(429, "3600"), 1, 0, 0ms, no);
    row("no room left", status(429, "12"), 2, 0, 18s, no);
    row("just room left", status(429, "12"), 2, 0, 17s, 12s);
}

void RetryTest::waitsAsLongAsItShould()
{
    QFETCH(Ended, outcome);
    QFETCH(int, attempt);
    QFETCH(double, jitter);
    QFETCH(qint64, elapsed);
    QFETCH(qint64, expected);
    const auto pause = http::pauseBeforeRetry(read(), outcome.how,
        {.number = attempt,
            .elapsed = milliseconds(elapsed),
            .jitter = jitter,
            .nowSeconds = noon});
    QCOMPARE_EQ(pause ? qint64(pause->length.count()) : qint64(-1), expected);
}

void RetryTest::readsRetryAfter_data()
{
    QTest::addColumn<QByteArray>("value");
    QTest::addColumn<QByteArray>("date"); ///< of the reply itself
    QTest::addColumn<qint64>("seconds");
    const qint64 none = -1;
    QTest::newRow("seconds") << "73"_ba
                             << ""_ba << qint64(73);
    QTest::newRow("spaces") << " 5 "_ba
                            << ""_ba << qint64(5);
    QTest::newRow("zero") << "0"_ba
                          << ""_ba << qint64(1);
    QTest::newRow("negative") << "-5"_ba
                              << ""_ba << qint64(1);
    QTest::newRow("an hour") << "3600"_ba
                             << ""_ba << qint64(3600);
    QTest::newRow("a day") << "86400"_ba
                           << ""_ba << qint64(86400);
    QTest::newRow("more than a year") << "999999999999"_ba
                                      << ""_ba << qint64(365 * 86400);
    QTest::newRow("date") << "Sat, 01 Jun 2024 12:00:30 GMT"_ba
                          << ""_ba << qint64(30);
    QTest::newRow("date in the past") << "Sat, 01 Jun 2024 11:00:00 GMT"_ba
                                      << ""_ba << qint64(1);
    QTest::newRow("date far ahead") << "Sat, 01 Jun 2024 14:00:00 GMT"_ba
                                    << ""_ba << qint64(7200);
    QTest::newRow("the vendor's clock is an hour ahead")
        << "Sat, 01 Jun 2024 13:00:30 GMT"_ba
        << "Sat, 01 Jun 2024 13:00:00 GMT"_ba << qint64(30);
    QTest::newRow("the vendor's clock is an hour late")
        << "Sat, 01 Jun 2024 11:00:30 GMT"_ba
        << "Sat, 01 Jun 2024 11:00:00 GMT"_ba << qint64(30);
    QTest::newRow("seconds need no date") << "30"_ba
                                          << "Sat, 01 Jun 2024 09:00:00 GMT"_ba << qint64(30);
    QTest::newRow("a Date that is none") << "Sat, 01 Jun 2024 12:00:30 GMT"_ba
                                         << "today"_ba << qint64(30);
    QTest::newRow("RFC 850") << "Saturday, 01-Jun-24 12:00:30 GMT"_ba
                             << ""_ba << qint64(30);
    QTest::newRow("asctime") << "Sat Jun  1 12:00:30 2024"_ba
                             << ""_ba << qint64(30);
    QTest::newRow("words") << "soon"_ba
                           << ""_ba << none;
    QTest::newRow("fraction") << "1.5"_ba
                              << ""_ba << none;
    QTest::newRow("empty") << ""_ba
                           << ""_ba << none;
    QTest::newRow("huge") << "99999999999999999999"_ba
                          << ""_ba << none;
}

void RetryTest::readsRetryAfter()
{
    QFETCH(QByteArray, value);
    QFETCH(QByteArray, date);
    Response response {.status = 429, .headers = {{"Retry-After", value}}};
    if (!date.isEmpty())
        response.headers.append({"Date", date});
    const auto wait = http::askedWait(response, noon);
    QTEST(wait ? qint64(wait->count()) : qint64(-1), "seconds");
}

void RetryTest::repeatsNoChange_data()
{
    QTest::addColumn<int>("verb");
    for (const Verb verb : {Verb::Post, Verb::Put, Verb::Delete})
        QTest::newRow(http::verbName(verb).constData()) << int(verb);
}

void RetryTest::repeatsNoChange()
{
    QFETCH(int, verb);
    const Request change = Request::change(static_cast<Verb>(verb), u"/keys"_s, "{}");
    for (const auto &outcome :
        {status(429, "1"), status(502), status(503), lost(ErrorKind::Offline, true)})
        QVERIFY(!http::pauseBeforeRetry(change, outcome, {}));
}

void RetryTest::repeatsAReadByPost()
{
    Request query = Request::change(Verb::Post, u"/graphql"_s, "{}");
    query.isChange = false;
    QVERIFY(http::pauseBeforeRetry(query, status(503), {}));
}

void RetryTest::tellsWhoWantedThePause()
{
    QVERIFY(http::pauseBeforeRetry(read(), status(429, "2"), {})->isAsked);
    QVERIFY(!http::pauseBeforeRetry(read(), status(429), {})->isAsked);
    // Never sooner than asked: a wait that does not fit is not begun.
    QCOMPARE_EQ(http::pauseBeforeRetry(read(1h), status(429, "1800"), {})->length, 30min);
    QVERIFY(!http::pauseBeforeRetry(read(1h), status(429, "86400"), {}));
}

QTEST_GUILESS_MAIN(RetryTest)
#include "tst_retry.moc"
