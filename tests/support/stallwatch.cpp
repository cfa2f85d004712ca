// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#include "stallwatch.h"

#include <QAbstractEventDispatcher>

#include <algorithm>
#include <ctime>
#include <utility>

namespace test {

namespace {

StallWatch::Time wallTime()
{
    return std::chrono::steady_clock::now().time_since_epoch();
}

StallWatch::Time busyTime()
{
#ifdef CLOCK_THREAD_CPUTIME_ID
    timespec time {};
    if (clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time) == 0)
        return std::chrono::seconds(time.tv_sec) + std::chrono::nanoseconds(time.tv_nsec);
#endif
    return wallTime();
}

double inMs(StallWatch::Time time)
{
    return std::chrono::duration<double, std::milli>(time).count();
}

} // namespace

StallWatch::StallWatch(QObject *parent)
    : StallWatch({&wallTime, &busyTime}, parent)
{
}

StallWatch::StallWatch(Clocks clocks, QObject *parent)
    : QObject(parent)
    , m_clocks(std::move(clocks))
{
    m_timer.setTimerType(Qt::PreciseTimer);
    m_timer.setInterval(1);
    connect(&m_timer, &QTimer::timeout, this, &StallWatch::mark);
    const auto *dispatcher = QAbstractEventDispatcher::instance();
    connect(dispatcher, &QAbstractEventDispatcher::aboutToBlock, this, &StallWatch::mark);
    connect(dispatcher, &QAbstractEventDispatcher::awake, this, &StallWatch::mark);
    restart();
}

void StallWatch::restart()
{
    m_timer.start();
    m_lastWall = m_clocks.wall();
    m_lastBusy = m_clocks.busy();
    m_longest = {};
    m_busiest = {};
}

StallWatch::Time StallWatch::longest()
{
    mark();
    return m_longest;
}

StallWatch::Time StallWatch::busy()
{
    mark();
    return m_busiest;
}

QString StallWatch::text()
{
    mark();
    return QStringLiteral("%1 ms (busy %2 ms)")
        .arg(inMs(m_longest), 0, 'f', 1)
        .arg(inMs(m_busiest), 0, 'f', 1);
}

void StallWatch::mark()
{
    const Time wall = m_clocks.wall();
    const Time busy = m_clocks.busy();
    m_longest = std::max(m_longest, wall - std::exchange(m_lastWall, wall));
    m_busiest = std::max(m_busiest, busy - std::exchange(m_lastBusy, busy));
}

} // namespace test
