// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

/// What was looked for lately, newest first.

#include <QStringList>

namespace tokens {

inline constexpr int mostRecentFilters = 20;

inline QStringList withRecentFilter(QStringList history, const QString &filter)
{
    if (filter.isEmpty())
        return history;
    history.removeAll(filter);
    history.prepend(filter);
    return history.mid(0, mostRecentFilters);
}

} // namespace tokens
