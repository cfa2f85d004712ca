// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

/// Work of more than a few milliseconds, off the GUI thread: values in, one value out.

#include "base/deliver.h"
#include "base/task.h"

#include <QThreadPool>

#include <memory>

namespace base {

/// Runs work() in the global thread pool and settles on the application's thread. work must be a
/// pure function of what it captured: it shares nothing with the thread that started it. Cancelling
/// the task drops the result; the work itself is not interrupted.
template <typename Work>
auto runInPool(Work work) -> Task<typename std::invoke_result_t<Work>::value_type>
{
    using T = typename std::invoke_result_t<Work>::value_type;
    auto promise = std::make_shared<Promise<T>>();
    Task<T> task = promise->task();
    QThreadPool::globalInstance()->start([work = std::move(work), promise]() mutable {
        auto result = std::make_shared<Result<T>>(work());
        deliver([promise = std::move(promise), result] { promise->settle(std::move(*result)); });
    });
    return task;
}

/// Destroys what is large in the pool: a million rows of strings take a third of a second.
template <typename Large>
void destroyInPool(Large large)
{
    QThreadPool::globalInstance()->start(
        [large = std::make_shared<Large>(std::move(large))]() mutable { large.reset(); });
}

} // namespace base
