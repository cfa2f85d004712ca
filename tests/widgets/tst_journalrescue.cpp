// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0

/// A damaged journal in the window: what is offered, and what it comes to.

#include "deskfixture.h"
#include "shell/journalrescue.h"
#include "stricttest.h"
#include "support/banner.h"
#include "widgettools.h"

#include <QFrame>
#include <QLabel>
#include <QPushButton>

using namespace Qt::StringLiterals;
using shell::JournalRescue;

class JournalRescueTest final : public test::StrictTest
{
    Q_OBJECT

private slots:
    void init();
    void saysItInBrief();
    void setsAsideOnce();
    void saysWhyItFailed();

private:
    QString text() const
    {
        QString all;
        for (const QLabel *label : m_banner->findChildren<QLabel *>())
            all += label->text() + u'|';
        return all;
    }
    QPushButton *button() const
    {
        return m_banner->findChild<QPushButton *>(u"rescueJournalButton"_s);
    }

    std::unique_ptr<test::DeskFixture> m_fixture;
    std::unique_ptr<QWidget> m_window;
    support::Banner *m_banner = nullptr;
    std::optional<base::Promise<JournalRescue::Saved>> m_promise;
    std::unique_ptr<JournalRescue> m_rescue;
    int m_asked = 0;
};

void JournalRescueTest::init()
{
    StrictTest::init();
    m_rescue.reset();
    m_fixture = std::make_unique<test::DeskFixture>();
    m_window = std::make_unique<QWidget>();
    m_banner = new support::Banner(m_window.get());
    m_asked = 0;
    m_rescue = std::make_unique<JournalRescue>(
        m_fixture->desk,
        [this] {
            ++m_asked;
            return m_promise.emplace().task();
        },
        [this] { return m_banner; });
    const base::Error damage {
        .kind = base::ErrorKind::LocalFile, .detail = u"journal.db: it is damaged"_s};
    m_fixture->desk.setJournalProblem(damage);
    m_rescue->offer(damage);
}

/// Two lines above the list; what is behind them when somebody asks.
void JournalRescueTest::saysItInBrief()
{
    const auto *words = m_banner->findChild<QLabel *>(u"bannerTextLabel"_s);
    QVERIFY(words->text().size() < 100);
    QVERIFY(!text().contains(u"journal.db: it is damaged"_s));
    m_window->resize(760, 200);
    m_banner->resize(760, m_banner->sizeHint().height());
    m_window->show();
    test::keepPicture(m_window.get(), "journal-rescue");
    m_window->hide();
}

/// DB-03
void JournalRescueTest::setsAsideOnce()
{
    m_banner->findChild<QPushButton *>(u"showDetailsButton"_s)->click();
    QVERIFY(text().contains(u"journal.db: it is damaged"_s));
    const QString id = m_fixture->connect();
    QVERIFY(m_fixture->desk.barrier(id));
    button()->click();
    button()->click();
    QCOMPARE(m_asked, 1);
    m_promise->settle(JournalRescue::Saved {u"journal.bad-1.db"_s, 298, 2});
    QTRY_VERIFY(text().contains(u"journal.bad-1.db"_s));
    QVERIFY(text().contains(u"298"_s));
    QVERIFY(!button());
    QVERIFY(!m_fixture->desk.barrier(id));
}

void JournalRescueTest::saysWhyItFailed()
{
    button()->click();
    m_promise->settle(base::fail(base::ErrorKind::LocalFile, u"the disk is full"_s));
    QTRY_VERIFY(text().contains(u"the disk is full"_s));
    button()->click();
    QCOMPARE(m_asked, 2);
}

QTEST_MAIN(JournalRescueTest)
#include "tst_journalrescue.moc"
