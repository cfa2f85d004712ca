// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

/// The last list of every connection, kept on disk, and what changed from one list to the next. No
/// keys, no JSON of vendors. Implemented in app/store.

#include "base/clock.h"
#include "base/task.h"
#include "domain/tokenbatch.h"

#include <array>
#include <optional>
#include <vector>

namespace domain {

/// The tokens of one connection as they were listed.
struct StoredListing
{
    QString connectionId;
    base::Instant listed {};
    /// Every token came. One that is missing in an incomplete list has not vanished.
    bool isComplete = true;
    TokenBatch tokens;
};

enum class ChangeKind {
    Appeared,
    Vanished, ///< was listed, is not any more: kept as a tombstone
    Returned, ///< vanished before
    Renamed,
    GrantsBroadened, ///< may do all it could, and more
    GrantsNarrowed,
    GrantsChanged, ///< more here, less there
    StatusChanged,
    CameIntoUse, ///< used again after a long time, or for the first time
    WentIdle, ///< unused for that long now
    Redescribed,
    OwnerChanged,
    ExpiryChanged,
    AddressesChanged,
};

inline constexpr std::array allChangeKinds = {ChangeKind::Appeared, ChangeKind::Vanished,
    ChangeKind::Returned, ChangeKind::Renamed, ChangeKind::GrantsBroadened,
    ChangeKind::GrantsNarrowed, ChangeKind::GrantsChanged, ChangeKind::StatusChanged,
    ChangeKind::CameIntoUse, ChangeKind::WentIdle, ChangeKind::Redescribed,
    ChangeKind::OwnerChanged, ChangeKind::ExpiryChanged, ChangeKind::AddressesChanged};

/// Stable English word: "appeared", "grants-broadened" ...
QString changeKindId(ChangeKind kind);
std::optional<ChangeKind> changeKindFromId(const QString &id);

/// One token, one difference between two lists.
struct TokenChange
{
    qint64 sequence = 0;
    TokenKey token;
    QString tokenName; ///< after the change
    ChangeKind kind = ChangeKind::Appeared;
    base::Instant noticed {}; ///< when the later list was made
    base::Instant previous {}; ///< when the earlier one was: it happened between the two
    QString before; ///< raw text: a name, a status, grants one a line; a time as ISO 8601 in UTC
    QString after;
};

struct SyncReport
{
    QString connectionId;
    /// Nothing was known of this connection: that all its tokens are new says nothing.
    bool isFirst = false;
    std::optional<base::Instant> previous; ///< when the list before was made
    std::array<int, allChangeKinds.size()> counts {};

    int count(ChangeKind kind) const { return counts[static_cast<std::size_t>(kind)]; }
};

/// A token that is not listed any more, with all that would be needed to make another like it.
struct Tombstone
{
    Token token;
    base::Instant firstSeen {};
    base::Instant lastSeen {}; ///< the last list it was in
    base::Instant vanished {}; ///< the first list it was not in
};

struct ChangeQuery
{
    std::optional<base::Instant> since;
    std::optional<base::Instant> until;
    std::optional<TokenKey> token;
    QString connectionId;
    qint64 before = 0; ///< only smaller sequences; 0 = from the newest
    int limit = 1000;
};

/// GUI thread only; the work is done on a thread of its own, in the order of the calls.
class Inventory
{
public:
    virtual ~Inventory() = default;

    /// The last list of every connection.
    virtual base::Task<std::vector<StoredListing>> load() = 0;
    /// Compares with the list before, keeps what changed and this list, all or none.
    virtual base::Task<SyncReport> sync(StoredListing listing) = 0;
    /// Newest first.
    virtual base::Task<std::vector<TokenChange>> changes(ChangeQuery query) = 0;
    /// Newest first; of all connections when the id is empty.
    virtual base::Task<std::vector<Tombstone>> tombstones(QString connectionId) = 0;
    /// Everything about a connection, its history too.
    virtual base::Task<base::Unit> forget(QString connectionId) = 0;
};

} // namespace domain
