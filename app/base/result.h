// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

/// The one error word: a value, or the reason why there is none. Only this file names tl.

#include "base/error.h"

#include <tl/expected.hpp>

namespace base {

/// Test, then dereference: `if (!page) return fail(page.error());`. Never .value().
template <typename T>
using Result = tl::expected<T, Error>;

/// "It worked, and there is nothing to hand over."
struct Unit
{
    friend bool operator==(const Unit &, const Unit &) = default;
};

[[nodiscard]] inline tl::unexpected<Error> fail(Error error)
{
    return tl::unexpected<Error>(std::move(error));
}

[[nodiscard]] inline tl::unexpected<Error> fail(ErrorKind kind, QString detail = {})
{
    return tl::unexpected<Error>(Error {.kind = kind, .detail = std::move(detail)});
}

/// What was typed does not fit: names the field.
[[nodiscard]] inline tl::unexpected<Error> invalid(QString field, QString detail)
{
    return tl::unexpected<Error>(
        Error {.kind = ErrorKind::Invalid, .detail = std::move(detail), .field = std::move(field)});
}

} // namespace base
