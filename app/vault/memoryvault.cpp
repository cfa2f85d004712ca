// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#include "vault/memoryvault.h"

namespace vault {

using namespace Qt::StringLiterals;
using base::Secret;
using base::Task;
using base::Unit;
using domain::VaultKey;
using domain::VaultState;

Task<VaultState> MemoryVault::probe()
{
    return Task<VaultState>::ready(VaultState::Ready);
}

Task<Unit> MemoryVault::write(const VaultKey &key, Secret secret)
{
    m_secrets[{key.connectionId, key.field}] = std::move(secret);
    return Task<Unit>::ready(Unit {});
}

Task<Secret> MemoryVault::read(const VaultKey &key)
{
    const auto it = m_secrets.find({key.connectionId, key.field});
    if (it == m_secrets.end())
        return Task<Secret>::failed({.kind = base::ErrorKind::VaultMissing,
            .detail = u"the credential was kept for one run only"_s});
    return Task<Secret>::ready(it->second.clone());
}

Task<Unit> MemoryVault::remove(const VaultKey &key)
{
    m_secrets.erase({key.connectionId, key.field});
    return Task<Unit>::ready(Unit {});
}

Task<Unit> MemoryVault::unlock()
{
    return Task<Unit>::ready(Unit {});
}

} // namespace vault
