// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

/// Mist's way of speaking: errors with a detail, pages told in headers, times as seconds.

#include "sandbox/exchange.h"

namespace sandbox {

HttpReply mistDetail(int status, const QString &text);
HttpReply mistNotFound();
HttpReply mistForbidden();

double mistSeconds(qint64 ms);

/// Reads the body as an object; returns the reply that says why it is none.
std::optional<HttpReply> readMistBody(const HttpRequest &request, QJsonObject &body);

/// A page of a list, numbered from 1.
struct MistPage
{
    qint64 limit = 100;
    qint64 number = 1;
    bool isAsked = false; ///< whether the request names a limit or a page

    static MistPage of(const HttpRequest &request);

    std::size_t first(std::size_t total) const;
    std::size_t end(std::size_t total) const;
    /// Adds the X-Page headers.
    void describe(HttpReply &reply, std::size_t total) const;
};

} // namespace sandbox
