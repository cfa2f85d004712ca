// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#include "fakevault.h"

namespace test {

using base::Secret;
using base::Task;
using base::Unit;

namespace {

QString nameOf(const domain::VaultKey &key)
{
    return key.connectionId + u'/' + key.field;
}

} // namespace

Task<domain::VaultState> FakeVault::probe()
{
    return Task<domain::VaultState>::ready(
        trouble ? domain::VaultState::NoService : domain::VaultState::Ready);
}

Task<Unit> FakeVault::write(const domain::VaultKey &key, Secret secret)
{
    if (trouble)
        return Task<Unit>::failed({.kind = *trouble});
    m_entries.insert_or_assign(nameOf(key), std::move(secret));
    return Task<Unit>::ready(Unit {});
}

Task<Secret> FakeVault::read(const domain::VaultKey &key)
{
    if (trouble)
        return Task<Secret>::failed({.kind = *trouble});
    const auto it = m_entries.find(nameOf(key));
    if (it == m_entries.end())
        return Task<Secret>::failed({.kind = base::ErrorKind::VaultMissing});
    return Task<Secret>::ready(it->second.clone());
}

Task<Unit> FakeVault::remove(const domain::VaultKey &key)
{
    if (trouble)
        return Task<Unit>::failed({.kind = *trouble});
    m_entries.erase(nameOf(key));
    return Task<Unit>::ready(Unit {});
}

Task<Unit> FakeVault::unlock()
{
    trouble.reset();
    return Task<Unit>::ready(Unit {});
}

bool FakeVault::has(const domain::VaultKey &key) const
{
    return m_entries.find(nameOf(key)) != m_entries.end();
}

} // namespace test
