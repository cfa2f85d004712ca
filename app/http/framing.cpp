// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#include "http/framing.h"

#include <algorithm>

namespace http {

namespace {

/// Of every header of that name, and of each its comma-separated parts.
QList<QByteArray> valuesOf(QByteArrayView name, const HeaderList &headers)
{
    QList<QByteArray> values;
    for (const auto &[key, value] : headers) {
        if (key.compare(name, Qt::CaseInsensitive) != 0)
            continue;
        const QList<QByteArray> parts = value.split(',');
        for (const QByteArray &part : parts)
            values.append(part.trimmed());
    }
    return values;
}

bool isNumber(const QByteArray &value)
{
    return !value.isEmpty()
        && std::all_of(value.begin(), value.end(), [](char c) { return c >= '0' && c <= '9'; });
}

} // namespace

Framing framingOf(int status, const HeaderList &headers)
{
    const QList<QByteArray> lengths = valuesOf("content-length", headers);
    if (!std::all_of(lengths.begin(), lengths.end(), isNumber))
        return Framing::Broken;
    const bool agree
        = std::all_of(lengths.begin(), lengths.end(), [&lengths](const QByteArray &one) {
              return one.toULongLong() == lengths.first().toULongLong();
          });
    if (!agree)
        return Framing::Broken;
    const bool isChunked = !valuesOf("transfer-encoding", headers).isEmpty();
    if (lengths.size() > 1 || (isChunked && !lengths.isEmpty()))
        return Framing::Doubtful;
    // A status without a body that announces one may send it later.
    const bool announcesBody
        = isChunked || (!lengths.isEmpty() && lengths.first().toULongLong() > 0);
    return (status == 204 || status == 304) && announcesBody ? Framing::Doubtful : Framing::Sound;
}

} // namespace http
