// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

/// How long the event loop was kept from its next turn: what a user feels as a stutter.
///
/// Every turn leaves marks: a timer of 1 ms, and the dispatcher's aboutToBlock() and awake(). The
/// longest time between two marks is the longest stall. An idle loop waits up to 1 ms for the
/// timer, so a stall reads up to 1 ms too long, and what is shorter than 1 ms is not seen at all;
/// the clock itself has nanoseconds. The time by the wall also holds what other programs took of
/// the processor: busy() is this thread's own share (where the system tells; else the wall's). Work
/// that runs nested event loops is cut where they turn.

#include <QObject>
#include <QTimer>

#include <chrono>
#include <functional>

namespace test {

class StallWatch final : public QObject
{
    Q_OBJECT

public:
    using Time = std::chrono::nanoseconds;
    /// Where the time comes from.
    struct Clocks
    {
        std::function<Time()> wall;
        std::function<Time()> busy;
    };

    explicit StallWatch(QObject *parent = nullptr);
    /// With a test's own clocks.
    explicit StallWatch(Clocks clocks, QObject *parent = nullptr);

    /// Forgets what was, and begins here.
    void restart();
    /// Also counts what runs right now: no turn need have come after it.
    Time longest();
    /// Processor time of this thread in its busiest stretch between two marks.
    Time busy();
    /// "12.3 ms (busy 11.9 ms)"
    QString text();

private:
    void mark();

    Clocks m_clocks;
    QTimer m_timer;
    Time m_lastWall {};
    Time m_lastBusy {};
    Time m_longest {};
    Time m_busiest {};
};

} // namespace test
