// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0

/// What a rotation says, and what it offers, at every step.

#include "stricttest.h"
#include "tickets/ticketoffers.h"

using namespace Qt::StringLiterals;
using rotation::OldState;
using rotation::Stage;
using tickets::Move;
using tickets::StepState;

namespace {

const base::Instant start {std::chrono::milliseconds {1'760'000'000'000}};

rotation::Ticket at(Stage stage)
{
    rotation::Ticket ticket;
    ticket.id = u"T"_s;
    ticket.old = {u"c"_s, u"old"_s};
    ticket.oldName = u"ci"_s;
    ticket.begun = start;
    ticket.stage = stage;
    if (stage > Stage::Unsure) {
        ticket.created = {u"c"_s, u"new"_s};
        ticket.newName = u"ci 2"_s;
    }
    if (stage > Stage::HandOver)
        ticket.stored = start;
    if (stage > Stage::Verify)
        ticket.watched = start;
    if (stage == Stage::Disabled)
        ticket.oldState = OldState::Disabled;
    if (stage == Stage::Link)
        ticket.oldState = OldState::Gone;
    return ticket;
}

tickets::Situation situation(const rotation::Ticket &ticket, int day, bool canDisable = true,
    const domain::TimeFact &lastUsed = domain::TimeFact::never())
{
    tickets::Situation is {ticket, {}, {}, {}, start + std::chrono::days(day)};
    is.look.listed = is.now;
    is.look.isComplete = true;
    is.look.isNewListed = true;
    if (ticket.oldState != OldState::Gone) {
        is.look.old.emplace();
        is.look.old->lastUsed = lastUsed;
    }
    for (const auto operation : domain::allOperations)
        is.capabilities.set(operation, {.support = domain::Support::Native});
    is.capabilities.set(domain::Operation::Track, {.support = domain::Support::Unsupported});
    if (!canDisable)
        is.capabilities.set(domain::Operation::Disable,
            {.support = domain::Support::Unsupported, .reason = u"no such call"_s});
    is.outlook = rotation::outlookOf(ticket, is.look, is.now);
    return is;
}

QString wordOf(Move move)
{
    switch (move) {
    case Move::OpenConsole:
        return u"open-console"_s;
    case Move::Create:
        return u"create"_s;
    case Move::Refresh:
        return u"refresh"_s;
    case Move::DeleteFound:
        return u"delete-found"_s;
    case Move::DisableFound:
        return u"disable-found"_s;
    case Move::SayStored:
        return u"say-stored"_s;
    case Move::Verify:
        return u"verify"_s;
    case Move::Swap:
        return u"swap"_s;
    case Move::StartWatch:
        return u"start-watch"_s;
    case Move::StopWaiting:
        return u"stop-waiting"_s;
    case Move::SayUnused:
        return u"say-unused"_s;
    case Move::Disable:
        return u"disable"_s;
    case Move::Delete:
        return u"delete"_s;
    case Move::Finish:
        return u"finish"_s;
    case Move::Enable:
        return u"enable"_s;
    case Move::WatchAgain:
        return u"watch-again"_s;
    case Move::DeleteNew:
        return u"delete-new"_s;
    case Move::Cancel:
        return u"cancel"_s;
    }
    return {};
}

} // namespace

class TicketTextTest final : public test::StrictTest
{
    Q_OBJECT

private slots:
    void offersWhatFits_data()
    {
        QTest::addColumn<Stage>("stage");
        QTest::addColumn<QString>("how");
        QTest::addColumn<int>("day");
        QTest::addColumn<QString>("offers"); ///< forth | back
        const auto is
            = [](const char *name, Stage stage, const char *how, int day, const char *offers) {
                  QTest::newRow(name)
                      << stage << QString::fromLatin1(how) << day << QString::fromLatin1(offers);
              };
        is("create", Stage::Create, "", 0, "create | cancel");
        is("no answer", Stage::Unsure, "", 0, "refresh | cancel");
        is("found without a key (ONE-03: never simply again)", Stage::Unsure, "found", 0,
            "refresh delete-found | cancel");
        is("key not confirmed", Stage::HandOver, "", 0, "say-stored | delete-new cancel");
        is("own, stored", Stage::HandOver, "own stored", 0, "swap | delete-new cancel");
        is("verify", Stage::Verify, "", 0, "verify start-watch | delete-new cancel");
        is("watching", Stage::Watch, "", 3, "refresh stop-waiting | delete-new cancel");
        is("watched", Stage::Watch, "", 7, "disable delete | delete-new cancel");
        is("watched, no disabling", Stage::Watch, "no-disable", 7, "delete | delete-new cancel");
        is("overridden", Stage::Watch, "overridden", 1,
            "disable delete | watch-again delete-new cancel");
        is("not reported", Stage::Watch, "hidden", 8,
            "say-unused stop-waiting | delete-new cancel");
        is("not reported, said", Stage::Watch, "hidden said", 8,
            "disable delete | watch-again delete-new cancel");
        is("own, swapped: nothing to go back to", Stage::Watch, "own stored swapped", 7,
            "disable delete | cancel");
        is("gone", Stage::Watch, "gone", 2, "finish | delete-new cancel");
        is("disabled", Stage::Disabled, "", 8, "delete finish | enable");
        is("link", Stage::Link, "", 8, "finish | ");
        is("closed", Stage::Closed, "", 8, " | ");
    }
    void offersWhatFits()
    {
        QFETCH(Stage, stage);
        QFETCH(QString, how);
        QFETCH(int, day);
        rotation::Ticket ticket = at(stage);
        if (how.contains("found"_L1))
            ticket.found = {u"x"_s};
        ticket.isOwn = how.contains("own"_L1);
        ticket.isOverridden = how.contains("overridden"_L1);
        ticket.isSaidUnused = how.contains("said"_L1);
        if (how.contains("stored"_L1))
            ticket.stored = start;
        if (how.contains("swapped"_L1))
            ticket.swapped = start;
        auto is = situation(ticket, day, !how.contains("no-disable"_L1),
            how.contains("hidden"_L1) ? domain::TimeFact::notReported()
                                      : domain::TimeFact::never());
        if (how.contains("gone"_L1)) {
            is.look.old.reset();
            is.outlook = rotation::outlookOf(ticket, is.look, is.now);
        }
        QStringList forth;
        QStringList back;
        const tickets::Offers offers = tickets::offersOf(is);
        for (const auto &offer : offers.all)
            (offer.isBack ? back : forth) += wordOf(offer.move);
        const QString all = forth.join(u' ') + u" | "_s + back.join(u' ');
        QTEST(all, "offers");
        QVERIFY(
            !offers.wayBack.isEmpty() || stage == Stage::Closed); // Every step says its way back.
    }

    /// CSP: nobody has the value of what a lost answer left, so it can be disabled alone.
    void offersWhatIsPossibleWhereTokensAreDeletedByValue()
    {
        const auto deleting = [](const rotation::Ticket &ticket, bool isTracked) {
            auto is = situation(ticket, 7);
            is.capabilities.set(domain::Operation::Track, {.support = domain::Support::Native});
            is.capabilities.set(domain::Operation::Delete,
                {.support = domain::Support::Native, .reason = u"only by value"_s});
            is.look.isNewTracked = isTracked;
            if (isTracked)
                is.look.old->trackedSlot = u"slot"_s;
            QStringList offers;
            for (const auto &offer : tickets::offersOf(is).all)
                offers += wordOf(offer.move) + (offer.whyNot.isEmpty() ? u""_s : u"="_s)
                    + offer.whyNot;
            return offers.join(u", "_s);
        };
        auto found = at(Stage::Unsure);
        found.found = {u"x"_s};
        QCOMPARE(deleting(found, false),
            u"refresh, disable-found, delete-found=only by value, cancel"_s);
        QCOMPARE(deleting(at(Stage::Watch), false),
            u"disable, delete=only by value, delete-new=only by value, cancel"_s);
        QCOMPARE(deleting(at(Stage::Watch), true), u"disable, delete, delete-new, cancel"_s);
        QCOMPARE(deleting(at(Stage::Disabled), false), u"delete=only by value, finish, enable"_s);
    }

    void marksOneStepAsNext_data()
    {
        QTest::addColumn<Stage>("stage");
        QTest::addColumn<int>("day");
        QTest::addColumn<int>("step");
        QTest::newRow("create") << Stage::Create << 0 << 1;
        QTest::newRow("unsure") << Stage::Unsure << 0 << 2;
        QTest::newRow("hand over") << Stage::HandOver << 0 << 3;
        QTest::newRow("verify") << Stage::Verify << 0 << 4;
        QTest::newRow("watch") << Stage::Watch << 2 << 5;
        QTest::newRow("watched long enough") << Stage::Watch << 7 << 6;
        QTest::newRow("disabled") << Stage::Disabled << 7 << 6;
        QTest::newRow("link") << Stage::Link << 7 << 7;
    }
    void marksOneStepAsNext()
    {
        QFETCH(Stage, stage);
        QFETCH(int, day);
        QFETCH(int, step);
        const auto text = tickets::textOf(situation(at(stage), day));
        for (int i = 1; i <= tickets::stepCount; ++i) {
            const auto &one = text.steps[static_cast<std::size_t>(i - 1)];
            QCOMPARE(one.state,
                i < step       ? StepState::Done
                    : i > step ? StepState::Later
                               : StepState::Now);
            QVERIFY(!one.title.isEmpty());
            QVERIFY(!one.text.isEmpty());
        }
        QVERIFY(!text.next.isEmpty());
    }

    void saysWhenItIsDue()
    {
        QCOMPARE(tickets::textOf(situation(at(Stage::Watch), 7)).due, u"now"_s);
        QCOMPARE(tickets::textOf(situation(at(Stage::Watch), 4)).due, u"in 3 days"_s);
        QVERIFY(tickets::textOf(situation(at(Stage::Verify), 4)).due.isEmpty());
        auto is = situation(at(Stage::Watch), 8);
        is.look.listed = start;
        is.outlook = rotation::outlookOf(is.ticket, is.look, is.now);
        QCOMPARE(tickets::textOf(is).due, u"after a refresh"_s);
        QVERIFY(tickets::textOf(is).steps[4].text.contains("Refresh the list"_L1));
    }

    void saysThatUseIsNotReportedRatherThanThatThereIsNone()
    {
        const auto hidden = situation(at(Stage::Watch), 3, false, domain::TimeFact::notReported());
        const QString text = tickets::textOf(hidden).steps[4].text;
        QVERIFY(text.contains("does not say"_L1));
        QVERIFY(!text.contains("Quiet"_L1));
    }

    void saysUsesAndHowExactTheyAre()
    {
        rotation::Ticket ticket = at(Stage::Watch);
        ticket.uses = {start + std::chrono::days(2)};
        const auto rough
            = domain::TimeFact::known(start + std::chrono::days(2), domain::Precision::Approximate);
        const QString text = tickets::textOf(situation(ticket, 3, true, rough)).steps[4].text;
        QVERIFY(text.contains("used 1 day ago"_L1) || text.contains("used 24 h ago"_L1));
        QVERIFY(text.contains("approximate"_L1));
    }

    void keepsForeignTextPlain()
    {
        rotation::Ticket ticket = at(Stage::Create);
        ticket.oldName = u"<b>x</b>\u202Ey"_s;
        const auto text = tickets::textOf(situation(ticket, 0));
        QVERIFY(!text.title.contains(QChar(0x202E))); // IN-01
    }
};

QTEST_GUILESS_MAIN(TicketTextTest)
#include "tst_tickettext.moc"
