// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#include "bulk/jobs.h"

#include "base/poolrun.h"
#include "bulk/jobrows.h"
#include "bulk/selection.h"
#include "work/desk.h"
#include "work/tokenreader.h"

#include <algorithm>

namespace bulk {

using namespace Qt::StringLiterals;
using base::ErrorKind;
using base::Result;
using base::Task;
using base::Unit;
using domain::JournalRecord;
using work::TokenSnapshot;

namespace {

constexpr int rowsPerRead = 5000;

using Records = std::vector<JournalRecord>;

/// All rows of a group, newest first.
Task<Records> readGroup(domain::Journal &journal, const QString &group,
    const std::shared_ptr<Records> &known = std::make_shared<Records>())
{
    domain::JournalQuery query;
    query.group = group;
    query.limit = rowsPerRead;
    query.before = known->empty() ? 0 : known->back().sequence;
    return journal.read(query).andThen([&journal, group, known](Records page) {
        const bool isLast = static_cast<int>(page.size()) < rowsPerRead;
        known->insert(known->end(), std::make_move_iterator(page.begin()),
            std::make_move_iterator(page.end()));
        return isLast ? Task<Records>::ready(std::move(*known)) : readGroup(journal, group, known);
    });
}

using Names = std::map<QString, ConnectionName>;

Names connectionNames(const work::Desk &desk)
{
    Names names;
    for (const domain::Connection &connection : desk.connections().all())
        names.emplace(connection.id, ConnectionName {connection.name, connection.vendor});
    return names;
}

/// Whether one of them is an own credential and the plan does not say so.
bool holdsOwnUnsaid(const Plan &plan, const TokenSnapshot &tokens)
{
    std::vector<domain::TokenKey> keys;
    keys.reserve(plan.rows.size());
    for (const Plan::Row &row : plan.rows)
        keys.push_back(row.key);
    const auto found = rowsOf(tokens, keys);
    for (std::size_t i = 0; i < keys.size(); ++i) {
        const Plan::Row &row = plan.rows[i];
        const bool isOwn
            = row.isOwn || (found[i] && work::flagsOf(tokens, *found[i]).isOwnCredential());
        if (isOwn && (!plan.includesOwn || !row.isOwn))
            return true;
    }
    return false;
}

/// A job that is not written down yet.
struct Draft
{
    Opening job;
    std::vector<work::Beginning> rows;
};

Result<Draft> draftOf(
    const Plan &plan, const TokenSnapshot &tokens, const Names &names, base::Instant now)
{
    if (holdsOwnUnsaid(plan, tokens))
        return base::fail(ErrorKind::Conflict, u"Tokendesk signs in with one of these tokens"_s);
    Draft draft {openingOf(plan, now), {}};
    draft.rows = rowsOf(draft.job, [&names](const QString &connectionId) {
        const auto known = names.find(connectionId);
        return known == names.end() ? ConnectionName {connectionId, {}} : known->second;
    });
    return draft;
}

/// For the pool: the job that rows, newest first, add up to.
auto foldOf(Records rows)
{
    return [rows = std::move(rows)]() mutable -> Result<std::optional<Opening>> {
        std::reverse(rows.begin(), rows.end());
        return jobOf(rows);
    };
}

QStringList openJobs(const work::Logbook &log)
{
    QStringList ids;
    for (const auto &[id, operation] : log.open(domain::JournalAction::Job)) {
        // What this run has begun is no leftover, even before it stands in the list of jobs.
        if (operation->run != log.run())
            ids.append(id);
    }
    return ids;
}

} // namespace

Jobs::Jobs(work::Desk &desk, const base::Clock &clock, QObject *parent)
    : QObject(parent)
    , m_desk(desk)
    , m_clock(clock)
{
}

Jobs::~Jobs() = default;

Task<Unit> Jobs::load()
{
    Task<Unit> all = Task<Unit>::ready(Unit {});
    const QPointer<Jobs> jobs(this);
    for (const QString &id : openJobs(m_desk.log())) {
        if (find(id))
            continue;
        all = std::move(all).andThen([jobs, id](Unit) {
            if (!jobs)
                return Task<Unit>::failed({.kind = ErrorKind::Cancelled});
            return readGroup(jobs->m_desk.log().journal(), id)
                .andThen([](Records rows) { return base::runInPool(foldOf(std::move(rows))); })
                .map([jobs](std::optional<Opening> job) -> Result<Unit> {
                    if (job && jobs && !jobs->find(job->id))
                        jobs->add(std::move(*job));
                    return Unit {};
                });
        });
    }
    return all;
}

Task<QString> Jobs::start(Plan plan)
{
    if (plan.rows.empty())
        return Task<QString>::failed({.kind = ErrorKind::Invalid, .field = u"rows"_s});
    const QPointer<Jobs> jobs(this);
    return base::runInPool([plan = std::move(plan), tokens = m_desk.tokens().snapshot(),
                               names = connectionNames(m_desk), now = m_clock.now()] {
        return draftOf(plan, tokens, names, now);
    }).andThen([jobs](Draft draft) {
        return jobs ? jobs->writeDown(std::move(draft.job), std::move(draft.rows))
                    : Task<QString>::failed({.kind = ErrorKind::Cancelled});
    });
}

Task<QString> Jobs::writeDown(Opening opening, std::vector<work::Beginning> rows)
{
    const QPointer<Jobs> jobs(this);
    return m_desk.log()
        .begin(std::move(rows))
        .map([jobs, job = std::make_shared<Opening>(std::move(opening))](
                 const QStringList &) -> Result<QString> {
            if (!jobs)
                return base::fail(ErrorKind::Cancelled); // Found as interrupted at the next start.
            const QString id = job->id;
            jobs->add(std::move(*job))->begin();
            return id;
        });
}

Task<QString> Jobs::retryTroubled(const QString &jobId)
{
    const Job *job = find(jobId);
    if (!job || job->state() != JobState::Finished)
        return Task<QString>::failed({.kind = ErrorKind::Invalid, .field = u"job"_s});
    Plan plan {.deed = job->deed(), .seal = job->seal()};
    for (const Item &item : job->items()) {
        if (item.state != ItemState::Failed && item.state != ItemState::Unknown
            && item.state != ItemState::Contradicted)
            continue;
        plan.rows.push_back({item.key, item.name, item.created, item.isOwn});
        plan.includesOwn = plan.includesOwn || item.isOwn;
    }
    return start(std::move(plan));
}

Job *Jobs::add(Opening opening)
{
    m_jobs.push_back(std::make_unique<Job>(m_desk, m_clock, m_limits, std::move(opening)));
    Job *job = m_jobs.back().get();
    connect(job, &Job::changed, this, [this, job] { emit changed(job); });
    connect(job, &Job::finished, this, [this, job] { emit finished(job); });
    emit added(job);
    return job;
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

bool Jobs::isChosen(const domain::TokenKey &key) const
{
    return std::any_of(m_jobs.begin(), m_jobs.end(), [&key](const auto &job) {
        return job->state() != JobState::Finished
            && std::any_of(job->items().begin(), job->items().end(),
                [&key](const Item &item) { return item.key == key && !isFinal(item.state); });
    });
}

void Jobs::dismiss(const QString &id)
{
    const auto it = std::find_if(
        m_jobs.begin(), m_jobs.end(), [&id](const auto &job) { return job->id() == id; });
    if (it == m_jobs.end() || (*it)->state() != JobState::Finished)
        return;
    const std::unique_ptr<Job> gone = std::move(*it);
    m_jobs.erase(it);
    emit dismissed(id);
}

} // namespace bulk
