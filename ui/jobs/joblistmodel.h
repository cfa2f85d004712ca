// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

/// The jobs of this run and of interrupted ones, the newest first; below them one row for the
/// deletions that wait, if there are any.

#include "bulk/jobs.h"
#include "bulk/stageddeletes.h"

#include <QAbstractListModel>

namespace jobs {

class JobListModel final : public QAbstractListModel
{
    Q_OBJECT

public:
    enum Role {
        StatusRole = Qt::UserRole, ///< the second line
        ProgressRole, ///< per mille; -1 = there is nothing to measure
    };

    /// All outlive the model.
    JobListModel(const bulk::Jobs &jobs, const bulk::StagedDeletes &staged,
        const base::Clock &clock, QObject *parent = nullptr);

    /// Null for the row of the deletions that wait.
    bulk::Job *jobAt(int row) const;
    /// -1 if it is not in the list.
    int rowOf(const bulk::Job *job) const;
    bool isStagedRow(int row) const;
    /// Of the deletions that wait; -1 if there are none.
    int stagedRow() const;
    /// A second has passed: countdowns.
    void tick();

    int rowCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role) const override;

private:
    void renew();
    void jobChanged(const bulk::Job *job);
    void stagedChanged();
    QVariant jobData(const bulk::Job &job, int role) const;
    QVariant stagedData(int role) const;
    QString statusOf(const bulk::Job &job) const;
    int overdueCount() const;
    QString stagedStatus() const;

    const bulk::Jobs &m_jobs;
    const bulk::StagedDeletes &m_staged;
    const base::Clock &m_clock;
    std::vector<bulk::Job *> m_rows;
    bool m_hasStaged = false;
};

} // namespace jobs
