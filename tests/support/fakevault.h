// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

/// A vault in memory that fails as it is told.

#include "domain/vault.h"

#include <map>
#include <optional>

namespace test {

class FakeVault : public domain::Vault
{
public:
    explicit FakeVault(bool isPersistent = true)
        : m_isPersistent(isPersistent)
    {
    }

    base::Task<domain::VaultState> probe() override;
    base::Task<base::Unit> write(const domain::VaultKey &key, base::Secret secret) override;
    base::Task<base::Secret> read(const domain::VaultKey &key) override;
    base::Task<base::Unit> remove(const domain::VaultKey &key) override;
    base::Task<base::Unit> unlock() override;
    bool isPersistent() const override { return m_isPersistent; }

    /// Every call fails with this from now on.
    std::optional<base::ErrorKind> trouble;

    bool has(const domain::VaultKey &key) const;
    int count() const { return static_cast<int>(m_entries.size()); }

private:
    bool m_isPersistent;
    std::map<QString, base::Secret> m_entries;
};

} // namespace test
