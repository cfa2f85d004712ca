// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

/// Keeps the continuations of tasks from running into an object that is gone.

#include "base/task.h"

#include <memory>
#include <utility>

namespace base {

/// Make it the last member of the object, so that it goes first. A step wrapped by guard() ends as
/// Cancelled when it comes later than that; a step of orElse() hands on the error it was given.
class Lifeline final
{
public:
    Lifeline() = default;
    Lifeline(const Lifeline &) = delete;
    Lifeline &operator=(const Lifeline &) = delete;

    /// For Task::map, andThen and orElse: step takes one value and returns a Result or a Task.
    template <typename Step>
    auto guard(Step step) const
    {
        return [life = std::weak_ptr<const char>(m_life), step = std::move(step)](auto value) {
            using Outcome = decltype(step(std::move(value)));
            if (!life.expired())
                return step(std::move(value));
            Error end {.kind = ErrorKind::Cancelled};
            if constexpr (std::is_same_v<decltype(value), Error>)
                end = std::move(
                    value); // Already wrong, e.g. OutcomeUnknown: that must not be lost.
            if constexpr (requires { Outcome::failed(Error {}); })
                return Outcome::failed(std::move(end));
            else
                return Outcome(fail(std::move(end)));
        };
    }

private:
    std::shared_ptr<const char> m_life = std::make_shared<const char>('\0');
};

} // namespace base
