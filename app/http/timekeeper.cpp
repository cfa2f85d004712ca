// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#include "http/timekeeper.h"

#include <QTimer>

namespace http {

std::chrono::milliseconds SystemTimekeeper::now() const
{
    return std::chrono::duration_cast<std::chrono::milliseconds>(
        std::chrono::steady_clock::now().time_since_epoch());
}

void SystemTimekeeper::callAfter(
    std::chrono::milliseconds delay, QObject *guard, std::function<void()> call)
{
    QTimer::singleShot(delay, guard, std::move(call));
}

} // namespace http
