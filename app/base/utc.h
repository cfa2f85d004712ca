// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

/// How Qt is told that a time is UTC: Qt 6.9 deprecates Qt::UTC there, and what takes its place
/// came with 6.5. (QTimeZone::utc() is in both, but texts of such times end in +00:00 instead of Z
/// in 6.4.)

#include "base/clock.h"

#include <QDateTime>
#include <QTimeZone>

namespace base {

#if QT_VERSION >= QT_VERSION_CHECK(6, 5, 0)
inline constexpr QTimeZone::Initialization utc = QTimeZone::UTC;
#else
inline constexpr Qt::TimeSpec utc = Qt::UTC;
#endif

inline QDateTime utcTime(Instant time)
{
    return QDateTime::fromMSecsSinceEpoch(time.time_since_epoch().count(), utc);
}

} // namespace base
