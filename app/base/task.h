// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

/// A running operation that will end once, in a Result.
///
/// The guarantees, each a test in tests/unit/tst_task.cpp: exactly one delivery; posted, never
/// nested; silent after cancel(); silent after the guard dies; a Promise dropped unsettled settles
/// as Cancelled; map() does not run on errors; the abort hook runs once and is reached through
/// map(), andThen() and orElse().
///
/// Single-threaded on purpose: make, settle, cancel and await a Task on the GUI thread (poolrun.h
/// brings results of other threads there). Why not QFuture: its continuations abort a debug build
/// when the context dies first, and cancelling never reaches the socket (Qt 6.4).

#include "base/result.h"

#include <QCoreApplication>
#include <QMetaObject>
#include <QObject>
#include <QPointer>

#include <functional>
#include <memory>
#include <optional>
#include <type_traits>
#include <utility>

namespace base {

namespace detail {

template <typename T>
struct TaskState
{
    enum class Phase { Running, Settled, Delivered, Cancelled };

    Phase phase = Phase::Running;
    std::optional<Result<T>> result;
    std::function<void(Result<T>)> done;
    QPointer<QObject> guard;
    std::function<void(Result<T>)> sink; ///< a derived task; called at once, not posted
    std::function<void()> abort;
};

template <typename T>
void post(const std::shared_ptr<TaskState<T>> &state)
{
    // The events left when the application ends are destroyed under Qt's lock: a promise dropped
    // with one must not post another.
    if (!state->guard || QCoreApplication::closingDown())
        return;
    // Qt drops posted calls of a receiver that dies, so the guard costs nothing.
    QMetaObject::invokeMethod(
        state->guard.data(),
        [state] {
            if (state->phase != TaskState<T>::Phase::Settled)
                return;
            state->phase = TaskState<T>::Phase::Delivered;
            const auto done = std::exchange(state->done, nullptr);
            Result<T> result = std::move(*state->result);
            state->result.reset();
            done(std::move(result));
        },
        Qt::QueuedConnection);
}

template <typename T>
void settle(const std::shared_ptr<TaskState<T>> &state, Result<T> result)
{
    using Phase = typename TaskState<T>::Phase;
    if (state->phase != Phase::Running)
        return;
    state->abort = nullptr;
    if (state->sink) {
        state->phase = Phase::Delivered;
        const auto sink = std::exchange(state->sink, nullptr);
        sink(std::move(result));
        return;
    }
    state->phase = Phase::Settled;
    state->result.emplace(std::move(result));
    if (state->done)
        post(state);
}

template <typename T>
void cancel(const std::shared_ptr<TaskState<T>> &state)
{
    using Phase = typename TaskState<T>::Phase;
    if (state->phase == Phase::Delivered || state->phase == Phase::Cancelled)
        return;
    state->phase = Phase::Cancelled;
    state->done = nullptr;
    state->sink = nullptr;
    state->result.reset();
    if (const auto abort = std::exchange(state->abort, nullptr))
        abort();
}

} // namespace detail

template <typename T>
class Promise;

template <typename T>
class [[nodiscard]] Task
{
public:
    using Value = T;
    using Done = std::function<void(Result<T>)>;

    /// A task that nobody runs: then() never calls, cancel() does nothing.
    Task() = default;

    static Task ready(Result<T> result)
    {
        Task task;
        task.m_state = std::make_shared<detail::TaskState<T>>();
        detail::settle(task.m_state, std::move(result));
        return task;
    }
    static Task failed(Error error) { return ready(fail(std::move(error))); }

    /// Calls done once, later, from the event loop of guard's thread. Never during then() and never
    /// inside cancel(). Not at all if guard is gone. The work goes on when the Task itself is
    /// dropped.
    void then(QObject *guard, Done done)
    {
        if (!m_state || m_state->phase == detail::TaskState<T>::Phase::Cancelled)
            return;
        m_state->guard = guard;
        m_state->done = std::move(done);
        if (m_state->phase == detail::TaskState<T>::Phase::Settled)
            detail::post(m_state);
    }

    /// Stops the work itself (for HTTP: the reply). After this returns, done will not be called.
    void cancel()
    {
        if (m_state)
            detail::cancel(m_state);
    }

    /// Whether it has neither ended nor been cancelled.
    bool isRunning() const
    {
        return m_state && m_state->phase == detail::TaskState<T>::Phase::Running;
    }

    /// A Task for parse(value), where parse returns a Result. Errors pass through untouched.
    template <typename Parse>
    auto map(Parse parse) && -> Task<typename std::invoke_result_t<Parse, T>::value_type>
    {
        using U = typename std::invoke_result_t<Parse, T>::value_type;
        return std::move(*this).template derive<U>(
            [parse = std::move(parse)](Result<T> value, const auto &settleWith, const auto &) {
                if (value)
                    settleWith(parse(std::move(*value)));
                else
                    settleWith(fail(std::move(value.error())));
            });
    }

    /// A Task that goes on with next(value), which starts another Task. Errors pass through.
    template <typename Next>
    auto andThen(Next next) && -> std::invoke_result_t<Next, T>
    {
        using U = typename std::invoke_result_t<Next, T>::Value;
        return std::move(*this).template derive<U>(
            [next = std::move(next)](Result<T> value, const auto &settleWith, const auto &follow) {
                if (value)
                    follow(next(std::move(*value)));
                else
                    settleWith(fail(std::move(value.error())));
            });
    }

    /// A Task that, where this one fails, goes on with other(error). Values pass through.
    template <typename Other>
    Task<T> orElse(Other other) &&
    {
        return std::move(*this).template derive<T>([other = std::move(other)](Result<T> value,
                                                       const auto &settleWith, const auto &follow) {
            if (value)
                settleWith(std::move(value));
            else
                follow(other(std::move(value.error())));
        });
    }

private:
    template <typename>
    friend class Task;
    friend class Promise<T>;

    template <typename U, typename Step>
    Task<U> derive(Step step) &&
    {
        Task<U> derived;
        if (!m_state)
            return derived;
        derived.m_state = std::make_shared<detail::TaskState<U>>();
        // The source keeps the derived state alive (sink); the derived one only reaches back to
        // stop.
        auto target = derived.m_state;
        auto sink = [target, step = std::move(step)](Result<T> value) {
            const auto settleWith
                = [target](Result<U> result) { detail::settle(target, std::move(result)); };
            const auto follow = [target](Task<U> rest) { rest.feed(target); };
            step(std::move(value), settleWith, follow);
        };
        derived.m_state->abort = [source = m_state] { detail::cancel(source); };
        if (m_state->phase == detail::TaskState<T>::Phase::Settled) {
            m_state->phase = detail::TaskState<T>::Phase::Delivered;
            Result<T> result = std::move(*m_state->result);
            m_state->result.reset();
            sink(std::move(result));
        } else {
            m_state->sink = std::move(sink);
        }
        return derived;
    }

    /// Ends target with whatever this task ends with.
    void feed(const std::shared_ptr<detail::TaskState<T>> &target)
    {
        using Phase = typename detail::TaskState<T>::Phase;
        if (!m_state || m_state->phase == Phase::Cancelled) {
            detail::settle(target, Result<T>(fail(ErrorKind::Cancelled)));
        } else if (m_state->phase == Phase::Settled) {
            m_state->phase = Phase::Delivered;
            Result<T> result = std::move(*m_state->result);
            m_state->result.reset();
            detail::settle(target, std::move(result));
        } else if (target->phase == Phase::Running) {
            target->abort = [source = m_state] { detail::cancel(source); };
            m_state->sink = [target](Result<T> value) { detail::settle(target, std::move(value)); };
        } else {
            detail::cancel(m_state); // The derived task was cancelled while this one was started.
        }
    }

    std::shared_ptr<detail::TaskState<T>> m_state;
};

/// The end that does the work. Copies share one task; when the last copy goes unsettled, the task
/// settles as Cancelled.
template <typename T>
class Promise
{
public:
    Promise()
        : m_shared(std::make_shared<Shared>())
    {
    }

    /// The task to hand out. Call once.
    Task<T> task() const
    {
        Task<T> task;
        task.m_state = m_shared->state;
        return task;
    }

    void settle(Result<T> result) const { detail::settle(m_shared->state, std::move(result)); }

    /// What cancel() runs to stop the work; at most once, and not after settle().
    void onAbort(std::function<void()> abort) const
    {
        if (m_shared->state->phase == detail::TaskState<T>::Phase::Running)
            m_shared->state->abort = std::move(abort);
    }

    bool isCancelled() const
    {
        return m_shared->state->phase == detail::TaskState<T>::Phase::Cancelled;
    }

private:
    struct Shared
    {
        std::shared_ptr<detail::TaskState<T>> state = std::make_shared<detail::TaskState<T>>();
        ~Shared() { detail::settle(state, Result<T>(fail(ErrorKind::Cancelled))); }
    };
    std::shared_ptr<Shared> m_shared;
};

} // namespace base
