// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

/// From a thread of its own back to the application's, where tasks are settled.

#include <QCoreApplication>

namespace base {

/// Runs there() on the application's thread, soon. From any thread. What there() captured ends on
/// the application's thread too: Qt may destroy a posted function on the thread that posted it,
/// after it has run, and the last of a promise would go with it.
template <typename There>
void deliver(There there)
{
    QMetaObject::invokeMethod(
        QCoreApplication::instance(),
        [there = std::move(there)]() mutable {
            auto here = std::move(there);
            here();
        },
        Qt::QueuedConnection);
}

} // namespace base
