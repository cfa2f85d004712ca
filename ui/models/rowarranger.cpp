// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#include "models/rowarranger.h"

#include "base/poolrun.h"
#include "work/rownotes.h"

namespace models {

using work::Arrangement;
using work::OrderRequest;
using work::RowId;
using work::RowOrder;

RowArranger::RowArranger(const work::TokenStore &store, Done done, QObject *parent)
    : QObject(parent)
    , m_store(store)
    , m_done(std::move(done))
{
}

RowArranger::~RowArranger()
{
    m_stop.request_stop();
    m_task.cancel();
}

void RowArranger::setSort(const std::vector<work::SortBy> &sort)
{
    if (sort == m_sort)
        return;
    m_sort = sort;
    m_sorted.reset();
}

void RowArranger::setConnections(const work::ConnectionTable &connections)
{
    m_connections = connections;
    m_sorted.reset();
}

void RowArranger::setAnnotations(const work::AnnotationTable &annotations)
{
    m_annotations = annotations;
    m_sorted.reset();
}

work::TokenSnapshot RowArranger::snapshot() const
{
    work::TokenSnapshot snapshot = m_store.snapshot();
    snapshot.notes = work::RowNotes::of(m_store, m_annotations);
    return snapshot;
}

void RowArranger::request(const RowOrder &current)
{
    m_stop.request_stop();
    m_task.cancel();
    m_stop = {};
    const quint64 revision = m_store.revision();
    OrderRequest request {.snapshot = snapshot(),
        .connections = m_connections,
        .sort = m_sort,
        .filter = m_filter,
        .current = current};
    if (m_sortedRevision == revision)
        request.sorted = m_sorted;
    if (!isLarge()) {
        finish(work::arrange(request), revision);
        return;
    }
    m_isRunning = true;
    m_task = base::runInPool([request = std::move(request), stop = m_stop.get_token()] {
        return base::Result<Arrangement>(work::arrange(request, stop));
    });
    m_task.then(this, [this, revision](base::Result<Arrangement> arrangement) {
        if (arrangement)
            finish(std::move(*arrangement), revision);
    });
}

void RowArranger::finish(Arrangement arrangement, quint64 revision)
{
    m_isRunning = false;
    m_sorted = arrangement.sorted;
    m_sortedRevision = revision;
    m_done(std::move(arrangement));
}

RowOrder RowArranger::passingFrom(RowId first) const
{
    RowOrder rows;
    const work::TokenSnapshot snapshot = this->snapshot();
    const std::size_t firstSegment = first / work::rowsPerSegment;
    const auto passing = work::passingRows(snapshot, m_connections, m_filter, firstSegment);
    for (RowId row = first; row < snapshot.rowCount; ++row) {
        if (passing[row / work::rowsPerSegment - firstSegment].test(
                work::TokenSnapshot::indexOf(row)))
            rows.append(row);
    }
    return rows;
}

} // namespace models
