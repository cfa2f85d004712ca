// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#include "bulk/jobs.h"

#include "work/desk.h"

#include <algorithm>

namespace bulk {

using base::ErrorKind;
using base::Task;
using base::Unit;

Jobs::Jobs(work::Desk &desk, const base::Clock &clock, QObject *parent)
    : QObject(parent)
    , m_desk(desk)
    , m_clock(clock)
{
}

Jobs::~Jobs() = default;

Task<Unit> Jobs::load()
{
    return Task<Unit>::ready(Unit {});
}

Task<QString> Jobs::start(Plan)
{
    return Task<QString>::failed({.kind = ErrorKind::Unsupported});
}

Task<QString> Jobs::retryTroubled(const QString &)
{
    return Task<QString>::failed({.kind = ErrorKind::Unsupported});
}

std::vector<Job *> Jobs::all() const
{
    std::vector<Job *> jobs;
    for (const auto &job : m_jobs)
        jobs.push_back(job.get());
    std::reverse(jobs.begin(), jobs.end());
    return jobs;
}

Job *Jobs::find(const QString &id) const
{
    for (const auto &job : m_jobs) {
        if (job->id() == id)
            return job.get();
    }
    return nullptr;
}

bool Jobs::isChosen(const domain::TokenKey &) const
{
    return false;
}

void Jobs::dismiss(const QString &) { }

} // namespace bulk
