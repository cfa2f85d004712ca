// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#include "http/retry.h"

#include <QDateTime>
#include <QLocale>
#include <QRegularExpression>
#include <QTimeZone>

#include <algorithm>
#include <cmath>

namespace http {

using namespace Qt::StringLiterals;
using base::Pause;
using base::Result;
using std::chrono::milliseconds;

namespace {

constexpr int mostRetries = 3;
constexpr std::chrono::seconds maxAsked = std::chrono::hours(24 * 365);
constexpr double jitterShare = 0.25;

bool isWorthRepeating(const Result<Response> &outcome)
{
    if (!outcome)
        return outcome.error().isRepeatable;
    if (isLimit(*outcome))
        return true;
    switch (outcome->status) {
    case 502:
    case 503:
    case 504:
        return true;
    default:
        return false;
    }
}

/// 1, 2, 4 s and a quarter of it more or less, so that many clients do not come back at once.
milliseconds backoff(const Attempt &attempt)
{
    const milliseconds plain = 1s * (1 << (attempt.number - 1));
    return milliseconds(
        std::llround(static_cast<double>(plain.count()) * (1 + jitterShare * attempt.jitter)));
}

/// Seconds since 1970 of a date in one of the three forms that RFC 9110 asks a recipient to read.
std::optional<qint64> httpDate(const QByteArray &text)
{
    QString date = QString::fromLatin1(text).simplified();
    static const QRegularExpression shortYear(u"-(\\d\\d) "_s);
    date.replace(shortYear, u"-20\\1 "_s); // Qt would read 19xx.
    for (const auto &format : {u"ddd, dd MMM yyyy HH:mm:ss 'GMT'"_s, // what is sent today
             u"dddd, dd-MMM-yyyy HH:mm:ss 'GMT'"_s, u"ddd MMM d HH:mm:ss yyyy"_s}) {
        const QDateTime read = QLocale::c().toDateTime(date, format); // English everywhere
        if (read.isValid())
            return QDateTime(read.date(), read.time(), QTimeZone::utc()).toSecsSinceEpoch();
    }
    return std::nullopt;
}

} // namespace

std::optional<Pause> pauseBeforeRetry(
    const Request &request, const Result<Response> &outcome, const Attempt &attempt)
{
    if (request.isChange || attempt.number > mostRetries || !isWorthRepeating(outcome))
        return std::nullopt;
    std::optional<std::chrono::seconds> asked;
    if (outcome)
        asked = askedWait(*outcome, attempt.nowSeconds);
    const Pause pause {asked ? milliseconds(*asked) : backoff(attempt), asked.has_value()};
    if (attempt.elapsed + pause.length >= request.deadline)
        return std::nullopt;
    return pause;
}

std::optional<std::chrono::seconds> askedWait(const Response &response, qint64 nowSeconds)
{
    const QByteArray asked = response.header("retry-after").trimmed();
    bool isNumber = false;
    qint64 seconds = asked.toLongLong(&isNumber);
    if (!isNumber) {
        const auto until = httpDate(asked);
        if (!until)
            return std::nullopt;
        seconds = *until - httpDate(response.header("date").trimmed()).value_or(nowSeconds);
    }
    return std::chrono::seconds {std::clamp<qint64>(seconds, 1, maxAsked.count())};
}

} // namespace http
