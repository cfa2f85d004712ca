// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0

// The job's second half: what it takes up from an earlier run, what it leaves, and the last look.
// job.cpp has its life.

#include "bulk/job.h"
#include "bulk/lane.h"
#include "bulk/verdict.h"
#include "bulk/verification.h"
#include "work/desk.h"

#include <QElapsedTimer>

namespace bulk {

using namespace Qt::StringLiterals;
using base::Error;
using domain::JournalPhase;

namespace {

/// How long the window may be kept from its next turn.
constexpr int longestTurn = 4; // ms

} // namespace

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
        if (!m_sheet[i].isClosed)
            continue;
        // A row of a closed operation would be left out.
        Item &item = m_sheet.edit(i);
        item.isClosed = false;
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
    m_lastLooks.clear();
    for (const auto &[id, lane] : m_lanes) {
        if (needsLook(id))
            m_lastLooks[id] = {};
    }
    auto look = m_lastLooks.end();
    for (int i = 0; i < static_cast<int>(items().size()); ++i) {
        const QString &id = m_sheet[i].connectionId();
        if (look == m_lastLooks.end() || look->first != id)
            look = m_lastLooks.find(id);
        if (look != m_lastLooks.end())
            look->second.items.push_back(i);
    }
    for (const auto &[id, one] : m_lastLooks)
        startLook(id);
    if (m_lastLooks.empty() && !sendOwn())
        finish();
}

bool Job::needsLook(const QString &connectionId) const
{
    const Counts &counts = m_sheet.counts(connectionId);
    const int touched
        = counts[ItemState::Done] + counts[ItemState::AlreadyGone] + counts.troubled();
    const bool isTold = m_lanes.at(connectionId)->listTells() || m_deed == Deed::Delete;
    return touched > 0 && (isTold || counts[ItemState::Unknown] > 0);
}

void Job::startLook(const QString &connectionId)
{
    LastLook &look = m_lastLooks.at(connectionId);
    Verification::Subject subject {connectionId, m_deed, {}};
    subject.tokens.reserve(look.items.size());
    for (const int index : look.items)
        subject.tokens.push_back(m_sheet[index].key);
    look.verification = std::make_unique<Verification>(m_desk, std::move(subject), m_limits.looks,
        [this, connectionId](
            const std::vector<Sight> &sights) { return agrees(connectionId, sights); });
    connect(
        look.verification.get(), &Verification::ended, this,
        [this, connectionId](
            const std::optional<Error> &error) { takeVerified(connectionId, error); },
        Qt::QueuedConnection);
    look.verification->start();
}

bool Job::agrees(const QString &connectionId, const std::vector<Sight> &sights) const
{
    const std::vector<int> &looked = m_lastLooks.at(connectionId).items;
    for (std::size_t i = 0; i < looked.size(); ++i) {
        const ItemState state = m_sheet[looked[i]].state;
        const bool wasDone = state == ItemState::Done || state == ItemState::AlreadyGone
            || state == ItemState::Unknown;
        if (wasDone && sights[i] == Sight::NotAsWanted)
            return false;
    }
    return true;
}

void Job::takeVerified(const QString &connectionId, const std::optional<Error> &error)
{
    if (m_state != JobState::Verifying || !m_lastLooks.contains(connectionId))
        return;
    if (error)
        endLook(connectionId, error);
    else
        judge(connectionId, 0);
}

void Job::judge(const QString &connectionId, std::size_t from)
{
    const auto look = m_lastLooks.find(connectionId);
    if (m_state != JobState::Verifying || look == m_lastLooks.end())
        return; // It was stopped meanwhile.
    const std::vector<int> &looked = look->second.items;
    QElapsedTimer turn;
    turn.start();
    for (std::size_t i = from; i < looked.size(); ++i) {
        if (turn.hasExpired(longestTurn)) {
            QMetaObject::invokeMethod(
                this, [this, connectionId, i] { judge(connectionId, i); }, Qt::QueuedConnection);
            return;
        }
        judgeItem(looked[i], look->second.verification->sights()[i]);
    }
    endLook(connectionId, {});
}

void Job::judgeItem(int index, Sight sight)
{
    const Finding finding = findingOf(m_sheet[index], sight);
    if (finding.phase)
        writeFinding(index, *finding.phase);
    if (finding.state != m_sheet[index].state) {
        const bool isDone = finding.state == ItemState::Done; // Whatever was answered before.
        m_sheet.set(index, finding.state, isDone ? std::nullopt : m_sheet[index].error);
    }
    m_sheet.edit(index).isVerified = finding.isVerified;
}

void Job::endLook(const QString &connectionId, const std::optional<Error> &error)
{
    m_lastLooks.erase(connectionId);
    if (error)
        m_unverified.append(connectionId);
    if (!m_lastLooks.empty())
        return;
    if (!m_unverified.isEmpty())
        ask({Doubt::CannotVerify, m_unverified.first(), error});
    else if (!sendOwn())
        finish();
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
