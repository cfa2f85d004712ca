// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#include "jobs/jobspanel.h"

#include "jobs/jobdelegate.h"
#include "jobs/joblistmodel.h"
#include "jobs/jobview.h"
#include "jobs/stagedview.h"
#include "models/icons.h"
#include "support/plaintext.h"

#include <QLabel>
#include <QListView>
#include <QSplitter>
#include <QStackedWidget>
#include <QToolButton>
#include <QVBoxLayout>

#include <algorithm>

namespace jobs {

using namespace Qt::StringLiterals;

JobsPanel::JobsPanel(bulk::Jobs &jobs, bulk::StagedDeletes &staged, const base::Clock &clock,
    support::Prompter &prompter, QWidget *parent)
    : QWidget(parent)
    , m_jobs(jobs)
    , m_staged(staged)
    , m_model(new JobListModel(jobs, staged, clock, this))
    , m_splitter(new QSplitter(Qt::Horizontal, this))
    , m_list(new QListView(m_splitter))
    , m_pages(new QStackedWidget(m_splitter))
    , m_jobView(new JobView(jobs, clock, m_pages))
    , m_stagedView(new StagedView(staged, clock, prompter, m_pages))
{
    setObjectName("jobsPanel"_L1);
    setAccessibleName(tr("Jobs"));
    m_splitter->setObjectName("jobsSplitter"_L1);
    m_splitter->setChildrenCollapsible(false);
    m_splitter->addWidget(makeListSide());
    m_pages->addWidget(makeEmptyPage());
    m_pages->addWidget(m_jobView);
    m_pages->addWidget(m_stagedView);
    m_splitter->addWidget(m_pages);
    m_splitter->setStretchFactor(1, 1);
    m_splitter->setSizes({280, 720});
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->addWidget(m_splitter);
    setFocusProxy(m_list);
    wire();
    choose(0);
}

QWidget *JobsPanel::makeListSide()
{
    auto *side = new QWidget(m_splitter);
    auto *title = support::plainLabel(tr("Jobs"), side);
    QFont bold = title->font();
    bold.setBold(true);
    title->setFont(bold);
    auto *close = new QToolButton(side);
    close->setObjectName("closeJobsButton"_L1);
    close->setAutoRaise(true);
    close->setIcon(models::icon(u"close"_s));
    close->setAccessibleName(tr("Hide jobs"));
    close->setToolTip(tr("Hide; jobs go on"));
    connect(close, &QToolButton::clicked, this, &JobsPanel::closeRequested);
    m_list->setObjectName("jobsList"_L1);
    m_list->setAccessibleName(tr("Jobs"));
    m_list->setItemDelegate(new JobDelegate(m_list));
    m_list->setModel(m_model);
    m_list->setUniformItemSizes(true);
    m_list->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    auto *head = new QHBoxLayout;
    head->setContentsMargins(8, 2, 2, 0);
    head->addWidget(title, 1);
    head->addWidget(close);
    auto *column = new QVBoxLayout(side);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(2);
    column->addLayout(head);
    column->addWidget(m_list, 1);
    return side;
}

QWidget *JobsPanel::makeEmptyPage()
{
    auto *page = new QWidget(m_pages);
    auto *text = support::plainParagraph(
        tr("No jobs. Select several tokens and choose Disable, Enable or Delete: what is done "
           "with them is shown here."),
        page);
    text->setObjectName("noJobsLabel"_L1);
    text->setAlignment(Qt::AlignCenter);
    auto *column = new QVBoxLayout(page);
    column->addWidget(text);
    return page;
}

void JobsPanel::wire()
{
    connect(m_list->selectionModel(), &QItemSelectionModel::currentChanged, this,
        &JobsPanel::showCurrent);
    connect(m_model, &QAbstractItemModel::modelReset, this, &JobsPanel::keepChosen);
    connect(m_model, &QAbstractItemModel::rowsInserted, this, &JobsPanel::keepChosen);
    connect(m_model, &QAbstractItemModel::rowsRemoved, this, &JobsPanel::keepChosen);
    connect(m_jobView, &JobView::tokenRequested, this, &JobsPanel::tokenRequested);
    connect(m_jobView, &JobView::started, this, &JobsPanel::showJob);
    connect(m_jobView, &JobView::reportCopied, this, [this] { emit said(tr("Report copied")); });
    connect(m_jobView, &JobView::failed, this,
        [this](const base::Error &error) { emit failed(error, tr("Retry failed")); });
    connect(m_stagedView, &StagedView::tokenRequested, this, &JobsPanel::tokenRequested);
    connect(m_stagedView, &StagedView::undone, this, [this](const QString &name) {
        emit said(tr("“%1” will not be deleted").arg(support::shown(name)));
    });
    connect(m_stagedView, &StagedView::failed, this,
        [this](const base::Error &error) { emit failed(error, tr("Deletion that waits")); });
    connect(&m_jobs, &bulk::Jobs::added, this, &JobsPanel::watch);
    connect(&m_jobs, &bulk::Jobs::changed, this, &JobsPanel::watch);
    connect(&m_staged, &bulk::StagedDeletes::changed, this, &JobsPanel::watch);
    m_second.setInterval(std::chrono::seconds {1});
    connect(&m_second, &QTimer::timeout, this, [this] {
        m_model->tick();
        m_jobView->tick();
        m_stagedView->tick();
        emit ticked();
    });
    watch();
}

/// Seconds are counted only while one of them shows.
void JobsPanel::watch()
{
    const auto all = m_jobs.all();
    const bool counts = !m_staged.all().empty()
        || std::any_of(all.begin(), all.end(),
            [](const bulk::Job *job) { return job->state() == bulk::JobState::Running; });
    if (!counts)
        m_second.stop();
    else if (!m_second.isActive())
        m_second.start();
}

void JobsPanel::choose(int row)
{
    if (row >= 0 && row < m_model->rowCount())
        m_list->setCurrentIndex(m_model->index(row));
    showCurrent();
}

void JobsPanel::keepChosen()
{
    const int row = m_model->rowOf(m_jobs.find(m_chosen));
    choose(row >= 0 ? row : 0);
}

void JobsPanel::showJob(const QString &id)
{
    choose(m_model->rowOf(m_jobs.find(id)));
}

void JobsPanel::showStaged()
{
    choose(m_model->stagedRow());
}

void JobsPanel::showCurrent()
{
    const int row = m_list->currentIndex().row();
    bulk::Job *job = m_model->jobAt(row);
    m_chosen = job ? job->id() : QString();
    m_jobView->setJob(job);
    m_pages->setCurrentIndex(job ? 1 : m_model->isStagedRow(row) ? 2 : 0);
}

QByteArray JobsPanel::saveState() const
{
    return m_splitter->saveState();
}

void JobsPanel::restoreState(const QByteArray &state)
{
    m_splitter->restoreState(state);
}

} // namespace jobs
