// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#include "domain/grantcache.h"

#include <mutex>

namespace domain {

std::optional<GrantSetPtr> GrantCache::find(std::string_view json) const
{
    const std::shared_lock lock(m_lock);
    const auto known = m_sets.find(json);
    return known == m_sets.end() ? std::nullopt : std::optional(known->second);
}

void GrantCache::keep(std::string_view json, const GrantSetPtr &grants)
{
    const std::unique_lock lock(m_lock);
    if (m_sets.size() >= most)
        m_sets.clear(); // Whoever has so many different ones gains little from a cleverer choice.
    m_sets.emplace(json, grants);
}

} // namespace domain
