// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

/// The member names of objects that follow each other. Vendors write the same members in the same
/// order again and again, so the next name is known by one comparison with the one expected;
/// comparing each with all those wanted and all those seen before took most of the time of reading
/// a token.

#include <cstdint>
#include <cstring>
#include <string_view>
#include <vector>

namespace base::json {

struct Name
{
    std::string_view text; ///< without escapes
    int field = -1; ///< its place in the table of what is wanted; -1 = not wanted
    bool isSecret = false;
    bool isPlain = true; ///< stands in the answer as it is: no escapes
    std::uint32_t seenIn = 0; ///< the object that had it last

    // The first eight bytes with the closing quote, and which of them count.
    std::uint64_t start = 0;
    std::uint64_t mask = 0;
};

class Names final
{
public:
    void beginObject()
    {
        m_next = 0;
        ++m_object;
        if (m_names.size() > usual)
            m_names.clear();
    }

    /// The name whose quote opened just before `at`, if it is the next one or one a little later.
    Name *expectedAt(const char *at, const char *end)
    {
        const std::size_t last = std::min(m_names.size(), m_next + mostLeftOut);
        for (std::size_t i = m_next; i < last; ++i) {
            if (stands(m_names[i], at, end)) {
                m_next = i + 1;
                return &m_names[i];
            }
        }
        return nullptr;
    }

    Name *find(std::string_view text)
    {
        for (std::size_t i = 0; i < m_names.size(); ++i) {
            if (m_names[i].text == text) {
                m_next = i + 1;
                return &m_names[i];
            }
        }
        return nullptr;
    }

    /// Null where an object has so many members that looking for doubles would take for ever.
    Name *add(const Name &name)
    {
        if (m_names.size() >= most)
            return nullptr;
        m_next = std::min(m_next, m_names.size());
        Name &added = *m_names.insert(m_names.begin() + static_cast<std::ptrdiff_t>(m_next), name);
        ++m_next;
        if (added.isPlain) {
            const std::size_t size = std::min(added.text.size() + 1, sizeof added.start);
            std::memcpy(&added.start, added.text.data(), size); // The quote stands behind it.
            std::memset(&added.mask, 0xff, size);
        }
        return &added;
    }

    /// False where this object has had it before.
    bool markSeen(Name &name) const
    {
        const bool isNew = name.seenIn != m_object;
        name.seenIn = m_object;
        return isNew;
    }

private:
    /// The body has room for reading eight bytes behind its end.
    static bool stands(const Name &name, const char *at, const char *end)
    {
        std::uint64_t bytes = 0;
        std::memcpy(&bytes, at, sizeof bytes);
        if ((bytes & name.mask) != name.start || !name.isPlain)
            return false;
        const std::size_t size = name.text.size();
        return size < sizeof bytes
            || (static_cast<std::size_t>(end - at) > size && at[size] == '"'
                && std::memcmp(at, name.text.data(), size) == 0);
    }

    static constexpr std::size_t mostLeftOut = 4;
    static constexpr std::size_t usual = 64;
    static constexpr std::size_t most = 512;

    std::vector<Name> m_names;
    std::size_t m_next = 0;
    std::uint32_t m_object = 0;
};

} // namespace base::json
