// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0

// The window's jobs: the panel below the list, the foot, and what is asked before closing.

#include "jobs/jobspanel.h"
#include "jobs/jobtext.h"
#include "shell/bulkcommands.h"
#include "shell/loadstatus.h"
#include "shell/mainwindow.h"
#include "shell/noticearea.h"
#include "shell/plancommands.h"
#include "shell/tokencommands.h"
#include "support/toast.h"
#include "tokens/filterbar.h"
#include "tokens/tokendetails.h"
#include "tokens/tokentableview.h"
#include "work/desk.h"

namespace shell {

using namespace Qt::StringLiterals;
using bulk::JobState;

void MainWindow::wireJobs()
{
    connect((*m_actions)[Command::ShowJobs], &QAction::toggled, m_jobsPanel, &QWidget::setVisible);
    connect(m_tokenCommands, &TokenCommands::manyRequested, m_bulkCommands, &BulkCommands::review);
    connect(
        (*m_actions)[Command::OpenPlan], &QAction::triggered, m_planCommands, &PlanCommands::open);
    connect(m_bulkCommands, &BulkCommands::done, this, &MainWindow::sayDone);
    const auto showJob = [this](const QString &id) {
        m_jobsPanel->showJob(id);
        showJobs();
    };
    connect(m_bulkCommands, &BulkCommands::jobStarted, this, showJob);
    connect(m_bulkCommands, &BulkCommands::jobRequested, this, showJob);
    connect(m_bulkCommands, &BulkCommands::staged, this, [this] {
        m_jobsPanel->showStaged();
        showJobs();
    });
    connect(m_jobsPanel, &jobs::JobsPanel::closeRequested, this, [this] {
        (*m_actions)[Command::ShowJobs]->setChecked(false);
        m_table->setFocus();
    });
    connect(m_jobsPanel, &jobs::JobsPanel::tokenRequested, this, &MainWindow::showToken);
    connect(m_jobsPanel, &jobs::JobsPanel::said, this,
        [this](const QString &message) { m_toast->showText(message); });
    connect(m_jobsPanel, &jobs::JobsPanel::failed, this,
        [this](const base::Error &error, const QString &action) {
            m_notices->showOutcome(error, action, {});
        });
    connect(m_status, &LoadStatus::jobRequested, this, &MainWindow::showJobs);
    connect(m_jobsPanel, &jobs::JobsPanel::ticked, this, &MainWindow::updateJobStatus);
    connect(&m_jobs, &bulk::Jobs::added, this, &MainWindow::updateJobStatus);
    connect(&m_jobs, &bulk::Jobs::changed, this, &MainWindow::updateJobStatus);
    connect(&m_jobs, &bulk::Jobs::finished, this, &MainWindow::updateJobStatus);
    connect(&m_jobs, &bulk::Jobs::dismissed, this, &MainWindow::updateJobStatus);
    m_details->addHeaderAction((*m_actions)[Command::ContainToken]);
    // Once the journal has been read; that it is empty is said too.
    if (m_desk.log().open().empty())
        connect(&m_desk.log(), &work::Logbook::changed, this, &MainWindow::loadJobs,
            Qt::SingleShotConnection);
    else
        loadJobs();
}

/// What an earlier run left: shown, and nothing sent.
void MainWindow::loadJobs()
{
    m_staged.load();
    m_jobs.load().then(this, [this](const base::Result<base::Unit> &) {
        const auto all = m_jobs.all();
        const bool isInterrupted = std::any_of(all.begin(), all.end(),
            [](const bulk::Job *job) { return job->state() == JobState::Interrupted; });
        const auto &staged = m_staged.all();
        const bool isOverdue = std::any_of(staged.begin(), staged.end(),
            [](const auto &one) { return one.state == bulk::StagedDelete::State::Overdue; });
        if (isInterrupted || isOverdue)
            showJobs();
        if (!isInterrupted && isOverdue)
            m_jobsPanel->showStaged();
    });
}

void MainWindow::showJobs()
{
    (*m_actions)[Command::ShowJobs]->setChecked(true);
}

void MainWindow::updateJobStatus()
{
    const bulk::Job *shown = nullptr;
    int running = 0;
    for (const bulk::Job *job : m_jobs.all()) {
        if (job->state() == JobState::Finished)
            continue;
        shown = job;
        ++running;
    }
    if (!shown) {
        m_status->setJob({}, 0, 0);
        return;
    }
    QString text = tr("%1: %2").arg(jobs::titleOf(*shown), jobs::stateText(*shown, m_clock.now()));
    if (running > 1)
        text = tr("%1 (and %Ln more)", nullptr, running - 1).arg(text);
    m_status->setJob(text, shown->counts().ended(), shown->counts().total());
}

void MainWindow::showToken(const domain::TokenKey &key)
{
    showTokens({key});
}

void MainWindow::showTokens(const std::vector<domain::TokenKey> &keys)
{
    if (m_table->selectKeys(keys) == static_cast<int>(keys.size()))
        return;
    m_filter->clear();
    m_table->selectKeys(keys);
}

void MainWindow::askBeforeClosing()
{
    support::Question question;
    question.title = tr("Close Tokendesk");
    const int count = m_bulkCommands->unfinished();
    if (m_settings.profileFolder().isEmpty()) {
        question.text
            = tr("%Ln jobs are not done. They stop when Tokendesk closes.", nullptr, count);
        question.details
            = tr("This run keeps nothing, so they cannot be continued when it is opened again.");
    } else {
        question.text = tr("%Ln jobs are not done. They stop when Tokendesk closes, and can be "
                           "continued when it is opened again.",
            nullptr, count);
        question.details = tr("Nothing is lost: what was sent and what was not is written down.");
    }
    question.affirmative = tr("Close Now");
    question.cancel = tr("Keep Running");
    m_prompter.ask(this, question).then(this, [this](const base::Result<support::Answer> &answer) {
        if (!answer || !answer->isAffirmed())
            return;
        m_bulkCommands->pauseAll();
        m_isClosing = true;
        close();
    });
}

} // namespace shell
