// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0

/// What the window says of a listing that waits, lacks pages, or cannot be quite true.

#include "await.h"
#include "fakeclient.h"
#include "fakevault.h"
#include "fakevendor.h"
#include "memorystore.h"
#include "shell/loadstatus.h"
#include "shell/noticearea.h"
#include "stricttest.h"
#include "tokens.h"
#include "widgettools.h"
#include "work/desk.h"

#include <QLabel>
#include <QPushButton>
#include <QSignalSpy>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using base::ErrorKind;
using domain::TokenPage;
using test::child;

namespace {

TokenPage page(const QStringList &ids, const QString &next = {}, std::optional<qint64> total = {})
{
    TokenPage made {.tokens = domain::TokenBatch(u"c"_s)};
    for (const QString &id : ids)
        made.tokens.add(test::token(u"c"_s, id, id));
    if (!next.isEmpty())
        made.next = domain::PageCursor {next};
    made.part.total = total;
    return made;
}

} // namespace

class ListingStateTest final : public test::StrictTest
{
    Q_OBJECT

private slots:
    void init();
    void countsDownAWait();
    void saysWhyItAsksAgain();
    void offersToGoOnAfterAStop();
    void goesOnAfterAPageFailed();
    void saysThatAListMayBeIncomplete();
    void remarksOnACompleteListAreJustThat();

private:
    void answer(base::Result<TokenPage> content)
    {
        m_client->pages.answer(std::move(content));
        test::settle();
    }
    QString noticeText() const
    {
        const auto *notice = child<QFrame>(m_notices.get(), "banner");
        return child<QLabel>(notice, "bannerTitleLabel")->text() + u'|'
            + child<QLabel>(notice, "bannerTextLabel")->text();
    }
    void press(const char *button) { child<QPushButton>(m_notices.get(), button)->click(); }
    QString loadingText() const { return child<QLabel>(m_status.get(), "loadingLabel")->text(); }
    const work::Session &session() const { return *m_desk->session(u"c"_s); }

    test::FixedClock m_clock;
    test::FakeVault m_vault;
    test::MemoryJournal m_journal;
    test::MemoryInventory m_inventory;
    test::MemoryAnnotations m_annotations;
    test::FakeClient *m_client = nullptr;
    std::unique_ptr<work::Desk> m_desk;
    std::unique_ptr<shell::NoticeArea> m_notices;
    std::unique_ptr<shell::LoadStatus> m_status;
};

void ListingStateTest::init()
{
    StrictTest::init();
    m_status.reset();
    m_notices.reset();
    m_desk = std::make_unique<work::Desk>(work::DeskParts {.keychain = m_vault,
        .memory = m_vault,
        .journal = m_journal,
        .inventory = m_inventory,
        .annotations = m_annotations,
        .makeClient =
            [this](const domain::Connection &, domain::Credentials) {
                auto client = std::make_unique<test::FakeClient>();
                m_client = client.get();
                return client;
            },
        .checkConnection = test::FakeVendor::check(),
        .clock = m_clock,
        .profileFolder = {}});
    m_notices = std::make_unique<shell::NoticeArea>(*m_desk, m_clock);
    m_status = std::make_unique<shell::LoadStatus>(*m_desk, m_clock);
    connect(m_notices.get(), &shell::NoticeArea::retryRequested, m_desk.get(), &work::Desk::resume);
    connect(m_notices.get(), &shell::NoticeArea::listAgainRequested, m_desk.get(),
        &work::Desk::refresh);
    domain::Connection connection;
    connection.id = u"c"_s;
    connection.name = u"Payments"_s;
    connection.vendor = domain::Vendor::Lightspark;
    connection.baseUrl = QUrl(u"https://api.example"_s);
    QVERIFY(test::await(m_desk->addConnection(
        connection, {base::Secret::copyOf("stored-key"), {}, {}}, work::KeepIn::Keychain)));
    m_client->identities.answer(domain::Identity {.name = u"me"_s});
    test::settle();
}

void ListingStateTest::countsDownAWait()
{
    QSignalSpy ticks(m_status.get(), &shell::LoadStatus::waitTicked);
    m_client->tellPause(base::Pause {12s, true});
    QCOMPARE_EQ(loadingText(), u"Loading Payments: 0. Payments waits 12 s, as the vendor asked"_s);
    m_clock.time += 1s;
    QVERIFY(test::waitForNext(ticks));
    QCOMPARE_EQ(loadingText(), u"Loading Payments: 0. Payments waits 11 s, as the vendor asked"_s);
    QCOMPARE_EQ(m_status->waitOf(session()), std::optional(11s));
    m_client->tellPause(std::nullopt);
    QCOMPARE_EQ(loadingText(), u"Loading Payments: 0"_s);
    // Stopping ends it, too.
    m_client->tellPause(base::Pause {12s, true});
    m_desk->session(u"c"_s)->cancel();
    QCOMPARE_EQ(m_status->waitOf(session()), std::nullopt);
}

void ListingStateTest::saysWhyItAsksAgain()
{
    m_client->tellPause(base::Pause {1500ms, false});
    QCOMPARE_EQ(loadingText(), u"Loading Payments: 0. Payments asks again in 2 s"_s);
}

void ListingStateTest::offersToGoOnAfterAStop()
{
    answer(page({u"1"_s}, u"p2"_s));
    m_desk->session(u"c"_s)->cancel();
    QVERIFY(noticeText().contains("1 tokens arrived"_L1));
    press("continueButton");
    QCOMPARE_EQ(m_client->pages.open(), QStringList({u"p2"_s}));
    m_desk->session(u"c"_s)->cancel();
    press("listAgainButton");
    QCOMPARE_EQ(m_client->identities.made, 2);
}

void ListingStateTest::goesOnAfterAPageFailed()
{
    answer(page({u"1"_s, u"2"_s}, u"p2"_s));
    answer(base::fail(base::Error {.kind = ErrorKind::VendorFault, .httpStatus = 500}));
    QVERIFY2(noticeText().contains("2 tokens arrived before that. The list is incomplete"_L1),
        qPrintable(noticeText()));
    press("retryButton");
    QCOMPARE_EQ(m_client->pages.open(), QStringList({u"p2"_s}));
    answer(page({u"3"_s}));
    QVERIFY(session().isComplete());
    QCOMPARE_EQ(m_desk->tokens().count(), 3);
}

void ListingStateTest::saysThatAListMayBeIncomplete()
{
    answer(page({u"1"_s, u"2"_s}, {}, 5));
    QCOMPARE_EQ(session().state(), work::Session::State::Ready);
    QVERIFY2(noticeText().startsWith(u"The list of “Payments” may be incomplete|"_s),
        qPrintable(noticeText()));
    QVERIFY(noticeText().contains("announced 5 tokens and sent 2"_L1));
    QVERIFY(child<QLabel>(m_status.get(), "ageLabel")->text().endsWith("incomplete"_L1));
    press("listAgainButton");
    QCOMPARE_EQ(m_client->identities.made, 2);
}

void ListingStateTest::remarksOnACompleteListAreJustThat()
{
    answer(page({u"1"_s, u"2"_s}, u"p2"_s, 3));
    answer(page({u"2"_s, u"3"_s}, {}, 3));
    QVERIFY2(noticeText().startsWith(u"“Payments” listed with remarks|1 token was"_s),
        qPrintable(noticeText()));
    QVERIFY(!m_notices->findChild<QPushButton *>(u"listAgainButton"_s));
    QVERIFY(!child<QLabel>(m_status.get(), "ageLabel")->text().contains("incomplete"_L1));
}

QTEST_MAIN(ListingStateTest)
#include "tst_listingstate.moc"
