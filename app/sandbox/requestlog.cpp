// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#include "sandbox/requestlog.h"

#include <algorithm>
#include <array>

namespace sandbox {

using namespace Qt::StringLiterals;

namespace {

constexpr std::array tellable {"limit", "offset", "page", "pageStart", "pageLimit", "order",
    "select", "sort", "sortField", "sortOrder", "start", "end", "duration", "expand"};
constexpr std::array schemes {"Token", "Bearer", "Basic", "Digest"};
constexpr qsizetype longestTellable = 40; // longer than any id; a key may be

/// The word before the key, if it is one of the known ones: else it may be the key itself.
QByteArray schemeOf(const HttpRequest &request)
{
    const QByteArray value = request.header("Authorization");
    if (value.isEmpty())
        return request.header("csp-auth-token").isEmpty() ? QByteArray() : "csp-auth-token";
    const QByteArray word = value.left(value.indexOf(' '));
    for (const QByteArrayView scheme : schemes)
        if (scheme.compare(word, Qt::CaseInsensitive) == 0)
            return scheme.toByteArray();
    return "other";
}

QByteArray withoutSecrets(const QByteArray &path)
{
    QList<QByteArray> parts = path.split('/');
    for (QByteArray &part : parts)
        if (part.size() > longestTellable)
            part = "...";
    return parts.join('/');
}

/// Names stay; values stay only where they cannot be a secret.
QByteArray tellableQuery(const QByteArray &query)
{
    QList<QByteArray> parts;
    for (const QByteArray &part : query.split('&')) {
        const QByteArray name = part.left(part.indexOf('='));
        const bool isTellable = std::any_of(
            tellable.begin(), tellable.end(), [&](const char *known) { return name == known; });
        if (isTellable)
            parts.append(part);
        else if (part.contains('='))
            parts.append(withoutSecrets(name) + "=...");
        else if (!part.isEmpty())
            parts.append("...");
    }
    return parts.join('&');
}

} // namespace

void RequestLog::add(
    const QByteArray &vendor, const HttpRequest &request, int status, const QByteArray &fault)
{
    m_entries.push_back({vendor, request.method, withoutSecrets(request.path),
        tellableQuery(request.query), schemeOf(request), fault, status});
    if (m_entries.size() > limit)
        m_entries.pop_front();
}

QJsonArray RequestLog::toJson() const
{
    QJsonArray list;
    for (const Entry &entry : m_entries) {
        QJsonObject item {{u"vendor"_s, QString::fromLatin1(entry.vendor)},
            {u"method"_s, QString::fromLatin1(entry.method)},
            {u"path"_s, QString::fromUtf8(entry.path)},
            {u"query"_s, QString::fromUtf8(entry.query)}, {u"status"_s, entry.status},
            {u"auth"_s, QString::fromLatin1(entry.scheme)}};
        if (!entry.fault.isEmpty())
            item.insert(u"fault"_s, QString::fromLatin1(entry.fault));
        list.append(item);
    }
    return list;
}

} // namespace sandbox
