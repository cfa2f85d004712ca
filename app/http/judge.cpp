// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#include "http/judge.h"

#include "base/json.h"
#include "http/redact.h"
#include "http/retry.h"

#include <algorithm>

namespace http {

using namespace Qt::StringLiterals;
using base::Error;
using base::ErrorKind;
using base::Result;

namespace {

ErrorKind kindOf(const Response &response, bool isVendors)
{
    if (isLimit(response))
        return ErrorKind::RateLimited;
    switch (response.status) {
    case 400:
    case 422:
        return ErrorKind::Invalid;
    case 401:
        return ErrorKind::Unauthorized;
    case 403:
        return ErrorKind::Forbidden;
    case 404:
    case 410:
        return isVendors ? ErrorKind::NotFound : ErrorKind::UnexpectedReply;
    case 409:
        return ErrorKind::Conflict;
    default:
        return response.status >= 500 && response.status < 600 ? ErrorKind::VendorFault
                                                               : ErrorKind::UnexpectedReply;
    }
}

/// What came instead, for the error's technical words.
QString formOf(const Response &response)
{
    const QByteArray type = response.mediaType();
    if (isWebPage(response))
        return u"a web page"_s;
    if (response.body.trimmed().isEmpty())
        return u"an empty reply"_s;
    return type.isEmpty() || isJsonType(type) ? u"something that is not the vendor's JSON"_s
                                              : QString::fromLatin1(type.left(80));
}

Error errorOf(const Response &response, const ErrorParser &parse, qint64 nowSeconds)
{
    const ErrorWords said = parse(response);
    Error error;
    error.isVendors = said.isVendors && !isWebPage(response);
    error.kind = kindOf(response, error.isVendors);
    error.vendorWords = redact(said.words);
    error.requestId = redact(said.requestId);
    error.field = said.field.left(64);
    error.httpStatus = response.status;
    if (error.kind == ErrorKind::UnexpectedReply
        && (response.status == 404 || response.status == 410))
        error.detail
            = u"%1 says \"not found\"; that is not the vendor's answer"_s.arg(formOf(response));
    if (error.kind == ErrorKind::RateLimited || error.kind == ErrorKind::VendorFault)
        error.retryAfter = askedWait(response, nowSeconds);
    return error;
}

Error notAnAnswer(const Response &response, const QString &detail)
{
    return {.kind = ErrorKind::UnexpectedReply, .detail = detail, .httpStatus = response.status};
}

Result<Response> believed(Response response, bool mayAnswerNothing)
{
    const QByteArray type = response.mediaType();
    const QByteArrayView body = QByteArrayView(response.body).trimmed();
    if (body.isEmpty() && response.status == 204 && mayAnswerNothing)
        return response; // Without a body its media type says nothing.
    if (!type.isEmpty() && !isJsonType(type)) {
        return base::fail(notAnAnswer(response,
            u"%1 came instead of the vendor's answer; a sign-in page or a proxy may stand in between"_s
                .arg(formOf(response))));
    }
    if (body.isEmpty()) {
        if (mayAnswerNothing)
            return response;
        return base::fail(notAnAnswer(response, u"the answer is empty"_s));
    }
    if (!body.startsWith('{') && !body.startsWith('['))
        return base::fail(notAnAnswer(
            response, u"%1 came instead of the vendor's answer"_s.arg(formOf(response))));
    // Nobody reads this one, so nobody else would see that it is broken.
    if (mayAnswerNothing) {
        if (const auto whole = base::json::parseAny(response.body); !whole)
            return base::fail(notAnAnswer(response, whole.error().detail));
    }
    return response;
}

} // namespace

Expectation expectationOf(const Request &request)
{
    return {request.success, request.mayAnswerNothing, request.isChange};
}

Result<Response> judged(
    Response response, const Expectation &expected, const ErrorParser &parse, qint64 nowSeconds)
{
    const auto &success = expected.success;
    const bool isSuccess
        = std::find(success.begin(), success.end(), response.status) != success.end();
    auto answer = isSuccess ? believed(std::move(response), expected.mayAnswerNothing)
                            : base::fail(errorOf(response, parse, nowSeconds));
    if (!answer && expected.isChange)
        return base::fail(unknownIfItMayHaveHappened(std::move(answer.error())));
    return answer;
}

Error unknownIfItMayHaveHappened(Error error)
{
    if (base::mayHaveHappened(error))
        error.kind = ErrorKind::OutcomeUnknown;
    return error;
}

} // namespace http
