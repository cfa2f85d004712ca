// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#include "tokens/tokencensus.h"

#include <QElapsedTimer>

namespace tokens {

namespace {

constexpr qint64 sliceInMs = 3; // A frame is 16: whoever waits for it is not kept.
constexpr qsizetype takenAtOnce = 4096; // Between two looks at the clock.
constexpr auto recentUse = std::chrono::days(7);

base::Instant timeOf(domain::PackedTime time)
{
    return base::Instant(std::chrono::milliseconds(time));
}

} // namespace

TokenCensus::TokenCensus(const work::TokenStore &store, QObject *parent)
    : QObject(parent)
    , m_store(store)
{
    m_slices.setInterval(0);
    connect(&m_slices, &QTimer::timeout, this, &TokenCensus::goOn);
}

void TokenCensus::count(work::RowOrder rows, base::Instant now)
{
    m_rows = std::move(rows);
    m_next = 0;
    m_now = now;
    m_running = {};
    m_snapshot = m_store.snapshot();
    m_byConnection.assign(static_cast<std::size_t>(m_snapshot.connectionIds.size()), 0);
    m_slices.start();
    goOn();
}

void TokenCensus::cancel()
{
    m_slices.stop();
    m_rows = {};
    m_snapshot = {}; // Or the store would copy what it changes.
}

void TokenCensus::goOn()
{
    QElapsedTimer slice;
    slice.start();
    while (m_next < m_rows.size() && slice.elapsed() < sliceInMs) {
        const qsizetype until = std::min(m_rows.size(), m_next + takenAtOnce);
        for (; m_next < until; ++m_next)
            take(m_rows.at(m_next));
    }
    if (m_next < m_rows.size())
        return;
    for (std::size_t i = 0; i < m_byConnection.size(); ++i)
        m_running.byConnection.insert(
            m_snapshot.connectionIds.at(static_cast<qsizetype>(i)), m_byConnection[i]);
    cancel();
    m_counts = m_running;
    emit counted();
}

void TokenCensus::take(work::RowId row)
{
    const work::TokenSegment &segment = m_snapshot.segmentOf(row);
    const std::size_t at = work::TokenSnapshot::indexOf(row);
    if (!segment.present.test(at))
        return;
    const domain::RowFlags flags = segment.rows.flags[at];
    const domain::PackedTime used = segment.rows.lastUsed[at];
    ++m_running.tokens;
    ++m_running.byStatus[flags.status()];
    ++m_byConnection[segment.connection[at]];
    m_running.own += flags.isOwnCredential();
    m_running.recent += domain::isKnownTime(used) && m_now - timeOf(used) <= recentUse;
}

} // namespace tokens
