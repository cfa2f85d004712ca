// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#include "bulk/job.h"

#include "bulk/lane.h"
#include "bulk/verification.h"
#include "work/desk.h"

#include <algorithm>

namespace bulk {

using namespace Qt::StringLiterals;
using base::Error;
using domain::JournalPhase;

QString jobStateId(JobState state)
{
    switch (state) {
    case JobState::Running:
        return u"running"_s;
    case JobState::Paused:
        return u"paused"_s;
    case JobState::Asking:
        return u"asking"_s;
    case JobState::Stopping:
        return u"stopping"_s;
    case JobState::Interrupted:
        return u"interrupted"_s;
    case JobState::Verifying:
        return u"verifying"_s;
    case JobState::Finished:
        return u"finished"_s;
    }
    return {};
}

Job::Job(work::Desk &desk, const base::Clock &clock, const Limits &limits, Opening opening,
    QObject *parent)
    : QObject(parent)
    , m_desk(desk)
    , m_clock(clock)
    , m_limits(limits)
    , m_id(std::move(opening.id))
    , m_deed(opening.deed)
    , m_begun(opening.begun)
    , m_seal(std::move(opening.seal))
    , m_connections(std::move(opening.connections))
    , m_sheet(std::move(opening.items))
    , m_ledger(desk.log())
{
    connect(
        &m_sheet, &Sheet::changed, this, [this](const std::vector<std::pair<int, int>> &ranges) {
            emit itemsChanged(ranges);
            emit changed();
        });
    connect(&m_ledger, &Ledger::failed, this, [this](const Error &error) {
        ask({Doubt::JournalFailed, {}, error});
    });
}

Job::~Job() = default;

std::vector<ConnectionProgress> Job::connections() const
{
    std::vector<ConnectionProgress> all;
    for (const QString &id : m_sheet.connections()) {
        const ConnectionName called = nameOf(id);
        ConnectionProgress one {
            .id = id, .name = called.name, .vendor = called.vendor, .counts = m_sheet.counts(id)};
        if (const auto lane = m_lanes.find(id); lane != m_lanes.end()) {
            one.waitsUntil = lane->second->waitsUntil();
            one.isAsked = lane->second->isAsked();
            one.asked = lane->second->asked();
            one.stopped = lane->second->stopped();
            one.waitsFor = lane->second->waitsFor();
        }
        all.push_back(std::move(one));
    }
    return all;
}

/// As it is called now; one that was removed, or is not open yet, as it was called in the journal.
ConnectionName Job::nameOf(const QString &connectionId) const
{
    if (const work::Session *session = m_desk.session(connectionId))
        return {session->connection().name, session->connection().vendor};
    const auto known = m_connections.find(connectionId);
    return known == m_connections.end() || known->second.name.isEmpty()
        ? ConnectionName {connectionId, {}}
        : known->second;
}

bool Job::isVerified() const
{
    return m_state == JobState::Finished
        && std::all_of(items().begin(), items().end(), [](const Item &item) {
               const bool wasTouched = !item.isOwn && item.state != ItemState::Skipped
                   && item.state != ItemState::Failed;
               return !wasTouched || item.isVerified;
           });
}

void Job::begin()
{
    makeLanes();
    setState(JobState::Running);
    openLanes();
}

void Job::pause()
{
    if (m_state == JobState::Running)
        setState(JobState::Paused);
}

void Job::resume()
{
    const bool isInterrupted = m_state == JobState::Interrupted;
    if (!isInterrupted && m_state != JobState::Paused && m_state != JobState::Asking)
        return;
    m_question.reset();
    m_ledger.retry();
    if (isInterrupted)
        takeUp();
    setState(m_isStopped ? JobState::Stopping : JobState::Running);
    openLanes();
}

void Job::stop()
{
    if (m_state == JobState::Finished || m_state == JobState::Stopping)
        return;
    const bool isLooking = m_state == JobState::Verifying
        || (m_question && m_question->doubt == Doubt::CannotVerify);
    if (m_state == JobState::Interrupted)
        takeUp();
    m_isStopped = true;
    m_question.reset();
    m_ledger.retry();
    setState(JobState::Stopping);
    if (isLooking) {
        m_lastLooks.clear();
        skipRest();
        finish();
        return;
    }
    settle();
}

void Job::setState(JobState state)
{
    m_state = state;
    m_sheet.announce();
    emit changed();
}

void Job::makeLanes()
{
    const LaneParts parts {m_desk, m_clock, m_sheet, m_ledger, m_limits, m_deed,
        [this] { return m_state == JobState::Running && !m_ledger.error(); }};
    for (const QString &id : m_sheet.connections()) {
        auto &made = m_lanes[id];
        made = std::make_unique<Lane>(parts, id);
        // Not nested: a lane is in the middle of its own work when it says so.
        connect(made.get(), &Lane::advanced, this, &Job::settle, Qt::QueuedConnection);
        connect(made.get(), &Lane::doubted, this, [this, id](Doubt doubt, const Error &error) {
            if (m_state == JobState::Running)
                ask({doubt, id, error});
        });
    }
    Lane *lane = nullptr;
    for (int i = 0; i < static_cast<int>(items().size()); ++i) {
        const Item &item = m_sheet[i];
        if (isFinal(item.state))
            continue;
        if (!lane || lane->connectionId() != item.connectionId())
            lane = m_lanes.at(item.connectionId()).get();
        if (item.isOwn)
            m_own.push_back(i);
        else
            lane->add(i);
    }
}

void Job::openLanes()
{
    for (auto &[id, lane] : m_lanes) {
        if (!lane->isDry())
            lane->open();
    }
    QMetaObject::invokeMethod(this, &Job::settle, Qt::QueuedConnection);
}

void Job::ask(Question question)
{
    if (m_state == JobState::Finished)
        return;
    m_question = std::move(question);
    setState(JobState::Asking);
}

bool Job::isResting() const
{
    return std::all_of(
        m_lanes.begin(), m_lanes.end(), [](const auto &lane) { return lane.second->isResting(); });
}

void Job::settle()
{
    emit changed();
    const bool isStopping = m_state == JobState::Stopping;
    if ((m_state != JobState::Running && !isStopping) || !isResting())
        return;
    if (isStopping) {
        skipRest();
        if (m_isLast)
            finish();
        else
            verify();
        return;
    }
    const Lane *stopped = nullptr;
    for (const auto &[id, lane] : m_lanes) {
        if (lane->stopped() && !lane->isDry())
            stopped = lane.get();
        else if (!lane->isDry())
            return; // It waits for its time.
    }
    if (stopped)
        ask({Doubt::ConnectionStopped, stopped->connectionId(), stopped->stopped()});
    else if (m_isLast)
        finish();
    else
        verify();
}

void Job::finish()
{
    m_ledger.note({.operation = m_id,
                      .phase = JournalPhase::Done,
                      .details = {{u"count"_s, counts().ended()}},
                      .tokenId = {}},
        [this] {
            if (m_state == JobState::Finished)
                return;
            setState(JobState::Finished);
            emit finished();
        });
}

} // namespace bulk
