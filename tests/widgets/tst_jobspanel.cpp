// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0

/// The panel of jobs: what is said of each, and what its buttons do.

#include "bulkstage.h"
#include "fakeprompter.h"
#include "jobs/jobitemsmodel.h"
#include "jobs/joblistmodel.h"
#include "jobs/jobspanel.h"
#include "jobs/jobtext.h"
#include "jobs/workrate.h"
#include "shots.h"
#include "speed.h"
#include "stallwatch.h"
#include "stricttest.h"
#include "widgettools.h"

#include <QAbstractItemModelTester>
#include <QApplication>
#include <QClipboard>
#include <QComboBox>
#include <QLabel>
#include <QListView>
#include <QProgressBar>
#include <QPushButton>
#include <QSignalSpy>
#include <QTableView>

using namespace Qt::StringLiterals;
using base::Error;
using base::ErrorKind;
using bulk::Deed;
using bulk::ItemState;
using bulk::JobState;
using jobs::JobsPanel;
using test::BulkStage;
using test::child;

namespace {

bulk::Plan planOf(const BulkStage &stage, int count, Deed deed = Deed::Delete)
{
    bulk::Plan plan;
    plan.deed = deed;
    for (const auto &key : stage.keys(count))
        plan.rows.push_back({key, u"token "_s + QString::number(key.remoteId.mid(3).toInt()), {}});
    return plan;
}

struct Shown : BulkStage
{
    bulk::Jobs jobs;
    bulk::StagedDeletes staged;
    test::FakePrompter prompter;
    std::unique_ptr<JobsPanel> panel;

    explicit Shown(int tokens)
        : BulkStage(tokens)
        , jobs(desk, fixture.clock)
        , staged(desk, fixture.clock)
        , panel(std::make_unique<JobsPanel>(jobs, staged, fixture.clock, prompter))
    {
        jobs.setLimits(hasty());
        panel->resize(1000, 280);
        panel->show();
    }

    bulk::Job *start(int count, Deed deed = Deed::Delete)
    {
        const auto id = test::await(jobs.start(planOf(*this, count, deed)));
        if (!id)
            return nullptr;
        panel->showJob(*id);
        return jobs.find(*id);
    }
    static bool reaches(const bulk::Job *job, JobState state)
    {
        return test::waitUntil([job, state] { return job->state() == state; });
    }
    QString text(const char *name) const { return child<QLabel>(panel.get(), name)->text(); }
    QPushButton *button(const char *name) const { return child<QPushButton>(panel.get(), name); }
    QTableView *items() const { return child<QTableView>(panel.get(), "jobItemsTable"); }
    QString item(int row, int column) const
    {
        return items()->model()->index(row, column).data().toString();
    }
};

} // namespace

class JobsPanelTest final : public test::StrictTest
{
    Q_OBJECT

private slots:
    void saysThatThereIsNothing();
    void passesTheModelTesters();
    void showsWhatCameOfEach(); ///< BULK-06
    void pausesAndGoesOn();
    void stopsAndSaysWhatWasSkipped(); ///< BULK-08
    void retriesWhatFailed();
    void asksAfterManyRefusals(); ///< BULK-09
    void showsOnlyOneState();
    void copiesTheReportWithoutAKey();
    void clearsAFinishedJob();
    void opensTheTokenOfARow();
    void countsDownAWaitThatWasAskedFor(); ///< BULK-06
    void tellsALongWaitThatIsCutShort();
    void tellsTheRate();
    void offersToContinueAnInterruptedJob(); ///< BULK-05
    void showsDeletionsThatWait();
    void undoesADeletionThatWaits();
    void offersWhatIsOverdue();
    void readsRemainingTimes_data();
    void readsRemainingTimes();
    void staysQuickWithAHundredThousand();
    void looksRight();
};

void JobsPanelTest::saysThatThereIsNothing()
{
    const Shown shown(0);
    QVERIFY(child<QLabel>(shown.panel.get(), "noJobsLabel")->isVisible());
    test::shoot(*shown.panel, u"jobs-none"_s);
}

void JobsPanelTest::passesTheModelTesters()
{
    Shown shown(30);
    const auto mode = QAbstractItemModelTester::FailureReportingMode::QtTest;
    jobs::JobListModel list(shown.jobs, shown.staged, shown.fixture.clock);
    jobs::JobItemsModel items;
    QAbstractItemModelTester listTester(&list, mode);
    QAbstractItemModelTester itemsTester(&items, mode);
    shown.vendor.refusals[u"id-00003"_s] = {.kind = ErrorKind::Conflict, .httpStatus = 409};
    bulk::Job *job = shown.start(20);
    QVERIFY(job);
    items.setJob(job);
    items.setStates({ItemState::Failed});
    QVERIFY(test::await(shown.staged.stage(shown.key(25), std::chrono::hours {24})));
    QCOMPARE(list.rowCount(), 2);
    QVERIFY(test::waitUntil([job] { return job->counts().ended() == 20; }));
    QTRY_COMPARE(items.rowCount(), 1);
    items.setJob(nullptr);
    QCOMPARE(items.rowCount(), 0);
}

void JobsPanelTest::showsWhatCameOfEach()
{
    Shown shown(6);
    shown.vendor.refusals[u"id-00001"_s]
        = {.kind = ErrorKind::Conflict, .vendorWords = u"in use by a site"_s, .httpStatus = 409};
    shown.vendor.refusals[u"id-00002"_s] = {.kind = ErrorKind::NotFound, .httpStatus = 404};
    const bulk::Job *job = shown.start(4);
    QVERIFY(job);
    QVERIFY(Shown::reaches(job, JobState::Finished));
    QCOMPARE(shown.text("jobTitle"), u"Delete 4 tokens"_s);
    QVERIFY2(shown.text("jobResult").contains("2 deleted"_L1), qPrintable(shown.text("jobResult")));
    QVERIFY(shown.text("jobResult").contains("1 failed"_L1));
    QCOMPARE(shown.item(0, jobs::JobItemsModel::State), u"Done"_s);
    QCOMPARE(shown.item(1, jobs::JobItemsModel::State), u"Failed"_s);
    QVERIFY2(shown.item(1, jobs::JobItemsModel::Reason).contains("in use by a site"_L1),
        qPrintable(shown.item(1, jobs::JobItemsModel::Reason)));
    QVERIFY(shown.button("retryFailedButton")->isVisible());
    QVERIFY(!shown.button("pauseButton")->isVisible());
}

void JobsPanelTest::pausesAndGoesOn()
{
    Shown shown(40);
    shown.vendor.answers = false;
    bulk::Job *job = shown.start(40);
    QVERIFY(job);
    QCOMPARE(job->state(), JobState::Running);
    QTRY_VERIFY(!shown.vendor.held.empty());
    shown.button("pauseButton")->click();
    QCOMPARE(job->state(), JobState::Paused);
    QVERIFY(shown.text("jobState").startsWith("Paused"_L1));
    test::shoot(*shown.panel, u"jobs-paused"_s);
    shown.vendor.release();
    test::settle();
    QVERIFY(job->counts()[ItemState::Queued] > 0);
    shown.button("pauseButton")->click(); // "Resume" now
    QVERIFY(Shown::reaches(job, JobState::Finished));
    QCOMPARE(shown.vendor.deleted.size(), 40);
}

void JobsPanelTest::stopsAndSaysWhatWasSkipped()
{
    Shown shown(40);
    shown.vendor.answers = false;
    bulk::Job *job = shown.start(40);
    QVERIFY(job);
    QTRY_VERIFY(!shown.vendor.held.empty());
    shown.button("stopJobButton")->click();
    QVERIFY(shown.text("jobState").startsWith("Stopping"_L1));
    shown.vendor.release();
    QVERIFY(Shown::reaches(job, JobState::Finished));
    QVERIFY(job->counts()[ItemState::Skipped] > 0);
    QVERIFY(shown.text("jobResult").contains("skipped"_L1));
    QCOMPARE(shown.vendor.deleted.size(), job->counts()[ItemState::Done]);
}

void JobsPanelTest::retriesWhatFailed()
{
    Shown shown(6);
    shown.vendor.refusals[u"id-00001"_s] = {.kind = ErrorKind::Conflict, .httpStatus = 409};
    const bulk::Job *first = shown.start(3);
    QVERIFY(first);
    QVERIFY(Shown::reaches(first, JobState::Finished));
    shown.vendor.refusals.clear();
    shown.button("retryFailedButton")->click();
    QTRY_COMPARE(shown.jobs.all().size(), std::size_t {2});
    const bulk::Job *second = shown.jobs.all().front();
    QVERIFY(Shown::reaches(second, JobState::Finished));
    QCOMPARE(second->items().size(), std::size_t {1});
    QTRY_VERIFY(shown.text("jobTitle").startsWith("Delete 1 "_L1));
}

void JobsPanelTest::asksAfterManyRefusals()
{
    Shown shown(60);
    for (int i = 0; i < 60; ++i)
        shown.vendor.refusals[shown.key(i).remoteId]
            = {.kind = ErrorKind::Conflict, .httpStatus = 409};
    bulk::Job *job = shown.start(60);
    QVERIFY(job);
    QVERIFY(Shown::reaches(job, JobState::Asking));
    const QString said = test::accessibleText(shown.panel.get());
    QVERIFY2(said.contains("refused many in a row"_L1), qPrintable(said));
    test::shoot(*shown.panel, u"jobs-asking"_s);
    shown.button("leaveButton")->click();
    QVERIFY(Shown::reaches(job, JobState::Finished));
}

void JobsPanelTest::showsOnlyOneState()
{
    Shown shown(10);
    shown.vendor.refusals[u"id-00007"_s] = {.kind = ErrorKind::Conflict, .httpStatus = 409};
    const bulk::Job *job = shown.start(10);
    QVERIFY(job);
    QVERIFY(Shown::reaches(job, JobState::Finished));
    auto *states = child<QComboBox>(shown.panel.get(), "statesBox");
    const int failed = states->findText(u"Failed (1)"_s);
    QVERIFY(failed >= 0);
    states->setCurrentIndex(failed);
    emit states->activated(failed);
    QCOMPARE(shown.items()->model()->rowCount(), 1);
    QCOMPARE(shown.item(0, jobs::JobItemsModel::Token), u"token 7"_s);
}

void JobsPanelTest::copiesTheReportWithoutAKey()
{
    Shown shown(3);
    const bulk::Job *job = shown.start(3);
    QVERIFY(job);
    QVERIFY(Shown::reaches(job, JobState::Finished));
    QSignalSpy said(shown.panel.get(), &JobsPanel::said);
    shown.button("copyReportButton")->click();
    const QString report = QApplication::clipboard()->text();
    QVERIFY2(report.contains("id-00002"_L1), qPrintable(report));
    QVERIFY(!report.contains("stored-key"_L1));
    QCOMPARE(said.size(), 1);
}

void JobsPanelTest::clearsAFinishedJob()
{
    Shown shown(3);
    const bulk::Job *job = shown.start(3);
    QVERIFY(job);
    QVERIFY(Shown::reaches(job, JobState::Finished));
    shown.button("clearButton")->click();
    QVERIFY(shown.jobs.all().empty());
    QVERIFY(child<QLabel>(shown.panel.get(), "noJobsLabel")->isVisible());
}

void JobsPanelTest::opensTheTokenOfARow()
{
    Shown shown(3);
    QVERIFY(shown.start(3));
    QSignalSpy requested(shown.panel.get(), &JobsPanel::tokenRequested);
    emit shown.items()->activated(shown.items()->model()->index(1, 0));
    QCOMPARE(requested.size(), 1);
    QCOMPARE(requested.front().front().value<domain::TokenKey>(), shown.key(1));
}

void JobsPanelTest::countsDownAWaitThatWasAskedFor()
{
    Shown shown(5);
    for (int i = 0; i < 5; ++i)
        shown.vendor.refusals[shown.key(i).remoteId] = {.kind = ErrorKind::RateLimited,
            .httpStatus = 429,
            .retryAfter = std::chrono::seconds {42}};
    bulk::Job *job = shown.start(5);
    QVERIFY(job);
    QTRY_VERIFY2(
        shown.text("jobState").startsWith("Waiting 42 s: asked by SoftwareOne Marketplace"_L1),
        qPrintable(shown.text("jobState")));
    shown.fixture.clock.time += std::chrono::seconds {2};
    QTRY_VERIFY2(
        shown.text("jobState").startsWith("Waiting 40 s"_L1), qPrintable(shown.text("jobState")));
    test::shoot(*shown.panel, u"jobs-waiting"_s);
    job->stop();
}

void JobsPanelTest::tellsALongWaitThatIsCutShort()
{
    Shown shown(2);
    for (int i = 0; i < 2; ++i)
        shown.vendor.refusals[shown.key(i).remoteId] = {.kind = ErrorKind::RateLimited,
            .httpStatus = 429,
            .retryAfter = std::chrono::hours {1}};
    bulk::Job *job = shown.start(2);
    QVERIFY(job);
    QTRY_VERIFY2(shown.text("jobState").startsWith("Trying again in "_L1),
        qPrintable(shown.text("jobState")));
    QVERIFY2(
        shown.text("jobState").contains(": SoftwareOne Marketplace asked to wait 1 h 0 min"_L1),
        qPrintable(shown.text("jobState")));
    test::shoot(*shown.panel, u"jobs-waiting-long"_s);
    job->stop();
}

void JobsPanelTest::tellsTheRate()
{
    jobs::WorkRate rate;
    const base::Instant start {};
    QCOMPARE(rate.perSecond(), 0.0);
    for (int i = 0; i <= 30; ++i)
        rate.note(i * 5, start + std::chrono::seconds {i});
    QCOMPARE(rate.perSecond(), 5.0);
}

void JobsPanelTest::offersToContinueAnInterruptedJob()
{
    Shown shown(20);
    shown.vendor.answers = false;
    bulk::Job *job = shown.start(20);
    QVERIFY(job);
    QTRY_VERIFY(!shown.vendor.held.empty());

    // Another run of the program over the same journal.
    work::DeskParts parts = shown.fixture.parts();
    work::Desk later(parts);
    QVERIFY(test::await(later.log().load()));
    bulk::Jobs jobs(later, shown.fixture.clock);
    bulk::StagedDeletes staged(later, shown.fixture.clock);
    JobsPanel panel(jobs, staged, shown.fixture.clock, shown.prompter);
    panel.resize(1000, 280);
    panel.show();
    QVERIFY(test::await(jobs.load()));
    QCOMPARE(jobs.all().size(), std::size_t {1});
    QCOMPARE(jobs.all().front()->state(), JobState::Interrupted);
    const QString said = test::accessibleText(&panel);
    QVERIFY2(said.contains("ended before this job did"_L1), qPrintable(said));
    QCOMPARE(child<QPushButton>(&panel, "goOnButton")->text(), u"Continue"_s);
    // Its connection is not open yet: it is called as in the journal, never by its id.
    const auto *items = child<QTableView>(&panel, "jobItemsTable")->model();
    QCOMPARE(items->index(0, jobs::JobItemsModel::Connection).data().toString(), u"Payments"_s);
    child<QPushButton>(&panel, "copyReportButton")->click();
    const QString report = QApplication::clipboard()->text();
    QVERIFY2(report.contains("\tPayments\t"_L1), qPrintable(report));
    QVERIFY(!report.contains(shown.connectionId));
    const QString tip = child<QListView>(&panel, "jobsList")
                            ->model()
                            ->index(0, 0)
                            .data(Qt::ToolTipRole)
                            .toString();
    QVERIFY2(tip.contains("Interrupted when Tokendesk ended, 0 of 20"_L1), qPrintable(tip));
    test::shoot(panel, u"jobs-interrupted"_s);
    child<QPushButton>(&panel, "leaveButton")->click();
    QTRY_COMPARE(jobs.all().front()->state() == JobState::Interrupted, false);
    shown.vendor.held.clear();
}

void JobsPanelTest::showsDeletionsThatWait()
{
    Shown shown(5);
    QVERIFY(test::await(shown.staged.stage(shown.key(1), std::chrono::hours {24 * 7})));
    shown.panel->showStaged();
    auto *table = child<QTableView>(shown.panel.get(), "stagedTable");
    QVERIFY(table->isVisible());
    QCOMPARE(table->model()->rowCount(), 1);
    QCOMPARE(table->model()->index(0, 2).data().toString(), u"in 7 days"_s);
    QCOMPARE(table->model()->index(0, 3).data().toString(), u"Disabled until then"_s);
    QVERIFY(test::accessibleText(shown.panel.get()).contains("only while Tokendesk runs"_L1));
}

void JobsPanelTest::undoesADeletionThatWaits()
{
    Shown shown(5);
    QVERIFY(test::await(shown.staged.stage(shown.key(1), std::chrono::hours {24})));
    QCOMPARE(shown.vendor.find(u"id-00001"_s)->status, domain::TokenStatus::Disabled);
    shown.panel->showStaged();
    QPushButton *undo = shown.button("undoStagedButton");
    QVERIFY(!undo->isEnabled());
    child<QTableView>(shown.panel.get(), "stagedTable")->selectRow(0);
    QVERIFY(undo->isEnabled());
    undo->click();
    QTRY_VERIFY(shown.staged.all().empty());
    QTRY_COMPARE(shown.vendor.find(u"id-00001"_s)->status, domain::TokenStatus::Active);
    QVERIFY(shown.vendor.deleted.isEmpty());
}

void JobsPanelTest::offersWhatIsOverdue()
{
    Shown shown(5);
    for (int i = 0; i < 2; ++i)
        QVERIFY(test::await(shown.staged.stage(shown.key(i), std::chrono::hours {24})));
    shown.fixture.clock.time += std::chrono::hours {48};
    bulk::StagedDeletes later(shown.desk, shown.fixture.clock);
    JobsPanel panel(shown.jobs, later, shown.fixture.clock, shown.prompter);
    panel.resize(1000, 280);
    panel.show();
    later.load();
    panel.showStaged();
    QTRY_VERIFY(test::accessibleText(&panel).contains("2 deletions are overdue"_L1));
    QCOMPARE(child<QListView>(&panel, "jobsList")
                 ->model()
                 ->index(0, 0)
                 .data(jobs::JobListModel::StatusRole)
                 .toString(),
        u"2 overdue: decide"_s);
    test::shoot(panel, u"jobs-overdue"_s);
    child<QPushButton>(&panel, "deleteOverdueButton")->click();
    QTRY_COMPARE(shown.prompter.asked.size(), std::size_t {1});
    QCOMPARE(shown.prompter.asked.front().typedGate, u"delete 2"_s);
    QVERIFY(shown.vendor.deleted.isEmpty()); // The prompter cancelled.
    shown.prompter.answers.push_back(support::Answer::Choice::Affirmed);
    child<QPushButton>(&panel, "deleteOverdueButton")->click();
    QTRY_COMPARE(shown.vendor.deleted.size(), 2);
}

void JobsPanelTest::readsRemainingTimes_data()
{
    QTest::addColumn<qint64>("seconds");
    QTest::addColumn<QString>("text");
    QTest::newRow("seconds") << qint64 {42} << u"42 s"_s;
    QTest::newRow("past") << qint64 {-5} << u"0 s"_s;
    QTest::newRow("hours") << qint64 {2 * 3600 + 300} << u"2 h 5 min"_s;
    QTest::newRow("a day and more") << qint64 {25 * 3600} << u"25 h"_s;
    QTest::newRow("days") << qint64 {3 * 24 * 3600 + 4 * 3600} << u"3 days 4 h"_s;
}

void JobsPanelTest::readsRemainingTimes()
{
    QFETCH(qint64, seconds);
    QTEST(jobs::remainingText(std::chrono::seconds {seconds}), "text");
}

void JobsPanelTest::staysQuickWithAHundredThousand()
{
    Shown shown(0);
    bulk::Plan plan;
    for (int i = 0; i < 100'000; ++i)
        plan.rows.push_back({shown.key(i), u"token %1"_s.arg(i), {}});
    shown.vendor.answers = false;
    const auto id = test::await(shown.jobs.start(plan));
    QVERIFY(id);
    shown.jobs.find(*id)->pause();
    test::settle();
    test::StallWatch watch; // The panel's own share; that of the job is tested with it.
    watch.restart();
    shown.panel->showJob(*id);
    shown.items()->scrollToBottom();
    auto *states = child<QComboBox>(shown.panel.get(), "statesBox");
    states->setCurrentIndex(2); // Queued
    emit states->activated(2);
    test::settle();
    qInfo("100,000 items: %s", qPrintable(watch.text()));
    VERIFY_SPEED(watch.busy() < std::chrono::milliseconds {250}, watch.text());
}

void JobsPanelTest::looksRight()
{
    Shown shown(60);
    shown.vendor.refusals[u"id-00001"_s]
        = {.kind = ErrorKind::Conflict, .vendorWords = u"in use by a site"_s, .httpStatus = 409};
    const bulk::Job *first = shown.start(5);
    QVERIFY(first);
    QVERIFY(Shown::reaches(first, JobState::Finished));
    test::shoot(*shown.panel, u"jobs-finished"_s);
    shown.vendor.answers = false;
    QVERIFY(shown.start(40, Deed::Disable));
    QTRY_VERIFY(!shown.vendor.held.empty());
    test::shoot(*shown.panel, u"jobs-running"_s);
    shown.vendor.release();
    QVERIFY(test::await(shown.staged.stage(shown.key(50), std::chrono::hours {24 * 7})));
    QVERIFY(test::await(shown.staged.stage(shown.key(51), std::chrono::hours {24})));
    shown.panel->showStaged();
    test::shoot(*shown.panel, u"jobs-staged"_s);
}

QTEST_MAIN(JobsPanelTest)
#include "tst_jobspanel.moc"
