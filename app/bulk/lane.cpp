// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#include "bulk/lane.h"

#include "bulk/job.h"
#include "work/desk.h"

namespace bulk {

using namespace Qt::StringLiterals;
using base::Error;
using base::ErrorKind;
using base::Result;
using domain::DeleteOutcome;
using domain::JournalPhase;
using std::chrono::milliseconds;
using work::OwnCredential;

Lane::Lane(LaneParts parts, QString connectionId)
    : m_parts(std::move(parts))
    , m_connectionId(std::move(connectionId))
    , m_pacer(1)
{
    if (const work::Session *session = m_parts.desk.session(m_connectionId))
        m_pace = m_parts.limits.of(session->connection().vendor);
    m_pacer = Pacer(m_pace.callsPerSecond);
    m_wake.setSingleShot(true);
    m_wake.setTimerType(Qt::PreciseTimer);
    connect(&m_wake, &QTimer::timeout, this, &Lane::pump);
    connect(&m_parts.desk, &work::Desk::sessionChanged, this, [this](const QString &id) {
        if (id == m_connectionId && (m_isOpening || m_waitsFor))
            pump();
    });
}

void Lane::open()
{
    m_stopped.reset();
    m_waitsFor.reset();
    m_waits = m_refusals = m_answers = m_unknowns = 0;
    const work::Session *session = m_parts.desk.session(m_connectionId);
    const bool isListed = session && session->client() && session->refreshedAt()
        && session->state() != work::Session::State::Failed;
    if (session && !isListed) {
        m_isOpening = true;
        if (session->state() != work::Session::State::Loading
            && session->state() != work::Session::State::Opening)
            m_parts.desk.refresh(m_connectionId);
    }
    // Not at once: whoever opens several is not called back before the last.
    m_wake.start(0);
}

/// Tokens are sent as the list has them, so there must be one of this run.
bool Lane::isReady()
{
    using State = work::Session::State;
    const work::Session *session = m_parts.desk.session(m_connectionId);
    if (!session) {
        stop({.kind = ErrorKind::NotFound, .detail = u"the connection was removed"_s});
        return false;
    }
    const State state = session->state();
    if (m_isOpening && (state == State::Opening || state == State::Loading))
        return false;
    if (m_isOpening && state != State::Ready) {
        stop(session->error().value_or(
            Error {.kind = ErrorKind::Offline, .detail = u"the connection is not open"_s}));
        return false;
    }
    if (const auto barrier = m_parts.desk.barrier(m_connectionId)) {
        heed(*barrier, state);
        return false;
    }
    m_isOpening = false;
    m_waitsFor.reset();
    m_perCall = m_parts.deed == Deed::Delete
        ? 1
        : static_cast<std::size_t>(std::max(session->client()->changesPerCall(), 1));
    return true;
}

/// What passes is waited for; what somebody has to do something about stops the connection.
void Lane::heed(const work::Barrier &barrier, work::Session::State state)
{
    using State = work::Session::State;
    const bool isBeingOpened = state == State::Opening || state == State::Loading;
    const bool mayPass = barrier.kind == work::Barrier::Kind::JournalUnusable || isBeingOpened;
    if (!mayPass) {
        stop(work::errorOf(barrier));
        return;
    }
    m_waitsFor = work::errorOf(barrier);
    QMetaObject::invokeMethod(this, &Lane::advanced, Qt::QueuedConnection);
}

void Lane::stop(const Error &error)
{
    m_isOpening = false;
    m_waitsFor.reset();
    m_stopped = error;
    m_wake.stop();
    QMetaObject::invokeMethod(this, &Lane::advanced, Qt::QueuedConnection);
}

std::vector<int> Lane::withdraw()
{
    std::vector<int> all(m_queue.begin(), m_queue.end());
    for (const auto &[time, index] : m_repeats)
        all.push_back(index);
    m_queue.clear();
    m_repeats.clear();
    m_heldUntil.reset();
    m_wake.stop();
    return all;
}

std::optional<base::Instant> Lane::waitsUntil() const
{
    if (!m_heldUntil)
        return {};
    const auto left
        = std::chrono::ceil<milliseconds>(*m_heldUntil - std::chrono::steady_clock::now());
    return m_parts.clock.now() + std::max(left, milliseconds(0));
}

void Lane::wakeAt(Time time)
{
    const auto left = std::chrono::ceil<milliseconds>(time - std::chrono::steady_clock::now());
    m_wake.start(std::max(left, milliseconds(1)));
}

void Lane::takeDueRepeats(Time now)
{
    while (!m_repeats.empty() && m_repeats.begin()->first <= now) {
        m_queue.push_front(m_repeats.begin()->second);
        m_repeats.erase(m_repeats.begin());
    }
}

void Lane::pump()
{
    if (!m_parts.maySend() || m_stopped || isDry() || !isReady())
        return;
    const Time now = std::chrono::steady_clock::now();
    if (m_heldUntil && now < *m_heldUntil)
        return wakeAt(*m_heldUntil);
    m_heldUntil.reset();
    takeDueRepeats(now);
    while (m_running < m_pace.atOnce && !m_queue.empty()) {
        if (!m_pacer.take(now.time_since_epoch())) {
            const auto next = std::chrono::duration_cast<Time::duration>(m_pacer.next());
            return wakeAt(Time(next));
        }
        const Call call = claim();
        if (call.empty())
            m_pacer.giveBack();
        else
            intend(call);
    }
    if (!m_repeats.empty() && m_queue.empty())
        wakeAt(m_repeats.begin()->first);
    if (isDry())
        QMetaObject::invokeMethod(this, &Lane::advanced, Qt::QueuedConnection);
}

Lane::Call Lane::claim()
{
    Call call;
    while (!m_queue.empty() && call.size() < m_perCall) {
        const int index = m_queue.front();
        m_queue.pop_front();
        if (isSendable(index))
            call.push_back(index);
    }
    return call;
}

bool Lane::isSendable(int index)
{
    const auto row = m_parts.desk.tokens().find(item(index).key);
    if (!row) {
        const Error error {.kind = ErrorKind::NotFound, .detail = u"it is not in the list"_s};
        const bool isGone = m_parts.desk.session(m_connectionId)->provesAbsence();
        write(index, isGone ? JournalPhase::AlreadyGone : JournalPhase::Skipped, error);
        m_parts.sheet.set(index, isGone ? ItemState::AlreadyGone : ItemState::Failed, error);
        return false;
    }
    const domain::Token token = m_parts.desk.tokens().token(*row);
    m_listTells = m_listTells || m_parts.deed == Deed::Delete
        || token.status != domain::TokenStatus::Unknown;
    const auto &planned = item(index).created;
    if (planned && token.created.isKnown() && token.created.value != *planned) {
        const Error error {.kind = ErrorKind::Conflict,
            .detail = u"another token has this id now: it was made at another time"_s};
        write(index, JournalPhase::Skipped, error);
        m_parts.sheet.set(index, ItemState::Failed, error);
        return false;
    }
    return true;
}

void Lane::intend(const Call &call)
{
    ++m_running;
    std::vector<work::Progress> noted;
    for (const int index : call) {
        Item &one = m_parts.sheet.edit(index);
        const QJsonObject details {{u"attempt"_s, ++one.attempts}};
        noted.push_back({.operation = one.operation,
            .phase = JournalPhase::Intent,
            .details = details,
            .tokenId = {}});
    }
    m_parts.ledger.note(std::move(noted), [this, call] {
        const bool isHeld
            = m_heldUntil && std::chrono::steady_clock::now() < *m_heldUntil; // By another's 429.
        if (m_parts.maySend() && !m_stopped && !isHeld && isReady())
            send(call);
        else
            putBack(call);
    });
}

void Lane::putBack(const Call &call)
{
    for (auto it = call.rbegin(); it != call.rend(); ++it) {
        --m_parts.sheet.edit(*it).attempts;
        write(*it, JournalPhase::Planned);
        m_queue.push_front(*it);
    }
    ended();
}

void Lane::send(const Call &call)
{
    for (const int index : call)
        m_parts.sheet.set(index, ItemState::Sent);
    if (m_parts.deed == Deed::Delete)
        sendDelete(call.front());
    else
        sendChange(call);
}

void Lane::sendDelete(int index)
{
    const OwnCredential own = item(index).isOwn ? OwnCredential::Allow : OwnCredential::Refuse;
    m_parts.desk.changes()
        .remove(item(index).key, own)
        .then(this, [this, index](const Result<DeleteOutcome> &outcome) {
            take(index, outcome);
            answered();
        });
}

void Lane::sendChange(const Call &call)
{
    OwnCredential own = OwnCredential::Refuse;
    std::vector<domain::TokenKey> keys;
    for (const int index : call) {
        keys.push_back(item(index).key);
        if (item(index).isOwn)
            own = OwnCredential::Allow;
    }
    using Outcomes = std::vector<domain::ChangeOutcome>;
    m_parts.desk.changes()
        .setEnabled(keys, m_parts.deed == Deed::Enable, own)
        .then(this, [this, call](const Result<Outcomes> &outcomes) {
            for (std::size_t i = 0; i < call.size(); ++i) {
                Result<DeleteOutcome> mine = DeleteOutcome::Deleted;
                if (!outcomes)
                    mine = base::fail(outcomes.error());
                else if (i >= outcomes->size()
                    || (*outcomes)[i].remoteId != item(call[i]).key.remoteId)
                    mine = base::fail(
                        ErrorKind::UnexpectedReply, u"the answer is about another token"_s);
                else if (!(*outcomes)[i].result)
                    mine = base::fail((*outcomes)[i].result.error());
                take(call[i], mine);
            }
            answered();
        });
}

void Lane::ended()
{
    --m_running;
    pump();
    emit advanced();
}

} // namespace bulk
