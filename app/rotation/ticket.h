// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

/// A rotation with an overlap, for vendors that have none: what the journal's rows of one ticket
/// add up to, and what that means now. Pure.

#include "domain/journal.h"

#include <optional>
#include <vector>

namespace rotation {

/// What comes next.
enum class Stage {
    Create, ///< the replacement is to be created
    Unsure, ///< it was sent, and nobody knows whether there is one; or one was found without a key
    HandOver, ///< it exists, and nobody has said that its key is stored
    Verify, ///< its key may be tried, once, on request
    Watch, ///< the old token's last use has to stay as it is
    Disabled, ///< the old token is disabled and can be deleted, or enabled again
    Link, ///< the old token is gone; both are to be noted down as belonging together
    Closed,
};

enum class OldState { Active, Disabled, Gone };

/// Words of the detail "step" of a ticket's own rows.
namespace step {
inline constexpr char begun[] = "begun"; ///< days, own
inline constexpr char days[] = "days";
inline constexpr char handedOver[] = "handed-over"; ///< destination
inline constexpr char identified[] = "identified"; ///< replacedBy: the id is known at last
inline constexpr char verified[] = "verified";
inline constexpr char unverified[] = "unverified"; ///< the admin went on without
inline constexpr char swapped[] = "swapped"; ///< Tokendesk signs in with the new one
inline constexpr char watch[] = "watch"; ///< lastUsed, if known: the count starts
inline constexpr char used[] = "used"; ///< lastUsed: the old one was used; the count starts again
inline constexpr char overridden[] = "overridden"; ///< the admin does not wait any longer
inline constexpr char unused[] = "unused"; ///< the admin says that nothing uses the old one
} // namespace step

struct Ticket
{
    QString id;
    domain::TokenKey old;
    QString oldName;
    QString connectionName;
    domain::Vendor vendor = domain::Vendor::Mist;
    base::Instant begun {};
    base::Instant changed {};
    bool isOwn = false; ///< Tokendesk itself signs in with the old one
    int days = 7; ///< 0 = nothing to wait for

    Stage stage = Stage::Create;
    OldState oldState = OldState::Active;
    QString creation; ///< operation of the create that counts
    domain::TokenKey created; ///< remoteId is empty until there is one
    QString newName;
    QStringList found; ///< ids of what a lost create may have left behind
    bool isFoundDoubtful = false; ///< it may be somebody else's
    QStringList against; ///< what speaks against it being ours, in words of work::against
    QStringList destinations; ///< where the key went
    std::optional<base::Instant> stored;
    std::optional<base::Instant> swapped;
    std::optional<base::Instant> verified;
    std::optional<base::Instant> watched; ///< since when; nothing = not begun
    std::optional<base::Instant> lastUse; ///< of the old one, as far as it was noted
    std::vector<base::Instant> uses; ///< while it was watched
    bool isOverridden = false;
    bool isSaidUnused = false;
    bool isCancelled = false;
    /// Sent without an answer, about a token that exists.
    std::optional<domain::JournalAction> unanswered;

    /// CSP lets no call create a token with what Tokendesk's own may do: an admin does it there.
    bool isByHand() const { return isOwn && vendor == domain::Vendor::Csp; }
    bool hasNew() const { return !created.remoteId.isEmpty(); }
    /// The count runs from here: the start of the watch, or the last use noted since.
    base::Instant quietSince() const;
};

/// Rows in the order they were written: the ticket's own and those of its group.
Ticket fold(const std::vector<domain::JournalEntry> &rows);

/// What a list of tokens says at the moment.
struct Look
{
    std::optional<domain::Token> old; ///< nothing = not in the list
    bool isNewListed = false;
    bool isNewTracked = false; ///< CSP: its value is in the vault
    std::optional<base::Instant> listed; ///< when a list came to its end in this run
    bool isComplete = false; ///< what is not in that list is not at the vendor
};

struct Outlook
{
    base::Instant quietSince {}; ///< with what the list says and no row does yet
    base::Instant due {}; ///< when the watch has lasted long enough
    bool isOver = false; ///< it has: the old token may go
    bool needsLook = false; ///< the time is over, but no list was made since
    bool needsWord = false; ///< the vendor reports no last use: the admin has to say so
    bool isOldMissing = false; ///< somebody else deleted it
    bool isNewMissing = false;
    /// Something waits for a click that nothing stands in the way of.
    bool isDue = false;
};

/// Whether a vendor says nothing of when a token was used.
bool hidesUse(const domain::Token &token);
Outlook outlookOf(const Ticket &ticket, const Look &look, base::Instant now);

} // namespace rotation
