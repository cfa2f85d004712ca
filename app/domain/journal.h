// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

/// What this program did, or set out to do, to tokens: written before anything is sent, so that a
/// lost answer or a crash loses nothing. Append-only; never holds a key. Implemented in app/store.

#include "base/clock.h"
#include "base/task.h"
#include "domain/token.h"
#include "domain/vendor.h"

#include <QJsonObject>

#include <array>
#include <optional>
#include <vector>

namespace domain {

enum class JournalAction {
    Create,
    Edit,
    Enable,
    Disable,
    Delete,
    Job, ///< a bulk job as a whole: its group is its own operation
    Rotate, ///< a rotation ticket as a whole: likewise
    Connection, ///< a connection was added, changed or removed
    Plan, ///< a plan for a second admin was saved (`plan`, `second`, `job`, `count`)
    Journal, ///< the journal itself: begun anew after it was damaged (`file`, `head`, `count`)
};

inline constexpr std::array allJournalActions = {JournalAction::Create, JournalAction::Edit,
    JournalAction::Enable, JournalAction::Disable, JournalAction::Delete, JournalAction::Job,
    JournalAction::Rotate, JournalAction::Connection, JournalAction::Plan, JournalAction::Journal};

/// Where an operation stands after a row. A row is never changed: the last one of an operation
/// counts.
enum class JournalPhase {
    Planned, ///< chosen, not sent: an item of a job, or a deletion that waits (`due`)
    Intent, ///< about to be sent: without another row it may or may not have happened (ONE-01)
    Done, ///< the vendor says that it happened
    Created, ///< the token exists, nobody has said that its key is stored (ONE-02)
    Acknowledged, ///< "I have stored this key"
    AlreadyGone, ///< deleted before by somebody else, or by an earlier attempt of ours
    Refused, ///< a definite no: nothing happened
    Unknown, ///< no answer: it may have happened (ONE-03)
    FoundDone, ///< a look at the vendor shows that it happened; for Create: `found` has the ids
    FoundUndone, ///< a look at the vendor shows that it did not happen
    Contradicted, ///< the vendor said "done", a look shows that it was not
    Skipped, ///< never sent, and will not be
    Cancelled, ///< withdrawn by the admin before it was sent
    Resolved, ///< the admin has decided what to do about it (`decision`)
    Step, ///< a job or ticket went on (`step`)
};

inline constexpr std::array allJournalPhases = {JournalPhase::Planned, JournalPhase::Intent,
    JournalPhase::Done, JournalPhase::Created, JournalPhase::Acknowledged,
    JournalPhase::AlreadyGone, JournalPhase::Refused, JournalPhase::Unknown,
    JournalPhase::FoundDone, JournalPhase::FoundUndone, JournalPhase::Contradicted,
    JournalPhase::Skipped, JournalPhase::Cancelled, JournalPhase::Resolved, JournalPhase::Step};

/// Stable English words: "create", "found-undone" ...
QString journalActionId(JournalAction action);
QString journalPhaseId(JournalPhase phase);
std::optional<JournalAction> journalActionFromId(const QString &id);
std::optional<JournalPhase> journalPhaseFromId(const QString &id);

/// Whether nothing is left to be done about an operation after a row of this phase.
bool closes(JournalAction action, JournalPhase phase);

/// Names that a row's details may have. A store refuses others: so there is no place where a key
/// could slip in unseen.
const QStringList &journalDetailNames();

struct JournalEntry
{
    QString operation; ///< UUID; the rows of one change share it
    QString group; ///< operation of the job or ticket it belongs to; empty = none
    JournalAction action = JournalAction::Create;
    JournalPhase phase = JournalPhase::Intent;
    base::Instant at {};
    QString person; ///< who was signed in to the computer
    QString origin; ///< "window", "cli"
    QString run; ///< UUID of the program's run that wrote the row
    TokenKey token; ///< remoteId is empty before a token exists
    QString tokenName;
    QString connectionName;
    Vendor vendor = Vendor::Mist;
    QJsonObject details; ///< facts by journalDetailNames(); never a key

    friend bool operator==(const JournalEntry &, const JournalEntry &) = default;
};

struct JournalRecord
{
    qint64 sequence = 0; ///< from 1, without gaps
    JournalEntry entry;
    QByteArray hash; ///< SHA-256 over the hash before it and this row
};

/// What of the journal to read, newest first.
struct JournalQuery
{
    qint64 before = 0; ///< only rows with a smaller sequence; 0 = from the newest
    int limit = 500;
    std::optional<TokenKey> token;
    QString connectionId;
    QString operation;
    QString group;
    std::optional<JournalAction> action;
    std::optional<base::Instant> since;
    std::optional<base::Instant> until;
    QString words; ///< in names, persons and details, any case
};

struct JournalCheck
{
    qint64 rows = 0;
    bool isWhole = true;
    qint64 firstBad = 0; ///< sequence of the first row that does not fit
    QString problem; ///< English: what does not fit
    QByteArray head; ///< hash of the last row
};

/// GUI thread only; the work is done on a thread of its own, in the order of the calls.
class Journal
{
public:
    virtual ~Journal() = default;

    /// All rows or none; on disk, and flushed, when it succeeds. LocalFile when it cannot be
    /// written: disk full, read-only, damaged, or another program writes to it for too long.
    /// Invalid for a name in details that is not allowed.
    virtual base::Task<std::vector<JournalRecord>> append(std::vector<JournalEntry> entries) = 0;
    virtual base::Task<std::vector<JournalRecord>> read(JournalQuery query) = 0;
    /// Every row of every operation that nothing has closed, oldest first.
    virtual base::Task<std::vector<JournalRecord>> readOpen() = 0;
    /// Goes through the chain from the first row to the last.
    virtual base::Task<JournalCheck> verify() = 0;
};

} // namespace domain
