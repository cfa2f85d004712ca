// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

/// Every token of every connection, packed, in rows that never move. Views keep their own order of
/// row ids and read the rows they show; whoever looks at all of them takes a snapshot to the pool.

#include "domain/tokenbatch.h"
#include "work/rawarchive.h"
#include "work/rowindex.h"
#include "work/tokensnapshot.h"

#include <QHash>
#include <QObject>

#include <optional>
#include <span>
#include <vector>

namespace work {

/// What of the rows of a page had come before in the same listing.
struct Repeats
{
    int inPart = 0; ///< in the same part of the list: its pages overlap
    int inOtherParts = 0; ///< parts may share tokens

    friend bool operator==(const Repeats &, const Repeats &) = default;
};

/// GUI thread only. Signals come in batches: one per page, whatever its size.
class TokenStore final : public QObject
{
    Q_OBJECT

public:
    using QObject::QObject;

    /// Rows ever made, removed ones included: ids run from 0 to rowCount() - 1.
    RowId rowCount() const { return m_rowCount; }
    bool isPresent(RowId row) const;
    /// Unpacks the row, all but its JSON: some microseconds, for what is shown.
    domain::Token token(RowId row) const;
    /// With the JSON the vendor sent for it.
    domain::Token wholeToken(RowId row) const;
    QByteArray rawJson(RowId row) const { return m_raw.text(m_rawRefs[row]); }
    domain::TokenKey keyOf(RowId row) const;
    std::optional<RowId> find(const domain::TokenKey &key) const;
    /// Present rows of one connection / of all.
    int count(const QString &connectionId) const;
    int count() const { return m_count; }
    /// Changes whenever a row comes, changes or goes.
    quint64 revision() const { return m_revision; }

    TokenSnapshot snapshot() const;
    /// By row: whether it came in the last listing of its connection.
    std::vector<bool> listedRows() const { return {m_seen.begin(), m_seen.end()}; }

    /// Starts a listing of one connection: rows not seen until endSync() are removed by it.
    void beginSync(const QString &connectionId);
    /// Adds the new, replaces the changed, leaves the rest alone (nothing is emitted for them). A
    /// key that comes twice in one listing keeps its first row; returns how many came twice. Takes
    /// `count` rows of the batch from `first` on, so that a large one need not come in one go.
    /// part: which part of the list they are of, from 0; all from the eighth on count as one.
    Repeats merge(const domain::TokenBatch &batch, std::size_t first, std::size_t count,
        std::size_t part = 0);
    Repeats merge(const domain::TokenBatch &batch) { return merge(batch, 0, batch.size()); }
    /// complete = false keeps the rows that were not seen (a page failed, it was cancelled).
    void endSync(const QString &connectionId, bool complete);

    /// One row from a change: added or replaced.
    void put(const domain::Token &token);
    void remove(const domain::TokenKey &key);
    void removeConnection(const QString &connectionId);

    /// JSON is still being compressed, for measuring.
    bool isSettling() const { return m_raw.isBusy(); }

signals:
    void appended(work::RowId first, work::RowId last);
    void changed(const std::vector<work::RowId> &rows);
    void removed(const std::vector<work::RowId> &rows);

private:
    struct Merge;
    using SeenIn = quint8;
    struct Listing
    {
        bool isRunning = false;
        int seen = 0; ///< present rows of the connection that came in it, or by put()
        RowId expected = 0; ///< the row after the one that came last: lists keep their order
    };

    const TokenSegment &segmentOf(RowId row) const { return *m_segments[row / rowsPerSegment]; }
    TokenSegment &writableSegment(std::size_t segment);
    std::size_t placeOfConnection(const QString &connectionId);
    quint64 hashOf(std::size_t connection, std::string_view id) const;
    std::optional<RowId> find(std::size_t connection, std::string_view id, quint64 hash) const;
    bool isConnection(RowId row, std::size_t connection) const
    {
        return segmentOf(row).connection[TokenSnapshot::indexOf(row)] == connection;
    }
    quint64 digestOf(RowId row) const
    {
        return segmentOf(row).rows.digest[TokenSnapshot::indexOf(row)];
    }

    void take(Merge &merge, std::size_t batchRow);
    bool noteSeen(Merge &merge, RowId row);
    void append(Merge &merge, std::size_t batchRow, quint64 hash);
    void replace(Merge &merge, std::size_t batchRow, RowId row);
    void rebuildTexts(Merge &merge);
    void announce(const Merge &merge);
    domain::Place textPlace(Merge &merge, domain::Place inBatch);
    domain::Place grantPlace(Merge &merge, domain::Place inBatch);
    void drop(RowId row);

    std::vector<std::shared_ptr<TokenSegment>> m_segments;
    RowId m_rowCount = 0;
    RowIndex m_index;
    RawArchive m_raw;
    std::vector<RawArchive::Ref> m_rawRefs; ///< by row
    /// By row: the parts of the listing that runs in which it came, a bit each; 0 = it did not.
    std::vector<SeenIn> m_seen;

    SharedValues m_shared;
    QHash<QString, domain::Place> m_textPlaces;
    QMultiHash<std::size_t, domain::Place> m_grantPlaces; ///< by digest
    std::vector<Listing> m_listings; ///< by place of the connection

    std::vector<int> m_counts; ///< present rows, by place of the connection
    int m_count = 0;
    quint64 m_revision = 0;
};

} // namespace work
