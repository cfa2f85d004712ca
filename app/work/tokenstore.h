// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

/// Every token of every connection, in rows that never move. Views keep their own order of row ids.

#include "domain/token.h"

#include <QHash>
#include <QObject>
#include <QSet>

#include <optional>
#include <vector>

namespace work {

using RowId = quint32;

/// GUI thread only. Signals come in batches: one per page, whatever its size.
class TokenStore final : public QObject
{
    Q_OBJECT

public:
    using QObject::QObject;

    /// Rows ever made, removed ones included: ids run from 0 to rowCount() - 1.
    RowId rowCount() const { return static_cast<RowId>(m_rows.size()); }
    bool isPresent(RowId row) const { return row < m_rows.size() && m_rows[row].present; }
    const domain::Token &at(RowId row) const { return m_rows[row].token; }
    std::optional<RowId> find(const domain::TokenKey &key) const;
    /// Present rows of one connection / of all.
    int count(const QString &connectionId) const { return m_counts.value(connectionId); }
    int count() const;

    /// Starts a listing of one connection: rows not seen until endSync() are removed by it.
    void beginSync(const QString &connectionId);
    /// Adds the new, replaces the changed, leaves the rest alone (nothing is emitted for them). A
    /// key that comes twice in one listing keeps its first row; returns how many came twice.
    int merge(const QString &connectionId, std::vector<domain::Token> tokens);
    /// complete = false keeps the rows that were not seen (a page failed, it was cancelled).
    void endSync(const QString &connectionId, bool complete);

    /// One row from a change: added or replaced.
    void put(domain::Token token);
    void remove(const domain::TokenKey &key);
    void removeConnection(const QString &connectionId);

signals:
    void appended(work::RowId first, work::RowId last);
    void changed(const std::vector<work::RowId> &rows);
    void removed(const std::vector<work::RowId> &rows);

private:
    struct Row
    {
        domain::Token token;
        bool present = true;
    };
    /// Takes the token in; notes the row as changed or leaves it to be announced as appended.
    void take(domain::Token &&token, std::vector<RowId> &changedRows);
    void announce(RowId firstNew, const std::vector<RowId> &changedRows);
    void drop(RowId row);

    std::vector<Row> m_rows;
    QHash<domain::TokenKey, RowId> m_byKey;
    QHash<QString, int> m_counts;
    QHash<QString, QSet<RowId>> m_seen; ///< per running listing
};

} // namespace work
