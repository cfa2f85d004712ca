// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

/// The sandbox's time: the real one, or one that stands still until it is moved.

#include <QDateTime>

#include <optional>

namespace sandbox {

class Clock
{
public:
    explicit Clock(std::optional<qint64> fixedMs = std::nullopt)
        : m_fixedMs(fixedMs)
    {
    }

    /// UTC milliseconds since 1970.
    qint64 nowMs() const
    {
        return m_fixedMs.value_or(QDateTime::currentMSecsSinceEpoch()) + m_aheadMs;
    }
    void advance(qint64 ms) { m_aheadMs += ms; }

private:
    std::optional<qint64> m_fixedMs;
    qint64 m_aheadMs = 0;
};

} // namespace sandbox
