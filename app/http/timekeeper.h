// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

/// Waiting as a seam, so that tests of what waits need not.

#include <chrono>
#include <functional>

class QObject;

namespace http {

class Timekeeper
{
public:
    virtual ~Timekeeper() = default;
    /// Since some fixed moment; never runs backwards.
    virtual std::chrono::milliseconds now() const = 0;
    /// Calls once, later, from the event loop; not at all if guard is gone.
    virtual void callAfter(
        std::chrono::milliseconds delay, QObject *guard, std::function<void()> call)
        = 0;
};

/// Qt's timers and the computer's steady clock.
class SystemTimekeeper final : public Timekeeper
{
public:
    std::chrono::milliseconds now() const override;
    void callAfter(
        std::chrono::milliseconds delay, QObject *guard, std::function<void()> call) override;
};

} // namespace http
