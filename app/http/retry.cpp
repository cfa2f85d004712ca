// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#include "http/retry.h"

#include <QDateTime>
#include <QLocale>
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
constexpr double jitterShare = 0.25;

bool isWorthRepeating(const Result<Response> &outcome)
{
    if (!outcome)
        return outcome.error().isRepeatable;
    switch (outcome->status) {
    case 429:
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

} // namespace

std::optional<Pause> pauseBeforeRetry(
    const Request &request, const Result<Response> &outcome, const Attempt &attempt)
{
    if (request.isChange || attempt.number > mostRetries || !isWorthRepeating(outcome))
        return std::nullopt;
    std::optional<std::chrono::seconds> asked;
    if (outcome)
        asked = parseRetryAfter(outcome->header("retry-after"), attempt.nowSeconds);
    const Pause pause {asked ? milliseconds(*asked) : backoff(attempt), asked.has_value()};
    if (attempt.elapsed + pause.length >= request.deadline)
        return std::nullopt;
    return pause;
}

std::optional<std::chrono::seconds> parseRetryAfter(const QByteArray &value, qint64 nowSeconds)
{
    const QByteArray text = value.trimmed();
    if (text.isEmpty())
        return std::nullopt;
    bool isNumber = false;
    qint64 seconds = text.toLongLong(&isNumber);
    if (!isNumber) {
        // RFC 9110 dates are English whatever the locale is.
        QDateTime date = QLocale::c().toDateTime(
            QString::fromLatin1(text), u"ddd, dd MMM yyyy HH:mm:ss 'GMT'"_s);
        if (!date.isValid())
            return std::nullopt;
        date.setTimeZone(QTimeZone::utc());
        seconds = date.toSecsSinceEpoch() - nowSeconds;
    }
    return std::chrono::seconds {std::clamp<qint64>(seconds, 1, 600)};
}

} // namespace http
