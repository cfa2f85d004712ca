// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#include "certificates.h"

#include "patience.h"

#include <QDateTime>
#include <QFile>
#include <QProcess>
#include <QSslCertificate>
#include <QSslKey>
#include <QTimeZone>

namespace test {

using namespace Qt::StringLiterals;

namespace {

QString stamp(int days)
{
    return QDateTime::currentDateTimeUtc().addDays(days).toString(u"yyMMddHHmmss'Z'"_s);
}

} // namespace

Certificates::Certificates()
{
    static_cast<void>(makeCa(u"ca"_s, u"/O=Tokendesk tests/CN=Tokendesk test CA"_s)
        && makeCa(u"other"_s, u"/CN=Other test CA"_s));
}

bool Certificates::run(const QStringList &arguments)
{
    QProcess openssl;
    openssl.setProcessChannelMode(QProcess::MergedChannels);
    openssl.setWorkingDirectory(m_folder.path());
    openssl.start(u"openssl"_s, arguments);
    if (openssl.waitForFinished(test::patienceMs()) && openssl.exitCode() == 0)
        return true;
    m_problem = u"openssl %1: %2"_s.arg(arguments.join(u' '),
        QString::fromUtf8(openssl.readAll() + openssl.errorString().toUtf8()));
    return false;
}

bool Certificates::makeCa(const QString &name, const QString &subject)
{
    // `openssl ca` alone sets both dates; it wants a folder of its own ways.
    QFile settings(file(name + u".cnf"_s));
    if (!settings.open(QIODevice::WriteOnly))
        return false;
    settings.write(uR"([ca]
default_ca = it
[it]
new_certs_dir = .
database = %1.index
serial = %1.serial
certificate = %1.pem
private_key = %1.key
default_md = sha256
policy = any
unique_subject = no
copy_extensions = copy
[any]
commonName = supplied
)"_s.arg(name)
                       .toLatin1());
    settings.close();
    QFile index(file(name + u".index"_s));
    QFile serial(file(name + u".serial"_s));
    if (!index.open(QIODevice::WriteOnly) || !serial.open(QIODevice::WriteOnly))
        return false;
    serial.write("01\n");
    serial.close();
    return run({u"req"_s, u"-x509"_s, u"-newkey"_s, u"rsa:2048"_s, u"-nodes"_s, u"-days"_s, u"9"_s,
        u"-keyout"_s, name + u".key"_s, u"-out"_s, name + u".pem"_s, u"-subj"_s, subject});
}

std::optional<QSslConfiguration> Certificates::server(const Wish &wish)
{
    const QString name = u"server%1"_s.arg(++m_made);
    if (!run({u"req"_s, u"-new"_s, u"-newkey"_s, u"rsa:2048"_s, u"-nodes"_s, u"-keyout"_s,
            name + u".key"_s, u"-out"_s, name + u".csr"_s, u"-subj"_s, u"/CN=%1"_s.arg(name),
            u"-addext"_s, u"subjectAltName="_s + wish.names})
        || !run({u"ca"_s, u"-batch"_s, u"-notext"_s, u"-config"_s, u"ca.cnf"_s, u"-in"_s,
            name + u".csr"_s, u"-out"_s, name + u".pem"_s, u"-startdate"_s,
            wish.from.isEmpty() ? stamp(-1) : wish.from, u"-enddate"_s,
            wish.until.isEmpty() ? stamp(5) : wish.until}))
        return std::nullopt;
    return load(name);
}

std::optional<QSslConfiguration> Certificates::selfSigned()
{
    const QString name = u"server%1"_s.arg(++m_made);
    if (!run({u"req"_s, u"-x509"_s, u"-newkey"_s, u"rsa:2048"_s, u"-nodes"_s, u"-days"_s, u"2"_s,
            u"-keyout"_s, name + u".key"_s, u"-out"_s, name + u".pem"_s, u"-subj"_s,
            u"/CN=%1"_s.arg(name), u"-addext"_s, u"subjectAltName=IP:127.0.0.1"_s}))
        return std::nullopt;
    return load(name);
}

std::optional<QSslConfiguration> Certificates::load(const QString &name) const
{
    QFile key(file(name + u".key"_s));
    const auto certificates = QSslCertificate::fromPath(file(name + u".pem"_s));
    if (!key.open(QIODevice::ReadOnly) || certificates.isEmpty())
        return std::nullopt;
    QSslConfiguration tls = QSslConfiguration::defaultConfiguration();
    tls.setLocalCertificate(certificates.first());
    tls.setPrivateKey(QSslKey(&key, QSsl::Rsa));
    return tls;
}

} // namespace test
