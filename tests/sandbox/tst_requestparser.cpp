// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0

/// Requests are put together from whatever pieces they come in, and bad ones are told apart.

#include "sandbox/requestparser.h"
#include "stricttest.h"

using namespace Qt::StringLiterals;
using sandbox::RequestParser;
using State = RequestParser::State;

namespace {
const QByteArray chunked = "POST /a?b=c HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n"
                           "4;ext=1\r\nWiki\r\n5\r\npedia\r\n0\r\nTrailer: y\r\n\r\n";
}

class RequestParserTest : public test::StrictTest
{
    Q_OBJECT

private slots:
    void readsByteByByte();
    void readsPipeline();
    void tellsContinueOnce();
    void knowsWhenToClose();
    void acceptsAbsoluteTarget();
    void refuses_data();
    void refuses();
};

void RequestParserTest::readsByteByByte()
{
    RequestParser parser;
    for (qsizetype i = 0; i < chunked.size() - 1; ++i)
        QCOMPARE(parser.feed(chunked.mid(i, 1)), State::NeedMore);
    QCOMPARE(parser.feed("\n"), State::Ready);
    const auto request = parser.take().request;
    QCOMPARE(request.method, "POST");
    QCOMPARE(request.path, "/a");
    QCOMPARE(request.query, "b=c");
    QCOMPARE(request.body, "Wikipedia");
    QCOMPARE(request.header("host"), "x");
}

void RequestParserTest::readsPipeline()
{
    RequestParser parser;
    QCOMPARE(parser.feed(chunked
                 + "PUT /2 HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\n\r\nhi"
                   "GET /3 HTTP/1.1\r\nHo"),
        State::Ready);
    QCOMPARE(parser.take().request.path, "/a");
    QCOMPARE(parser.step(), State::Ready);
    const auto second = parser.take().request;
    QCOMPARE(second.path, "/2");
    QCOMPARE(second.body, "hi");
    QCOMPARE(parser.step(), State::NeedMore);
    QCOMPARE(parser.feed("st: x\r\n\r\n"), State::Ready);
    QCOMPARE(parser.take().request.path, "/3");
}

void RequestParserTest::tellsContinueOnce()
{
    RequestParser parser;
    const QByteArray head
        = "POST / HTTP/1.1\r\nHost: x\r\nExpect: 100-continue\r\nContent-Length: 2\r\n\r\n";
    QCOMPARE(parser.feed(head), State::WantsContinue);
    QCOMPARE(parser.feed("h"), State::NeedMore);
    QCOMPARE(parser.feed("i"), State::Ready);
    parser.take();
    QCOMPARE(parser.feed(head + "hi"), State::Ready); // who sends at once needs no answer
}

void RequestParserTest::knowsWhenToClose()
{
    RequestParser parser;
    parser.feed("GET / HTTP/1.1\r\nHost: x\r\n\r\n");
    QVERIFY(parser.take().keepAlive);
    parser.feed("GET / HTTP/1.1\r\nHost: x\r\nConnection: Upgrade, Close\r\n\r\n");
    QVERIFY(!parser.take().keepAlive);
    parser.feed("GET / HTTP/1.0\r\n\r\n");
    QVERIFY(!parser.take().keepAlive);
    parser.feed("GET / HTTP/1.0\r\nConnection: keep-alive\r\n\r\n");
    QVERIFY(parser.take().keepAlive);
}

void RequestParserTest::acceptsAbsoluteTarget()
{
    RequestParser parser;
    QCOMPARE(parser.feed("GET http://127.0.0.1:1/a/b?c HTTP/1.1\r\nHost: x\r\n\r\n"), State::Ready);
    const auto request = parser.take().request;
    QCOMPARE(request.path, "/a/b");
    QCOMPARE(request.query, "c");
}

void RequestParserTest::refuses_data()
{
    const QByteArray get = "GET / HTTP/1.1\r\nHost: x\r\n";
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<int>("status");
    QTest::newRow("no HTTP") << QByteArray("hello\r\n\r\n") << 400;
    QTest::newRow("HTTP/2") << QByteArray("GET / HTTP/2\r\nHost: x\r\n\r\n") << 505;
    QTest::newRow("two spaces") << QByteArray("GET  / HTTP/1.1\r\nHost: x\r\n\r\n") << 400;
    QTest::newRow("fragment") << QByteArray("GET /#a HTTP/1.1\r\nHost: x\r\n\r\n") << 400;
    QTest::newRow("no path") << QByteArray("GET a HTTP/1.1\r\nHost: x\r\n\r\n") << 400;
    QTest::newRow("no host") << QByteArray("GET / HTTP/1.1\r\n\r\n") << 400;
    QTest::newRow("two hosts") << get + "Host: y\r\n\r\n" << 400;
    QTest::newRow("space before colon") << get + "A : b\r\n\r\n" << 400;
    QTest::newRow("folded header") << get + "A: b\r\n c\r\n\r\n" << 400;
    QTest::newRow("control character") << get + "A: b\x01\r\n\r\n" << 400;
    QTest::newRow("length is a word") << get + "Content-Length: two\r\n\r\n" << 400;
    QTest::newRow("length is negative") << get + "Content-Length: -2\r\n\r\n" << 400;
    QTest::newRow("length and chunks")
        << get + "Content-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n"
        << 400;
    QTest::newRow("gzip transfer") << get + "Transfer-Encoding: gzip\r\n\r\n" << 501;
    QTest::newRow("body too large") << get + "Content-Length: 99999999\r\n\r\n" << 413;
    QTest::newRow("chunk too large") << get + "Transfer-Encoding: chunked\r\n\r\nfffffff\r\n"
                                     << 413;
    QTest::newRow("chunk size is a word") << get + "Transfer-Encoding: chunked\r\n\r\nxyz\r\n"
                                          << 400;
    QTest::newRow("chunk too long") << get + "Transfer-Encoding: chunked\r\n\r\n1\r\nabc\r\n"
                                    << 400;
    QTest::newRow("unknown expectation") << get + "Expect: tea\r\n\r\n" << 417;
    QTest::newRow("huge header") << get + "A: " + QByteArray(40'000, 'a') << 431;
}

void RequestParserTest::refuses()
{
    QFETCH(QByteArray, bytes);
    QFETCH(int, status);
    RequestParser parser;
    QCOMPARE(parser.feed(bytes), State::Broken);
    QCOMPARE(parser.errorStatus(), status);
    QVERIFY(!parser.errorText().isEmpty());
}

QTEST_GUILESS_MAIN(RequestParserTest)
#include "tst_requestparser.moc"
