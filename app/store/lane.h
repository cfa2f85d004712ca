// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

/// A thread that does what it is given, one after the other, in the order of the calls. What a
/// database file needs lives on one lane and is touched nowhere else: Qt Sql allows no more.

#include "base/deliver.h"
#include "base/task.h"

#include <QThread>

#include <condition_variable>
#include <deque>
#include <mutex>

namespace store {

class Lane final : private QThread
{
public:
    /// name: for debuggers.
    explicit Lane(const QString &name);
    /// Does what was given before it ends.
    ~Lane() override;

    /// Runs work() on the lane.
    void post(std::function<void()> work);

    /// Runs work(), a function without parameters that returns a Result, on the lane and settles on
    /// the application's thread. Cancelling the task drops the result; the work is done all the
    /// same.
    template <typename Work>
    auto call(Work work) -> base::Task<typename std::invoke_result_t<Work>::value_type>
    {
        using T = typename std::invoke_result_t<Work>::value_type;
        auto promise = std::make_shared<base::Promise<T>>();
        base::Task<T> task = promise->task();
        post([work = std::move(work), promise]() mutable {
            auto result = std::make_shared<base::Result<T>>(work());
            base::deliver(
                [promise = std::move(promise), result] { promise->settle(std::move(*result)); });
        });
        return task;
    }

private:
    void run() override;

    std::mutex m_mutex;
    std::condition_variable m_wake;
    std::deque<std::function<void()>> m_queue;
    bool m_isEnding = false;
};

} // namespace store
