// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#include "jobs/joblistmodel.h"

#include "jobs/jobtext.h"
#include "models/celltext.h"

#include <algorithm>

namespace jobs {

using namespace Qt::StringLiterals;
using bulk::JobState;
using bulk::StagedDelete;

JobListModel::JobListModel(const bulk::Jobs &jobs, const bulk::StagedDeletes &staged,
    const base::Clock &clock, QObject *parent)
    : QAbstractListModel(parent)
    , m_jobs(jobs)
    , m_staged(staged)
    , m_clock(clock)
{
    connect(&jobs, &bulk::Jobs::added, this, &JobListModel::renew);
    connect(&jobs, &bulk::Jobs::dismissed, this, &JobListModel::renew);
    connect(&jobs, &bulk::Jobs::changed, this, &JobListModel::jobChanged);
    connect(&jobs, &bulk::Jobs::finished, this, &JobListModel::jobChanged);
    connect(&staged, &bulk::StagedDeletes::changed, this, &JobListModel::stagedChanged);
    renew();
}

void JobListModel::renew()
{
    beginResetModel();
    m_rows = m_jobs.all();
    m_hasStaged = !m_staged.all().empty();
    endResetModel();
}

void JobListModel::jobChanged(const bulk::Job *job)
{
    if (const int row = rowOf(job); row >= 0)
        emit dataChanged(index(row), index(row));
}

void JobListModel::stagedChanged()
{
    const bool has = !m_staged.all().empty();
    const int row = static_cast<int>(m_rows.size());
    if (has == m_hasStaged) {
        if (has)
            emit dataChanged(index(row), index(row));
        return;
    }
    if (has)
        beginInsertRows({}, row, row);
    else
        beginRemoveRows({}, row, row);
    m_hasStaged = has;
    if (has)
        endInsertRows();
    else
        endRemoveRows();
}

void JobListModel::tick()
{
    if (rowCount() > 0)
        emit dataChanged(index(0), index(rowCount() - 1));
}

bulk::Job *JobListModel::jobAt(int row) const
{
    return row >= 0 && row < static_cast<int>(m_rows.size()) ? m_rows[static_cast<std::size_t>(row)]
                                                             : nullptr;
}

int JobListModel::rowOf(const bulk::Job *job) const
{
    const auto it = std::find(m_rows.begin(), m_rows.end(), job);
    return it == m_rows.end() ? -1 : static_cast<int>(it - m_rows.begin());
}

bool JobListModel::isStagedRow(int row) const
{
    return m_hasStaged && row == static_cast<int>(m_rows.size());
}

int JobListModel::stagedRow() const
{
    return m_hasStaged ? static_cast<int>(m_rows.size()) : -1;
}

int JobListModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_rows.size()) + (m_hasStaged ? 1 : 0);
}

QVariant JobListModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const bulk::Job *job = jobAt(index.row());
    return job ? jobData(*job, role) : stagedData(role);
}

QString JobListModel::statusOf(const bulk::Job &job) const
{
    if (job.state() == JobState::Finished)
        return resultText(job);
    return tr("%1, %2").arg(stateText(job, m_clock.now()), progressText(job));
}

QVariant JobListModel::jobData(const bulk::Job &job, int role) const
{
    switch (role) {
    case Qt::DisplayRole:
        return titleOf(job);
    case StatusRole:
        return statusOf(job);
    case Qt::DecorationRole: {
        const bool isTroubled = job.state() == JobState::Finished && job.counts().troubled() > 0;
        const bool waits = job.state() == JobState::Asking || job.state() == JobState::Interrupted;
        return models::icon(isTroubled ? u"warning"_s : stateIcon(job.state()),
            isTroubled || waits                     ? models::Tone::Warning
                : job.state() == JobState::Finished ? models::Tone::Ok
                                                    : models::Tone::Info);
    }
    case ProgressRole:
        if (job.state() == JobState::Finished || job.counts().total() == 0)
            return -1;
        return static_cast<int>(qint64(job.counts().ended()) * 1000 / job.counts().total());
    case Qt::ToolTipRole: // The list is narrow and cuts off what is long.
        return models::plainToolTip(titleOf(job) + u'\n' + statusOf(job));
    case Qt::AccessibleTextRole:
        return tr("%1: %2").arg(titleOf(job), statusOf(job));
    default:
        return {};
    }
}

int JobListModel::overdueCount() const
{
    const auto &all = m_staged.all();
    return static_cast<int>(std::count_if(all.begin(), all.end(),
        [](const StagedDelete &one) { return one.state == StagedDelete::State::Overdue; }));
}

QString JobListModel::stagedStatus() const
{
    if (const int overdue = overdueCount(); overdue > 0)
        return tr("%Ln overdue: decide", nullptr, overdue);
    return tr("The next %1").arg(stagedText(m_staged.all().front(), m_clock.now()));
}

QVariant JobListModel::stagedData(int role) const
{
    const QString title
        = tr("%Ln deletions wait", nullptr, static_cast<int>(m_staged.all().size()));
    switch (role) {
    case Qt::DisplayRole:
        return title;
    case StatusRole:
        return m_staged.all().empty() ? QString() : stagedStatus();
    case Qt::DecorationRole:
        return overdueCount() > 0 ? models::icon(u"warning"_s, models::Tone::Warning)
                                  : models::icon(u"expired"_s, models::Tone::Info);
    case ProgressRole:
        return -1;
    case Qt::AccessibleTextRole:
        return m_staged.all().empty() ? title : tr("%1: %2").arg(title, stagedStatus());
    default:
        return {};
    }
}

} // namespace jobs
