// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

/// Spreads calls over time: so many a second, a little late ones caught up with. Pure.

#include <algorithm>
#include <chrono>

namespace bulk {

class Pacer final
{
public:
    using Time = std::chrono::duration<double>;

    explicit Pacer(double callsPerSecond)
        : m_interval(1.0 / std::max(callsPerSecond, 0.001))
    {
    }

    /// Whether a call may go now; then it counts.
    bool take(Time now)
    {
        if (now < m_next)
            return false;
        // A call that came a little late does not push back those after it, so that the mean is
        // what was promised; after a rest no burst makes up for it.
        m_next = std::max(m_next, now - std::max(m_interval / 2, grain)) + m_interval;
        return true;
    }
    /// A call that was taken and not made.
    void giveBack() { m_next -= m_interval; }
    Time next() const { return m_next; }

private:
    /// Finer than this, timers do not tell times apart.
    static constexpr Time grain {0.01};

    Time m_interval;
    Time m_next {};
};

} // namespace bulk
