// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0

/// The window of one rotation and the list of all, over a desk of fakes.

#include "deskfixture.h"
#include "dialogs/issuedialog.h"
#include "dialogs/secretdialog.h"
#include "fakeprompter.h"
#include "stricttest.h"
#include "support/banner.h"
#include "support/secretclipboard.h"
#include "tickets/ticketcommands.h"
#include "tickets/ticketdialog.h"
#include "tickets/ticketsdialog.h"
#include "widgettools.h"

#include <QApplication>
#include <QCheckBox>
#include <QJsonArray>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QSignalSpy>
#include <QSpinBox>
#include <QTreeWidget>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using base::ErrorKind;
using domain::JournalAction;
using domain::JournalPhase;
using rotation::Stage;
using support::Answer;
using test::await;
using test::child;
using tickets::Move;
using tickets::TicketDialog;

class TicketDialogTest final : public test::StrictTest
{
    Q_OBJECT

private slots:
    void cleanup()
    {
        test::settle();
        QCOMPARE(test::openWindows(), QStringList());
    }

    void opensARotationAndOneOnly()
    {
        Bench bench;
        bench.commands.rotate(bench.old);
        QTRY_VERIFY(bench.dialog());
        QVERIFY(!bench.dialog()->isModal());
        bench.commands.rotate(bench.old);
        test::settle();
        QCOMPARE(bench.commands.tickets().all().size(), std::size_t {1});
        QCOMPARE(bench.window.findChildren<TicketDialog *>().size(), 1);
        test::keepPicture(bench.dialog(), "ticket-1-create");
        // Closing it leaves the rotation where it is.
        bench.dialog()->close();
        QTRY_VERIFY(!bench.dialog());
        QCOMPARE(bench.commands.tickets().all().size(), std::size_t {1});
    }

    void showsEveryStep_data()
    {
        QTest::addColumn<QString>("upTo");
        QTest::addColumn<int>("days");
        QTest::addColumn<QString>("title");
        QTest::addColumn<QString>("picture");
        const auto is = [](const char *upTo, int days, const char *title, const char *picture) {
            QTest::newRow(picture) << QString::fromLatin1(upTo) << days
                                   << QString::fromLatin1(title) << QString::fromLatin1(picture);
        };
        is("unknown", 0, "Next: Look whether it was created", "ticket-2-unsure");
        is("found", 0, "Next: Take out of use what a lost answer left", "ticket-2-found");
        is("in use", 0, "Next: Compare what a lost answer may have left", "ticket-2-in-use");
        is("created", 0, "Next: Say that its key is stored", "ticket-3-handover");
        is("stored", 0, "Next: Put the new key to work, then start the watch", "ticket-4-verify");
        is("watch", 2, "Next: Watching the old token (in 5 days)", "ticket-5-watch");
        is("used", 4, "Next: Watching the old token (in 6 days)", "ticket-5-used");
        is("watch", 7, "Next: Retire the old token (now)", "ticket-6-retire");
        is("disabled", 8, "Next: Delete the old token, or leave it disabled (now)",
            "ticket-6-disabled");
        is("deleted", 8, "Next: Link the two (now)", "ticket-7-link");
    }
    void showsEveryStep()
    {
        QFETCH(QString, upTo);
        QFETCH(int, days);
        Bench bench;
        bench.goTo(upTo);
        bench.pass(days);
        bench.commands.show(bench.id());
        QVERIFY(bench.dialog());
        QTEST(child<QLabel>(bench.dialog(), "titleLabel")->text(), "title");
        QVERIFY(test::accessibleText(bench.dialog()).contains("of 7, next"_L1));
        QFETCH(QString, picture);
        test::keepPicture(bench.dialog(), picture.toLatin1().constData());
    }

    /// From the form to the stored key: every window on the way.
    void createsTheNewOneAndHandsItsKeyOver()
    {
        Bench bench;
        bench.fixture.vendor.capabilities.set(
            domain::Operation::EditGrants, {.support = domain::Support::Unsupported});
        bench.goTo(u"begun"_s);
        bench.commands.show(bench.id());
        bench.press(Move::Create);
        QTRY_VERIFY(bench.window.findChild<QWidget *>(u"issueForm"_s));
        auto *form = bench.window.findChild<dialogs::IssueDialog *>();
        QCOMPARE(child<QLineEdit>(form, "tokenNameEdit")->text(), u"ci deploy 2"_s);
        QVERIFY(test::accessibleText(form).contains("cannot be changed after"_L1));
        test::keepPicture(form, "ticket-1-form");
        child<QPushButton>(form, "createButton")->click();
        QTRY_VERIFY(bench.window.findChild<dialogs::SecretDialog *>());
        auto *secret = bench.window.findChild<dialogs::SecretDialog *>();
        QCOMPARE(bench.ticket().stage, Stage::HandOver);
        QCOMPARE(bench.fixture.vendor.lastDraft->grants.front().name, u"VIEW"_s);
        test::keepPicture(secret, "ticket-3-key");
        child<QPushButton>(secret, "copyButton")->click();
        QTRY_COMPARE(bench.ticket().destinations, QStringList {u"clipboard"_s});
        QVERIFY(!test::accessibleText(secret).contains("new-key-value"_L1)); // MEM-06
        child<QCheckBox>(secret, "storedCheckBox")->click();
        child<QPushButton>(secret, "doneButton")->click();
        QTRY_COMPARE(bench.ticket().stage, Stage::Verify);
        QVERIFY(bench.button(Move::StartWatch));
        for (const auto &record : bench.fixture.journal.records()) // ONE-06
            QVERIFY(!QJsonDocument(record.entry.details).toJson().contains("new-key-value"));
    }

    void asksBeforeDeletingTheOldOne()
    {
        Bench bench;
        bench.goTo(u"watch"_s);
        bench.pass(7);
        bench.commands.show(bench.id());
        bench.press(Move::Delete);
        QTRY_COMPARE(bench.prompter.asked.size(), std::size_t {1});
        test::settle();
        QVERIFY(bench.fixture.vendor.deleted.isEmpty()); // Thought better of it.
        bench.prompter.answers = {Answer::Choice::Affirmed};
        bench.press(Move::Delete);
        QTRY_COMPARE(bench.fixture.vendor.deleted, QStringList {u"old"_s});
        QTRY_COMPARE(bench.ticket().stage, Stage::Link);
        QSignalSpy done(&bench.commands, &tickets::TicketCommands::done);
        bench.press(Move::Finish);
        QTRY_COMPARE(done.count(), 1);
        QTRY_VERIFY(!bench.dialog());
        QCOMPARE(bench.fixture.desk.annotations().of(bench.old).replacedBy, u"new"_s);
    }

    void disablesInsteadWhenThatIsChosen()
    {
        Bench bench;
        bench.goTo(u"watch"_s);
        bench.pass(7);
        bench.commands.show(bench.id());
        bench.prompter.answers = {Answer::Choice::Alternative};
        bench.press(Move::Delete);
        QTRY_COMPARE(bench.ticket().stage, Stage::Disabled);
        QVERIFY(bench.fixture.vendor.deleted.isEmpty());
        bench.press(Move::Enable);
        QTRY_COMPARE(bench.ticket().stage, Stage::Watch);
    }

    void saysWhatTheVendorRefused()
    {
        Bench bench;
        bench.goTo(u"watch"_s);
        bench.pass(7);
        bench.commands.show(bench.id());
        bench.fixture.vendor.deleteFails = base::Error {.kind = ErrorKind::Forbidden};
        bench.prompter.answers = {Answer::Choice::Affirmed};
        bench.press(Move::Delete);
        auto *banner = child<support::Banner>(bench.dialog(), "banner");
        QTRY_VERIFY(banner->isVisible());
        QVERIFY(bench.button(Move::Delete)->isEnabled()); // And it can be tried again.
        test::keepPicture(bench.dialog(), "ticket-refused");
    }

    /// ONE-03: what a lost answer left is deleted from here, and the next one can be created.
    void deletesWhatALostAnswerLeft()
    {
        Bench bench;
        bench.add(u"lost-1"_s, u"ci deploy 2"_s);
        bench.list();
        bench.goTo(u"found"_s);
        bench.commands.show(bench.id());
        bench.prompter.answers = {Answer::Choice::Affirmed};
        bench.press(Move::DeleteFound);
        QTRY_COMPARE(bench.fixture.vendor.deleted, QStringList {u"lost-1"_s});
        QCOMPARE(bench.prompter.asked.back().rows.size(), std::size_t {1});
        QTRY_COMPARE(bench.ticket().stage, Stage::Create);
        QTRY_VERIFY(bench.button(Move::Create) && bench.button(Move::Create)->isEnabled());
    }

    /// It may be a colleague's: nothing is ticked, and the question says what speaks against it.
    void takesNothingForGrantedThatIsInUse()
    {
        Bench bench;
        bench.add(u"lost-1"_s, u"ci deploy 2"_s);
        bench.fixture.vendor.tokens.back().lastUsed
            = domain::TimeFact::known(bench.fixture.clock.now());
        bench.list();
        bench.goTo(u"in use"_s);
        bench.commands.show(bench.id());
        bench.prompter.answers = {Answer::Choice::Cancelled};
        bench.press(Move::DeleteFound);
        QTRY_COMPARE(bench.prompter.asked.size(), std::size_t {1});
        const auto &question = bench.prompter.asked.back();
        QVERIFY2(
            question.warning.contains("unless that key leaked"_L1), qPrintable(question.warning));
        QCOMPARE(question.rows.size(), std::size_t {1});
        QVERIFY(!question.rows.front().isTicked);
        QVERIFY(bench.fixture.vendor.deleted.isEmpty());
    }

    /// ONE-03: where the vendor deletes by value it is disabled, which closes its creation too.
    void disablesWhatALostAnswerLeft()
    {
        Bench bench;
        bench.fixture.vendor.capabilities.set(
            domain::Operation::Track, {.support = domain::Support::Native});
        bench.add(u"lost-1"_s, u"ci deploy 2"_s);
        bench.list();
        bench.goTo(u"found"_s);
        bench.commands.show(bench.id());
        bench.prompter.answers = {Answer::Choice::Affirmed};
        QVERIFY(!bench.button(Move::DeleteFound)->isEnabled());
        test::keepPicture(bench.dialog(), "ticket-disable-found");
        bench.press(Move::DisableFound);
        QTRY_COMPARE(bench.ticket().stage, Stage::Create);
        QVERIFY(bench.fixture.vendor.deleted.isEmpty());
        QCOMPARE(bench.fixture.desk.changes().find({bench.connection, u"lost-1"_s})->status,
            domain::TokenStatus::Disabled);
    }

    /// Its key is made on the vendor's page: that is said, and the key taken here.
    void swapsByHandWhereNoCallCreatesTheLike()
    {
        rotation::Ticket ticket;
        ticket.vendor = domain::Vendor::Csp;
        ticket.isOwn = true;
        const tickets::Situation situation {.ticket = ticket};
        const auto offers = tickets::offersOf(situation).all;
        QCOMPARE(offers.at(0).move, Move::OpenConsole);
        QCOMPARE(offers.at(1).move, Move::Swap);
        QVERIFY(tickets::textOf(situation).steps[0].text.contains("on the vendor's page"_L1));
    }

    void changesNothingInASecondWindow()
    {
        Bench bench;
        bench.goTo(u"watch"_s);
        auto situation = tickets::situationOf(bench.fixture.desk, bench.commands.tickets(),
            bench.ticket(), bench.fixture.clock.now());
        QVERIFY(!situation.barrier);
        situation.barrier = work::profileInUseBy(u"another Tokendesk"_s);
        for (const auto &offer : tickets::offersOf(situation).all)
            QCOMPARE(offer.whyNot.contains("another Tokendesk"_L1), offer.move != Move::Refresh);
    }

    void asksBeforeNotWaiting()
    {
        Bench bench;
        bench.goTo(u"used"_s);
        bench.pass(4);
        bench.commands.show(bench.id());
        bench.prompter.answers = {Answer::Choice::Affirmed};
        bench.press(Move::StopWaiting);
        QTRY_VERIFY(bench.ticket().isOverridden);
        QVERIFY(!bench.prompter.asked.front().warning.isEmpty());
        bench.press(Move::WatchAgain);
        QTRY_VERIFY(!bench.ticket().isOverridden);
    }

    void changesHowLongItWatches()
    {
        Bench bench;
        bench.goTo(u"watch"_s);
        bench.commands.show(bench.id());
        auto *days = child<QSpinBox>(bench.dialog(), "daysSpinBox");
        QCOMPARE(days->value(), 7);
        QCOMPARE(days->maximum(), 90);
        days->setValue(0);
        emit days->editingFinished();
        QTRY_COMPARE(bench.ticket().days, 0);
        QTRY_VERIFY(bench.button(Move::Disable)); // A grace of zero is over at once.
    }

    void triesATypedKeyOnRequest()
    {
        Bench bench;
        bench.goTo(u"stored"_s);
        bench.commands.show(bench.id());
        bench.press(Move::Verify);
        auto *edit = child<QLineEdit>(bench.dialog(), "keyEdit");
        QVERIFY(test::accessibleText(bench.dialog()).contains("Enter the key"_L1));
        edit->setText(u"sentinel-4711"_s);
        bench.press(Move::Verify);
        QVERIFY(edit->text().isEmpty()); // MEM-03: it leaves its field at once.
        QTRY_VERIFY(child<support::Banner>(bench.dialog(), "banner")->isVisible());
        QVERIFY(!test::accessibleText(bench.dialog()).contains("sentinel"_L1));
        for (const auto &record : bench.fixture.journal.records())
            QVERIFY(!QJsonDocument(record.entry.details).toJson().contains("sentinel"));
    }

    void listsWhatIsDueFirst()
    {
        Bench bench;
        bench.goTo(u"watch"_s);
        bench.pass(7);
        bench.fixture.vendor.tokens.push_back(
            test::FakeVendor::token(bench.connection, u"x"_s, u"a younger one"_s));
        bench.list();
        QVERIFY(await(bench.commands.tickets().begin({bench.connection, u"x"_s}, 3)));
        bench.commands.showAll();
        auto *all = bench.window.findChild<tickets::TicketsDialog *>();
        QVERIFY(all);
        auto *tree = child<QTreeWidget>(all, "ticketsTree");
        QCOMPARE(tree->topLevelItemCount(), 2);
        QCOMPARE(tree->topLevelItem(0)->text(0), u"ci deploy"_s);
        QCOMPARE(tree->topLevelItem(0)->text(3), u"now"_s);
        QCOMPARE(child<QLabel>(all, "summaryLabel")->text(), u"1 rotations wait for you."_s);
        test::keepPicture(all, "tickets-list");
        child<QPushButton>(all, "openButton")->click();
        QTRY_VERIFY(bench.dialog());
    }

    void saysThatThereAreNone()
    {
        Bench bench;
        bench.commands.showAll();
        auto *all = bench.window.findChild<tickets::TicketsDialog *>();
        QVERIFY(child<QLabel>(all, "summaryLabel")->text().contains("Token > Rotate"_L1));
        QVERIFY(!child<QPushButton>(all, "openButton")->isEnabled());
        test::keepPicture(all, "tickets-none");
    }

private:
    struct Bench
    {
        Bench()
            : connection(fixture.connect())
            , commands(fixture.desk, fixture.clock, prompter, clipboard, &window)
        {
            static_cast<void>(fixture.desk.load()); // The notes about tokens, too.
            old = {connection, u"old"_s};
            add(u"old"_s, u"ci deploy"_s);
            list();
        }
        ~Bench() { commands.closeAll(); }

        void add(const QString &remoteId, const QString &name)
        {
            auto token = test::FakeVendor::token(connection, remoteId, name);
            token.lastUsed = domain::TimeFact::known(fixture.clock.now() - 2h);
            fixture.vendor.tokens.push_back(token);
        }
        void list()
        {
            fixture.desk.refresh(connection);
            static_cast<void>(test::waitUntil([this] {
                return fixture.desk.session(connection)->state() == work::Session::State::Ready;
            }));
            test::settle();
        }
        void pass(int days)
        {
            fixture.clock.time += 24h * days;
            list();
        }
        void note(const QString &operation, JournalPhase phase, const QJsonObject &details = {},
            const QString &tokenId = {})
        {
            QVERIFY(await(
                fixture.desk.log().note(work::Progress {operation, phase, details, tokenId})));
        }
        /// As if all that had been clicked.
        void goTo(const QString &step)
        {
            const auto begun = await(commands.tickets().begin(old, 7));
            QVERIFY(begun);
            if (step == "begun"_L1)
                return;
            work::Beginning create;
            create.operation = u"create"_s;
            create.group = *begun;
            create.token = {connection, {}};
            create.tokenName = u"ci deploy 2"_s;
            QVERIFY(await(fixture.desk.log().begin(create)));
            if (step == "unknown"_L1)
                return note(u"create"_s, JournalPhase::Unknown);
            const QJsonArray lost {u"lost-1"_s};
            if (step == "found"_L1)
                return note(
                    u"create"_s, JournalPhase::FoundDone, {{u"found"_s, lost}}, u"lost-1"_s);
            if (step == "in use"_L1)
                return note(u"create"_s, JournalPhase::FoundDone,
                    {{u"found"_s, lost},
                        {u"against"_s, QJsonObject {{u"lost-1"_s, QJsonArray {u"used"_s}}}}});
            note(u"create"_s, JournalPhase::Created, {}, u"new"_s);
            add(u"new"_s, u"ci deploy 2"_s);
            list();
            if (step == "created"_L1)
                return;
            QVERIFY(await(commands.tickets().noteDestination(*begun, u"env-file"_s)));
            note(u"create"_s, JournalPhase::Acknowledged);
            if (step == "stored"_L1)
                return;
            QVERIFY(await(commands.tickets().watch(*begun)));
            if (step == "watch"_L1)
                return;
            if (step == "used"_L1) {
                fixture.vendor.tokens.front().lastUsed
                    = domain::TimeFact::known(fixture.clock.now() + 24h * 3);
                return;
            }
            QVERIFY(await(commands.tickets().disableOld(*begun)));
            if (step == "deleted"_L1)
                QVERIFY(await(commands.tickets().deleteOld(*begun)));
        }
        TicketDialog *dialog() const { return window.findChild<TicketDialog *>(); }
        QPushButton *button(Move move) const
        {
            return dialog()->findChild<QPushButton *>(u"move%1Button"_s.arg(int(move)));
        }
        void press(Move move) const
        {
            QTRY_VERIFY(button(move) && button(move)->isEnabled()); // The move before has ended.
            button(move)->click();
        }
        const rotation::Ticket &ticket() { return commands.tickets().all().begin()->second; }
        QString id() { return ticket().id; }

        test::DeskFixture fixture;
        test::FakePrompter prompter;
        support::SecretClipboard clipboard;
        QWidget window;
        QString connection;
        domain::TokenKey old;
        tickets::TicketCommands commands;
    };
};

QTEST_MAIN(TicketDialogTest)
#include "tst_ticketdialog.moc"
