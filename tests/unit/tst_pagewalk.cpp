// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0

/// Pages on their way into the store: side by side, ahead of each other, stopped and taken up
/// again.

#include "fakeclient.h"
#include "speed.h"
#include "stricttest.h"
#include "work/pagewalk.h"
#include "work/tokenstore.h"

#include <QElapsedTimer>
#include <QSignalSpy>

using namespace Qt::StringLiterals;
using base::ErrorKind;
using domain::TokenPage;
using work::PageWalk;

namespace {

/// Tokens first .. last, of the connection "c".
TokenPage page(int first, int last, std::optional<qint64> total = {}, const QString &next = {},
    const QStringList &ahead = {})
{
    TokenPage made {.tokens = domain::TokenBatch(u"c"_s)};
    for (int i = first; i <= last; ++i) {
        domain::Token token;
        token.key = {u"c"_s, QString::number(i)};
        token.name = u"token %1"_s.arg(i);
        made.tokens.add(token);
    }
    made.part.total = total;
    if (!next.isEmpty())
        made.next = domain::PageCursor {next};
    for (const QString &position : ahead)
        made.ahead.push_back({position});
    return made;
}

void spin()
{
    for (int i = 0; i < 5; ++i)
        QCoreApplication::sendPostedEvents();
}

} // namespace

class PageWalkTest final : public test::StrictTest
{
    Q_OBJECT

private slots:
    void init();
    void asksForFourPagesAtOnce();
    void asksAheadOfReading();
    void storesABigPageInTurns();
    void stopsAtOnce();
    void takesUpWhereItStopped();
    void takesUpInTheMiddleOfAPage();
    void goesOnAroundAFailedPage();
    void asksOnlyForWhatIsMissing();
    void leavesTheRestWhenTheKeyIsRefused();
    void keepsOneRowForAToken();
    void aTokenThatComesBackStays();
    void looksAtTheTailOfAListThatMoved();
    void endsWithItsOwner();
    void mayEndInsideItsOwnSignal();

private:
    void answer(const QString &position, base::Result<TokenPage> content)
    {
        m_client->pages.answer(position, std::move(content));
        spin();
    }
    QStringList open() const { return m_client->pages.open(); }

    std::unique_ptr<work::TokenStore> m_store;
    std::unique_ptr<test::FakeClient> m_client;
    std::unique_ptr<PageWalk> m_walk;
    std::unique_ptr<QSignalSpy> m_ended;
};

void PageWalkTest::init()
{
    StrictTest::init();
    m_walk.reset();
    m_store = std::make_unique<work::TokenStore>();
    m_client = std::make_unique<test::FakeClient>();
    m_store->beginSync(u"c"_s);
    m_walk = std::make_unique<PageWalk>(*m_client, *m_store);
    m_ended = std::make_unique<QSignalSpy>(m_walk.get(), &PageWalk::ended);
    m_walk->run();
}

void PageWalkTest::asksForFourPagesAtOnce()
{
    QStringList ahead;
    for (int i = 10; i < 100; i += 10)
        ahead.append(QString::number(i));
    QCOMPARE_EQ(open(), QStringList({QString()}));
    answer({}, page(0, 9, 100, u"10"_s, ahead));
    QCOMPARE_EQ(open(), QStringList({u"10"_s, u"20"_s, u"30"_s, u"40"_s}));
    answer(u"30"_s, page(30, 39, 100, u"40"_s));
    QCOMPARE_EQ(open(), QStringList({u"10"_s, u"20"_s, u"40"_s, u"50"_s}));
    QCOMPARE_EQ(m_store->count(), 20);
    QCOMPARE_EQ(m_walk->plan().loaded(), 20);
    while (!open().isEmpty()) {
        const int at = open().last().toInt();
        answer(open().last(), page(at, at + 9, 100));
    }
    QCOMPARE_EQ(m_ended->size(), 1);
    QVERIFY(m_walk->plan().isComplete());
    QVERIFY(!m_walk->canResume());
    QCOMPARE_EQ(m_store->count(), 100);
    QCOMPARE_EQ(m_client->pages.made, 10);
}

void PageWalkTest::asksAheadOfReading()
{
    m_client->foresees.back()({u"b"_s});
    QCOMPARE_EQ(open(), QStringList({QString(), u"b"_s}));
    m_client->foresees.back()({u"c"_s});
    QCOMPARE_EQ(open(), QStringList({QString(), u"b"_s, u"c"_s}));
    answer(u"b"_s, page(2, 3, {}, u"c"_s));
    answer({}, page(0, 1, {}, u"b"_s));
    answer(u"c"_s, page(4, 5));
    QVERIFY(m_walk->plan().isComplete());
    QCOMPARE_EQ(m_client->pages.made, 3);
    // A hint after the end of it all is nobody's.
    const auto late = m_client->foresees.back();
    m_walk.reset();
    late({u"d"_s});
    QCOMPARE_EQ(m_client->pages.made, 3);
}

void PageWalkTest::storesABigPageInTurns()
{
    const int size = 100'000;
    m_client->pages.answer({}, page(1, size));
    qint64 longest = 0;
    int turns = 0;
    QElapsedTimer clock;
    while (m_ended->isEmpty()) {
        clock.start();
        QCoreApplication::processEvents();
        longest = std::max(longest, clock.elapsed());
        ++turns;
    }
    QCOMPARE_EQ(m_store->count(), size);
    QVERIFY(m_walk->plan().isComplete());
    QVERIFY2(turns > 5, qPrintable(u"%1 turns"_s.arg(turns)));
    VERIFY_SPEED(longest < 60, u"%1 ms"_s.arg(longest));
}

void PageWalkTest::stopsAtOnce()
{
    answer({}, page(0, 9, 40, u"10"_s, {u"10"_s, u"20"_s, u"30"_s}));
    m_walk->stop();
    QCOMPARE_EQ(open(), QStringList());
    QCOMPARE_EQ(m_client->pages.cancelled, 3);
    spin();
    QCOMPARE_EQ(m_ended->size(), 0);
    QVERIFY(m_walk->canResume());
    QCOMPARE_EQ(m_walk->plan().missing(), 3);
    QCOMPARE_EQ(m_store->count(), 10);
}

void PageWalkTest::takesUpWhereItStopped()
{
    answer({}, page(0, 9, 40, u"10"_s, {u"10"_s, u"20"_s, u"30"_s}));
    answer(u"20"_s, page(20, 29, 40));
    m_walk->stop();
    m_walk->run();
    QStringList asked = open();
    asked.sort();
    QCOMPARE_EQ(asked, QStringList({u"10"_s, u"30"_s}));
    answer(u"10"_s, page(10, 19, 40));
    answer(u"30"_s, page(30, 39, 40));
    QVERIFY(m_walk->plan().isComplete());
    QCOMPARE_EQ(m_walk->plan().warnings(), QStringList());
    QCOMPARE_EQ(m_store->count(), 40);
}

void PageWalkTest::takesUpInTheMiddleOfAPage()
{
    m_client->pages.answer({}, page(1, 50'000));
    while (m_store->count() == 0)
        QCoreApplication::processEvents();
    QVERIFY(m_store->count() < 50'000);
    m_walk->stop();
    const int before = m_store->count();
    test::settle();
    QCOMPARE_EQ(m_store->count(), before);
    QVERIFY(m_walk->canResume());
    m_walk->run();
    QVERIFY(test::waitUntil([this] { return !m_ended->isEmpty(); }));
    QCOMPARE_EQ(m_store->count(), 50'000);
    QCOMPARE_EQ(m_walk->plan().warnings(), QStringList());
    QCOMPARE_EQ(m_client->pages.made, 1);
}

void PageWalkTest::goesOnAroundAFailedPage()
{
    answer({}, page(0, 9, 40, u"10"_s, {u"10"_s, u"20"_s, u"30"_s}));
    answer(u"10"_s, base::fail(base::Error {.kind = ErrorKind::VendorFault, .httpStatus = 500}));
    QCOMPARE_EQ(m_ended->size(), 0);
    answer(u"20"_s, page(20, 29, 40));
    answer(u"30"_s, page(30, 39, 40));
    QCOMPARE_EQ(m_ended->size(), 1);
    QCOMPARE_EQ(m_store->count(), 30);
    QCOMPARE_EQ(m_walk->plan().error()->httpStatus, 500);
    QVERIFY(m_walk->canResume());
}

void PageWalkTest::asksOnlyForWhatIsMissing()
{
    goesOnAroundAFailedPage();
    m_walk->run();
    QCOMPARE_EQ(open(), QStringList({u"10"_s}));
    answer(u"10"_s, page(10, 19, 40, u"20"_s));
    QCOMPARE_EQ(m_ended->size(), 2);
    QVERIFY(m_walk->plan().isComplete());
    QVERIFY(!m_walk->canResume());
    m_store->endSync(u"c"_s, true);
    QCOMPARE_EQ(m_store->count(), 40);
}

void PageWalkTest::leavesTheRestWhenTheKeyIsRefused()
{
    answer({}, page(0, 9, 50, u"10"_s, {u"10"_s, u"20"_s, u"30"_s, u"40"_s}));
    answer(u"20"_s, base::fail(ErrorKind::Unauthorized));
    QCOMPARE_EQ(open(), QStringList());
    QCOMPARE_EQ(m_ended->size(), 1);
    QCOMPARE_EQ(m_walk->plan().error()->kind, ErrorKind::Unauthorized);
    QCOMPARE_EQ(m_walk->plan().missing(), 4);
}

void PageWalkTest::keepsOneRowForAToken()
{
    answer({}, page(0, 9, {}, u"b"_s));
    answer(u"b"_s, page(5, 14));
    QCOMPARE_EQ(m_store->count(), 15);
    QCOMPARE_EQ(m_walk->plan().loaded(), 15);
    QCOMPARE_EQ(m_walk->plan().warnings(),
        QStringList({u"5 tokens were listed more than once; the first was kept. Pages overlapped: "
                     "others may have been passed over"_s}));
    QVERIFY(!m_walk->plan().isComplete());
}

void PageWalkTest::aTokenThatComesBackStays()
{
    // It is on the first page, and gone by the time the tail is looked at again.
    answer({}, page(0, 9, 20, u"10"_s, {u"10"_s}));
    answer(u"10"_s, page(9, 18, 20));
    QCOMPARE_EQ(open(), QStringList({u"10"_s}));
    answer(u"10"_s, page(10, 19, 20));
    QVERIFY(m_walk->plan().isComplete());
    m_store->endSync(u"c"_s, true);
    QCOMPARE_EQ(m_store->count(), 20);
}

void PageWalkTest::looksAtTheTailOfAListThatMoved()
{
    answer({}, page(0, 9, 20, u"10"_s, {u"10"_s}));
    answer(u"10"_s, page(9, 18, 21, u"20"_s)); // One was added at the front.
    answer(u"20"_s, page(19, 19, 21));
    QCOMPARE_EQ(open(), QStringList({u"10"_s}));
    QCOMPARE_EQ(m_ended->size(), 0);
    answer(u"10"_s, page(9, 18, 21, u"20"_s));
    QCOMPARE_EQ(m_ended->size(), 1);
    // The newcomer itself stands on a page that was read before it came.
    QVERIFY(!m_walk->plan().isComplete());
    QCOMPARE_EQ(m_walk->plan().warnings().size(), 3);
}

void PageWalkTest::endsWithItsOwner()
{
    answer({}, page(0, 9, 40, u"10"_s, {u"10"_s, u"20"_s}));
    m_walk.reset();
    QCOMPARE_EQ(m_client->pages.cancelled, 2);
    QCOMPARE_EQ(open(), QStringList());
}

void PageWalkTest::mayEndInsideItsOwnSignal()
{
    connect(m_store.get(), &work::TokenStore::appended, this, [this] { m_walk.reset(); });
    answer({}, page(0, 9, 40, u"10"_s, {u"10"_s, u"20"_s}));
    QVERIFY(!m_walk);
    QCOMPARE_EQ(open(), QStringList());
}

QTEST_GUILESS_MAIN(PageWalkTest)
#include "tst_pagewalk.moc"
