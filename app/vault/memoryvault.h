// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

/// Credentials for this run only: what "keep for this run only" means.

#include "domain/vault.h"

#include <map>
#include <utility>

namespace vault {

class MemoryVault final : public domain::Vault
{
public:
    base::Task<domain::VaultState> probe() override;
    base::Task<base::Unit> write(const domain::VaultKey &key, base::Secret secret) override;
    base::Task<base::Secret> read(const domain::VaultKey &key) override;
    base::Task<base::Unit> remove(const domain::VaultKey &key) override;
    base::Task<base::Unit> unlock() override;
    bool isPersistent() const override { return false; }

private:
    std::map<std::pair<QString, QString>, base::Secret> m_secrets;
};

} // namespace vault
