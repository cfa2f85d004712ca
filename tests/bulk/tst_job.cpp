// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0

/// Jobs from their plan to their last look, and everything that may come between.

#include "bulkbench.h"
#include "speed.h"
#include "stallwatch.h"
#include "stricttest.h"

#include <QEventLoop>
#include <QJsonDocument>
#include <QSignalSpy>
#include <QTemporaryDir>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using base::Error;
using base::ErrorKind;
using bulk::Deed;
using bulk::Doubt;
using bulk::ItemState;
using bulk::Job;
using bulk::Jobs;
using bulk::JobState;
using domain::JournalAction;
using domain::JournalPhase;
using test::await;
using test::BulkBench;

namespace {

/// A bench with a desk, its jobs and one connection.
struct Stage : BulkBench
{
    explicit Stage(int tokens, domain::TokenStatus status = domain::TokenStatus::Active)
    {
        estate.fill(tokens, status);
        desk = makeDesk(folder.path());
        jobs = std::make_unique<Jobs>(*desk, clock);
        connection = connect(*desk);
    }

    Job *start(const bulk::Plan &plan)
    {
        jobs->setLimits(limits);
        const auto id = await(jobs->start(plan));
        return id ? jobs->find(*id) : nullptr;
    }
    Job *start(int first, int count, Deed deed = Deed::Delete)
    {
        return start(planFor(connection, first, count, deed));
    }
    /// The program ends at once, and is started again.
    Job *restart()
    {
        jobs.reset();
        desk.reset();
        desk = makeDesk(folder.path());
        if (!desk->load() || !await(desk->log().load()))
            return nullptr;
        jobs = std::make_unique<Jobs>(*desk, clock);
        jobs->setLimits(limits);
        if (!await(jobs->load()) || jobs->all().empty())
            return nullptr;
        return jobs->all().front();
    }
    /// Phases of an item, in order, as "planned intent done".
    QString story(const QString &id) const
    {
        QStringList phases;
        for (const auto &record : journal.records()) {
            if (record.entry.token.remoteId == id)
                phases.append(domain::journalPhaseId(record.entry.phase));
        }
        return phases.join(u' ');
    }
    static bool reach(const Job *job, JobState state)
    {
        // Not test::waitUntil(), which sleeps 10 ms between looks: several times a call.
        QEventLoop loop;
        QObject::connect(job, &Job::changed, &loop, [&loop, job, state] {
            if (job->state() == state)
                loop.quit();
        });
        test::limit(loop);
        if (job->state() != state)
            loop.exec();
        return job->state() == state;
    }

    QTemporaryDir folder;
    std::unique_ptr<work::Desk> desk;
    std::unique_ptr<Jobs> jobs;
    QString connection;
};

const Error lost {.kind = ErrorKind::OutcomeUnknown};
const Error fault {.kind = ErrorKind::VendorFault, .httpStatus = 503};
const Error invalid {.kind = ErrorKind::Invalid, .httpStatus = 400};
const Error limited {.kind = ErrorKind::RateLimited, .httpStatus = 429};
const Error unauthorized {.kind = ErrorKind::Unauthorized, .httpStatus = 401};

} // namespace

#define REACH(job, expected)                                                                       \
    QVERIFY2(Stage::reach(job, expected), qPrintable(bulk::jobStateId((job)->state())))

class JobTest final : public test::StrictTest
{
    Q_OBJECT

private slots:
    void touchesWhatWasChosenAndNothingElse();
    // BULK-01
    void isFrozenBeforeTheFirstCall();
    // BULK-05, ONE-01
    void isFrozenInOnePieceHoweverLarge();
    void writesEveryIntentBeforeItsCall();
    void sendsNothingWithoutAJournal();
    void stopsWhenTheDiskIsFullAndGoesOn();
    // BULK-06
    void endsEveryAnswerInItsState_data();
    void endsEveryAnswerInItsState();
    void pausesTheConnectionNotTheToken();
    void capsTheWaitAndNotWhatWasAsked();
    void stopsOneConnectionAndNotTheOther();
    // BULK-07
    void keepsToItsWidth();
    void reachesTheRateLimit();
    void changesManyInOneCall();
    // BULK-08
    void stopsAtOnceAndAwaitsWhatIsOnItsWay();
    void pausesAndGoesOn();
    void waitsForWhatPassesByItself();
    void goesOnWhileItsConnectionIsOpenedAgain();
    // BULK-09
    void asksAfterTenRefusalsInARow();
    void asksWhenTooManyStayUnknown();
    // BULK-10
    void looksAgainAtTheEnd();
    void takesNoShortListForProof();
    void asksWhenItCannotLook();
    void waitsForAVendorThatIsSlowToShow();
    // BULK-04
    void putsTheOwnCredentialLast();
    void refusesTheOwnCredentialUnasked();
    // Bad input
    void takesNoAnswerAboutAnotherToken();
    void leavesATokenThatIsAnotherNow();
    void livesWithOthersWhoDelete();
    // BULK-05
    void goesOnAfterARestart();
    void stopsAnInterruptedJob();
    void asksForNothingAfterItsEnd();
    void triesAgainWhatFailed();
    void reportsEveryToken();
    void reportsNoRefusalOfWhatIsDone();
    void tellsOfChangesInBatches();
    // BULK-05, BULK-10
    void takesUpAndLooksAtVeryMany();
};

void JobTest::touchesWhatWasChosenAndNothingElse()
{
    Stage stage(100);
    QSignalSpy finished(stage.jobs.get(), &Jobs::finished);
    Job *job = stage.start(10, 60);
    QVERIFY(job);
    REACH(job, JobState::Finished);
    QCOMPARE(finished.size(), 1);
    QCOMPARE(job->counts()[ItemState::Done], 60);
    QVERIFY(job->isVerified());
    QCOMPARE(stage.estate.tokens.size(), std::size_t(40));
    QCOMPARE(stage.estate.touched.size(), 60);
    QVERIFY(stage.estate.tokens.contains(u"t9"_s) && stage.estate.tokens.contains(u"t70"_s));
    QCOMPARE(stage.desk->tokens().count(), 40);
    QCOMPARE(stage.story(u"t10"_s), u"planned intent done"_s);
    QVERIFY(stage.desk->log().open().empty());
}

void JobTest::isFrozenBeforeTheFirstCall()
{
    Stage stage(20);
    stage.estate.everyCall = [&stage](const QString &) {
        int planned = 0;
        for (const auto &record : stage.journal.records())
            planned += record.entry.phase == JournalPhase::Planned
                && record.entry.action == JournalAction::Delete;
        return test::Estate::Fate {
            planned == 5 ? std::nullopt : std::optional(invalid), planned == 5};
    };
    stage.jobs->setLimits(stage.limits);
    auto started = stage.jobs->start(stage.planFor(stage.connection, 0, 5));
    stage.desk->refresh(stage.connection); // The model is reset between confirming and running.
    const auto id = await(std::move(started));
    QVERIFY(id);
    Job *job = stage.jobs->find(*id);
    REACH(job, JobState::Finished);
    QCOMPARE(job->counts()[ItemState::Done], 5);
    QCOMPARE(stage.estate.tokens.size(), std::size_t(15));
}

// BULK-01: so many that they are made ready in the pool, and taken in over several turns.
void JobTest::isFrozenInOnePieceHoweverLarge()
{
    constexpr int count = 1200;
    Stage stage(count);
    const auto before = stage.journal.records().size();
    int appends = 0;
    std::size_t planned = 0;
    std::size_t known = 0;
    stage.estate.everyCall = [&](const QString &) {
        if (planned == 0) {
            const auto &records = stage.journal.records();
            planned = static_cast<std::size_t>(std::count_if(records.begin(), records.end(),
                [](const auto &record) { return record.entry.phase == JournalPhase::Planned; }));
            known = stage.desk->log().open().size();
        }
        return test::Estate::Fate();
    };
    QObject::connect(&stage.desk->log(), &work::Logbook::changed, stage.desk.get(), [&] {
        if (stage.journal.records().size() <= before + count + 1)
            ++appends;
    });
    Job *job = stage.start(0, count);
    QVERIFY(job);
    QCOMPARE(appends, 1);
    REACH(job, JobState::Finished);
    QCOMPARE(planned, std::size_t {count + 1});
    QCOMPARE(known, std::size_t {count + 1});
    QCOMPARE(job->counts()[ItemState::Done], count);
    QVERIFY(stage.desk->log().open().empty());
}

void JobTest::writesEveryIntentBeforeItsCall()
{
    Stage stage(50);
    bool isDurable = true;
    stage.estate.everyCall = [&](const QString &id) {
        isDurable = isDurable && stage.story(id).endsWith("intent"_L1);
        return test::Estate::Fate();
    };
    const int before = stage.journal.appends;
    Job *job = stage.start(0, 50);
    REACH(job, JobState::Finished);
    QVERIFY(isDurable);
    // Together, not one by one: the disk is waited for once for several.
    QVERIFY2(stage.journal.appends - before < 80,
        qPrintable(QString::number(stage.journal.appends - before)));
}

void JobTest::sendsNothingWithoutAJournal()
{
    Stage stage(10);
    stage.journal.fails = true;
    const auto id = await(stage.jobs->start(stage.planFor(stage.connection, 0, 5)));
    QVERIFY(!id);
    QCOMPARE(id.error().kind, ErrorKind::LocalFile);
    QVERIFY(stage.jobs->all().empty());
    QCOMPARE(stage.estate.calls, 0);
}

void JobTest::stopsWhenTheDiskIsFullAndGoesOn()
{
    Stage stage(40);
    stage.estate.everyCall = [&stage](const QString &) {
        stage.journal.fails = stage.estate.touched.size() >= 10;
        return test::Estate::Fate();
    };
    Job *job = stage.start(0, 40);
    REACH(job, JobState::Asking);
    QCOMPARE(int(job->question()->doubt), int(Doubt::JournalFailed));
    const int calls = stage.estate.calls;
    QVERIFY(calls <= 14);
    test::settle(30ms);
    QCOMPARE(stage.estate.calls, calls);

    stage.estate.everyCall = {};
    stage.journal.fails = false;
    job->resume();
    REACH(job, JobState::Finished);
    QCOMPARE(job->counts()[ItemState::Done], 40);
    QCOMPARE(stage.estate.touched.size(), 40); // None of them twice.
    QVERIFY(stage.desk->log().open().empty());
}

void JobTest::endsEveryAnswerInItsState_data()
{
    QTest::addColumn<ErrorKind>("kind");
    QTest::addColumn<bool>("happens");
    QTest::addColumn<int>("times");
    QTest::addColumn<ItemState>("state");
    QTest::addColumn<int>("calls");
    QTest::addColumn<QString>("story");
    const auto row = [](const char *name, ErrorKind kind, bool happens, int times, ItemState state,
                         int calls, const QString &story) {
        QTest::newRow(name) << kind << happens << times << state << calls << story;
    };
    row("2xx", ErrorKind::Cancelled, true, 0, ItemState::Done, 1, u"planned intent done"_s);
    row("404", ErrorKind::NotFound, true, 1, ItemState::AlreadyGone, 1,
        u"planned intent already-gone"_s);
    row("404 and not true", ErrorKind::NotFound, false, 1, ItemState::Contradicted, 1,
        u"planned intent already-gone contradicted"_s);
    row("400", ErrorKind::Invalid, false, 1, ItemState::Failed, 1, u"planned intent refused"_s);
    row("429 once", ErrorKind::RateLimited, false, 1, ItemState::Done, 2,
        u"planned intent planned intent done"_s);
    row("offline once", ErrorKind::Offline, false, 1, ItemState::Done, 2,
        u"planned intent planned intent done"_s);
    row("503 once", ErrorKind::VendorFault, false, 1, ItemState::Done, 2,
        u"planned intent unknown intent done"_s);
    row("lost, and done", ErrorKind::OutcomeUnknown, true, 1, ItemState::AlreadyGone, 2,
        u"planned intent unknown intent already-gone"_s);
    row("lost six times, and done", ErrorKind::OutcomeUnknown, true, 6, ItemState::Done, 6,
        u"planned intent unknown intent unknown intent unknown intent unknown intent unknown "
        "intent unknown found-done"_s);
    row("503 for ever", ErrorKind::VendorFault, false, 99, ItemState::Failed, 6,
        u"planned intent unknown intent unknown intent unknown intent unknown intent unknown "
        "intent unknown found-undone"_s);
}

void JobTest::endsEveryAnswerInItsState()
{
    QFETCH(ErrorKind, kind);
    QFETCH(bool, happens);
    QFETCH(int, times);
    QFETCH(ItemState, state);
    QFETCH(int, calls);
    QFETCH(QString, story);
    Stage stage(3);
    stage.limits.firstBackoff = std::chrono::milliseconds(1);
    stage.estate.fail(u"t1"_s, {.kind = kind}, happens, times);
    Job *job = stage.start(0, 3);
    REACH(job, JobState::Finished);
    QCOMPARE(bulk::itemStateId(job->items()[1].state), bulk::itemStateId(state));
    QCOMPARE(stage.estate.touched.count(u"t1"_s), calls);
    QCOMPARE(job->items()[1].attempts, calls);
    QCOMPARE(stage.story(u"t1"_s), story);
    // None stops the rest.
    QCOMPARE(job->items()[0].state, ItemState::Done);
    QCOMPARE(job->items()[2].state, ItemState::Done);
}

void JobTest::pausesTheConnectionNotTheToken()
{
    Stage stage(20);
    stage.limits.of(domain::Vendor::Lightspark).atOnce = 1;
    Error wait = limited;
    wait.retryAfter = std::chrono::seconds(1);
    stage.estate.fail(u"t5"_s, wait);
    Job *job = stage.start(0, 20);
    std::optional<std::chrono::milliseconds> left;
    bool isAsked = false;
    connect(job, &Job::changed, this, [&] {
        const auto &connection = job->connections().front();
        if (left || !connection.waitsUntil)
            return;
        left = *connection.waitsUntil - stage.clock.now();
        isAsked = connection.isAsked;
        // A clock that is set changes no wait.
        stage.clock.time += std::chrono::hours(24 * 365);
    });
    REACH(job, JobState::Finished);
    QVERIFY(left);
    QVERIFY(*left > 0ms && *left <= 1s);
    QVERIFY(isAsked);
    // The next call is the one that was refused, and came no sooner than was asked.
    QVERIFY(stage.estate.times.at(6) - stage.estate.times.at(5) >= 1s);
    QCOMPARE(job->counts()[ItemState::Done], 20);
    QCOMPARE(stage.estate.touched.mid(5, 2), (QStringList {u"t5"_s, u"t5"_s}));
}

/// What was asked is told; the job asks again sooner.
void JobTest::capsTheWaitAndNotWhatWasAsked()
{
    Stage stage(3);
    stage.limits.of(domain::Vendor::Lightspark).atOnce = 1;
    stage.limits.maxAskedWait = std::chrono::milliseconds(5);
    Error wait = limited;
    wait.retryAfter = std::chrono::hours(1);
    stage.estate.fail(u"t1"_s, wait);
    Job *job = stage.start(0, 3);
    REACH(job, JobState::Finished); // Within the hour.
    QCOMPARE(job->counts()[ItemState::Done], 3);
    QVERIFY(job->connections().front().asked == std::chrono::hours(1));
}

void JobTest::stopsOneConnectionAndNotTheOther()
{
    Stage stage(40);
    stage.limits.of(domain::Vendor::Lightspark).atOnce = 1;
    const QString other = stage.connect(*stage.desk, u"Other"_s);
    bulk::Plan plan = stage.planFor(stage.connection, 0, 20);
    const bulk::Plan rest = stage.planFor(other, 20, 20);
    plan.rows.insert(plan.rows.end(), rest.rows.begin(), rest.rows.end());
    stage.estate.fail(u"t3"_s, unauthorized);
    Job *job = stage.start(plan);
    REACH(job, JobState::Asking);
    QCOMPARE(int(job->question()->doubt), int(Doubt::ConnectionStopped));
    QCOMPARE(job->question()->connectionId, stage.connection);
    QCOMPARE(job->question()->error->kind, ErrorKind::Unauthorized);
    QCOMPARE(job->counts()[ItemState::Done], 23);
    QCOMPARE(job->counts()[ItemState::Queued], 17);
    QCOMPARE(stage.estate.calls, 24); // Not one more with a key that is refused.

    job->resume(); // The credential was replaced.
    REACH(job, JobState::Finished);
    QCOMPARE(job->counts()[ItemState::Done], 40);
}

void JobTest::keepsToItsWidth()
{
    Stage stage(60);
    stage.estate.latency = std::chrono::milliseconds(10);
    Job *job = stage.start(0, 40);
    REACH(job, JobState::Finished);
    QCOMPARE(stage.estate.mostRunning, 4);
    stage.limits.of(domain::Vendor::Lightspark).atOnce = 1;
    stage.estate.mostRunning = 0;
    job = stage.start(40, 20);
    REACH(job, JobState::Finished);
    QCOMPARE(stage.estate.mostRunning, 1);
}

void JobTest::reachesTheRateLimit()
{
    constexpr int count = 100;
    constexpr double perSecond = 40;
    Stage stage(count);
    stage.estate.latency
        = std::chrono::milliseconds(60); // Four at once are needed: 40 * 0.06 = 2.4
    stage.limits.of(domain::Vendor::Lightspark).callsPerSecond = perSecond;
    int refused = 0;
    stage.estate.everyCall = [&](const QString &) {
        // The vendor's own count, over the last second.
        const auto since = std::chrono::steady_clock::now() - std::chrono::seconds(1);
        const auto recent = std::count_if(stage.estate.times.begin(), stage.estate.times.end(),
            [since](const auto &time) { return time > since; });
        const bool isTooMany = static_cast<double>(recent) > perSecond + 1;
        refused += isTooMany;
        return test::Estate::Fate {isTooMany ? std::optional(limited) : std::nullopt, !isTooMany};
    };
    const auto begun = std::chrono::steady_clock::now();
    Job *job = stage.start(0, count);
    REACH(job, JobState::Finished);
    QCOMPARE(job->counts()[ItemState::Done], count);
    const std::chrono::duration<double> whole = stage.estate.times.back() - begun;
    QVERIFY(whole.count() > 0.97 * (count - 1) / perSecond); // Never faster, on any machine.
    const std::chrono::duration<double> took
        = stage.estate.times.back() - stage.estate.times.front();
    const double reached = (count - 1) / took.count() / perSecond;
    VERIFY_SPEED(refused == 0, QString::number(refused));
    VERIFY_SPEED(reached > 0.9 && reached < 1.05, QString::number(reached));
}

void JobTest::changesManyInOneCall()
{
    Stage stage(50);
    stage.estate.perCall = 15;
    stage.estate.fail(u"t7"_s, invalid);
    stage.estate.fail(u"t20"_s, fault);
    Job *job = stage.start(0, 50, Deed::Disable);
    REACH(job, JobState::Finished);
    QCOMPARE(stage.estate.calls, 5); // 15 15 15 5, and the one that was in doubt.
    QCOMPARE(job->counts()[ItemState::Done], 49);
    QCOMPARE(job->items()[7].state, ItemState::Failed);
    QVERIFY(job->isVerified());
    for (const auto &[id, token] : stage.estate.tokens)
        QCOMPARE(token.status == domain::TokenStatus::Disabled, id != u"t7"_s);
}

void JobTest::stopsAtOnceAndAwaitsWhatIsOnItsWay()
{
    Stage stage(200);
    stage.estate.answersUpTo = 46;
    Job *job = stage.start(0, 200);
    QTRY_COMPARE(stage.estate.calls, 50);
    job->stop();
    QCOMPARE(job->state(), JobState::Stopping);
    stage.estate.release();
    REACH(job, JobState::Finished);
    QCOMPARE(stage.estate.calls, 50);
    QCOMPARE(job->counts()[ItemState::Done] + job->counts()[ItemState::Skipped], 200);
    QCOMPARE(job->counts()[ItemState::Done], stage.estate.calls);
    QCOMPARE(stage.estate.tokens.size(), std::size_t(200 - stage.estate.calls));
    QVERIFY(stage.desk->log().open().empty());
    QCOMPARE(job->report().count(u"skipped\t"_s), job->counts()[ItemState::Skipped]);
}

void JobTest::pausesAndGoesOn()
{
    Stage stage(100);
    stage.estate.answersUpTo = 16;
    Job *job = stage.start(0, 100);
    QTRY_COMPARE(stage.estate.calls, 20);
    job->pause();
    QCOMPARE(job->state(), JobState::Paused);
    stage.estate.release();
    QTRY_COMPARE(stage.estate.running, 0);
    const int calls = stage.estate.calls;
    test::settle(30ms);
    QCOMPARE(stage.estate.calls, calls);
    job->resume();
    REACH(job, JobState::Finished);
    QCOMPARE(job->counts()[ItemState::Done], 100);
}

// BULK-09
void JobTest::waitsForWhatPassesByItself()
{
    Stage stage(40);
    stage.estate.answersUpTo = 4;
    Job *job = stage.start(0, 40);
    QTRY_COMPARE(stage.estate.calls, 8);
    stage.desk->setJournalProblem(
        base::Error {.kind = ErrorKind::LocalFile, .detail = u"it is being read"_s});
    stage.estate.release();
    QTRY_VERIFY(job->connections().front().waitsFor);
    QCOMPARE(job->state(), JobState::Running);
    QVERIFY(job->connections().front().waitsFor->detail.contains(u"it is being read"_s));
    QTRY_COMPARE(stage.estate.running, 0);
    const int calls = stage.estate.calls;
    test::settle(30ms);
    QCOMPARE(stage.estate.calls, calls);
    stage.desk->setJournalProblem({});
    REACH(job, JobState::Finished);
    QVERIFY(!job->connections().front().waitsFor);
    QCOMPARE(job->counts()[ItemState::Done], 40);
    QCOMPARE(stage.estate.calls, 40);
}

void JobTest::goesOnWhileItsConnectionIsOpenedAgain()
{
    Stage stage(40);
    stage.estate.answersUpTo = 4;
    Job *job = stage.start(0, 40);
    QTRY_COMPARE(stage.estate.calls, 8);
    stage.keychain.holdsReads = true;
    stage.desk->lock();
    stage.desk->refreshAll();
    QVERIFY(stage.desk->barrier(stage.connection));
    stage.estate.release();
    QTRY_VERIFY(job->connections().front().waitsFor);
    QCOMPARE(job->state(), JobState::Running);
    stage.keychain.release();
    REACH(job, JobState::Finished);
    QCOMPARE(job->counts().ended(), 40);
    QCOMPARE(job->counts().troubled(), 0);
    QVERIFY(stage.estate.tokens.empty());
}

void JobTest::asksAfterTenRefusalsInARow()
{
    Stage stage(60);
    stage.limits.of(domain::Vendor::Lightspark).atOnce = 1;
    for (int i = 5; i < 60; ++i)
        stage.estate.fail(u"t%1"_s.arg(i), invalid);
    Job *job = stage.start(0, 60);
    REACH(job, JobState::Asking);
    QCOMPARE(int(job->question()->doubt), int(Doubt::Refusals));
    QCOMPARE(stage.estate.calls, 15);
    job->resume(); // Another ten.
    REACH(job, JobState::Running);
    REACH(job, JobState::Asking);
    QCOMPARE(stage.estate.calls, 25);
    job->stop();
    REACH(job, JobState::Finished);
    QCOMPARE(job->counts()[ItemState::Done], 5);
    QCOMPARE(job->counts()[ItemState::Failed], 20);
    QCOMPARE(job->counts()[ItemState::Skipped], 35);
}

void JobTest::asksWhenTooManyStayUnknown()
{
    Stage stage(100);
    int call = 0;
    stage.estate.everyCall = [&call](const QString &) {
        const bool isLost = ++call % 4 == 0; // 25 %
        return test::Estate::Fate {isLost ? std::optional(lost) : std::nullopt, true};
    };
    Job *job = stage.start(0, 100);
    REACH(job, JobState::Asking);
    QCOMPARE(int(job->question()->doubt), int(Doubt::Unknowns));
    QVERIFY(stage.estate.calls >= 20 && stage.estate.calls <= 28);
    stage.estate.everyCall = {};
    job->resume();
    REACH(job, JobState::Finished);
    QCOMPARE(job->counts()[ItemState::Done] + job->counts()[ItemState::AlreadyGone], 100);
    QVERIFY(stage.estate.tokens.empty());
}

void JobTest::looksAgainAtTheEnd()
{
    Stage stage(30);
    // "Done", and it was not.
    stage.estate.everyCall = [](const QString &id) {
        return test::Estate::Fate {{}, id != u"t4"_s};
    };
    Job *job = stage.start(0, 30);
    REACH(job, JobState::Finished);
    QCOMPARE(job->items()[4].state, ItemState::Contradicted);
    QCOMPARE(job->counts()[ItemState::Done], 29);
    QCOMPARE(stage.story(u"t4"_s), u"planned intent done contradicted"_s);
    QVERIFY(stage.desk->tokens().find({stage.connection, u"t4"_s})); // Shown again, too.
}

/// The list at the end lacks tokens that the vendor announces: the deleted ones may be among them.
void JobTest::takesNoShortListForProof()
{
    Stage stage(30);
    stage.estate.everyCall = [&stage](const QString &) {
        stage.estate.announced = 30; // Whatever was deleted.
        return test::Estate::Fate();
    };
    stage.estate.fail(u"t2"_s, lost, true, 6);
    Job *job = stage.start(0, 10);
    REACH(job, JobState::Finished);
    QVERIFY(!job->isVerified());
    QCOMPARE(job->items()[4].state, ItemState::Done); // The vendor said so.
    QVERIFY(!job->items()[4].isVerified);
    QCOMPARE(job->items()[2].state, ItemState::Unknown); // No list has told.
    QCOMPARE(stage.story(u"t4"_s), u"planned intent done"_s);
}

void JobTest::asksWhenItCannotLook()
{
    Stage stage(10);
    stage.estate.listFails = fault;
    stage.limits.firstBackoff = std::chrono::milliseconds(1);
    stage.estate.fail(u"t2"_s, lost, true, 6);
    Job *job = stage.start(0, 10);
    REACH(job, JobState::Asking);
    QCOMPARE(int(job->question()->doubt), int(Doubt::CannotVerify));
    QCOMPARE(job->items()[2].state, ItemState::Unknown);
    QVERIFY(!job->isVerified());
    stage.estate.listFails.reset();
    job->resume();
    REACH(job, JobState::Finished);
    QVERIFY(job->isVerified());
    QCOMPARE(job->items()[2].state, ItemState::Done);
}

void JobTest::waitsForAVendorThatIsSlowToShow()
{
    Stage stage(5);
    const domain::Token ghost = stage.estate.tokens.at(u"t1"_s);
    stage.limits.looks = {0ms, 5ms};
    int looks = 0;
    stage.estate.beforeList = [&] { // The first look still finds it.
        if (++looks == 1)
            stage.estate.tokens[u"t1"_s] = ghost;
        else
            stage.estate.tokens.erase(u"t1"_s);
    };
    Job *job = stage.start(0, 3);
    REACH(job, JobState::Finished);
    QCOMPARE(looks, 2);
    QCOMPARE(job->counts()[ItemState::Done], 3);
    QVERIFY(job->isVerified());
}

void JobTest::putsTheOwnCredentialLast()
{
    Stage stage(20);
    stage.estate.tokens[u"t3"_s].isOwnCredential = true;
    stage.desk->refresh(stage.connection);
    QTRY_COMPARE(stage.desk->session(stage.connection)->state(), work::Session::State::Ready);
    bulk::Plan plan = stage.planFor(stage.connection, 0, 10);
    plan.rows[3].isOwn = true;
    plan.includesOwn = true;
    // Its key is dead after that: no list any more.
    stage.estate.everyCall = [&](const QString &id) {
        if (id == u"t3"_s)
            stage.estate.listFails = unauthorized;
        return test::Estate::Fate();
    };
    Job *job = stage.start(plan);
    REACH(job, JobState::Finished);
    QCOMPARE(stage.estate.touched.size(), 10);
    QCOMPARE(stage.estate.touched.last(), u"t3"_s);
    QCOMPARE(job->counts()[ItemState::Done], 10);
    QVERIFY(job->isVerified()); // The others were, before it went.
}

void JobTest::refusesTheOwnCredentialUnasked()
{
    Stage stage(5);
    stage.estate.tokens[u"t3"_s].isOwnCredential = true;
    stage.desk->refresh(stage.connection);
    QTRY_COMPARE(stage.desk->session(stage.connection)->state(), work::Session::State::Ready);
    const auto id = await(stage.jobs->start(stage.planFor(stage.connection, 0, 5)));
    QVERIFY(!id);
    QCOMPARE(id.error().kind, ErrorKind::Conflict);
    QCOMPARE(stage.estate.calls, 0);
}

void JobTest::takesNoAnswerAboutAnotherToken()
{
    Stage stage(10);
    stage.estate.perCall = 2;
    stage.estate.answersForeignIds = true;
    stage.limits.firstBackoff = std::chrono::milliseconds(1);
    stage.limits.unknownLeast = 1000;
    Job *job = stage.start(0, 4, Deed::Disable);
    REACH(job, JobState::Finished);
    // Not one is believed; the list tells that all of them were disabled.
    QCOMPARE(job->counts()[ItemState::Done], 4);
    QVERIFY(job->isVerified());
    QVERIFY(stage.story(u"t0"_s).endsWith("unknown found-done"_L1));
}

void JobTest::leavesATokenThatIsAnotherNow()
{
    Stage stage(5);
    stage.estate.tokens[u"t1"_s].created = domain::TimeFact::known(stage.clock.now());
    stage.desk->refresh(stage.connection);
    QTRY_COMPARE(stage.desk->session(stage.connection)->state(), work::Session::State::Ready);
    bulk::Plan plan = stage.planFor(stage.connection, 0, 3);
    plan.rows[1].created = stage.clock.now() - std::chrono::hours(1);
    Job *job = stage.start(plan);
    REACH(job, JobState::Finished);
    QCOMPARE(job->items()[1].state, ItemState::Failed);
    QCOMPARE(job->items()[1].attempts, 0);
    QVERIFY(stage.estate.tokens.contains(u"t1"_s));
    QCOMPARE(job->counts()[ItemState::Done], 2);
}

void JobTest::livesWithOthersWhoDelete()
{
    Stage stage(10);
    stage.estate.tokens.erase(u"t2"_s); // Since the list was made.
    stage.desk->tokens().remove({stage.connection, u"t4"_s}); // And noticed.
    stage.estate.tokens.erase(u"t4"_s);
    Job *job = stage.start(0, 6);
    REACH(job, JobState::Finished);
    QCOMPARE(job->items()[2].state, ItemState::AlreadyGone);
    QCOMPARE(job->items()[4].state, ItemState::AlreadyGone);
    QCOMPARE(job->items()[4].attempts, 0);
    QCOMPARE(job->counts()[ItemState::Done], 4);
    QVERIFY(job->isVerified());
}

void JobTest::goesOnAfterARestart()
{
    Stage stage(200);
    stage.estate.answersUpTo = 56;
    for (int i = 0; i < 200; i += 9)
        stage.estate.fail(u"t%1"_s.arg(i), i % 2 == 0 ? lost : fault, i % 2 == 0);
    const Job *first = stage.start(20, 150);
    QTRY_COMPARE(stage.estate.calls, 60);
    stage.estate.answersUpTo = std::numeric_limits<int>::max();
    const QString id = first->id();
    const int done = first->counts().ended();

    Job *job = stage.restart();
    QVERIFY(job);
    QCOMPARE(job->id(), id);
    QCOMPARE(job->state(), JobState::Interrupted);
    QCOMPARE(job->items().size(), std::size_t(150));
    QVERIFY(job->counts().ended() >= done);
    const int calls = stage.estate.calls;
    test::settle(20ms);
    QCOMPARE(stage.estate.calls, calls); // Nothing goes on by itself.

    job->resume();
    REACH(job, JobState::Finished);
    QCOMPARE(job->counts()[ItemState::Done] + job->counts()[ItemState::AlreadyGone], 150);
    QVERIFY(job->isVerified());
    QCOMPARE(stage.estate.tokens.size(), std::size_t(50));
    for (const QString &touched : std::as_const(stage.estate.touched)) {
        const int number = touched.mid(1).toInt();
        QVERIFY2(number >= 20 && number < 170, qPrintable(touched));
    }
    QVERIFY(stage.desk->log().open().empty());
    QVERIFY(!stage.restart());
}

void JobTest::stopsAnInterruptedJob()
{
    Stage stage(100);
    stage.estate.answersUpTo = 26;
    stage.start(0, 100);
    QTRY_COMPARE(stage.estate.calls, 30);
    stage.estate.answersUpTo = std::numeric_limits<int>::max();
    Job *job = stage.restart();
    QVERIFY(job);
    const int calls = stage.estate.calls;
    job->stop();
    REACH(job, JobState::Finished);
    QCOMPARE(stage.estate.calls, calls);
    // What was on its way was looked for in the list.
    QCOMPARE(job->counts()[ItemState::Done], calls);
    QCOMPARE(job->counts()[ItemState::Skipped], 100 - calls);
    QVERIFY(stage.desk->log().open().empty());
}

void JobTest::asksForNothingAfterItsEnd()
{
    Stage stage(5);
    Job *job = stage.start(0, 5);
    REACH(job, JobState::Finished);
    job->resume();
    job->pause();
    job->stop();
    test::settle(10ms);
    QCOMPARE(job->state(), JobState::Finished);
    QSignalSpy dismissed(stage.jobs.get(), &Jobs::dismissed);
    stage.jobs->dismiss(job->id());
    QCOMPARE(dismissed.size(), 1);
    QVERIFY(stage.jobs->all().empty());
}

void JobTest::triesAgainWhatFailed()
{
    Stage stage(20);
    stage.estate.fail(u"t3"_s, invalid);
    stage.estate.fail(u"t5"_s, {}, false);
    stage.estate.fates[u"t5"_s].front().error.reset(); // "Done", and it was not.
    Job *job = stage.start(0, 20);
    REACH(job, JobState::Finished);
    QCOMPARE(job->counts().troubled(), 2);
    const auto id = await(stage.jobs->retryTroubled(job->id()));
    QVERIFY(id);
    Job *again = stage.jobs->find(*id);
    REACH(again, JobState::Finished);
    QCOMPARE(again->items().size(), std::size_t(2));
    QCOMPARE(again->counts()[ItemState::Done], 2);
    QVERIFY(stage.estate.tokens.empty());
    QCOMPARE(stage.jobs->all().front(), again);
}

void JobTest::reportsEveryToken()
{
    Stage stage(6);
    stage.estate.fail(
        u"t3"_s, {.kind = ErrorKind::Conflict, .vendorWords = u"in use\nby x;=1+1"_s});
    Job *job = stage.start(0, 6);
    REACH(job, JobState::Finished);
    const QString report = job->report();
    QVERIFY(report.contains(u"done: 5"_s) && report.contains(u"failed: 1"_s));
    for (int i = 0; i < 6; ++i)
        QVERIFY(report.contains(u"name %1\tt%1"_s.arg(i)));
    QVERIFY(!report.contains(u"in use\nby x"_s));
    QVERIFY(report.contains(u"by x;'=1+1"_s)); // It is pasted into spreadsheets, too.
    const QList<QByteArray> lines = job->reportLines().trimmed().split('\n');
    QCOMPARE(lines.size(), 7);
    const QJsonObject failed = QJsonDocument::fromJson(lines[4]).object();
    QCOMPARE(failed.value("state"_L1).toString(), u"failed"_s);
    QCOMPARE(failed.value("id"_L1).toString(), u"t3"_s);
    QCOMPARE(failed.value("error"_L1).toObject().value("reason"_L1).toString(), u"Conflict"_s);
}

// The first answer was lost, the second says no, and the list shows that the first had done it.
void JobTest::reportsNoRefusalOfWhatIsDone()
{
    Stage stage(3);
    stage.limits.firstBackoff = std::chrono::milliseconds(1);
    stage.estate.fail(u"t1"_s, lost, true);
    stage.estate.fail(u"t1"_s, {.kind = ErrorKind::Conflict, .httpStatus = 409});
    Job *job = stage.start(0, 3);
    REACH(job, JobState::Finished);
    QCOMPARE(stage.story(u"t1"_s), u"planned intent unknown intent refused found-done"_s);
    QCOMPARE(job->items()[1].state, ItemState::Done);
    QVERIFY(!job->items()[1].error);
    QVERIFY(!job->report().contains("409"_L1));
    QVERIFY(!job->reportLines().contains("Conflict"));
}

void JobTest::tellsOfChangesInBatches()
{
    Stage stage(3000);
    stage.jobs->setLimits(stage.limits);
    std::vector<ItemState> shown(3000, ItemState::Queued);
    int signalled = 0;
    QObject::connect(stage.jobs.get(), &Jobs::added, this, [&](Job *job) {
        QObject::connect(job, &Job::itemsChanged, this,
            [&, job](const std::vector<std::pair<int, int>> &ranges) {
                ++signalled;
                for (const auto &[first, last] : ranges) {
                    for (int i = first; i <= last; ++i)
                        shown[std::size_t(i)] = job->items()[std::size_t(i)].state;
                }
            });
    });
    Job *job = stage.start(0, 3000);
    REACH(job, JobState::Finished);
    QTRY_VERIFY(std::all_of(
        shown.begin(), shown.end(), [](ItemState state) { return state == ItemState::Done; }));
    QVERIFY2(signalled < 300, qPrintable(QString::number(signalled)));
}

/// What a list says of them is looked up in the pool, and taken in over several turns.
void JobTest::takesUpAndLooksAtVeryMany()
{
    constexpr int count = 20'000;
    Stage stage(count);
    stage.estate.perCall = 5000;
    stage.estate.everyCall = [](const QString &) { return test::Estate::Fate {limited, false}; };
    Job *job = stage.start(0, count, Deed::Disable);
    QTRY_VERIFY(job->connections().front().waitsUntil);
    job = stage.restart();
    QVERIFY(job);
    QCOMPARE(job->state(), JobState::Interrupted);
    stage.desk->refreshAll();
    QTRY_COMPARE(stage.desk->session(stage.connection)->state(), work::Session::State::Ready);
    stage.estate.everyCall = [](const QString &id) {
        return test::Estate::Fate {{}, id != u"t19999"_s}; // "Done", and it was not.
    };
    test::StallWatch stalls;
    connect(stage.desk.get(), &work::Desk::sessionChanged, job, [&] {
        const auto *session = stage.desk->session(stage.connection);
        if (job->state() == JobState::Verifying && session->state() == work::Session::State::Ready)
            stalls.restart(); // The list has come; a vendor that is not here took its time for it.
    });
    job->resume();
    const QByteArray takeUp = stalls.text().toUtf8();
    REACH(job, JobState::Finished);
    qInfo("%d tokens: taken up in %s, longest turn of the last look %s", count, takeUp.constData(),
        qPrintable(stalls.text()));
    QCOMPARE(job->counts()[ItemState::Done], count - 1);
    QCOMPARE(job->items().back().state, ItemState::Contradicted);
    QVERIFY(job->isVerified());
}

QTEST_GUILESS_MAIN(JobTest)
#include "tst_job.moc"
