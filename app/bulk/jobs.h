// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

/// All jobs of this run, and those that an earlier run left unfinished.

#include "bulk/job.h"
#include "bulk/plan.h"

namespace bulk {

/// GUI thread only. The desk outlives it.
class Jobs final : public QObject
{
    Q_OBJECT

public:
    Jobs(work::Desk &desk, const base::Clock &clock, QObject *parent = nullptr);
    ~Jobs() override;

    /// For jobs that start from now on.
    void setLimits(const Limits &limits) { m_limits = limits; }
    const Limits &limits() const { return m_limits; }

    /// Finds interrupted jobs in the journal. Call when the logbook has been read; nothing is sent.
    base::Task<base::Unit> load();

    /// Writes the whole plan to the journal (BULK-01), then begins. The result is the job's id.
    /// Invalid for an empty plan, Conflict when it holds the own credential without saying so, the
    /// journal's error when it cannot be written: then nothing was sent and there is no job.
    base::Task<QString> start(Plan plan);
    /// What failed, stayed unknown or was contradicted in a finished job, as a new one.
    base::Task<QString> retryTroubled(const QString &jobId);

    /// The newest first.
    std::vector<Job *> all() const;
    /// Null if there is no such job.
    Job *find(const QString &id) const;
    /// Whether a job that has not finished has the token still before it.
    bool isChosen(const domain::TokenKey &key) const;
    /// Takes a finished job out of the list; the journal keeps it.
    void dismiss(const QString &id);

signals:
    void added(bulk::Job *job);
    void changed(bulk::Job *job);
    void finished(bulk::Job *job);
    void dismissed(const QString &id);

private:
    base::Task<QString> writeDown(Opening opening, std::vector<work::Beginning> rows);
    Job *add(Opening opening);

    work::Desk &m_desk;
    const base::Clock &m_clock;
    Limits m_limits;
    std::vector<std::unique_ptr<Job>> m_jobs;
};

} // namespace bulk
