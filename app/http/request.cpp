// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#include "http/request.h"

#include "base/textrules.h"

namespace http {

using namespace Qt::StringLiterals;

QByteArray verbName(Verb verb)
{
    switch (verb) {
    case Verb::Get:
        return "GET"_ba;
    case Verb::Post:
        return "POST"_ba;
    case Verb::Put:
        return "PUT"_ba;
    case Verb::Delete:
        return "DELETE"_ba;
    }
    return {};
}

Request Request::get(QString path, QByteArray query)
{
    Request request;
    request.path = std::move(path);
    request.query = std::move(query);
    return request;
}

Request Request::change(Verb verb, QString path, QByteArray json)
{
    Request request;
    request.verb = verb;
    request.path = std::move(path);
    request.isChange = true;
    request.maximumBody = 256 * 1024;
    if (!json.isEmpty()) {
        request.contentType = "application/json"_ba;
        request.body = std::move(json);
    }
    return request;
}

base::Result<QString> path(const char *pathTemplate, const QStringList &ids)
{
    QString filled = QString::fromLatin1(pathTemplate);
    for (qsizetype i = 0; i < ids.size(); ++i) {
        if (!base::isSafePathId(ids.at(i)))
            return base::invalid(u"id"_s, u"the id cannot be used in a request path"_s);
        filled.replace(u"%%1"_s.arg(i + 1), ids.at(i));
    }
    return filled;
}

} // namespace http
