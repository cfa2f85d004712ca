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

} // namespace http
