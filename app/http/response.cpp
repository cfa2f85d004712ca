// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#include "http/response.h"

namespace http {

QByteArray Response::header(QByteArrayView name) const
{
    for (const auto &[key, value] : headers) {
        if (key.compare(name, Qt::CaseInsensitive) == 0)
            return value;
    }
    return {};
}

QByteArray Response::mediaType() const
{
    return header("content-type").split(';').first().trimmed().toLower();
}

bool isJsonType(const QByteArray &mediaType)
{
    return mediaType == "application/json" || mediaType == "text/json"
        || mediaType.endsWith("+json");
}

bool isWebPage(const Response &response)
{
    const QByteArray type = response.mediaType();
    return type == "text/html" || type == "application/xhtml+xml"
        || QByteArrayView(response.body).trimmed().startsWith('<');
}

bool isLimit(const Response &response)
{
    return response.status == 429
        || (response.status == 403 && !response.header("retry-after").trimmed().isEmpty());
}

} // namespace http
