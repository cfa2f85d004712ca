// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#include "work/tokenstore.h"

#include <numeric>

namespace work {

using domain::Token;
using domain::TokenKey;

std::optional<RowId> TokenStore::find(const TokenKey &key) const
{
    const auto it = m_byKey.constFind(key);
    return it == m_byKey.constEnd() ? std::nullopt : std::optional<RowId>(*it);
}

int TokenStore::count() const
{
    return std::accumulate(m_counts.begin(), m_counts.end(), 0);
}

void TokenStore::beginSync(const QString &connectionId)
{
    m_seen[connectionId].clear();
}

int TokenStore::merge(const QString &connectionId, std::vector<Token> tokens)
{
    const auto firstNew = rowCount();
    std::vector<RowId> changedRows;
    QSet<RowId> &seen = m_seen[connectionId];
    int repeated = 0;
    for (Token &token : tokens) {
        if (const auto known = find(token.key); known && seen.contains(*known)) {
            ++repeated;
            continue;
        }
        const TokenKey key = token.key;
        take(std::move(token), changedRows);
        seen.insert(m_byKey.value(key));
    }
    announce(firstNew, changedRows);
    return repeated;
}

void TokenStore::endSync(const QString &connectionId, bool complete)
{
    const QSet<RowId> seen = m_seen.take(connectionId);
    if (!complete || m_counts.value(connectionId) == seen.size())
        return;
    std::vector<RowId> gone;
    for (RowId row = 0; row < rowCount(); ++row) {
        if (m_rows[row].present && m_rows[row].token.key.connectionId == connectionId
            && !seen.contains(row))
            gone.push_back(row);
    }
    for (const RowId row : gone)
        drop(row);
    if (!gone.empty())
        emit removed(gone);
}

void TokenStore::put(Token token)
{
    const auto firstNew = rowCount();
    std::vector<RowId> changedRows;
    const TokenKey key = token.key;
    take(std::move(token), changedRows);
    // A listing under way may have passed this token's page: it must not sweep the row away.
    if (const auto running = m_seen.find(key.connectionId); running != m_seen.end())
        running->insert(m_byKey.value(key));
    announce(firstNew, changedRows);
}

void TokenStore::remove(const TokenKey &key)
{
    const auto row = find(key);
    if (!row)
        return;
    drop(*row);
    emit removed({*row});
}

void TokenStore::removeConnection(const QString &connectionId)
{
    beginSync(connectionId);
    endSync(connectionId, true);
}

void TokenStore::take(Token &&token, std::vector<RowId> &changedRows)
{
    if (const auto known = find(token.key)) {
        if (m_rows[*known].token == token)
            return;
        m_rows[*known].token = std::move(token);
        changedRows.push_back(*known);
        return;
    }
    m_byKey.insert(token.key, rowCount());
    ++m_counts[token.key.connectionId];
    m_rows.push_back({std::move(token), true});
}

void TokenStore::announce(RowId firstNew, const std::vector<RowId> &changedRows)
{
    if (rowCount() > firstNew)
        emit appended(firstNew, rowCount() - 1);
    if (!changedRows.empty())
        emit changed(changedRows);
}

void TokenStore::drop(RowId row)
{
    const TokenKey key = m_rows[row].token.key;
    m_byKey.remove(key);
    --m_counts[key.connectionId];
    if (const auto running = m_seen.find(key.connectionId); running != m_seen.end())
        running->remove(row);
    // The row stays as a tombstone so that ids never shift; its contents need not.
    m_rows[row].present = false;
    m_rows[row].token = Token {.key = key};
}

} // namespace work
