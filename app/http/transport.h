// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

/// Sends one request to one host. The seam under which tests script the wire.

#include "base/pause.h"
#include "base/task.h"
#include "http/auth.h"
#include "http/response.h"

#include <QUrl>

namespace http {

class Transport
{
public:
    virtual ~Transport() = default;

    /// Sends the request to base's scheme, host and port. Any complete answer that is no redirect
    /// is a Response, whatever its status. Errors: Offline, Timeout, Tls, UnexpectedRedirect,
    /// ForbiddenHost, Invalid (nothing was sent), UnexpectedReply (too large, cut off), and
    /// OutcomeUnknown for a change whose answer was lost. `authorizer` may be null and is used
    /// before this returns, not later.
    virtual base::Task<Response> send(
        const QUrl &base, const Request &request, const Authorizer *authorizer)
        = 0;

    /// Whom to tell that requests wait before they are sent again. The notice must be callable for
    /// as long as the transport lives.
    virtual void setPauseNotice(base::PauseNotice) { }
};

} // namespace http
