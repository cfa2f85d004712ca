// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

/// The tokens of one list, oldest index first: the first N are made on demand, changed and created
/// ones are kept. A page costs what it holds, wherever it begins.

#include <QtGlobal>

#include <algorithm>
#include <functional>
#include <numeric>
#include <optional>
#include <unordered_map>
#include <vector>

namespace sandbox {

template <typename T>
class Estate
{
public:
    Estate(quint32 count, std::function<T(quint32 index)> make)
        : m_order(count)
        , m_next(count)
        , m_make(std::move(make))
    {
        std::iota(m_order.begin(), m_order.end(), 0U);
    }

    std::size_t size() const { return m_order.size(); }

    /// The index of the token at this place of the list, from 0 to size() - 1.
    quint32 indexAt(std::size_t position) const { return m_order[position]; }
    T at(std::size_t position) const { return value(m_order[position]); }

    /// The place of the first token whose index is higher, removed or not.
    std::size_t positionAfter(quint32 index) const
    {
        const auto place = std::upper_bound(m_order.begin(), m_order.end(), index);
        return static_cast<std::size_t>(place - m_order.begin());
    }

    /// Nothing when there never was such a token or it has been removed.
    std::optional<T> find(quint32 index) const
    {
        if (!std::binary_search(m_order.begin(), m_order.end(), index))
            return std::nullopt;
        return value(index);
    }

    /// The index the next created token will have.
    quint32 nextIndex() const { return m_next; }

    /// Changes a token, or adds one whose index is nextIndex().
    void put(quint32 index, T token)
    {
        if (index == m_next) {
            m_order.push_back(index);
            ++m_next;
        }
        m_kept.insert_or_assign(index, std::move(token));
    }

    void remove(quint32 index)
    {
        const auto place = std::lower_bound(m_order.begin(), m_order.end(), index);
        if (place != m_order.end() && *place == index)
            m_order.erase(place);
        m_kept.erase(index);
    }

    /// How many tokens were looked at so far: lets a test prove what a page costs.
    quint64 lookedAt() const { return m_lookedAt; }

private:
    T value(quint32 index) const
    {
        ++m_lookedAt;
        const auto kept = m_kept.find(index);
        return kept != m_kept.end() ? kept->second : m_make(index);
    }

    std::vector<quint32> m_order; ///< ascending: created ones get ever higher indexes
    quint32 m_next;
    std::function<T(quint32)> m_make;
    std::unordered_map<quint32, T> m_kept;
    mutable quint64 m_lookedAt = 0;
};

} // namespace sandbox
