// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#include "bulk/stageddeletes.h"

#include "bulk/verdict.h"
#include "work/desk.h"

#include <algorithm>

namespace bulk {

using namespace Qt::StringLiterals;
using base::Error;
using base::ErrorKind;
using base::Result;
using base::Task;
using base::Unit;
using domain::DeleteOutcome;
using domain::JournalAction;
using domain::JournalPhase;
using std::chrono::milliseconds;
using State = StagedDelete::State;

namespace {

/// By so much the clocks may disagree: timers are late, and clocks are set right.
constexpr std::chrono::minutes tolerance {2};

QJsonValue millisecondsOf(base::Instant time)
{
    return static_cast<double>(time.time_since_epoch().count());
}

base::Instant instantOf(const QJsonValue &value)
{
    return base::Instant(milliseconds(value.toInteger()));
}

Error notFound()
{
    return {.kind = ErrorKind::NotFound, .detail = u"there is no such staged deletion"_s};
}

StagedDelete stagedOf(const work::OpenOperation &operation)
{
    return {.operation = operation.id,
        .key = operation.token,
        .name = operation.tokenName,
        .connectionName = operation.connectionName,
        .staged = operation.begun,
        .due = instantOf(operation.details.value("due"_L1)),
        .wasDisabled = operation.details.value("step"_L1) == "disabled"_L1};
}

} // namespace

StagedDeletes::StagedDeletes(work::Desk &desk, const base::Clock &clock, QObject *parent)
    : StagedDeletes(
        desk, clock,
        [] {
            return std::chrono::duration_cast<milliseconds>(
                std::chrono::steady_clock::now().time_since_epoch());
        },
        parent)
{
}

StagedDeletes::StagedDeletes(
    work::Desk &desk, const base::Clock &clock, SteadyClock steady, QObject *parent)
    : QObject(parent)
    , m_desk(desk)
    , m_clock(clock)
    , m_steady(std::move(steady))
{
    m_timer.setSingleShot(true);
    connect(&m_timer, &QTimer::timeout, this, &StagedDeletes::check);
    connect(&m_desk.log(), &work::Logbook::changed, this, &StagedDeletes::dropClosed);
    connect(&m_desk.reconciler(), &work::Reconciler::settled, this, &StagedDeletes::takeFound);
}

StagedDeletes::~StagedDeletes() = default;

void StagedDeletes::load()
{
    for (const auto &[id, operation] : m_desk.log().open()) {
        const bool isStaged = operation.action == JournalAction::Delete && operation.group.isEmpty()
            && operation.details.contains("due"_L1);
        if (!isStaged || find(id))
            continue;
        StagedDelete one = stagedOf(operation);
        const milliseconds left = one.due - m_clock.now();
        if (left.count() > 0 && operation.phase == JournalPhase::Planned) {
            m_steadyDue[id] = m_steady() + left;
        } else {
            one.state = State::Overdue;
            one.reason = operation.phase == JournalPhase::Planned
                ? StagedDelete::Reason::NotRunning
                : StagedDelete::Reason::Unanswered;
        }
        m_all.push_back(std::move(one));
    }
    tell();
}

Task<QString> StagedDeletes::stage(const domain::TokenKey &key, milliseconds wait)
{
    const auto token = m_desk.changes().token(key, work::OwnCredential::Refuse);
    const work::Session *session = m_desk.session(key.connectionId);
    if (!token || !session)
        return Task<QString>::failed(token ? notFound() : token.error());
    if (find(key))
        return Task<QString>::failed(
            {.kind = ErrorKind::Conflict, .detail = u"a deletion of this token waits already"_s});
    const bool disables = token->status != domain::TokenStatus::Disabled
        && session->capabilities()[domain::Operation::Disable].isPossible();
    const QPointer<StagedDeletes> all(this);
    auto stopped = disables ? setEnabled(key, false) : Task<Unit>::ready(Unit {});
    return std::move(stopped).andThen([all, key, wait, disables](Unit) {
        return all ? all->writeDown(key, wait, disables)
                   : Task<QString>::failed({.kind = ErrorKind::Cancelled});
    });
}

Task<QString> StagedDeletes::writeDown(
    const domain::TokenKey &key, milliseconds wait, bool wasDisabled)
{
    work::Beginning row = m_desk.intentOf(JournalAction::Delete, key);
    row.phase = JournalPhase::Planned;
    const base::Instant due = m_clock.now() + wait;
    row.details.insert(u"due"_s, millisecondsOf(due));
    if (wasDisabled)
        row.details.insert(u"step"_s, u"disabled"_s);
    const milliseconds steadyDue = m_steady() + wait;
    const QPointer<StagedDeletes> all(this);
    return m_desk.log().begin(std::move(row)).map([all, steadyDue](const QString &operation) {
        const work::OpenOperation *open = all ? all->m_desk.log().find(operation) : nullptr;
        if (!open)
            return Result<QString>(base::fail(ErrorKind::Cancelled));
        all->m_steadyDue[operation] = steadyDue;
        all->m_all.push_back(stagedOf(*open));
        all->tell();
        return Result<QString>(operation);
    });
}

Task<Unit> StagedDeletes::undo(const QString &operation)
{
    const StagedDelete *found = find(operation);
    if (!found || found->state == State::Deleting)
        return Task<Unit>::failed(notFound());
    const QPointer<StagedDeletes> all(this);
    return m_desk.log()
        .note({.operation = operation,
            .phase = JournalPhase::Cancelled,
            .details = {},
            .tokenId = {}})
        .andThen([all, one = *found](Unit) {
            if (!all || !one.wasDisabled)
                return Task<Unit>::ready(Unit {});
            return all->setEnabled(one.key, true);
        });
}

Task<Unit> StagedDeletes::postpone(const QString &operation, milliseconds wait)
{
    const StagedDelete *found = find(operation);
    if (!found || found->state == State::Deleting)
        return Task<Unit>::failed(notFound());
    const base::Instant due = m_clock.now() + wait;
    const milliseconds steadyDue = m_steady() + wait;
    const QPointer<StagedDeletes> all(this);
    return m_desk.log()
        .note({.operation = operation,
            .phase = JournalPhase::Planned,
            .details = {{u"due"_s, millisecondsOf(due)}},
            .tokenId = {}})
        .map([all, operation, due, steadyDue](Unit) -> Result<Unit> {
            StagedDelete *one = all ? all->findMutable(operation) : nullptr;
            if (!one)
                return base::fail(notFound());
            one->due = due;
            one->state = State::Waiting;
            one->reason = StagedDelete::Reason::None;
            one->error.reset();
            all->m_steadyDue[operation] = steadyDue;
            all->tell();
            return Unit {};
        });
}

Task<Unit> StagedDeletes::deleteNow(const QString &operation)
{
    StagedDelete *one = findMutable(operation);
    if (!one || one->state == State::Deleting)
        return Task<Unit>::failed(notFound());
    m_steadyDue.erase(operation);
    if (const auto barrier = m_desk.barrier(one->key.connectionId)) {
        one->state = State::Failed; // And not written down: nothing was tried.
        one->error = work::errorOf(*barrier);
        tell();
        return Task<Unit>::failed(work::errorOf(*barrier));
    }
    one->state = State::Deleting;
    one->error.reset();
    tell();
    const QPointer<StagedDeletes> all(this);
    return m_desk.log()
        .note({.operation = operation, .phase = JournalPhase::Intent, .details = {}, .tokenId = {}})
        .andThen([all, key = one->key](Unit) {
            return all ? all->m_desk.changes().remove(
                       key, work::OwnCredential::Refuse, work::SecondLook::AtEach)
                       : Task<DeleteOutcome>::failed({.kind = ErrorKind::Cancelled});
        })
        .map([all, operation](DeleteOutcome outcome) -> Result<Unit> {
            if (all)
                all->takeGone(operation,
                    outcome == DeleteOutcome::AlreadyGone ? JournalPhase::AlreadyGone
                                                          : JournalPhase::Done);
            return Unit {};
        })
        .orElse([all, operation](const Error &error) {
            if (all && all->takeError(operation, error))
                return Task<Unit>::ready(Unit {});
            return Task<Unit>::failed(error);
        });
}

void StagedDeletes::takeGone(const QString &operation, JournalPhase phase)
{
    const StagedDelete *found = find(operation);
    if (!found)
        return;
    const StagedDelete gone = *found;
    write(operation, phase, {});
    drop(operation);
    emit deleted(gone);
}

/// A list shows that one did not happen that was on its way when the program ended. What did happen
/// is closed, and so not in the list any more.
void StagedDeletes::takeFound(const work::OpenOperation &operation, JournalPhase verdict)
{
    StagedDelete *one = findMutable(operation.id);
    if (!one || verdict != JournalPhase::Planned)
        return;
    one->state = State::Overdue;
    one->reason = StagedDelete::Reason::StillListed;
    tell();
}

/// Whether the error means that the token is gone.
bool StagedDeletes::takeError(const QString &operation, const Error &error)
{
    StagedDelete *one = findMutable(operation);
    if (!one)
        return false;
    const work::Session *session = m_desk.session(one->key.connectionId);
    const bool isListed = m_desk.tokens().find(one->key).has_value();
    const bool isUnlisted = !isListed && !(session && session->provesAbsence());
    if (verdictOn(error) == Verdict::AlreadyGone && !isUnlisted) {
        takeGone(operation, JournalPhase::AlreadyGone);
        return true;
    }
    one->state = State::Failed;
    one->error = error;
    // A definite no leaves it planned: it is offered again until somebody withdraws it.
    const JournalPhase phase = work::phaseOf(error);
    write(operation, phase == JournalPhase::Unknown ? phase : JournalPhase::Planned,
        work::detailsOf(error));
    tell();
    return false;
}

void StagedDeletes::check()
{
    std::vector<QString> due;
    for (StagedDelete &one : m_all) {
        if (one.state != State::Waiting)
            continue;
        const milliseconds byClock = m_clock.now() - one.due;
        const milliseconds bySteady = m_steady() - m_steadyDue[one.operation];
        const bool isDue = byClock.count() >= 0 && bySteady.count() >= 0;
        if (isDue) {
            due.push_back(one.operation);
        } else if (byClock > bySteady + tolerance || bySteady > byClock + tolerance) {
            // Set forward or back, or the computer slept: only somebody who looks can tell. Not
            // before one of the two clocks says that it is time.
            if (byClock.count() < 0 && bySteady.count() < 0)
                continue;
            one.state = State::Overdue;
            one.reason = StagedDelete::Reason::ClockJumped;
        }
    }
    for (const QString &operation : due)
        deleteNow(operation).then(this, [](const Result<Unit> &) {});
    tell();
}

} // namespace bulk
