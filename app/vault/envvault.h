// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

/// Credentials from environment variables, for machines without a keychain (tokendesk-cli --vault
/// env).

#include "domain/vault.h"

#include <functional>

namespace vault {

/// Read-only. The variable of the connection "Prod EU" is TOKENDESK_SECRET_PROD_EU; other secrets
/// than the main credential append their field: TOKENDESK_SECRET_PROD_EU_OAUTH_SECRET.
class EnvVault final : public domain::Vault
{
public:
    /// The name of the connection with that id; empty if there is none.
    using NameOf = std::function<QString(const QString &connectionId)>;

    explicit EnvVault(NameOf nameOf);

    base::Task<domain::VaultState> probe() override;
    /// Succeeds when the variable already holds that secret, else VaultDenied naming the variable.
    base::Task<base::Unit> write(const domain::VaultKey &key, base::Secret secret) override;
    base::Task<base::Secret> read(const domain::VaultKey &key) override;
    /// Succeeds when there is no such variable, else VaultDenied: it is not ours to unset.
    base::Task<base::Unit> remove(const domain::VaultKey &key) override;
    base::Task<base::Unit> unlock() override;
    bool isPersistent() const override { return true; }

    static QString variableName(const QString &connectionName, const QString &field);

private:
    QString variableOf(const domain::VaultKey &key) const;

    NameOf m_nameOf;
};

} // namespace vault
