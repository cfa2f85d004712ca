// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

/// A place where tokens live, as the admin set it up. Never holds a secret: those are in the vault
/// under the connection's id.

#include "domain/vendor.h"

#include <QString>
#include <QStringList>
#include <QUrl>

namespace domain {

enum class Environment { Production, Staging, Test };

/// Stable word for files and filters: "production", "staging", "test".
QString environmentId(Environment environment);
std::optional<Environment> environmentFromId(const QString &id);

struct Connection
{
    QString id; ///< UUID without braces; names the connection for ever
    QString name;
    Vendor vendor = Vendor::Mist;
    Environment environment = Environment::Production;
    QUrl baseUrl; ///< scheme, host, port only
    QString organisation; ///< Mist org id, CSP org id; empty = the vendor tells, or none needed
    QString clientId; ///< Lightspark client id; CSP OAuth client id for revoking (optional)
    QString ownTokenId; ///< SoftwareOne: TKN id for a credential without the idt: form (optional)
    QStringList tracked; ///< CSP: slots of tracked token values in the vault, in order
    bool usesSpare = false; ///< its credential is the one at field::spareCredential
    QString caFile; ///< absolute path; CAs that count here beside the system's (optional)

    friend bool operator==(const Connection &, const Connection &) = default;
};

/// Names of a connection's secrets in the vault.
namespace field {
inline constexpr char credential[] = "credential";
/// Two places, so that another key can take over in one step: the saving of the connection.
inline constexpr char spareCredential[] = "credential-2";
QString credentialOf(const Connection &connection);
inline constexpr char oauthSecret[] = "oauth-secret";
/// "tracked-" + slot
QString tracked(const QString &slot);
} // namespace field

} // namespace domain
