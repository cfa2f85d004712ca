// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

/// Certificates for servers on loopback, made anew with openssl: good ones and every kind of bad.

#include <QSslConfiguration>
#include <QTemporaryDir>

#include <optional>

namespace test {

class Certificates
{
public:
    struct Wish
    {
        QString names = QStringLiteral("IP:127.0.0.1"); ///< as openssl's subjectAltName
        QString from; ///< YYMMDDHHMMSSZ; empty = since yesterday
        QString until; ///< the same; empty = for some days
    };

    /// Makes the two CAs, "Tokendesk test CA" and "Other test CA".
    Certificates();
    /// Why it could not; empty = it could.
    const QString &problem() const { return m_problem; }

    QString caFile() const { return file(QStringLiteral("ca.pem")); }
    QString otherCaFile() const { return file(QStringLiteral("other.pem")); }
    QString file(const QString &name) const { return m_folder.filePath(name); }

    /// A server whose certificate the first CA issued.
    std::optional<QSslConfiguration> server(const Wish &wish);
    std::optional<QSslConfiguration> server() { return server(Wish()); }
    /// One that vouches for itself.
    std::optional<QSslConfiguration> selfSigned();

private:
    bool run(const QStringList &arguments);
    bool makeCa(const QString &name, const QString &subject);
    std::optional<QSslConfiguration> load(const QString &name) const;

    QTemporaryDir m_folder;
    QString m_problem;
    int m_made = 0;
};

} // namespace test
