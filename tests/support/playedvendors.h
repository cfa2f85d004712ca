// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

/// The vendors as a sandbox plays them: where they are, what signs in there, and the misfortunes
/// that a test orders of them over HTTP.

#include "domain/connection.h"
#include "domain/vendorclient.h"

#include <QJsonArray>
#include <QJsonObject>

namespace test {

class PlayedVendors final
{
public:
    PlayedVendors() = default;
    /// What the sandbox said when it was ready.
    explicit PlayedVendors(QJsonObject readyLine)
        : m_said(std::move(readyLine))
    {
    }

    QUrl url() const;
    QJsonObject said(domain::Vendor vendor) const;
    base::Secret key(domain::Vendor vendor, const char *member = "secret") const;
    /// Without an id, which the desk gives.
    domain::Connection connection(domain::Vendor vendor) const;
    /// The main key, and with it the values that CSP's tokens are tracked by.
    domain::Credentials trackingCredentials(domain::Vendor vendor, const char *member) const;

    /// Where a creation goes.
    static QString creationPath(domain::Vendor vendor);
    /// The vendor does what the next creation wants, and the connection closes without an answer.
    bool dropNextCreation(domain::Vendor vendor) const;

    /// One misfortune, or several, for requests to come. False: the sandbox took none.
    bool spoil(const QJsonObject &fault) const;
    bool spoil(const QJsonArray &faults) const;
    bool spoil(const QByteArray &json) const;
    /// Somebody else does it: "delete", "rename", "narrow" ...
    bool elsewhere(domain::Vendor vendor, const QString &id, const char *act) const;
    /// Requests that arrived, oldest first.
    base::Result<QJsonArray> requests() const;

private:
    bool post(const QString &path, const QByteArray &json) const;

    QJsonObject m_said;
};

} // namespace test
