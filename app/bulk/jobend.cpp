// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0

// The job's second half: what it takes up from an earlier run, what it leaves, and the last look.
// job.cpp has its life.

#include "bulk/job.h"
#include "bulk/lane.h"
#include "bulk/verdict.h"
#include "bulk/verification.h"
#include "work/desk.h"

#include <algorithm>

namespace bulk {

using namespace Qt::StringLiterals;
using base::Error;
using domain::JournalPhase;

/// What was on its way when the program ended may have happened: it is sent again, which harms
/// nothing, and counts as in doubt until it is answered.
void Job::takeUp()
{
    std::vector<work::Beginning> reopened;
    for (int i = 0; i < static_cast<int>(items().size()); ++i) {
        const ItemState state = m_sheet[i].state;
        if (state != ItemState::Sent && state != ItemState::Unknown && state != ItemState::Queued)
            continue;
        if (state != ItemState::Queued) {
            m_sheet.edit(i).isInDoubt = true;
            m_sheet.set(i, ItemState::Queued, m_sheet[i].error);
        }
        if (m_desk.log().find(m_sheet[i].operation))
            continue;
        // A look at the start has closed it; a row of a closed operation would be left out.
        Item &item = m_sheet.edit(i);
        item.operation = work::newOperation();
        reopened.push_back(rowAbout(item));
    }
    if (!reopened.empty())
        m_ledger.begin(std::move(reopened));
    makeLanes();
}

void Job::skipRest()
{
    std::vector<work::Progress> rows;
    std::vector<int> rest = std::exchange(m_own, {});
    for (auto &[id, lane] : m_lanes) {
        const std::vector<int> some = lane->withdraw();
        rest.insert(rest.end(), some.begin(), some.end());
    }
    for (const int index : rest) {
        if (m_sheet[index].isInDoubt) { // The last look has to tell.
            m_sheet.set(index, ItemState::Unknown, m_sheet[index].error);
            continue;
        }
        m_sheet.set(index, ItemState::Skipped, m_sheet[index].error);
        rows.push_back({.operation = m_sheet[index].operation,
            .phase = JournalPhase::Skipped,
            .details = {},
            .tokenId = {}});
    }
    if (!rows.empty())
        m_ledger.note(std::move(rows));
}

void Job::verify()
{
    setState(JobState::Verifying);
    m_unverified.clear();
    m_verifications.clear();
    for (const auto &[id, lane] : m_lanes) {
        const Counts &counts = m_sheet.counts(id);
        const int touched
            = counts[ItemState::Done] + counts[ItemState::AlreadyGone] + counts.troubled();
        const bool isTold = lane->listTells() || m_deed == Deed::Delete;
        if (touched == 0 || (!isTold && counts[ItemState::Unknown] == 0))
            continue;
        auto &verification = m_verifications[id];
        verification = std::make_unique<Verification>(
            m_desk, id, m_limits.looks, [this, id = id] { return !hasDisagreement(id); });
        connect(
            verification.get(), &Verification::ended, this,
            [this, id = id](const std::optional<Error> &error) { takeVerified(id, error); },
            Qt::QueuedConnection);
    }
    for (const auto &[id, verification] : m_verifications)
        verification->start();
    if (m_verifications.empty() && !sendOwn())
        finish();
}

Sight Job::sightOn(const Item &item) const
{
    const work::Session *session = m_desk.session(item.connectionId());
    if (!session)
        return Sight::CannotTell;
    const auto row = m_desk.tokens().find(item.key);
    const auto listed
        = row ? std::optional(m_desk.tokens().token(*row)) : std::optional<domain::Token>();
    return sightOf(m_deed, listed, session->isComplete());
}

bool Job::hasDisagreement(const QString &connectionId) const
{
    return std::any_of(items().begin(), items().end(), [&](const Item &item) {
        const bool wasDone = item.state == ItemState::Done || item.state == ItemState::AlreadyGone
            || item.state == ItemState::Unknown;
        return wasDone && item.connectionId() == connectionId
            && sightOn(item) == Sight::NotAsWanted;
    });
}

void Job::takeVerified(const QString &connectionId, const std::optional<Error> &error)
{
    if (m_state != JobState::Verifying || m_verifications.erase(connectionId) == 0)
        return;
    if (error)
        m_unverified.append(connectionId);
    else
        judge(connectionId);
    if (!m_verifications.empty())
        return;
    if (!m_unverified.isEmpty()) {
        ask({Doubt::CannotVerify, m_unverified.first(), error});
        return;
    }
    if (!sendOwn())
        finish();
}

void Job::judge(const QString &connectionId)
{
    for (int i = 0; i < static_cast<int>(items().size()); ++i) {
        if (m_sheet[i].connectionId() != connectionId)
            continue;
        const Finding finding = findingOf(m_sheet[i], sightOn(m_sheet[i]));
        if (finding.phase)
            writeFinding(i, *finding.phase);
        if (finding.state != m_sheet[i].state) {
            const bool isDone = finding.state == ItemState::Done; // Whatever was answered before.
            m_sheet.set(i, finding.state, isDone ? std::nullopt : m_sheet[i].error);
        }
        m_sheet.edit(i).isVerified = finding.isVerified;
    }
}

work::Beginning Job::rowAbout(const Item &item) const
{
    const ConnectionName connection = nameOf(item.connectionId());
    return {.operation = item.operation,
        .group = m_id,
        .action = actionOf(m_deed),
        .phase = JournalPhase::Planned,
        .token = item.key,
        .tokenName = item.name,
        .connectionName = connection.name,
        .vendor = connection.vendor};
}

/// What was answered is closed in the journal, so a finding about it is a new first row.
void Job::writeFinding(int index, JournalPhase phase)
{
    const Item &item = m_sheet[index];
    if (m_desk.log().find(item.operation)) {
        m_ledger.note({.operation = item.operation, .phase = phase, .details = {}, .tokenId = {}});
        return;
    }
    work::Beginning row = rowAbout(item);
    row.phase = phase;
    m_ledger.begin({row});
}

bool Job::sendOwn()
{
    if (m_own.empty() || m_isStopped)
        return false;
    for (const int index : std::exchange(m_own, {}))
        m_lanes.at(m_sheet[index].connectionId())->add(index);
    m_isLast = true;
    setState(JobState::Running);
    openLanes();
    return true;
}

} // namespace bulk
