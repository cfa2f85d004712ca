// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

/// A request as Qt sends it: with its headers, its credential, and every setting that keeps Qt from
/// doing more than it was asked.

#include "http/auth.h"
#include "http/request.h"

#include <QNetworkRequest>

class QSslConfiguration;

namespace http {

/// `authorizer` and `tls` may be null: no credential, Qt's default. Invalid, and nothing may be
/// sent, where a header or the key would break out of its line (NET-11).
base::Result<QNetworkRequest> prepareRequest(const QUrl &url, const Request &request,
    const Authorizer *authorizer, const QSslConfiguration *tls);

} // namespace http
