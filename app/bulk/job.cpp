// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#include "bulk/job.h"

namespace bulk {

using namespace Qt::StringLiterals;

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
    , m_items(std::move(opening.items))
{
}

Job::~Job() = default;

std::vector<ConnectionProgress> Job::connections() const
{
    return {};
}

bool Job::isVerified() const
{
    return false;
}

void Job::pause() { }

void Job::resume() { }

void Job::stop() { }

QString Job::report() const
{
    return {};
}

QByteArray Job::reportLines() const
{
    return {};
}

} // namespace bulk
