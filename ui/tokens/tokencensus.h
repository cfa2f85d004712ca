// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

/// Counts what kinds of tokens there are among many: a few at once, a million in slices between
/// which the window goes on.

#include "base/clock.h"
#include "work/rowsort.h"
#include "work/tokenstore.h"

#include <QHash>
#include <QTimer>

#include <map>

namespace tokens {

struct TokenCounts
{
    int tokens = 0;
    int recent = 0; ///< known to be used within seven days
    int own = 0; ///< this console signs in with them
    std::map<domain::TokenStatus, int> byStatus;
    QHash<QString, int> byConnection;
};

class TokenCensus final : public QObject
{
    Q_OBJECT

public:
    /// The store must outlive this.
    explicit TokenCensus(const work::TokenStore &store, QObject *parent = nullptr);

    /// Ends in counted(), within this call if the rows are few. A count that runs is given up.
    void count(work::RowOrder rows, base::Instant now);
    void cancel();
    bool isRunning() const { return m_slices.isActive(); }
    /// Of the last count that came to its end.
    const TokenCounts &counts() const { return m_counts; }

signals:
    void counted();

private:
    void goOn();
    void take(work::RowId row);

    const work::TokenStore &m_store;
    QTimer m_slices;
    work::RowOrder m_rows;
    qsizetype m_next = 0;
    work::TokenSnapshot m_snapshot;
    std::vector<int> m_byConnection; ///< by place in the snapshot
    base::Instant m_now {};
    TokenCounts m_running;
    TokenCounts m_counts;
};

} // namespace tokens
