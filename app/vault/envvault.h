// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

/// Credentials from environment variables, for machines without a keychain (tokendesk-cli --vault
/// env).

#include "domain/vault.h"

#include <functional>

namespace vault {

/// Read-only. The variable of the connection "Prod EU" is TOKENDESK_SECRET_PROD_EU, see
/// variablenames.h. A variable that could be meant for two connections is read for neither. What a
/// variable holds is cleaned (base::cleanKey); what cannot be a key is VaultUnusable naming the
/// variable.
class EnvVault final : public domain::Vault
{
public:
    /// Every connection of the profile, and the one that is being added.
    using Connections = std::function<std::vector<domain::Connection>()>;

    explicit EnvVault(Connections connections);

    base::Task<domain::VaultState> probe() override;
    /// Succeeds when the variable already holds that secret, else VaultDenied naming the variable.
    base::Task<base::Unit> write(const domain::VaultKey &key, base::Secret secret) override;
    base::Task<base::Secret> read(const domain::VaultKey &key) override;
    /// Succeeds when there is no such variable, else VaultDenied: it is not ours to unset.
    base::Task<base::Unit> remove(const domain::VaultKey &key) override;
    base::Task<base::Unit> unlock() override;
    base::Result<base::Unit> checkNames(const domain::Connection &connection,
        const std::vector<domain::Connection> &others) const override;
    bool isPersistent() const override { return false; }

    /// read() at once.
    base::Result<base::Secret> readNow(const domain::VaultKey &key) const;

private:
    /// The variable that counts for the secret, set or not; VaultUnusable where it could be meant
    /// for another as well, VaultMissing where nobody knows the connection.
    base::Result<QString> variableOf(const domain::VaultKey &key) const;

    Connections m_connections;
};

} // namespace vault
