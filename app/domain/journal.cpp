// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#include "domain/journal.h"

namespace domain {

using namespace Qt::StringLiterals;

QString journalActionId(JournalAction action)
{
    switch (action) {
    case JournalAction::Create:
        return u"create"_s;
    case JournalAction::Edit:
        return u"edit"_s;
    case JournalAction::Enable:
        return u"enable"_s;
    case JournalAction::Disable:
        return u"disable"_s;
    case JournalAction::Delete:
        return u"delete"_s;
    case JournalAction::Job:
        return u"job"_s;
    case JournalAction::Rotate:
        return u"rotate"_s;
    case JournalAction::Connection:
        return u"connection"_s;
    case JournalAction::Plan:
        return u"plan"_s;
    case JournalAction::Journal:
        return u"journal"_s;
    }
    return {};
}

QString journalPhaseId(JournalPhase phase)
{
    switch (phase) {
    case JournalPhase::Planned:
        return u"planned"_s;
    case JournalPhase::Intent:
        return u"intent"_s;
    case JournalPhase::Done:
        return u"done"_s;
    case JournalPhase::Created:
        return u"created"_s;
    case JournalPhase::Acknowledged:
        return u"acknowledged"_s;
    case JournalPhase::AlreadyGone:
        return u"already-gone"_s;
    case JournalPhase::Refused:
        return u"refused"_s;
    case JournalPhase::Unknown:
        return u"unknown"_s;
    case JournalPhase::FoundDone:
        return u"found-done"_s;
    case JournalPhase::FoundUndone:
        return u"found-undone"_s;
    case JournalPhase::Contradicted:
        return u"contradicted"_s;
    case JournalPhase::Skipped:
        return u"skipped"_s;
    case JournalPhase::Cancelled:
        return u"cancelled"_s;
    case JournalPhase::Resolved:
        return u"resolved"_s;
    case JournalPhase::Step:
        return u"step"_s;
    }
    return {};
}

std::optional<JournalAction> journalActionFromId(const QString &id)
{
    for (const JournalAction action : allJournalActions) {
        if (journalActionId(action) == id)
            return action;
    }
    return {};
}

std::optional<JournalPhase> journalPhaseFromId(const QString &id)
{
    for (const JournalPhase phase : allJournalPhases) {
        if (journalPhaseId(phase) == id)
            return phase;
    }
    return {};
}

bool closes(JournalAction action, JournalPhase phase)
{
    switch (phase) {
    case JournalPhase::Planned:
    case JournalPhase::Intent:
    case JournalPhase::Created:
    case JournalPhase::Unknown:
    case JournalPhase::Step:
        return false;
    case JournalPhase::FoundDone:
        return action != JournalAction::Create; // Its key was never seen: somebody has to decide.
    case JournalPhase::Done:
    case JournalPhase::Acknowledged:
    case JournalPhase::AlreadyGone:
    case JournalPhase::Refused:
    case JournalPhase::FoundUndone:
    case JournalPhase::Contradicted:
    case JournalPhase::Skipped:
    case JournalPhase::Cancelled:
    case JournalPhase::Resolved:
        return true;
    }
    return true;
}

const QStringList &journalDetailNames()
{
    static const QStringList names {
        u"after"_s, // what an edit wanted, by field
        u"against"_s, // of `found`, by id: what speaks against it being ours, e.g. "used"
        u"answered"_s, // true: the vendor's answer to a create came, and its key with it
        u"attempt"_s, // how often it was sent
        u"before"_s, // what was there before an edit, by field
        u"count"_s, // items of a job
        u"creators"_s, // as whom the vendor's list may name who creates with this credential
        u"created"_s, // milliseconds since 1970: when the vendor says a token was made
        u"days"_s, // how long a rotation watches the old token
        u"decision"_s, // "kept", "deleted", "replaced"
        u"destination"_s, // where a new key went: "clipboard", "file", "env-file", "keychain"
        u"detail"_s, // our own technical words
        u"due"_s, // milliseconds since 1970: when a planned deletion fires
        u"file"_s, // name of a damaged journal that was set aside
        u"found"_s, // ids of tokens that may be the one that was created
        u"grantIds"_s, // the same as `grants` by raw names
        u"grants"_s, // what a new token may do, as texts
        u"head"_s, // of a damaged journal: hash of the last row up to which it was whole
        u"httpStatus"_s,
        u"job"_s, // what a job does: "disable", "enable", "delete"
        u"kind"_s, // of a new token: "account", "organisation", "user"
        u"known"_s, // ids of tokens of the same name before a create
        u"lastUsed"_s, // milliseconds since 1970: last use of a token as its vendor told it
        u"lifetime"_s, // seconds
        u"maker"_s, // of a plan for a second admin: who made it
        u"mark"_s, // the characters that were added to a new name to know it by
        u"own"_s, // true: it is about the credential that Tokendesk signs in with
        u"plan"_s, // of a plan for a second admin: SHA-256 in hex
        u"reason"_s, // base::errorKindName
        u"replacedBy"_s, // id of the token that took over
        u"replaces"_s, // id of the token that this one takes over from
        u"requestId"_s,
        u"second"_s, // of a plan for a second admin: who its maker says will carry it out
        u"step"_s, // of a rotation or job
        u"words"_s, // the vendor's, redacted
    };
    return names;
}

} // namespace domain
