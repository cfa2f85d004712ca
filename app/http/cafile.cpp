// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#include "http/cafile.h"

#include <QFile>
#include <QFileInfo>
#include <QSet>
#include <QSslCertificate>
#include <QSslConfiguration>

#include <algorithm>

namespace http {

using namespace Qt::StringLiterals;
using base::Error;
using base::ErrorKind;
using base::Result;
using base::Unit;

namespace {

constexpr qint64 maxFileSize = 8 * 1024 * 1024; // A system's whole bundle has a quarter of a MiB.

auto unusable(const QString &file, const QString &what)
{
    return base::fail(Error {.kind = ErrorKind::LocalFile,
        .detail = u"the CA file %1 %2"_s.arg(file, what),
        .field = u"caFile"_s});
}

} // namespace

Result<QList<QSslCertificate>> readCaFile(const QString &file)
{
    const QFileInfo info(file);
    if (!info.exists())
        return unusable(file, u"does not exist"_s);
    if (!info.isFile()) // To open a pipe would wait for its writer.
        return unusable(file, u"is not a file"_s);
    if (info.size() > maxFileSize)
        return unusable(file, u"is too large to be one"_s);
    QFile source(file);
    if (!source.open(QIODevice::ReadOnly))
        return unusable(file, u"cannot be read: %1"_s.arg(source.errorString()));
    const QByteArray bytes = source.read(maxFileSize);
    QList<QSslCertificate> certificates = QSslCertificate::fromData(bytes, QSsl::Pem);
    if (certificates.isEmpty())
        certificates = QSslCertificate::fromData(bytes, QSsl::Der);
    certificates.removeIf([](const QSslCertificate &one) { return one.isNull(); });
    if (certificates.isEmpty())
        return unusable(file, u"holds no certificate (PEM or DER)"_s);
    return certificates;
}

Result<Unit> checkCaFile(const QString &file)
{
    return readCaFile(file).map([](const QList<QSslCertificate> &) { return Unit {}; });
}

QSslConfiguration trustingAlso(const QList<QSslCertificate> &certificates)
{
    // By name, each of them: with any CA of its own a configuration of Qt 6.4 no longer loads the
    // system's on demand, whatever addCaCertificates() is called.
    QSslConfiguration tls = QSslConfiguration::defaultConfiguration();
    const QList<QSslCertificate> all
        = tls.caCertificates() + QSslConfiguration::systemCaCertificates() + certificates;
    tls.setCaCertificates(QSet<QSslCertificate>(all.begin(), all.end()).values());
    return tls;
}

} // namespace http
