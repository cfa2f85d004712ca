// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

/// Asks for orders of the store's rows, at once for small lists and in the pool for large ones. The
/// newest request wins; the order of all rows is kept, so that another filter need not sort again.

#include "base/task.h"
#include "work/annotationbook.h"
#include "work/roworder.h"
#include "work/tokenstore.h"

#include <functional>

namespace models {

/// GUI thread only.
class RowArranger final : public QObject
{
public:
    using Done = std::function<void(work::Arrangement)>;

    /// done is called once for each request that no later one overtook; within request() itself
    /// where the list is small.
    RowArranger(const work::TokenStore &store, Done done, QObject *parent = nullptr);
    ~RowArranger() override;

    void setSort(const std::vector<work::SortBy> &sort);
    const std::vector<work::SortBy> &sort() const { return m_sort; }
    void setFilter(const work::RowFilter &filter) { m_filter = filter; }
    const work::RowFilter &filter() const { return m_filter; }
    void setConnections(const work::ConnectionTable &connections);
    /// What admins noted. Looked up by token for each request: they are few.
    void setAnnotations(const work::AnnotationTable &annotations);

    /// From `current`, which is what is shown now.
    void request(const work::RowOrder &current);
    /// Until done is called: a task that has its result but not delivered it does not count as
    /// over.
    bool isRunning() const { return m_isRunning; }
    /// The rows from `first` on that pass the filter, in the order of the store.
    work::RowOrder passingFrom(work::RowId first) const;

    /// From how many rows on the pool is asked.
    void setPoolThreshold(int rows) { m_poolThreshold = rows; }
    bool isLarge() const { return m_store.count() >= m_poolThreshold; }

private:
    work::TokenSnapshot snapshot() const;
    void finish(work::Arrangement arrangement, quint64 revision);

    const work::TokenStore &m_store;
    Done m_done;
    std::vector<work::SortBy> m_sort {{}};
    work::RowFilter m_filter;
    work::ConnectionTable m_connections;
    work::AnnotationTable m_annotations;
    int m_poolThreshold = 20'000;

    std::optional<work::RowOrder> m_sorted; ///< all rows, as they were at m_sortedRevision
    quint64 m_sortedRevision = 0;
    base::Task<work::Arrangement> m_task;
    bool m_isRunning = false;
    std::stop_source m_stop;
};

} // namespace models
