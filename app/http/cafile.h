// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

/// CA certificates out of files: they count beside the system's own and replace none of them.

#include "base/result.h"

#include <QList>
#include <QString>

class QSslCertificate;
class QSslConfiguration;

namespace http {

/// Every certificate of a PEM or DER file. LocalFile with the field "caFile" where the file is not
/// there, cannot be read, is too large for what it is, or holds no certificate; the detail names
/// it.
base::Result<QList<QSslCertificate>> readCaFile(const QString &file);

/// Whether readCaFile() would succeed.
base::Result<base::Unit> checkCaFile(const QString &file);

/// Qt's default with those CAs beside the ones it trusts and the system's.
QSslConfiguration trustingAlso(const QList<QSslCertificate> &certificates);

} // namespace http
