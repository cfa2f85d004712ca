// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

/// Why a server could not prove who it is, in words. Pure.

#include <QList>
#include <QString>

class QSslError;

namespace http {

/// One line, English: every reason once, with the issuer, the dates and the names that the
/// certificate has. `host` is the one that was asked for. With no errors: that the two sides could
/// not agree on a connection.
QString tlsWords(const QString &host, const QList<QSslError> &errors);

} // namespace http
