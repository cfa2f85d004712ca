// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#include "sandbox/faults.h"

#include "sandbox/faultreader.h"

#include <QDateTime>
#include <QJsonDocument>
#include <QLocale>

#include <algorithm>

namespace sandbox {

using namespace Qt::StringLiterals;

QByteArray errorBody(const QByteArray &vendor, int status)
{
    const QString words = status == 429 ? u"Too Many Requests"_s : u"Internal Server Error"_s;
    QJsonObject body;
    if (vendor == "mist") {
        body = {{u"detail"_s,
            status == 429
                ? u"Too Many Request. The API Token used for the request reached the 5000 "
                  "API Calls per hour threshold"_s
                : words}};
    } else if (vendor == "csp") {
        body = {{u"statusCode"_s, status}, {u"message"_s, words}, {u"moduleCode"_s, 540},
            {u"requestId"_s, u"5a4db0x0f4u17"_s}};
    } else if (vendor == "softwareone") {
        body = {{u"type"_s, u"about:blank"_s}, {u"title"_s, words}, {u"status"_s, status},
            {u"detail"_s, words}, {u"traceId"_s, u"00-5a4db0-f4u17-00"_s}};
    } else {
        body = {{u"errors"_s, QJsonArray {QJsonObject {{u"message"_s, words}}}}};
    }
    return QJsonDocument(body).toJson(QJsonDocument::Compact);
}

bool Fault::isDue()
{
    ++seen;
    return seen > skip && (seen - skip - 1) % every == 0;
}

QString Faults::add(const QByteArray &json)
{
    QJsonParseError error;
    const QJsonDocument document = QJsonDocument::fromJson(json, &error);
    if (error.error != QJsonParseError::NoError)
        return u"not JSON: %1 at byte %2"_s.arg(error.errorString()).arg(error.offset);
    const QJsonArray list = document.isArray() ? document.array() : QJsonArray {document.object()};
    std::vector<Fault> faults;
    for (qsizetype i = 0; i < list.size(); ++i) {
        const QString where = document.isArray() ? u"fault %1: "_s.arg(i) : QString();
        if (!list[i].isObject())
            return where + u"must be an object"_s;
        const auto fault = readFault(list[i].toObject());
        if (const auto *problem = std::get_if<QString>(&fault))
            return where + *problem;
        faults.push_back(std::get<Fault>(fault));
    }
    m_queue.insert(m_queue.end(), faults.begin(), faults.end());
    return {};
}

QJsonArray Faults::toJson() const
{
    QJsonArray list;
    for (const Fault &fault : m_queue) {
        list.append(QJsonObject {{u"vendor"_s, QString::fromLatin1(fault.vendor)},
            {u"method"_s, QString::fromLatin1(fault.method)}, {u"path"_s, fault.pathText},
            {u"kind"_s, QString::fromLatin1(fault.kind)}, {u"times"_s, fault.times},
            {u"seen"_s, fault.seen}});
    }
    return list;
}

std::optional<Fault> Faults::take(const QByteArray &vendor, const HttpRequest &request)
{
    const auto fits = [&](const Fault &fault) {
        return (fault.vendor.isEmpty() || fault.vendor == vendor)
            && (fault.method.isEmpty() || fault.method == request.method)
            && fault.path.match(QString::fromUtf8(request.path)).hasMatch();
    };
    auto chosen = m_queue.end();
    for (auto one = m_queue.begin(); one != m_queue.end(); ++one) {
        // Every fault counts all the requests that fit it, whatever happens to them.
        if (fits(*one) && one->isDue() && chosen == m_queue.end())
            chosen = one;
    }
    if (chosen == m_queue.end())
        return std::nullopt;
    Fault fault = *chosen;
    if (--chosen->times == 0)
        m_queue.erase(chosen);
    if (!fault.reply)
        return fault;
    if (fault.reply->body.isEmpty() && fault.reply->status >= 400)
        fault.reply->body = errorBody(vendor, fault.reply->status);
    if (fault.retryAfterDate) {
        const QDateTime date
            = QDateTime::currentDateTimeUtc().addSecs(fault.clockAhead + *fault.retryAfterDate);
        fault.reply->headers.append({"Retry-After",
            QLocale::c().toString(date, u"ddd, dd MMM yyyy HH:mm:ss 'GMT'"_s).toLatin1()});
    }
    return fault;
}

} // namespace sandbox
