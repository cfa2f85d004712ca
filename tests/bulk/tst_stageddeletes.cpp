// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0

/// Deletions that wait: what fires, what is offered, and what clocks that jump do to them.

#include "bulk/stageddeletes.h"
#include "bulkbench.h"
#include "stricttest.h"

#include <QSignalSpy>
#include <QTemporaryDir>

using namespace Qt::StringLiterals;
using base::ErrorKind;
using bulk::StagedDelete;
using bulk::StagedDeletes;
using domain::Operation;
using domain::Support;
using domain::TokenStatus;
using std::chrono::hours;
using std::chrono::milliseconds;
using State = StagedDelete::State;
using Reason = StagedDelete::Reason;
using test::await;

namespace {

struct Stage : test::BulkBench
{
    explicit Stage(bool canDisable = true)
    {
        estate.fill(10);
        if (!canDisable)
            estate.capabilities.set(Operation::Disable, {.support = Support::Unsupported});
        desk = makeDesk(folder.path());
        connection = connect(*desk);
        make();
    }
    void make()
    {
        staged = std::make_unique<StagedDeletes>(*desk, clock, [this] { return steady; });
    }
    domain::TokenKey key(const QString &id = u"t1"_s) const { return {connection, id}; }
    QString stageOne(milliseconds wait = hours(48))
    {
        const auto operation = await(staged->stage(key(), wait));
        return operation ? *operation : base::errorKindName(operation.error().kind);
    }
    /// Both clocks, as time goes by.
    void pass(milliseconds time)
    {
        clock.time += time;
        steady += time;
        staged->check();
    }
    bool restart()
    {
        staged.reset();
        desk.reset();
        steady = hours(1); // Of another run: says nothing about this one.
        desk = makeDesk(folder.path());
        const bool isLoaded = desk->load() && await(desk->log().load());
        desk->refreshAll();
        make();
        staged->load();
        return isLoaded && test::waitUntil([this] {
            return desk->session(connection)->state() == work::Session::State::Ready;
        });
    }
    bool isThere() const { return estate.tokens.contains(u"t1"_s); }

    QTemporaryDir folder;
    milliseconds steady = hours(500);
    std::unique_ptr<work::Desk> desk;
    std::unique_ptr<StagedDeletes> staged;
    QString connection;
};

} // namespace

class StagedDeletesTest final : public test::StrictTest
{
    Q_OBJECT

private slots:
    void believesNoVendorThatOnlySaysIt();
    void disablesNowAndDeletesLater();
    void waitsWhereNothingCanBeDisabled();
    void undoesUntilItFires();
    void stagesNothingThatCannotBeDisabled();
    void stagesATokenOnce();
    void postponesAndFiresAtWill();
    void goesOnAfterARestart();
    void firesNothingOverdueAtTheStart();
    // Goal sheet 10.2, clock
    void believesNoClockThatJumps_data();
    void believesNoClockThatJumps();
    void offersAgainWhatFailed();
    // ONE-03
    void findsOutWhatBecameOfOneThatWasOnItsWay_data();
    void findsOutWhatBecameOfOneThatWasOnItsWay();
    void forgetsWhatSomebodyElseDeleted();
    void firesByItself();
    // ONE-01
    void deletesNothingWithoutAJournal();
};

void StagedDeletesTest::disablesNowAndDeletesLater()
{
    Stage stage;
    QSignalSpy deleted(stage.staged.get(), &StagedDeletes::deleted);
    const QString operation = stage.stageOne();
    QVERIFY(stage.staged->find(operation));
    QVERIFY(stage.staged->find(operation)->wasDisabled);
    QCOMPARE(stage.estate.tokens[u"t1"_s].status, TokenStatus::Disabled);
    stage.pass(hours(47));
    QVERIFY(stage.isThere());
    stage.pass(hours(1));
    QTRY_VERIFY(!stage.isThere());
    QTRY_COMPARE(deleted.size(), 1);
    QVERIFY(stage.staged->all().empty());
    QTRY_VERIFY(stage.desk->log().open().empty());
}

void StagedDeletesTest::waitsWhereNothingCanBeDisabled()
{
    Stage stage(false);
    const QString operation = stage.stageOne();
    QVERIFY(!stage.staged->find(operation)->wasDisabled);
    QCOMPARE(stage.estate.calls, 0);
    stage.pass(hours(49));
    QTRY_VERIFY(!stage.isThere());
}

void StagedDeletesTest::undoesUntilItFires()
{
    Stage stage;
    const QString operation = stage.stageOne();
    stage.pass(hours(47));
    QVERIFY(await(stage.staged->undo(operation)));
    QCOMPARE(stage.estate.tokens[u"t1"_s].status, TokenStatus::Active);
    QVERIFY(stage.staged->all().empty());
    stage.pass(hours(100));
    test::settle();
    QVERIFY(stage.isThere());
    QVERIFY(!await(stage.staged->undo(operation)));
    QVERIFY(stage.desk->log().open().empty());
}

void StagedDeletesTest::stagesNothingThatCannotBeDisabled()
{
    Stage stage;
    stage.estate.fail(u"t1"_s, {.kind = ErrorKind::Forbidden});
    QCOMPARE(stage.stageOne(), u"Forbidden"_s);
    QVERIFY(stage.staged->all().empty());
    QTRY_VERIFY(stage.desk->log().open().empty());
}

void StagedDeletesTest::stagesATokenOnce()
{
    Stage stage;
    stage.stageOne();
    QCOMPARE(stage.stageOne(), u"Conflict"_s);
    QCOMPARE(stage.staged->all().size(), std::size_t(1));
    QVERIFY(stage.staged->find(stage.key()));
    QVERIFY(!stage.staged->find(stage.key(u"t2"_s)));
}

void StagedDeletesTest::postponesAndFiresAtWill()
{
    Stage stage;
    const QString operation = stage.stageOne();
    stage.pass(hours(47));
    QVERIFY(await(stage.staged->postpone(operation, hours(24))));
    stage.pass(hours(2));
    test::settle();
    QVERIFY(stage.isThere());
    QVERIFY(await(stage.staged->deleteNow(operation)));
    QVERIFY(!stage.isThere());
}

void StagedDeletesTest::goesOnAfterARestart()
{
    Stage stage;
    const QString operation = stage.stageOne();
    QVERIFY(await(stage.staged->postpone(operation, hours(72))));
    stage.clock.time += hours(24);
    QVERIFY(stage.restart());
    const StagedDelete *one = stage.staged->find(operation);
    QVERIFY(one);
    QCOMPARE(one->state, State::Waiting);
    QVERIFY(one->wasDisabled);
    QCOMPARE(one->due, stage.clock.now() + hours(48));
    QCOMPARE(one->name, u"name 1"_s);
    stage.pass(hours(49));
    QTRY_VERIFY(!stage.isThere());
}

void StagedDeletesTest::firesNothingOverdueAtTheStart()
{
    Stage stage;
    const QString operation = stage.stageOne();
    stage.clock.time += hours(24 * 365);
    QVERIFY(stage.restart());
    stage.pass(hours(1));
    test::settle();
    QVERIFY(stage.isThere());
    QCOMPARE(stage.staged->find(operation)->state, State::Overdue);
    QCOMPARE(stage.staged->find(operation)->reason, Reason::NotRunning);
    QVERIFY(await(stage.staged->deleteNow(operation)));
    QVERIFY(!stage.isThere());
}

void StagedDeletesTest::believesNoClockThatJumps_data()
{
    QTest::addColumn<qint64>("byClock"); // Hours.
    QTest::addColumn<qint64>("bySteady");
    QTest::addColumn<State>("state");
    QTest::newRow("a year forward") << qint64(24 * 365) << qint64(1) << State::Overdue;
    QTest::newRow("a year back") << qint64(-24 * 365) << qint64(49) << State::Overdue;
    QTest::newRow("forward, not there yet") << qint64(30) << qint64(1) << State::Waiting;
    QTest::newRow("back, not there yet") << qint64(-30) << qint64(1) << State::Waiting;
    QTest::newRow("slept over it") << qint64(60) << qint64(3) << State::Overdue;
}

void StagedDeletesTest::believesNoClockThatJumps()
{
    QFETCH(qint64, byClock);
    QFETCH(qint64, bySteady);
    QFETCH(State, state);
    Stage stage;
    const QString operation = stage.stageOne();
    stage.clock.time += hours(byClock);
    stage.steady += hours(bySteady);
    stage.staged->check();
    test::settle();
    QVERIFY(stage.isThere());
    QCOMPARE(stage.staged->find(operation)->state, state);
    QCOMPARE(stage.staged->find(operation)->reason,
        state == State::Overdue ? Reason::ClockJumped : Reason::None);
}

void StagedDeletesTest::offersAgainWhatFailed()
{
    Stage stage(false);
    const QString operation = stage.stageOne();
    for (const ErrorKind kind : {ErrorKind::Conflict, ErrorKind::OutcomeUnknown}) {
        stage.estate.fail(u"t1"_s, {.kind = kind});
        QVERIFY(!await(stage.staged->deleteNow(operation)));
        QCOMPARE(stage.staged->find(operation)->state, State::Failed);
        QCOMPARE(stage.staged->find(operation)->error->kind, kind);
    }
    QVERIFY(stage.restart());
    QCOMPARE(stage.staged->find(operation)->state, State::Overdue);
    QVERIFY(await(stage.staged->deleteNow(operation)));
    QVERIFY(!stage.isThere());
}

void StagedDeletesTest::findsOutWhatBecameOfOneThatWasOnItsWay_data()
{
    QTest::addColumn<bool>("happens");
    QTest::addColumn<bool>("isListed");
    QTest::newRow("it happened") << true << true;
    QTest::newRow("it did not") << false << true;
    QTest::newRow("nobody can tell yet") << false << false;
}

/// The program ends between the intent and the answer.
void StagedDeletesTest::findsOutWhatBecameOfOneThatWasOnItsWay()
{
    QFETCH(bool, happens);
    QFETCH(bool, isListed);
    Stage stage(false);
    const QString operation = stage.stageOne();
    stage.estate.latency = hours(1);
    stage.estate.everyCall = [happens](const QString &) {
        return test::Estate::Fate {std::nullopt, happens};
    };
    auto answer = stage.staged->deleteNow(operation);
    QTRY_COMPARE(stage.estate.calls, 1);
    stage.clock.time += hours(1);
    if (!isListed)
        stage.estate.listFails = base::Error {.kind = ErrorKind::VendorFault};
    QCOMPARE(stage.restart(), isListed);
    if (happens) {
        QTRY_VERIFY(stage.staged->all().empty());
        QVERIFY(stage.desk->log().open().empty());
        QVERIFY(!stage.isThere());
        return;
    }
    const Reason reason = isListed ? Reason::StillListed : Reason::Unanswered;
    QTRY_VERIFY(stage.staged->find(operation));
    QTRY_COMPARE(stage.staged->find(operation)->reason, reason);
    QCOMPARE(stage.staged->find(operation)->state, State::Overdue);
    QVERIFY(stage.isThere());
    if (!isListed)
        return;
    stage.estate.latency = milliseconds(0);
    stage.estate.everyCall = {};
    QVERIFY(await(stage.staged->deleteNow(operation)));
    QVERIFY(!stage.isThere());
}

void StagedDeletesTest::forgetsWhatSomebodyElseDeleted()
{
    Stage stage(false);
    const QString operation = stage.stageOne();
    stage.estate.tokens.erase(u"t1"_s);
    stage.desk->refresh(stage.connection);
    QTRY_VERIFY(!stage.desk->tokens().find(stage.key()));
    QTRY_COMPARE(stage.desk->session(stage.connection)->state(), work::Session::State::Ready);
    QVERIFY(await(stage.staged->deleteNow(operation)));
    QVERIFY(stage.staged->all().empty());
    QTRY_VERIFY(stage.desk->log().open().empty());
}

void StagedDeletesTest::firesByItself()
{
    Stage stage(false);
    base::SystemClock clock;
    StagedDeletes staged(*stage.desk, clock);
    const auto begun = std::chrono::steady_clock::now();
    QVERIFY(await(staged.stage(stage.key(), milliseconds(60))));
    QTRY_VERIFY(!stage.isThere());
    QVERIFY(stage.estate.times.back() - begun >= milliseconds(50)); // Not at once.
}

void StagedDeletesTest::deletesNothingWithoutAJournal()
{
    Stage stage(false);
    const QString operation = stage.stageOne();
    stage.journal.fails = true;
    QVERIFY(!await(stage.staged->deleteNow(operation)));
    QVERIFY(stage.isThere());
    QCOMPARE(stage.staged->find(operation)->state, State::Failed);
    stage.journal.fails = false;
    QVERIFY(await(stage.staged->deleteNow(operation)));
    QVERIFY(!stage.isThere());
}

/// Read again, the token is as it was: it waits for somebody's word, and stays in the list.
void StagedDeletesTest::believesNoVendorThatOnlySaysIt()
{
    Stage stage;
    stage.estate.canRead = true;
    stage.estate.everyCall = [](const QString &) { return test::Estate::Fate {{}, false}; };
    QCOMPARE(stage.stageOne(), u"Contradicted"_s); // Not even disabled.
    QVERIFY(stage.staged->all().empty());

    stage.estate.everyCall = {};
    const QString operation = stage.stageOne();
    stage.estate.everyCall = [](const QString &) { return test::Estate::Fate {{}, false}; };
    const auto gone = await(stage.staged->deleteNow(operation));
    QVERIFY(!gone);
    QCOMPARE(gone.error().kind, base::ErrorKind::Contradicted);
    QCOMPARE(stage.staged->all().front().state, State::Failed);
    QVERIFY(stage.desk->changes().find(stage.key()));

    stage.estate.everyCall = {};
    QVERIFY(await(stage.staged->deleteNow(operation)));
    QVERIFY(!stage.isThere());
}

QTEST_GUILESS_MAIN(StagedDeletesTest)
#include "tst_stageddeletes.moc"
