// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0

/// One connection at work: pages arrive, fail, repeat, are cancelled.

#include "fakeclient.h"
#include "stricttest.h"
#include "work/session.h"

#include <QSignalSpy>

using namespace Qt::StringLiterals;
using base::ErrorKind;
using domain::PageCursor;
using domain::Token;
using domain::TokenPage;
using work::Session;

namespace {

TokenPage page(const QStringList &ids, const QString &next = {})
{
    TokenPage page {.tokens = domain::TokenBatch(u"c"_s)};
    for (const QString &id : ids) {
        Token token;
        token.key = {u"c"_s, id};
        page.tokens.add(token);
    }
    if (!next.isEmpty())
        page.next = PageCursor {next};
    return page;
}

void spin()
{
    for (int i = 0; i < 5; ++i)
        QCoreApplication::sendPostedEvents();
}

} // namespace

class SessionTest final : public test::StrictTest
{
    Q_OBJECT

private slots:
    void init();
    void listsPageAfterPage();
    void rowsAppearWhilePagesArrive();
    void asksWhoItIsFirst();
    void keepsRowsWhenAPageFails();
    void stopsAtOnceAndKeepsWhatArrived();
    void startsOverWhenOpenedAgain();
    void refusesACursorThatDoesNotMove();
    void countsWhatWasListedTwice();
    void sweepsWhatIsGoneOnRefresh();
    void doesNothingWithoutAClient();
    void endsWithItsRequests();
    void hasNoAbilitiesWithoutAClient();
    void sweepsNothingAfterAnIncompleteListing_data();
    void sweepsNothingAfterAnIncompleteListing();
    void goesOnWithTheMissingPage();
    void goesOnAfterAStop();
    void startsOverWhereNothingIsMissing();
    void forgetsAnOpenListingWhenItStartsOver();
    void saysWhatItWaitsFor();
    void closingInTheMiddleKeepsTheRows();
    void tellsOfProgressNotTooOften();

private:
    void open()
    {
        auto client = std::make_unique<test::FakeClient>();
        m_client = client.get();
        m_session->open(std::move(client));
    }
    void identify()
    {
        m_client->identities.answer(domain::Identity {.name = u"me"_s});
        spin();
    }
    void answer(base::Result<TokenPage> page)
    {
        m_client->pages.answer(std::move(page));
        spin();
    }

    base::SystemClock m_clock;
    std::unique_ptr<work::TokenStore> m_store;
    std::unique_ptr<Session> m_session;
    test::FakeClient *m_client = nullptr;
};

void SessionTest::init()
{
    StrictTest::init();
    m_session.reset();
    m_store = std::make_unique<work::TokenStore>();
    m_session = std::make_unique<Session>(
        domain::Connection {.id = u"c"_s, .name = u"C"_s}, *m_store, m_clock);
}

void SessionTest::listsPageAfterPage()
{
    open();
    QCOMPARE_EQ(m_session->state(), Session::State::Loading);
    identify();
    answer(page({u"1"_s, u"2"_s}, u"p2"_s));
    QCOMPARE_EQ(m_session->state(), Session::State::Loading);
    QCOMPARE_EQ(m_session->loaded(), 2);
    answer(page({u"3"_s}));
    QCOMPARE_EQ(m_session->state(), Session::State::Ready);
    QVERIFY(m_session->isComplete());
    QVERIFY(m_session->refreshedAt());
    QCOMPARE_EQ(m_store->count(u"c"_s), 3);
    QCOMPARE_EQ(m_client->cursors.at(1).position, u"p2"_s);
}

void SessionTest::rowsAppearWhilePagesArrive()
{
    open();
    identify();
    auto first = page({u"1"_s}, u"p2"_s);
    first.part.total = 10;
    answer(std::move(first));
    QCOMPARE_EQ(m_store->count(u"c"_s), 1);
    QCOMPARE_EQ(m_session->total(), std::optional<qint64>(10));
    QVERIFY(!m_session->isComplete());
}

void SessionTest::asksWhoItIsFirst()
{
    open();
    QCOMPARE_EQ(m_client->pages.made, 0);
    const base::Error refused {.kind = ErrorKind::Unauthorized, .httpStatus = 401};
    m_client->identities.answer(base::fail(refused));
    spin();
    QCOMPARE_EQ(m_session->state(), Session::State::Failed);
    QCOMPARE_EQ(*m_session->error(), refused);
    QCOMPARE_EQ(m_client->pages.made, 0);
}

void SessionTest::keepsRowsWhenAPageFails()
{
    open();
    identify();
    answer(page({u"1"_s, u"2"_s}));
    m_session->refresh();
    identify();
    answer(page({u"1"_s}, u"p2"_s));
    answer(base::fail(ErrorKind::VendorFault, u"500"_s));
    QCOMPARE_EQ(m_session->state(), Session::State::Failed);
    QVERIFY(!m_session->isComplete());
    QCOMPARE_EQ(m_session->error()->kind, ErrorKind::VendorFault);
    QCOMPARE_EQ(m_store->count(u"c"_s), 2);
}

void SessionTest::stopsAtOnceAndKeepsWhatArrived()
{
    open();
    identify();
    answer(page({u"1"_s}, u"p2"_s));
    m_session->cancel();
    QCOMPARE_EQ(m_session->state(), Session::State::Stopped);
    QCOMPARE_EQ(m_client->pages.cancelled, 1);
    m_client->pages.answer(page({u"2"_s}));
    spin();
    QCOMPARE_EQ(m_store->count(u"c"_s), 1);
    QCOMPARE_EQ(m_session->state(), Session::State::Stopped);
    QVERIFY(!m_session->error());
}

void SessionTest::startsOverWhenOpenedAgain()
{
    open();
    identify();
    answer(page({u"1"_s}, u"p2"_s));
    open();
    identify();
    QCOMPARE_EQ(m_client->cursors.size(), std::size_t(1));
    QCOMPARE_EQ(m_client->cursors.front().position, QString());
    answer(page({u"7"_s}));
    QCOMPARE_EQ(m_session->state(), Session::State::Ready);
    QVERIFY(m_store->find({u"c"_s, u"7"_s}));
    QVERIFY(!m_store->find({u"c"_s, u"1"_s}));
}

void SessionTest::refusesACursorThatDoesNotMove()
{
    open();
    identify();
    answer(page({u"1"_s}, u"same"_s));
    answer(page({u"2"_s}, u"same"_s));
    QCOMPARE_EQ(m_session->state(), Session::State::Failed);
    QCOMPARE_EQ(m_session->error()->kind, ErrorKind::UnexpectedReply);
    QCOMPARE_EQ(m_client->pages.made, 2);
    QCOMPARE_EQ(m_store->count(u"c"_s), 2);
}

void SessionTest::countsWhatWasListedTwice()
{
    open();
    identify();
    auto first = page({u"1"_s, u"2"_s}, u"p2"_s);
    first.warnings = {u"odd"_s};
    answer(std::move(first));
    answer(page({u"2"_s, u"3"_s}));
    QCOMPARE_EQ(m_session->warnings().size(), 2);
    QCOMPARE_EQ(m_session->warnings().first(), u"odd"_s);
    QVERIFY(m_session->warnings().last().contains(u"1 "_s));
    QCOMPARE_EQ(m_store->count(u"c"_s), 3);
}

void SessionTest::sweepsWhatIsGoneOnRefresh()
{
    open();
    identify();
    answer(page({u"1"_s, u"2"_s}));
    m_session->refresh();
    identify();
    answer(page({u"2"_s}));
    QCOMPARE_EQ(m_store->count(u"c"_s), 1);
    QVERIFY(m_session->warnings().isEmpty());
}

void SessionTest::doesNothingWithoutAClient()
{
    m_session->refresh();
    QCOMPARE_EQ(m_session->state(), Session::State::Closed);
    m_session->cancel();
    QCOMPARE_EQ(m_session->state(), Session::State::Closed);
    m_session->setOpening();
    m_session->cancel();
    QCOMPARE_EQ(m_session->state(), Session::State::Stopped);
    m_session->fail({.kind = ErrorKind::VaultLocked});
    QCOMPARE_EQ(m_session->error()->kind, ErrorKind::VaultLocked);
}

void SessionTest::endsWithItsRequests()
{
    open();
    identify();
    // Copies outlive the session and with it the client.
    const auto waiting = m_client->pages.waiting.front();
    m_session.reset();
    QVERIFY(waiting.isCancelled());
    waiting.settle(page({u"1"_s}));
    spin();
    QCOMPARE_EQ(m_store->count(), 0);
}

void SessionTest::hasNoAbilitiesWithoutAClient()
{
    QCOMPARE_EQ(m_session->capabilities(), domain::Capabilities());
    open();
    m_client->abilities.downgrade(domain::Operation::Create, u"no"_s);
    QCOMPARE_EQ(m_session->capabilities()[domain::Operation::Create].reason, u"no"_s);
}

void SessionTest::sweepsNothingAfterAnIncompleteListing_data()
{
    QTest::addColumn<qint64>("firstTotal");
    QTest::addColumn<qint64>("total");
    QTest::addColumn<bool>("complete");
    QTest::newRow("as promised") << qint64(2) << qint64(2) << true;
    QTest::newRow("more was promised") << qint64(3) << qint64(3) << false;
    QTest::newRow("shrank") << qint64(3) << qint64(2) << false;
}

void SessionTest::sweepsNothingAfterAnIncompleteListing()
{
    QFETCH(qint64, firstTotal);
    QFETCH(qint64, total);
    QFETCH(bool, complete);
    open();
    identify();
    answer(page({u"old"_s}));
    QVERIFY(m_session->isComplete());
    m_session->refresh();
    identify();
    auto first = page({u"1"_s}, u"p2"_s);
    first.part.total = firstTotal;
    answer(std::move(first));
    auto last = page({u"2"_s});
    last.part.total = total;
    answer(std::move(last));
    QCOMPARE_EQ(m_session->state(), Session::State::Ready);
    QCOMPARE_EQ(m_session->isComplete(), complete);
    QCOMPARE_EQ(m_session->warnings().isEmpty(), complete);
    QCOMPARE_EQ(m_store->count(), complete ? 2 : 3);
}

void SessionTest::goesOnWithTheMissingPage()
{
    open();
    identify();
    answer(page({u"1"_s, u"old"_s}));
    m_session->refresh();
    identify();
    answer(page({u"1"_s}, u"p2"_s));
    answer(base::fail(ErrorKind::VendorFault));
    QCOMPARE_EQ(m_session->state(), Session::State::Failed);
    QCOMPARE_EQ(m_session->missingPages(), 1);
    QVERIFY(m_session->canResume());
    const int asked = m_client->identities.made;
    m_session->resume();
    QCOMPARE_EQ(m_session->state(), Session::State::Loading);
    QVERIFY(!m_session->error());
    QCOMPARE_EQ(m_client->pages.open(), QStringList({u"p2"_s}));
    answer(page({u"2"_s}));
    QVERIFY(m_session->isComplete());
    QCOMPARE_EQ(m_client->identities.made, asked);
    // What came before the page failed counts as seen; what never came is gone.
    QVERIFY(m_store->find({u"c"_s, u"1"_s}));
    QVERIFY(m_store->find({u"c"_s, u"2"_s}));
    QVERIFY(!m_store->find({u"c"_s, u"old"_s}));
}

void SessionTest::goesOnAfterAStop()
{
    open();
    identify();
    answer(page({u"1"_s}, u"p2"_s));
    m_session->cancel();
    QVERIFY(m_session->canResume());
    m_session->resume();
    m_client->pages.answer(u"p2"_s, page({u"2"_s}));
    spin();
    QVERIFY(m_session->isComplete());
    QCOMPARE_EQ(m_store->count(), 2);
}

void SessionTest::startsOverWhereNothingIsMissing()
{
    open();
    identify();
    answer(page({u"1"_s}));
    QVERIFY(!m_session->canResume());
    m_session->resume();
    identify();
    answer(page({u"2"_s}));
    QVERIFY(m_store->find({u"c"_s, u"2"_s}));
    QVERIFY(!m_store->find({u"c"_s, u"1"_s}));
}

void SessionTest::forgetsAnOpenListingWhenItStartsOver()
{
    open();
    identify();
    answer(page({u"1"_s}, u"p2"_s));
    answer(base::fail(ErrorKind::VendorFault));
    m_session->refresh();
    QVERIFY(!m_session->canResume());
    identify();
    QCOMPARE_EQ(m_client->pages.open(), QStringList({QString()}));
    answer(page({u"2"_s}));
    QVERIFY(!m_store->find({u"c"_s, u"1"_s}));
}

void SessionTest::saysWhatItWaitsFor()
{
    open();
    identify();
    m_client->tellPause(base::Pause {std::chrono::seconds(12), true});
    QVERIFY(m_session->waiting()->isAsked);
    const auto left = m_session->waiting()->until - m_clock.now();
    QVERIFY(left > std::chrono::seconds(11) && left <= std::chrono::seconds(12));
    m_client->tellPause(std::nullopt);
    QVERIFY(!m_session->waiting());
    m_client->tellPause(base::Pause {std::chrono::seconds(12), true});
    m_session->close();
    QVERIFY(!m_session->waiting());
}

void SessionTest::closingInTheMiddleKeepsTheRows()
{
    open();
    identify();
    answer(page({u"1"_s, u"2"_s}));
    m_session->refresh();
    identify();
    answer(page({u"1"_s}, u"p2"_s));
    m_session->close();
    spin();
    QCOMPARE_EQ(m_session->state(), Session::State::Closed);
    QVERIFY(!m_session->canResume());
    QCOMPARE_EQ(m_store->count(), 2);
}

void SessionTest::tellsOfProgressNotTooOften()
{
    open();
    identify();
    QSignalSpy changes(m_session.get(), &Session::changed);
    QElapsedTimer time;
    time.start();
    for (int i = 0; i < 100; ++i)
        answer(page({QString::number(i)}, u"p%1"_s.arg(i)));
    QVERIFY(changes.size() <= 1 + time.elapsed() / 60); // Every 60 ms, however long it takes.
    QTRY_VERIFY(changes.size() >= 1);
    answer(page({u"last"_s}));
    QCOMPARE_EQ(m_session->state(), Session::State::Ready);
    const auto told = changes.size();
    QVERIFY(told >= 2);
    test::settle(std::chrono::milliseconds(100));
    QCOMPARE_EQ(changes.size(), told);
}

QTEST_GUILESS_MAIN(SessionTest)
#include "tst_session.moc"
