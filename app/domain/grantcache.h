// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

/// Grant lists by the JSON they were read from. A vendor's answer repeats a few of them over and
/// over, and reading one costs more than all the rest of its token.

#include "base/result.h"
#include "domain/grantset.h"

#include <optional>
#include <shared_mutex>
#include <unordered_map>

namespace domain {

/// What a client's pages share; any thread may use it.
class GrantCache final
{
public:
    static constexpr std::size_t most = 10'000;

    std::optional<GrantSetPtr> find(std::string_view json) const;
    void keep(std::string_view json, const GrantSetPtr &grants);

private:
    struct Hash
    {
        using is_transparent = void;
        std::size_t operator()(std::string_view text) const
        {
            return std::hash<std::string_view>()(text);
        }
    };
    mutable std::shared_mutex m_lock;
    std::unordered_map<std::string, GrantSetPtr, Hash, std::equal_to<>> m_sets;
};

/// The way to it for one page: what the page had before costs no lock. `shared` may be null. The
/// bytes it is asked for have to outlive it.
class GrantLookup final
{
public:
    explicit GrantLookup(GrantCache *shared)
        : m_shared(shared)
    {
    }

    /// read() gives Result<std::vector<Grant>>; an error is passed on and not remembered.
    template <typename Read>
    base::Result<GrantSetPtr> find(std::string_view json, const Read &read)
    {
        if (const auto seen = m_seen.find(json); seen != m_seen.end())
            return seen->second;
        auto grants = m_shared ? m_shared->find(json) : std::nullopt;
        if (!grants) {
            auto list = read();
            if (!list)
                return base::fail(list.error());
            grants = GrantSet::of(std::move(*list));
            if (m_shared)
                m_shared->keep(json, *grants);
        }
        return m_seen.emplace(json, *grants).first->second;
    }

private:
    GrantCache *m_shared;
    std::unordered_map<std::string_view, GrantSetPtr> m_seen;
};

} // namespace domain
