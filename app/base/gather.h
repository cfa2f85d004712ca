// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

/// Many tasks as one, a few at a time.

#include "base/task.h"

#include <vector>

namespace base {

namespace detail {

template <typename T>
struct Gathering
{
    std::vector<std::optional<Result<T>>> results;
    std::function<Task<T>(std::size_t)> start;
    std::size_t width = 1;
    std::size_t next = 0;
    std::size_t running = 0;
    bool isPumping = false;
    std::vector<Task<Unit>> tasks;
    Promise<std::vector<Result<T>>> promise;
};

template <typename T>
void pump(const std::shared_ptr<Gathering<T>> &all);

template <typename T>
void finishOne(const std::shared_ptr<Gathering<T>> &all, std::size_t index, Result<T> result)
{
    all->results[index].emplace(std::move(result));
    --all->running;
    pump(all);
}

template <typename T>
void pump(const std::shared_ptr<Gathering<T>> &all)
{
    if (all->isPumping)
        return; // A task that was ready at once: the loop below goes on.
    all->isPumping = true;
    while (all->running < all->width && all->next < all->results.size()) {
        const std::size_t index = all->next++;
        ++all->running;
        auto task = all->start(index)
                        .map([all, index](T value) -> Result<Unit> {
                            finishOne<T>(all, index, std::move(value));
                            return Unit {};
                        })
                        .orElse([all, index](Error error) {
                            finishOne<T>(all, index, fail(std::move(error)));
                            return Task<Unit>::ready(Unit {});
                        });
        if (task.isRunning())
            all->tasks.push_back(std::move(task));
    }
    all->isPumping = false;
    if (all->running > 0 || all->next < all->results.size())
        return;
    std::vector<Result<T>> results;
    for (auto &one : all->results)
        results.push_back(std::move(*one));
    all->results.clear();
    all->next = 0;
    all->promise.settle(std::move(results));
}

} // namespace detail

/// Runs start(0) .. start(count - 1), at most `width` at a time. Fails never: every task's result
/// stands at its index. Cancelling it cancels those that run and starts no more.
template <typename T>
Task<std::vector<Result<T>>> gather(
    std::size_t count, std::size_t width, std::function<Task<T>(std::size_t)> start)
{
    auto all = std::make_shared<detail::Gathering<T>>();
    all->results.resize(count);
    all->start = std::move(start);
    all->width = width;
    auto task = all->promise.task();
    all->promise.onAbort([weak = std::weak_ptr(all)] {
        const auto running = weak.lock();
        if (!running)
            return;
        running->next = running->results.size();
        for (auto &one : std::exchange(running->tasks, {}))
            one.cancel();
    });
    detail::pump(all);
    return task;
}

} // namespace base
