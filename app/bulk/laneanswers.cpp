// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0

// The lane's second half: what is made of the answers. lane.cpp has what is sent when.

#include "bulk/job.h"
#include "bulk/lane.h"
#include "work/desk.h"

namespace bulk {

using namespace Qt::StringLiterals;
using base::Error;
using domain::DeleteOutcome;
using domain::JournalPhase;
using std::chrono::milliseconds;

void Lane::write(int index, JournalPhase phase, const std::optional<Error> &error)
{
    QJsonObject details = error ? work::detailsOf(*error) : QJsonObject();
    if (item(index).attempts > 0)
        details.insert(u"attempt"_s, item(index).attempts);
    m_parts.ledger.note(
        {.operation = item(index).operation, .phase = phase, .details = details, .tokenId = {}});
}

void Lane::take(int index, const base::Result<DeleteOutcome> &outcome)
{
    if (!outcome) {
        takeError(index, outcome.error());
        return;
    }
    m_waits = m_refusals = 0;
    const bool isGone = *outcome == DeleteOutcome::AlreadyGone;
    write(index, isGone ? JournalPhase::AlreadyGone : JournalPhase::Done);
    m_parts.sheet.set(index, isGone ? ItemState::AlreadyGone : ItemState::Done);
}

void Lane::takeError(int index, const Error &error)
{
    switch (verdictOn(error)) {
    case Verdict::AlreadyGone:
        m_waits = m_refusals = 0;
        write(index, JournalPhase::AlreadyGone, error);
        m_parts.sheet.set(index, ItemState::AlreadyGone, error);
        return;
    case Verdict::WaitAsked:
        wait(index, error, true);
        return;
    case Verdict::WaitOffline:
        wait(index, error, false);
        return;
    case Verdict::Refused:
        takeRefusal(index, error);
        return;
    case Verdict::StopsAndRefused:
        takeRefusal(index, error);
        stop(error);
        return;
    case Verdict::Stops:
        write(index, JournalPhase::Planned, error);
        m_parts.sheet.set(index, ItemState::Queued, error);
        m_queue.push_front(index);
        stop(error);
        return;
    case Verdict::Unknown:
        takeUnknown(index, error);
        return;
    }
}

void Lane::takeRefusal(int index, const Error &error)
{
    write(index, JournalPhase::Refused, error);
    m_parts.sheet.set(index, ItemState::Failed, error);
    if (++m_refusals == m_parts.limits.refusalsInARow)
        emit doubted(Doubt::Refusals, error);
}

/// Nothing happened, and the next would hear the same: the connection waits, then the same token
/// comes first.
void Lane::wait(int index, const Error &error, bool isAsked)
{
    write(index, JournalPhase::Planned, error);
    m_parts.sheet.set(index, ItemState::Queued, error);
    m_queue.push_front(index);
    if (!isAsked && ++m_waits > m_parts.limits.repeats * m_pace.atOnce) {
        stop(error);
        return;
    }
    milliseconds length = m_parts.limits.firstBackoff;
    if (isAsked)
        length = askedWait(error).value_or(m_parts.limits.waitUnasked);
    const Time until = std::chrono::steady_clock::now() + length;
    m_heldUntil = std::max(m_heldUntil.value_or(until), until);
    m_isAsked = isAsked;
    m_asked = isAsked ? error.retryAfter : std::nullopt;
}

std::optional<milliseconds> Lane::askedWait(const Error &error) const
{
    if (!error.retryAfter)
        return std::nullopt;
    return std::min<milliseconds>(*error.retryAfter, m_parts.limits.maxAskedWait);
}

void Lane::takeUnknown(int index, const Error &error)
{
    m_refusals = 0;
    write(index, JournalPhase::Unknown, error);
    Item &one = m_parts.sheet.edit(index);
    one.isInDoubt = true;
    if (one.attempts > m_parts.limits.repeats) {
        m_parts.sheet.set(index, ItemState::Unknown, error);
    } else {
        m_parts.sheet.set(index, ItemState::Queued, error);
        milliseconds backoff = m_parts.limits.firstBackoff * (1 << (one.attempts - 1));
        backoff = std::max(backoff, askedWait(error).value_or(backoff));
        m_repeats.emplace(std::chrono::steady_clock::now() + backoff, index);
    }
    m_unanswered = error;
}

/// A call of many tokens without an answer is one, so that a batch does not stop a job by itself.
void Lane::answered()
{
    const Limits &limits = m_parts.limits;
    const std::optional<Error> error = std::exchange(m_unanswered, std::nullopt);
    ++m_answers;
    m_unknowns += error.has_value();
    if (error && m_answers >= limits.unknownLeast
        && m_unknowns * 100 > m_answers * limits.unknownPercent)
        emit doubted(Doubt::Unknowns, *error);
    ended();
}

} // namespace bulk
