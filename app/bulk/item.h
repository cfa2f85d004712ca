// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

/// What a job does to a token, and where each of its tokens stands.

#include "base/error.h"
#include "domain/capabilities.h"
#include "domain/journal.h"
#include "domain/token.h"

#include <array>
#include <optional>

namespace bulk {

enum class Deed { Disable, Enable, Delete };

inline constexpr std::array allDeeds = {Deed::Disable, Deed::Enable, Deed::Delete};

/// Stable English word: "disable", "enable", "delete".
QString deedId(Deed deed);
std::optional<Deed> deedFromId(const QString &id);
domain::Operation operationOf(Deed deed);
domain::JournalAction actionOf(Deed deed);

enum class ItemState {
    Queued, ///< not sent, or to be sent again
    Sent, ///< its intent is on disk: it is on its way, or no answer came yet
    Done, ///< the vendor says so
    AlreadyGone, ///< somebody else deleted it, or an earlier attempt of ours whose answer was lost
    Failed, ///< a definite no, or a look at the list shows that nothing happened
    Unknown, ///< asked several times, no answer: it may have happened
    Skipped, ///< never sent, and will not be
    Contradicted, ///< the vendor said "done", a look at the list shows that it was not
};

inline constexpr std::array allItemStates
    = {ItemState::Queued, ItemState::Sent, ItemState::Done, ItemState::AlreadyGone,
        ItemState::Failed, ItemState::Unknown, ItemState::Skipped, ItemState::Contradicted};

/// Stable English word: "queued", "already-gone" ...
QString itemStateId(ItemState state);
/// Nothing more happens to it in this job.
bool isFinal(ItemState state);

struct Item
{
    QString operation; ///< in the journal
    domain::TokenKey key;
    QString name; ///< as it was when the job was planned
    ItemState state = ItemState::Queued;
    int attempts = 0; ///< calls that were sent
    bool isVerified = false; ///< a list made afterwards agrees
    bool isOwn = false; ///< Tokendesk's own credential: goes last
    bool isClosed = false; ///< its operation is, by a look at an earlier start; it is open here
    bool isInDoubt = false; ///< an attempt had no answer: it may have happened
    std::optional<base::Instant> created; ///< tells it from another token that got its id
    std::optional<base::Error> error; ///< of the last attempt

    const QString &connectionId() const { return key.connectionId; }
};

/// How many items are in each state.
class Counts final
{
public:
    int operator[](ItemState state) const { return m_counts[static_cast<std::size_t>(state)]; }
    int total() const;
    /// Nothing more happens to these.
    int ended() const;
    /// Those worth trying again: failed, unknown, contradicted.
    int troubled() const;
    void add(ItemState state, int count = 1) { m_counts[static_cast<std::size_t>(state)] += count; }

    friend bool operator==(const Counts &, const Counts &) = default;

private:
    std::array<int, allItemStates.size()> m_counts {};
};

} // namespace bulk
