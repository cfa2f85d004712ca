// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#include "shell/bulkcommands.h"

#include "base/gather.h"
#include "bulk/planmatch.h"
#include "jobs/jobtext.h"
#include "shell/freshlists.h"
#include "shell/noticearea.h"
#include "support/errortext.h"
#include "support/plaintext.h"
#include "work/desk.h"

namespace shell {

using namespace Qt::StringLiterals;
using base::Result;
using bulk::Deed;
using bulk::ItemState;
using bulk::JobState;
using dialogs::PreflightAnswer;
using dialogs::PreflightDialog;
using domain::TokenKey;

namespace {

/// Staging a token may disable it first, which asks the vendor.
constexpr std::size_t mostAtOnce = 4;
/// How many failures are named before the rest is only counted.
constexpr int mostNamed = 8;

bool stillRuns(JobState state)
{
    return state == JobState::Running || state == JobState::Stopping
        || state == JobState::Verifying;
}

} // namespace

BulkCommands::BulkCommands(work::Desk &desk, const base::Clock &clock, bulk::Jobs &jobs,
    bulk::StagedDeletes &staged, NoticeArea &notices, QWidget *window)
    : QObject(window)
    , m_desk(desk)
    , m_clock(clock)
    , m_jobs(jobs)
    , m_staged(staged)
    , m_notices(notices)
    , m_window(window)
{
    connect(
        &jobs, &bulk::Jobs::finished, this, [this](const bulk::Job *job) { sayFinished(*job); });
    connect(&staged, &bulk::StagedDeletes::deleted, this, [this](const bulk::StagedDelete &gone) {
        emit done(tr("“%1” deleted, as its time had come").arg(support::shown(gone.name)), {});
    });
}

void BulkCommands::review(Deed deed, const std::vector<TokenKey> &keys)
{
    if (keys.empty())
        return;
    open(newDialog(deed, keys.size()), bulk::staleOf(m_desk, keys, m_clock.now()),
        [this, deed, keys] { return bulk::review(m_desk, deed, keys, m_clock.now()); });
}

void BulkCommands::reviewPlan(const bulk::SharedPlan &plan)
{
    auto *dialog = newDialog(plan.deed, plan.rows.size());
    dialog->showPlan(plan, m_desk.log().person());
    open(dialog, bulk::staleOf(m_desk, plan, m_clock.now()),
        [this, plan] { return bulk::review(m_desk, plan, m_clock.now()); });
}

PreflightDialog *BulkCommands::newDialog(Deed deed, std::size_t count)
{
    auto *dialog = new PreflightDialog(deed, static_cast<int>(count), m_clock, m_window);
    connect(dialog, &PreflightDialog::confirmed, this, &BulkCommands::carryOut);
    connect(dialog, &PreflightDialog::planToSave, this,
        [this, dialog](const bulk::Plan &plan) { emit planToSave(plan, dialog); });
    return dialog;
}

void BulkCommands::open(PreflightDialog *dialog, const QStringList &stale,
    const std::function<base::Task<bulk::Review>()> &review)
{
    const auto show = [dialog, review](const QStringList &problems) {
        review().then(dialog, [dialog, problems](const Result<bulk::Review> &known) {
            if (known)
                dialog->showReview(*known, problems.join(u'\n'));
        });
    };
    if (stale.isEmpty()) {
        show({});
    } else {
        auto *lists = new FreshLists(m_desk, stale, dialog);
        connect(lists, &FreshLists::progressed, dialog,
            [dialog](const QStringList &names, int done, int all) {
                dialog->showProgress(tr("Fetching the lists again, to decide on what is so now: %1")
                                         .arg(names.join(u", "_s)),
                    done, all);
            });
        connect(lists, &FreshLists::ended, this, show);
        dialog->showProgress(tr("Fetching the lists again"), 0, static_cast<int>(stale.size()));
        lists->start();
    }
    dialog->open();
}

void BulkCommands::carryOut(const PreflightAnswer &answer)
{
    if (answer.choice != PreflightAnswer::Choice::Later) {
        start(answer.plan);
        return;
    }
    stage(answer.plan.rows, answer.delay);
    emit staged();
}

void BulkCommands::start(bulk::Plan plan)
{
    const Deed deed = plan.deed;
    m_jobs.start(std::move(plan)).then(this, [this, deed](const Result<QString> &id) {
        if (id)
            emit jobStarted(*id);
        else
            m_notices.showOutcome(id.error(),
                deed == Deed::Delete        ? tr("Delete tokens")
                    : deed == Deed::Disable ? tr("Disable tokens")
                                            : tr("Enable tokens"),
                {});
    });
}

void BulkCommands::stage(const std::vector<bulk::Plan::Row> &rows, std::chrono::milliseconds wait)
{
    const auto stageOne = [staged = QPointer(&m_staged), rows, wait](std::size_t i) {
        return staged ? staged->stage(rows[i].key, wait)
                      : base::Task<QString>::failed({.kind = base::ErrorKind::Cancelled});
    };
    base::gather<QString>(rows.size(), mostAtOnce, stageOne)
        .then(this, [this, rows](const Result<std::vector<Result<QString>>> &operations) {
            if (operations)
                sayStaged(rows, *operations);
        });
}

void BulkCommands::sayStaged(
    const std::vector<bulk::Plan::Row> &rows, const std::vector<Result<QString>> &operations)
{
    QStringList named;
    int bad = 0;
    for (std::size_t i = 0; i < operations.size(); ++i) {
        if (!operations[i] && ++bad <= mostNamed)
            named.append(tr("“%1”: %2")
                             .arg(support::shown(rows[i].name),
                                 support::errorParagraph(operations[i].error())));
    }
    if (bad > mostNamed)
        named.append(tr("and %Ln more", nullptr, bad - mostNamed));
    if (bad > 0)
        m_notices.showOutcomeText(
            tr("%Ln tokens will not be deleted later", nullptr, bad), named.join(u'\n'));
    if (const int good = static_cast<int>(operations.size()) - bad; good > 0)
        emit done(tr("%Ln tokens will be deleted later", nullptr, good), {});
}

void BulkCommands::sayFinished(const bulk::Job &job)
{
    const QString said = tr("%1: %2").arg(jobs::titleOf(job), jobs::resultText(job));
    if (job.counts().troubled() == 0) {
        emit done(said, undoOf(job));
        return;
    }
    m_notices.showActions(u"job/%1"_s.arg(job.id()), support::Banner::Severity::Warning, said,
        tr("%Ln tokens need a look.", nullptr, job.counts().troubled()),
        {{tr("Show Job"), u"showJobButton"_s, [this, id = job.id()] { emit jobRequested(id); }}});
}

std::function<void()> BulkCommands::undoOf(const bulk::Job &job)
{
    if (job.deed() == Deed::Delete || job.counts()[ItemState::Done] == 0)
        return {};
    bulk::Plan back;
    back.deed = job.deed() == Deed::Disable ? Deed::Enable : Deed::Disable;
    for (const bulk::Item &item : job.items()) {
        if (item.state == ItemState::Done)
            back.rows.push_back({item.key, item.name, item.created, item.isOwn});
    }
    return [this, back] { start(back); };
}

int BulkCommands::unfinished() const
{
    int count = 0;
    for (const bulk::Job *job : m_jobs.all())
        count += stillRuns(job->state()) ? 1 : 0;
    return count;
}

void BulkCommands::pauseAll()
{
    for (bulk::Job *job : m_jobs.all()) {
        if (stillRuns(job->state()))
            job->pause();
    }
}

} // namespace shell
