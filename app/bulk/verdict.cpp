// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#include "bulk/verdict.h"

namespace bulk {

using base::ErrorKind;
using domain::JournalPhase;
using domain::TokenStatus;

Verdict verdictOn(const base::Error &error)
{
    switch (error.kind) {
    case ErrorKind::NotFound:
        return Verdict::AlreadyGone;
    case ErrorKind::RateLimited:
        return Verdict::WaitAsked;
    case ErrorKind::Offline:
        return Verdict::WaitOffline;
    case ErrorKind::Forbidden:
        return Verdict::StopsAndRefused;
    case ErrorKind::Unauthorized:
    case ErrorKind::Tls:
    case ErrorKind::ForbiddenHost:
    case ErrorKind::VaultLocked:
    case ErrorKind::VaultMissing:
    case ErrorKind::VaultUnavailable:
    case ErrorKind::VaultDenied:
    case ErrorKind::VaultUnusable:
        return Verdict::Stops;
    case ErrorKind::Cancelled:
    case ErrorKind::Timeout:
    case ErrorKind::UnexpectedRedirect:
    case ErrorKind::VendorFault:
    case ErrorKind::UnexpectedReply:
    case ErrorKind::OutcomeUnknown:
        return Verdict::Unknown;
    case ErrorKind::Conflict:
    case ErrorKind::Contradicted:
    case ErrorKind::Invalid:
    case ErrorKind::Unsupported:
    case ErrorKind::LocalFile:
        return Verdict::Refused;
    }
    return Verdict::Unknown;
}

Sight sightOf(Deed deed, const std::optional<domain::Token> &listed, bool isWholeList)
{
    const bool isGone = !listed || listed->status == TokenStatus::Deleted;
    if (!listed && !isWholeList)
        return Sight::CannotTell;
    if (deed == Deed::Delete)
        return isGone ? Sight::AsWanted : Sight::NotAsWanted;
    if (isGone) // Disabled enough, but not enabled.
        return deed == Deed::Disable ? Sight::AsWanted : Sight::NotAsWanted;
    switch (listed->status) {
    case TokenStatus::Active:
        return deed == Deed::Enable ? Sight::AsWanted : Sight::NotAsWanted;
    case TokenStatus::Disabled:
        return deed == Deed::Disable ? Sight::AsWanted : Sight::NotAsWanted;
    default:
        return Sight::CannotTell;
    }
}

Finding findingOf(const Item &item, Sight sight)
{
    const Finding same {item.state, false, {}};
    if (sight == Sight::CannotTell)
        return same;
    const bool isWanted = sight == Sight::AsWanted;
    switch (item.state) {
    case ItemState::Done:
        return isWanted ? Finding {ItemState::Done, true, {}}
                        : Finding {ItemState::Contradicted, true, JournalPhase::Contradicted};
    case ItemState::AlreadyGone:
        return isWanted ? Finding {ItemState::AlreadyGone, true, {}}
                        : Finding {ItemState::Contradicted, true, JournalPhase::Contradicted};
    case ItemState::Unknown:
        return isWanted ? Finding {ItemState::Done, true, JournalPhase::FoundDone}
                        : Finding {ItemState::Failed, true, JournalPhase::FoundUndone};
    case ItemState::Failed:
        // Refused after an attempt whose answer was lost: that attempt had done it.
        if (isWanted && item.isInDoubt)
            return {ItemState::Done, true, JournalPhase::FoundDone};
        return {ItemState::Failed, !isWanted, {}};
    case ItemState::Queued:
    case ItemState::Sent:
    case ItemState::Skipped:
    case ItemState::Contradicted:
        break;
    }
    return same;
}

} // namespace bulk
