// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#include "bulk/sheet.h"

#include <algorithm>

namespace bulk {

namespace {

constexpr auto announcementInterval = std::chrono::milliseconds(100);

} // namespace

Sheet::Sheet(std::vector<Item> items, QObject *parent)
    : QObject(parent)
    , m_items(std::move(items))
{
    const QString *id = nullptr;
    Counts *ofConnection = nullptr; // Of the item before, mostly: there may be very many.
    for (const Item &item : m_items) {
        if (!id || *id != item.connectionId()) {
            id = &item.connectionId();
            ofConnection = &m_perConnection[*id];
        }
        m_counts.add(item.state);
        ofConnection->add(item.state);
    }
    m_timer.setSingleShot(true);
    m_timer.setInterval(announcementInterval);
    connect(&m_timer, &QTimer::timeout, this, &Sheet::announce);
}

const Counts &Sheet::counts(const QString &connectionId) const
{
    static const Counts none;
    const auto it = m_perConnection.find(connectionId);
    return it == m_perConnection.end() ? none : it->second;
}

QStringList Sheet::connections() const
{
    QStringList ids;
    for (const auto &[id, counts] : m_perConnection)
        ids.append(id);
    return ids;
}

void Sheet::set(int index, ItemState state, std::optional<base::Error> error)
{
    Item &item = edit(index);
    Counts &ofConnection = m_perConnection[item.connectionId()];
    m_counts.add(item.state, -1);
    ofConnection.add(item.state, -1);
    item.state = state;
    item.error = std::move(error);
    m_counts.add(state);
    ofConnection.add(state);
}

Item &Sheet::edit(int index)
{
    m_touched.push_back(index);
    if (!m_timer.isActive())
        m_timer.start();
    return m_items[static_cast<std::size_t>(index)];
}

void Sheet::announce()
{
    m_timer.stop();
    if (m_touched.empty())
        return;
    std::sort(m_touched.begin(), m_touched.end());
    std::vector<std::pair<int, int>> ranges;
    for (const int index : std::exchange(m_touched, {})) {
        if (!ranges.empty() && index <= ranges.back().second + 1)
            ranges.back().second = index;
        else
            ranges.emplace_back(index, index);
    }
    emit changed(ranges);
}

} // namespace bulk
