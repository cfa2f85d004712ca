// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#include "sandbox/mistreply.h"

#include "sandbox/queryreader.h"

#include <QJsonDocument>

#include <algorithm>

namespace sandbox {

using namespace Qt::StringLiterals;

HttpReply mistDetail(int status, const QString &text)
{
    return HttpReply::json(status, QJsonObject {{u"detail"_s, text}});
}

HttpReply mistNotFound()
{
    return mistDetail(404, u"Not found."_s);
}

HttpReply mistForbidden()
{
    return mistDetail(403, u"You do not have permission to perform this action."_s);
}

double mistSeconds(qint64 ms)
{
    return static_cast<double>(ms) / 1000.0;
}

std::optional<HttpReply> readMistBody(const HttpRequest &request, QJsonObject &body)
{
    const QByteArray type = request.header("Content-Type").split(';').first().trimmed().toLower();
    if (type != "application/json" && !(type.isEmpty() && request.body.isEmpty()))
        return mistDetail(
            400, u"Unsupported media type \"%1\" in request."_s.arg(QLatin1StringView(type)));
    if (request.body.isEmpty())
        return std::nullopt; // An empty body is an empty object.
    QJsonParseError error;
    const QJsonDocument document = QJsonDocument::fromJson(request.body, &error);
    if (error.error != QJsonParseError::NoError) {
        const QByteArray before = request.body.left(error.offset);
        const auto line = before.count('\n') + 1;
        const auto column = before.size() - before.lastIndexOf('\n');
        return mistDetail(400,
            u"JSON parse error - Expecting value: line %1 column %2 (char %3)"_s.arg(line)
                .arg(column)
                .arg(error.offset));
    }
    if (!document.isObject())
        return mistDetail(400, u"Invalid data. Expected a dictionary, but got list."_s);
    body = document.object();
    return std::nullopt;
}

MistPage MistPage::of(const HttpRequest &request)
{
    const auto query = QueryReader::ofQuery(request.query);
    MistPage page;
    page.isAsked = query.has(u"limit"_s) || query.has(u"page"_s);
    page.limit = std::clamp<qint64>(query.number(u"limit"_s, 100), 1, 1000);
    page.number = std::max<qint64>(query.number(u"page"_s, 1), 1);
    return page;
}

std::size_t MistPage::first(std::size_t total) const
{
    return std::min(static_cast<std::size_t>(limit * (number - 1)), total);
}

std::size_t MistPage::end(std::size_t total) const
{
    return std::min(first(total) + static_cast<std::size_t>(limit), total);
}

void MistPage::describe(HttpReply &reply, std::size_t total) const
{
    reply.headers.append({"X-Page-Total", QByteArray::number(static_cast<qulonglong>(total))});
    reply.headers.append({"X-Page-Limit", QByteArray::number(limit)});
    reply.headers.append({"X-Page-Page", QByteArray::number(number)});
}

} // namespace sandbox
