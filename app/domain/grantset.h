// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

/// Grants that many tokens have in common, kept once. Immutable, so that threads may share them.

#include "domain/grant.h"

#include <memory>
#include <string>
#include <vector>

namespace domain {

class GrantSet final
{
public:
    /// Null for no grants at all.
    static std::shared_ptr<const GrantSet> of(std::vector<Grant> grants);

    const std::vector<Grant> &grants() const { return m_grants; }
    /// Everything one would look for in them, folded, a line each: words of the vendor and raw
    /// ones.
    const std::string &searchForm() const { return m_searchForm; }
    bool isBroad() const { return m_isBroad; }
    /// Of the content; the same within one run of the program.
    std::size_t digest() const { return m_digest; }

    friend bool operator==(const GrantSet &a, const GrantSet &b)
    {
        return a.m_digest == b.m_digest && a.m_grants == b.m_grants;
    }

private:
    explicit GrantSet(std::vector<Grant> grants);

    std::vector<Grant> m_grants;
    std::string m_searchForm;
    std::size_t m_digest = 0;
    bool m_isBroad = false;
};

using GrantSetPtr = std::shared_ptr<const GrantSet>;

} // namespace domain
