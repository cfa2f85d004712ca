// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

/// The items of a job and how many are in which state; tells of changes in batches.

#include "bulk/item.h"

#include <QObject>
#include <QTimer>

#include <map>
#include <vector>

namespace bulk {

class Sheet final : public QObject
{
    Q_OBJECT

public:
    explicit Sheet(std::vector<Item> items, QObject *parent = nullptr);

    const std::vector<Item> &items() const { return m_items; }
    const Item &operator[](int index) const { return m_items[static_cast<std::size_t>(index)]; }
    const Counts &counts() const { return m_counts; }
    const Counts &counts(const QString &connectionId) const;
    QStringList connections() const;

    void set(int index, ItemState state, std::optional<base::Error> error = {});
    /// Everything but the state.
    Item &edit(int index);
    /// Tells what has changed now, without waiting.
    void announce();

signals:
    void changed(const std::vector<std::pair<int, int>> &ranges);

private:
    std::vector<Item> m_items;
    Counts m_counts;
    std::map<QString, Counts> m_perConnection;
    std::vector<int> m_touched;
    QTimer m_timer;
};

} // namespace bulk
