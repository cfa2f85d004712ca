// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

/// When a request that failed may be sent again, and how long to wait before (NET-14). Pure.

#include "base/pause.h"
#include "http/response.h"

namespace http {

/// What is known when an attempt has failed.
struct Attempt
{
    int number = 1; ///< how often it was sent so far
    std::chrono::milliseconds elapsed {}; ///< since it was first sent
    double jitter = 0; ///< -1 .. 1, drawn anew for every wait
    qint64 nowSeconds = 0; ///< UTC, for a Retry-After that is a date
};

/// Nothing = hand the outcome on. Only reads are repeated, at most three times, only where the
/// server cannot have worked on them or asks for it, and only if the request's deadline leaves room
/// for the wait.
std::optional<base::Pause> pauseBeforeRetry(
    const Request &request, const base::Result<Response> &outcome, const Attempt &attempt);

/// How long the reply's Retry-After asks to wait: at least 1 s, and as long as it says up to a
/// year. It may be seconds or a date in any form of RFC 9110 (5.6.7). A date counts from the
/// reply's own Date, so that a wrong clock on either side changes nothing; without one from
/// nowSeconds (UTC). Nothing if there is none or it is neither.
std::optional<std::chrono::seconds> askedWait(const Response &response, qint64 nowSeconds);

} // namespace http
