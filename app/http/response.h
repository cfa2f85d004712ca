// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

/// An answer as it arrived, whatever its status.

#include "http/request.h"

namespace http {

struct Response
{
    int status = 0;
    HeaderList headers;
    QByteArray body;

    /// The first header of that name, in any case; empty if absent.
    QByteArray header(QByteArrayView name) const;
    /// Media type in lower case without parameters.
    QByteArray mediaType() const;
};

/// Whether a media type without parameters, in lower case, is one of JSON: application/json,
/// text/json, or any with the suffix +json (RFC 6839).
bool isJsonType(const QByteArray &mediaType);

/// Whether the reply is a page for a browser, by its media type or its first bytes. No vendor
/// answers so: a sign-in page, a proxy or a gateway does.
bool isWebPage(const Response &response);

/// Whether the reply limits calls: status 429, or 403 with Retry-After, as some gateways answer.
bool isLimit(const Response &response);

} // namespace http
