// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

/// So many calls a second for each credential of a vendor, a second's worth of them at once at
/// most: who asks for more is told to wait.

#include <QByteArray>
#include <QHash>

#include <algorithm>
#include <optional>

namespace sandbox {

class RateLimit final
{
public:
    /// 0 = as many as they like.
    explicit RateLimit(int callsPerSecond)
        : m_perSecond(callsPerSecond)
    {
    }

    /// Counts a call, or says after how many whole seconds one will be taken.
    std::optional<int> refuse(const QByteArray &caller, qint64 nowMs)
    {
        if (m_perSecond == 0)
            return {};
        const auto known = m_left.find(caller);
        Allowance &left = known != m_left.end()
            ? *known
            : *m_left.insert(caller, {static_cast<double>(m_perSecond), nowMs});
        const double grown = static_cast<double>(nowMs - left.atMs) * m_perSecond / 1000;
        left = {std::min(left.calls + grown, static_cast<double>(m_perSecond)), nowMs};
        if (left.calls < 1)
            return 1; // No second passes without a call being taken.
        left.calls -= 1;
        return {};
    }

private:
    struct Allowance
    {
        double calls = 0;
        qint64 atMs = 0;
    };

    int m_perSecond = 0;
    QHash<QByteArray, Allowance> m_left;
};

} // namespace sandbox
