// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

/// Decides what a reply is: the vendor's answer, the vendor's refusal, or the words of a server on
/// the way. Every reply passes here between the transport and a vendor's wire (NET-03).

#include "http/response.h"

#include <functional>

namespace http {

/// What a vendor's error body says. The words are redacted by judged(), not by the parser.
struct ErrorWords
{
    QString words;
    QString requestId;
    QString field; ///< the member the vendor complains about, if it names one
    /// Whether the body has the form of this vendor's errors. A gateway's page has not.
    bool isVendors = false;
};

/// Pure; gets every reply whose status is not a success. Must cope with any body.
using ErrorParser = std::function<ErrorWords(const Response &)>;

/// What a request says of its answer, without the request's body, which may hold a secret.
struct Expectation
{
    std::vector<int> success;
    bool mayAnswerNothing = false;
    bool isChange = false;
};

Expectation expectationOf(const Request &request);

/// The reply, if it is the answer that is expected: one of the statuses, JSON by media type and by
/// its first byte, or nothing at all where that is allowed.
///
/// Else an error. By status: 400 and 422 Invalid, 401 Unauthorized, 403 Forbidden, 409 Conflict,
/// 429 and a 403 with Retry-After RateLimited, 5xx VendorFault. 404 and 410 are NotFound only in
/// the vendor's own form: a gateway says them of an address that it does not know. Anything else is
/// UnexpectedReply. For a change, an error after which it may have been made is OutcomeUnknown
/// (ONE-03). Pure; any thread. nowSeconds: UTC, for a Retry-After that is a date.
base::Result<Response> judged(
    Response response, const Expectation &expected, const ErrorParser &parse, qint64 nowSeconds);

/// The error of a change: OutcomeUnknown wherever it may have been made all the same (ONE-03), with
/// the vendor's words kept.
base::Error unknownIfItMayHaveHappened(base::Error error);

} // namespace http
