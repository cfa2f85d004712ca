// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

/// What is known of a selection before anything is sent: the review page as data, what has to be
/// typed before it goes, and the plan that a job freezes. Pure but for the functions that take a
/// desk.

#include "base/task.h"
#include "bulk/item.h"
#include "domain/vendor.h"

#include <map>
#include <vector>

namespace work {
class Desk;
} // namespace work

namespace bulk {

/// Used within this time: ticked by hand only.
inline constexpr std::chrono::hours recentUse {7 * 24};
/// A list older than this is made anew before it is decided upon.
inline constexpr std::chrono::seconds freshList {60};

enum class Use {
    Recent, ///< within recentUse, or after now
    Earlier,
    Never, ///< the vendor says so
    Unknown, ///< the vendor does not say: it may be used at this moment
};

Use useOf(const domain::TimeFact &lastUsed, base::Instant now);

/// Why a token cannot be chosen.
enum class Lock {
    None,
    OwnCredential, ///< Tokendesk signs in with it, and it was not chosen explicitly
    CannotDo, ///< the vendor has no such call here
    Barrier, ///< changes of this connection wait for something else
    NotListed, ///< the last list does not have it
    AlreadySo, ///< disabled, enabled or deleted already
    NoConnection, ///< not open
    NotHere, ///< of a plan: no connection has its organisation, whose id is the reason
};

/// How a token differs from what a plan of another admin says of it.
enum class Drift {
    None,
    Renamed,
    Remade, ///< created at another time
};

/// What the review knows of a connection.
struct ConnectionFacts
{
    QString name;
    QString organisation; ///< by name; empty = the connection's name stands for it
    domain::Vendor vendor = domain::Vendor::Mist;
    domain::Capabilities capabilities;
    bool isOpen = true;
    std::optional<base::Instant> listed; ///< when the last list was made
    int tokens = 0; ///< that it lists, active or not
    QString barrier; ///< English: why no change may be sent now; empty = none
};

struct Candidate
{
    domain::TokenKey key;
    std::optional<domain::Token> token; ///< nothing = not listed
};

struct ReviewRow
{
    domain::TokenKey key;
    QString name;
    QString connectionName;
    domain::Vendor vendor = domain::Vendor::Mist;
    domain::TokenStatus status = domain::TokenStatus::Unknown;
    domain::TimeFact lastUsed;
    Use use = Use::Unknown;
    std::optional<base::Instant> created;
    bool isOwn = false;
    bool isTicked = false;
    Lock lock = Lock::None;
    QString reason; ///< English, the vendor's or the connection's: why it is locked
    /// Where a deletion could be a disabling first.
    bool canDisable = false;
    bool isReversible = false; ///< the deed has its way back
    Drift drift = Drift::None;
    QString plannedName; ///< in a plan of another admin
};

struct Review
{
    Deed deed = Deed::Delete;
    std::vector<ReviewRow> rows; ///< in the order of the selection
    std::map<QString, ConnectionFacts> connections;

    struct Totals
    {
        std::array<int, domain::allVendors.size()> perVendor {};
        int ticked = 0;
        int locked = 0;
        int recent = 0; ///< used within recentUse
        int unknownUse = 0;
        int notListed = 0;
        int canDisable = 0;
        bool hasOwn = false;
        std::optional<base::Instant> oldestUse;
        std::optional<base::Instant> newestUse;
    };
    /// Of every row / of those that are ticked.
    Totals totals() const;
    Totals chosen() const;
};

/// includesOwn: the own credential was chosen by itself, knowing what follows (BULK-04).
Review review(Deed deed, const std::vector<Candidate> &selection,
    std::map<QString, ConnectionFacts> connections, base::Instant now, bool includesOwn = false);
/// The same, of what a desk knows now; the work is done in the pool.
base::Task<Review> review(work::Desk &desk, Deed deed, std::vector<domain::TokenKey> selection,
    base::Instant now, bool includesOwn = false);
/// Connections whose list has to be made anew before it is decided upon (BULK-02): it is older than
/// freshList, or was never made.
QStringList staleOf(const std::map<QString, ConnectionFacts> &connections, base::Instant now);
/// The same for those of a selection.
QStringList staleOf(
    work::Desk &desk, const std::vector<domain::TokenKey> &selection, base::Instant now);

/// What must be typed before it goes: the stricter of both rules in README.md.
struct Gate
{
    bool asksCount = false; ///< the deed and the count, as "delete 37"; never pasted
    int count = 0;
    /// Of organisations, as typed (base/typedtext.h), each to be typed or pasted as well. One that
    /// nobody can type is replaced by the connection's name, or else by the count.
    QStringList names;
    bool isOpen() const { return !asksCount && names.isEmpty(); }
};

Gate gateOf(const Review &review);

/// Of a plan that another admin made, for the journal (BULK-11).
struct PlanSeal
{
    QString hash; ///< SHA-256 in hex
    QString maker;

    friend bool operator==(const PlanSeal &, const PlanSeal &) = default;
};

/// A selection, frozen (BULK-01): what is sorted, filtered or listed afterwards does not change it.
struct Plan
{
    Deed deed = Deed::Delete;
    struct Row
    {
        domain::TokenKey key;
        QString name;
        std::optional<base::Instant> created;
        bool isOwn = false;
    };
    std::vector<Row> rows;
    bool includesOwn = false;
    std::optional<PlanSeal> seal; ///< what it came from, if another admin made it
};

/// The ticked rows that are not locked; the own credential last.
Plan planOf(const Review &review);

} // namespace bulk
