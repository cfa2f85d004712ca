// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#include "tokens/tokencensus.h"

#include "models/tokentablemodel.h"

#include <QElapsedTimer>

namespace tokens {

namespace {

constexpr qint64 sliceInMs = 3; // A frame is 16: whoever waits for it is not kept.
constexpr std::size_t takenAtOnce = 256; // Between two looks at the clock.
constexpr auto recentUse = std::chrono::days(7);

} // namespace

TokenCensus::TokenCensus(const work::TokenStore &store, QObject *parent)
    : QObject(parent)
    , m_store(store)
{
    m_slices.setInterval(0);
    connect(&m_slices, &QTimer::timeout, this, &TokenCensus::goOn);
}

void TokenCensus::count(std::vector<work::RowId> rows, base::Instant now)
{
    m_rows = std::move(rows);
    m_next = 0;
    m_now = now;
    m_running = {};
    m_slices.start();
    goOn();
}

void TokenCensus::cancel()
{
    m_slices.stop();
    m_rows = {};
}

void TokenCensus::goOn()
{
    QElapsedTimer slice;
    slice.start();
    while (m_next < m_rows.size() && slice.elapsed() < sliceInMs) {
        const std::size_t until = std::min(m_rows.size(), m_next + takenAtOnce);
        for (; m_next < until; ++m_next)
            take(m_rows[m_next]);
    }
    if (m_next < m_rows.size())
        return;
    cancel();
    m_counts = m_running;
    emit counted();
}

void TokenCensus::take(work::RowId row)
{
    if (!m_store.isPresent(row))
        return; // Removed since.
    const domain::Token &token = m_store.at(row);
    ++m_running.tokens;
    ++m_running.byStatus[token.status];
    ++m_running.byConnection[token.key.connectionId];
    m_running.own += token.isOwnCredential;
    m_running.recent += token.lastUsed.isKnown() && m_now - token.lastUsed.value <= recentUse;
}

std::vector<work::RowId> rowsShown(const models::TokenTableModel &model)
{
    std::vector<work::RowId> rows;
    rows.reserve(static_cast<std::size_t>(model.rowCount()));
    for (int row = 0; row < model.rowCount(); ++row)
        rows.push_back(model.index(row, 0).data(models::TokenTableModel::RowIdRole).toUInt());
    return rows;
}

} // namespace tokens
