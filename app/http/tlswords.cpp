// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#include "http/tlswords.h"

#include "base/textrules.h"

#include <QDateTime>
#include <QSslCertificate>
#include <QSslError>
#include <QStringList>

namespace http {

using namespace Qt::StringLiterals;

namespace {

constexpr qsizetype maxNameLength = 100;
constexpr qsizetype maxNames = 5;

/// Certificates are written by strangers.
QString shown(const QString &text)
{
    return base::displayForm(text, maxNameLength);
}

QString nameOf(const QStringList &commonNames, const QStringList &organisations)
{
    const QString name = commonNames.value(0).isEmpty() ? organisations.value(0) : commonNames[0];
    return name.isEmpty() ? u"(no name)"_s : u"\"%1\""_s.arg(shown(name));
}

QString issuerOf(const QSslCertificate &certificate)
{
    return nameOf(certificate.issuerInfo(QSslCertificate::CommonName),
        certificate.issuerInfo(QSslCertificate::Organization));
}

QString subjectOf(const QSslCertificate &certificate)
{
    return nameOf(certificate.subjectInfo(QSslCertificate::CommonName),
        certificate.subjectInfo(QSslCertificate::Organization));
}

QString dateText(const QDateTime &time)
{
    return time.toUTC().toString(u"yyyy-MM-dd HH:mm"_s) + u" UTC"_s;
}

QString namesIn(const QSslCertificate &certificate)
{
    QStringList names = certificate.subjectAlternativeNames().values();
    if (names.isEmpty()) // Only then is the common name looked at.
        names = certificate.subjectInfo(QSslCertificate::CommonName);
    names.sort();
    const qsizetype more = names.size() - maxNames;
    if (more > 0)
        names.resize(maxNames);
    for (QString &name : names)
        name = shown(name);
    if (names.isEmpty())
        return u"no name at all"_s;
    const QString listed = names.join(u", "_s);
    return more > 0 ? u"%1 and %2 more"_s.arg(listed, QString::number(more)) : listed;
}

QString reason(const QString &host, const QSslError &error)
{
    const QSslCertificate certificate = error.certificate();
    switch (error.error()) {
    case QSslError::SelfSignedCertificate:
        return u"the certificate of %1 is self-signed, and nobody here trusts it"_s.arg(
            subjectOf(certificate));
    case QSslError::SelfSignedCertificateInChain:
    case QSslError::UnableToGetIssuerCertificate:
    case QSslError::UnableToGetLocalIssuerCertificate:
    case QSslError::UnableToVerifyFirstCertificate:
    case QSslError::CertificateUntrusted:
        return u"the certificate was issued by %1, which is not trusted on this computer"_s.arg(
            issuerOf(certificate));
    case QSslError::CertificateExpired:
        return u"the certificate of %1 expired on %2"_s.arg(
            subjectOf(certificate), dateText(certificate.expiryDate()));
    case QSslError::CertificateNotYetValid:
        return u"the certificate of %1 is not valid before %2 (is this computer's clock right?)"_s
            .arg(subjectOf(certificate), dateText(certificate.effectiveDate()));
    case QSslError::HostNameMismatch:
        return u"the certificate is for %1, not for %2"_s.arg(namesIn(certificate), host);
    case QSslError::CertificateRevoked:
        return u"the certificate of %1 was revoked"_s.arg(subjectOf(certificate));
    case QSslError::NoPeerCertificate:
        return u"it showed no certificate"_s;
    default: // A fixed sentence of Qt's, without a word of the server's.
        return u"the certificate was refused: %1"_s.arg(error.errorString());
    }
}

} // namespace

QString tlsWords(const QString &host, const QList<QSslError> &errors)
{
    QStringList reasons;
    for (const QSslError &error : errors) {
        if (error.error() != QSslError::NoError)
            reasons += reason(host, error);
    }
    reasons.removeDuplicates();
    if (reasons.isEmpty())
        return u"%1 and this computer could not agree on a TLS connection; perhaps it does not "
               "speak TLS on this port, or no version of it that is safe"_s.arg(host);
    return u"%1 could not prove its identity: %2"_s.arg(host, reasons.join(u"; "_s));
}

} // namespace http
