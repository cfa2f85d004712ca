// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#include "jobs/jobview.h"

#include "jobs/jobitemsmodel.h"
#include "jobs/jobtext.h"
#include "jobs/panelbutton.h"
#include "support/banner.h"
#include "support/plaintext.h"
#include "support/rowtable.h"

#include <QClipboard>
#include <QComboBox>
#include <QEvent>
#include <QGuiApplication>
#include <QHeaderView>
#include <QLabel>
#include <QLocale>
#include <QProgressBar>
#include <QPushButton>
#include <QTableView>
#include <QVBoxLayout>

namespace jobs {

using namespace Qt::StringLiterals;
using bulk::ItemState;
using bulk::JobState;

namespace {

/// Entries of the filter beside the states.
constexpr int everything = -1;
constexpr int needsLook = -2;

} // namespace

JobView::JobView(bulk::Jobs &jobs, const base::Clock &clock, QWidget *parent)
    : QWidget(parent)
    , m_jobs(jobs)
    , m_clock(clock)
    , m_model(new JobItemsModel(this))
    , m_title(support::plainLabel({}, this))
    , m_state(support::plainLabel({}, this))
    , m_result(support::plainLabel({}, this))
    , m_progress(new QProgressBar(this))
    , m_banner(new support::Banner(this))
{
    m_title->setObjectName("jobTitle"_L1);
    m_state->setObjectName("jobState"_L1);
    m_result->setObjectName("jobResult"_L1);
    QFont bold = m_title->font();
    bold.setBold(true);
    m_title->setFont(bold);
    m_progress->setObjectName("jobProgress"_L1);
    m_progress->setAccessibleName(tr("Progress of the job"));
    m_progress->setTextVisible(false);
    m_progress->setMaximumHeight(fontMetrics().height());
    m_banner->setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Maximum);
    makeTable();
    auto *head = new QHBoxLayout;
    head->addWidget(m_title);
    head->addSpacing(12);
    head->addWidget(m_state, 1);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(8, 4, 4, 4);
    column->setSpacing(4);
    column->addLayout(head);
    column->addWidget(m_progress);
    column->addWidget(m_banner);
    column->addLayout(makeButtons());
    column->addLayout(makeFilter());
    column->addWidget(m_table, 1);
    refresh();
}

QBoxLayout *JobView::makeButtons()
{
    m_pause = panelButton("pauseButton"_L1, tr("&Pause"), u"disable"_s, this);
    m_stop = panelButton("stopJobButton"_L1, tr("&Stop"), u"cancel"_s, this);
    m_retry = panelButton("retryFailedButton"_L1, tr("&Retry Failed"), u"refresh"_s, this);
    m_copy = panelButton("copyReportButton"_L1, tr("Cop&y Report"), u"copy"_s, this);
    m_clear = panelButton("clearButton"_L1, tr("C&lear"), u"close"_s, this);
    support::setPlainToolTip(
        m_stop, tr("Sends nothing more; what was sent is waited for, the rest is skipped"));
    support::setPlainToolTip(m_copy, tr("Copies a line for each token; never a key"));
    support::setPlainToolTip(
        m_clear, tr("Takes the finished job out of this list; the journal keeps it"));
    connect(m_pause, &QPushButton::clicked, this, &JobView::pauseOrResume);
    connect(m_stop, &QPushButton::clicked, this, [this] {
        if (m_job)
            m_job->stop();
    });
    connect(m_retry, &QPushButton::clicked, this, &JobView::retry);
    connect(m_copy, &QPushButton::clicked, this, &JobView::copyReport);
    connect(m_clear, &QPushButton::clicked, this, [this] {
        if (m_job)
            m_jobs.dismiss(m_job->id());
    });
    auto *row = new QHBoxLayout;
    for (QPushButton *one : {m_pause, m_stop, m_retry, m_copy, m_clear})
        row->addWidget(one);
    row->addStretch(1);
    return row;
}

QBoxLayout *JobView::makeFilter()
{
    m_filter = new QComboBox(this);
    m_filter->setObjectName("statesBox"_L1);
    m_filter->setSizeAdjustPolicy(QComboBox::AdjustToContents);
    support::setSpokenLabel(m_filter, tr("Which tokens of the job to show"));
    connect(m_filter, &QComboBox::activated, this, &JobView::chooseFilter);
    auto *row = new QHBoxLayout;
    row->addWidget(support::plainLabel(tr("Show:"), this));
    row->addWidget(m_filter);
    row->addSpacing(12);
    row->addWidget(m_result, 1);
    return row;
}

void JobView::makeTable()
{
    m_table = new QTableView(this);
    m_table->setObjectName("jobItemsTable"_L1);
    m_table->setAccessibleName(tr("Tokens of the job"));
    support::makeRowTable(m_table, 4);
    m_table->setSelectionMode(QAbstractItemView::SingleSelection);
    m_table->setModel(m_model);
    QHeaderView *columns = m_table->horizontalHeader();
    columns->setStretchLastSection(true);
    columns->resizeSection(JobItemsModel::State, 120);
    columns->resizeSection(JobItemsModel::Token, 190);
    columns->resizeSection(JobItemsModel::Connection, 130);
    connect(m_table, &QTableView::activated, this, [this](const QModelIndex &index) {
        if (const auto key = m_model->keyAt(index))
            emit tokenRequested(*key);
    });
}

void JobView::setJob(bulk::Job *job)
{
    if (job == m_job)
        return;
    if (m_job)
        disconnect(m_job, nullptr, this, nullptr);
    m_job = job;
    m_rate = {};
    if (job)
        connect(job, &bulk::Job::changed, this, &JobView::refresh);
    m_filter->clear();
    m_model->setStates({});
    m_model->setJob(job);
    refresh();
}

void JobView::tick()
{
    if (m_job && m_job->state() == JobState::Running)
        showTexts();
}

void JobView::refresh()
{
    if (!m_job)
        return;
    m_rate.note(m_job->counts().ended(), m_clock.now());
    showTexts();
    showMessage();
    showButtons();
    showFilters();
}

void JobView::showTexts()
{
    const auto now = m_clock.now();
    support::setPlainText(m_title, titleOf(*m_job));
    QString state = stateText(*m_job, now);
    if (m_job->state() != JobState::Finished)
        state = tr("%1, %2").arg(state, progressText(*m_job));
    if (m_job->state() == JobState::Running && !waitOf(*m_job, now))
        state = withRate(state);
    support::setPlainText(m_state, state);
    support::setPlainText(m_result, resultText(*m_job));
    const bulk::Counts &counts = m_job->counts();
    m_progress->setVisible(m_job->state() != JobState::Finished);
    m_progress->setRange(0, counts.total());
    m_progress->setValue(counts.ended());
}

/// "Running, 12 of 800, 4.8 a second, 3 min left"
QString JobView::withRate(const QString &state) const
{
    const double rate = m_rate.perSecond();
    if (rate <= 0)
        return state;
    const bulk::Counts &counts = m_job->counts();
    const auto left = std::chrono::milliseconds {
        static_cast<qint64>((counts.total() - counts.ended()) / rate * 1000)};
    return tr("%1, %2 a second, %3 left")
        .arg(state, QLocale().toString(rate, 'f', 1), remainingText(left));
}

void JobView::showMessage()
{
    const auto message = messageOf(*m_job);
    const QString said = message ? message->title + u'\n' + message->text : QString();
    if (said == m_message)
        return; // Its buttons may be in use.
    m_message = said;
    if (!message) {
        m_banner->clear();
        return;
    }
    m_banner->showMessage(support::Banner::Severity::Warning, message->title, message->text);
    m_banner->setDismissible(false);
    m_banner->addAction(message->goOn, u"goOnButton"_s, [this] {
        if (m_job)
            m_job->resume();
    });
    m_banner->addAction(message->leave, u"leaveButton"_s, [this] {
        if (m_job)
            m_job->stop();
    });
}

void JobView::showButtons()
{
    const JobState state = m_job->state();
    const bool pauses = state == JobState::Running || state == JobState::Verifying;
    m_pause->setVisible(pauses || state == JobState::Paused);
    m_pause->setText(pauses ? tr("&Pause") : tr("&Resume"));
    m_pause->setIcon(models::icon(pauses ? u"disable"_s : u"enable"_s));
    m_stop->setVisible(pauses || state == JobState::Paused);
    const bool isFinished = state == JobState::Finished;
    m_retry->setVisible(isFinished && m_job->counts().troubled() > 0);
    m_clear->setVisible(isFinished);
}

/// Texts change with the counts, what was chosen stays.
void JobView::showFilters()
{
    const bulk::Counts &counts = m_job->counts();
    const QLocale locale;
    if (m_filter->count() == 0) {
        m_filter->addItem({}, everything);
        m_filter->addItem({}, needsLook);
        for (const ItemState state : bulk::allItemStates)
            m_filter->addItem(models::icon(itemStateIcon(state), itemStateTone(state)), {},
                static_cast<int>(state));
    }
    const auto name = [this, &locale](int row, const QString &text, int count) {
        const QString full = tr("%1 (%2)").arg(text, locale.toString(count));
        if (m_filter->itemText(row) != full)
            m_filter->setItemText(row, full);
    };
    name(0, tr("All"), counts.total());
    name(1, tr("Needs a look"), counts.troubled());
    for (std::size_t i = 0; i < bulk::allItemStates.size(); ++i) {
        const ItemState state = bulk::allItemStates[i];
        name(static_cast<int>(i) + 2, itemStateText(state), counts[state]);
    }
}

void JobView::chooseFilter()
{
    const int chosen = m_filter->currentData().toInt();
    if (chosen == everything)
        m_model->setStates({});
    else if (chosen == needsLook)
        m_model->setStates({ItemState::Failed, ItemState::Unknown, ItemState::Contradicted});
    else
        m_model->setStates({static_cast<ItemState>(chosen)});
}

void JobView::pauseOrResume()
{
    if (!m_job)
        return;
    if (m_job->state() == JobState::Paused)
        m_job->resume();
    else
        m_job->pause();
}

void JobView::retry()
{
    if (!m_job)
        return;
    m_retry->setEnabled(false);
    m_jobs.retryTroubled(m_job->id()).then(this, [this](const base::Result<QString> &id) {
        m_retry->setEnabled(true);
        if (id)
            emit started(*id);
        else
            emit failed(id.error());
    });
}

void JobView::copyReport()
{
    if (!m_job)
        return;
    QGuiApplication::clipboard()->setText(m_job->report());
    emit reportCopied();
}

void JobView::changeEvent(QEvent *event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::FontChange && m_table)
        m_table->verticalHeader()->setDefaultSectionSize(fontMetrics().height() + 8);
}

} // namespace jobs
