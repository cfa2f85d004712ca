// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

/// How many tokens a job ends in a second, over the last ten.

#include "base/clock.h"

#include <deque>
#include <utility>

namespace jobs {

class WorkRate final
{
public:
    void note(int ended, base::Instant now)
    {
        while (!m_marks.empty() && now - m_marks.front().first > std::chrono::seconds(10))
            m_marks.pop_front();
        if (m_marks.empty() || now - m_marks.back().first >= std::chrono::milliseconds(200))
            m_marks.emplace_back(now, ended);
    }
    /// 0 until there is something to tell from.
    double perSecond() const
    {
        if (m_marks.size() < 2)
            return 0;
        const std::chrono::duration<double> time = m_marks.back().first - m_marks.front().first;
        return time.count() > 0 ? (m_marks.back().second - m_marks.front().second) / time.count()
                                : 0;
    }

private:
    std::deque<std::pair<base::Instant, int>> m_marks; ///< when, how many had ended
};

} // namespace jobs
