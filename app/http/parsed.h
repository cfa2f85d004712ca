// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

/// Reads an answer with a pure function: at once where it is small, in the thread pool where
/// reading it would hold up the window.

#include "base/poolrun.h"
#include "http/response.h"

namespace http {

inline constexpr qsizetype largestBodyReadAtOnce = 64 * 1024;

/// parse: Response -> Result<T>, pure, as it may run on another thread.
template <typename Parse>
auto parsed(base::Task<Response> reply, Parse parse)
{
    using T = typename std::invoke_result_t<Parse, Response>::value_type;
    return std::move(reply).andThen([parse = std::move(parse)](Response response) {
        if (response.body.size() <= largestBodyReadAtOnce)
            return base::Task<T>::ready(parse(std::move(response)));
        // Moved in, so that a parser that wipes the body wipes the only copy.
        return base::runInPool([parse, response = std::move(response)]() mutable {
            return parse(std::move(response));
        });
    });
}

} // namespace http
