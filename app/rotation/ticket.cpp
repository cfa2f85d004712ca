// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#include "rotation/ticket.h"

#include "work/verdict.h"

#include <QJsonArray>

#include <algorithm>

namespace rotation {

using namespace Qt::StringLiterals;
using base::Instant;
using domain::JournalAction;
using domain::JournalEntry;
using domain::JournalPhase;

namespace {

enum class Creation { None, Sent, Found, Exists };

std::optional<Instant> lastUsedOf(const JournalEntry &row)
{
    const QJsonValue value = row.details.value("lastUsed"_L1);
    if (!value.isDouble())
        return {};
    return Instant(std::chrono::milliseconds(value.toInteger()));
}

QStringList textsOf(const QJsonValue &value)
{
    QStringList texts;
    const QJsonArray array = value.toArray();
    for (const QJsonValue &one : array)
        texts.append(one.toString());
    if (value.isString())
        texts.append(value.toString());
    return texts;
}

bool isOver(JournalPhase phase)
{
    return phase == JournalPhase::Done || phase == JournalPhase::AlreadyGone
        || phase == JournalPhase::FoundDone;
}

/// Takes one row after the other; what is to be told apart only while folding stays in here.
class Folding
{
public:
    Ticket run(const std::vector<JournalEntry> &rows)
    {
        for (const JournalEntry &row : rows) {
            m_ticket.changed = row.at;
            if (row.action == JournalAction::Rotate)
                takeOwn(row);
            else if (row.action == JournalAction::Create)
                takeCreate(row);
            else
                takeChange(row);
        }
        m_ticket.stage = stage();
        return std::move(m_ticket);
    }

private:
    void begin(const JournalEntry &row)
    {
        m_ticket.id = row.operation;
        m_ticket.old = row.token;
        m_ticket.oldName = row.tokenName;
        m_ticket.connectionName = row.connectionName;
        m_ticket.vendor = row.vendor;
        m_ticket.begun = row.at;
        m_ticket.isOwn = row.details.value("own"_L1).toBool();
        m_ticket.created.connectionId = row.token.connectionId;
    }

    void takeOwn(const JournalEntry &row)
    {
        if (m_ticket.id.isEmpty())
            begin(row);
        m_ticket.days = row.details.value("days"_L1).toInt(m_ticket.days);
        if (row.phase == JournalPhase::Cancelled)
            m_ticket.isCancelled = true;
        m_isClosed = m_isClosed || domain::closes(row.action, row.phase);
        takeStep(row, row.details.value("step"_L1).toString());
    }

    void takeStep(const JournalEntry &row, const QString &word)
    {
        if (word == QLatin1StringView(step::handedOver))
            m_ticket.destinations += textsOf(row.details.value("destination"_L1));
        else if (word == QLatin1StringView(step::identified))
            m_ticket.created.remoteId = row.details.value("replacedBy"_L1).toString();
        else if (word == QLatin1StringView(step::verified))
            m_ticket.verified = row.at;
        else if (word == QLatin1StringView(step::swapped))
            takeSwap(row);
        else if (word == QLatin1StringView(step::watch))
            startWatch(row);
        else if (word == QLatin1StringView(step::used))
            takeUse(row);
        else if (word == QLatin1StringView(step::overridden))
            m_ticket.isOverridden = true;
        else if (word == QLatin1StringView(step::unused))
            m_ticket.isSaidUnused = true;
    }

    /// It was proven before that. Of a key made by hand nobody is asked whether it is stored: the
    /// keychain has it.
    void takeSwap(const JournalEntry &row)
    {
        m_ticket.swapped = m_ticket.verified = row.at;
        if (m_ticket.isByHand())
            m_ticket.stored = m_ticket.stored.value_or(row.at);
    }

    void startWatch(const JournalEntry &row)
    {
        m_ticket.watched = row.at;
        if (const auto last = lastUsedOf(row))
            m_ticket.lastUse = last;
        m_ticket.uses.clear();
        m_ticket.isOverridden = false;
        m_ticket.isSaidUnused = false;
    }

    void takeUse(const JournalEntry &row)
    {
        if (const auto last = lastUsedOf(row)) {
            m_ticket.lastUse = last;
            m_ticket.uses.push_back(*last);
        }
    }

    void takeCreate(const JournalEntry &row)
    {
        if (row.phase == JournalPhase::Intent) {
            forgetNew();
            m_ticket.creation = row.operation;
        }
        if (row.operation != m_ticket.creation)
            return; // An earlier attempt that somebody has dealt with.
        m_ticket.newName = row.tokenName;
        switch (row.phase) {
        case JournalPhase::Intent:
        case JournalPhase::Unknown:
            m_creation = Creation::Sent;
            break;
        case JournalPhase::Created:
            m_creation = Creation::Exists;
            m_ticket.created = row.token;
            break;
        case JournalPhase::FoundDone:
            m_creation = Creation::Found;
            m_ticket.found = textsOf(row.details.value("found"_L1));
            m_ticket.against = work::factsAgainst(row.details);
            m_ticket.isFoundDoubtful = row.token.remoteId.isEmpty() || !m_ticket.against.isEmpty();
            break;
        case JournalPhase::Acknowledged:
            m_ticket.stored = row.at;
            break;
        case JournalPhase::Resolved:
            takeDecision(row);
            break;
        default:
            forgetNew(); // Refused, found undone, withdrawn: there is none.
        }
    }

    void takeDecision(const JournalEntry &row)
    {
        const bool isKept = row.details.value("decision"_L1).toString() == "kept"_L1;
        if (isKept && m_ticket.hasNew())
            m_ticket.stored = row.at;
        else
            forgetNew();
    }

    /// There is no new token, or none any more.
    void forgetNew()
    {
        m_creation = Creation::None;
        m_ticket.created.remoteId.clear();
        m_ticket.newName.clear();
        m_ticket.found.clear();
        m_ticket.against.clear();
        m_ticket.isFoundDoubtful = false;
        m_ticket.destinations.clear();
        m_ticket.stored = m_ticket.verified = m_ticket.swapped = m_ticket.watched = {};
    }

    void takeChange(const JournalEntry &row)
    {
        const bool isUnanswered
            = row.phase == JournalPhase::Intent || row.phase == JournalPhase::Unknown;
        m_ticket.unanswered = isUnanswered ? std::optional(row.action) : std::nullopt;
        if (row.token == m_ticket.old)
            takeChangeOfOld(row);
        else if (row.action == JournalAction::Delete && isOver(row.phase) && m_ticket.hasNew()
            && row.token == m_ticket.created)
            forgetNew();
    }

    void takeChangeOfOld(const JournalEntry &row)
    {
        const bool isContradicted = row.phase == JournalPhase::Contradicted;
        if (!isOver(row.phase) && !isContradicted)
            return;
        switch (row.action) {
        case JournalAction::Delete:
            m_ticket.oldState = isContradicted ? m_beforeChange : OldState::Gone;
            break;
        case JournalAction::Disable:
            m_ticket.oldState = isContradicted ? OldState::Active : OldState::Disabled;
            m_beforeChange = m_ticket.oldState;
            break;
        case JournalAction::Enable:
            m_ticket.oldState = isContradicted ? OldState::Disabled : OldState::Active;
            m_beforeChange = m_ticket.oldState;
            break;
        default:
            break;
        }
    }

    Stage stage() const
    {
        if (m_isClosed)
            return Stage::Closed;
        if (m_creation == Creation::Sent || m_creation == Creation::Found)
            return Stage::Unsure;
        if (!m_ticket.hasNew())
            return Stage::Create;
        if (!m_ticket.stored || (m_ticket.isOwn && !m_ticket.swapped))
            return Stage::HandOver;
        if (m_ticket.oldState == OldState::Gone)
            return Stage::Link;
        if (!m_ticket.watched)
            return Stage::Verify;
        return m_ticket.oldState == OldState::Disabled ? Stage::Disabled : Stage::Watch;
    }

    Ticket m_ticket;
    Creation m_creation = Creation::None;
    OldState m_beforeChange = OldState::Active;
    bool m_isClosed = false;
};

} // namespace

Instant Ticket::quietSince() const
{
    const Instant start = watched.value_or(begun);
    return uses.empty() ? start : std::max(start, uses.back());
}

Ticket fold(const std::vector<JournalEntry> &rows)
{
    return Folding().run(rows);
}

bool hidesUse(const domain::Token &token)
{
    return !token.lastUsed.isKnown() && token.lastUsed.state != domain::FactState::Never;
}

Outlook outlookOf(const Ticket &ticket, const Look &look, Instant now)
{
    Outlook outlook;
    outlook.quietSince = ticket.quietSince();
    const bool isListed = look.listed && look.isComplete;
    outlook.isOldMissing = isListed && !look.old && ticket.oldState != OldState::Gone;
    outlook.isNewMissing = isListed && ticket.hasNew() && !look.isNewListed;
    const bool isHidden = look.old && hidesUse(*look.old);
    if (look.old && look.old->lastUsed.isKnown() && ticket.watched)
        outlook.quietSince = std::max(outlook.quietSince, look.old->lastUsed.value);
    outlook.due = outlook.quietSince + std::chrono::days(ticket.days);
    const bool isTimeOver = now >= outlook.due;
    outlook.needsWord = isHidden && !ticket.isSaidUnused && ticket.days > 0;
    // A use of the last days shows in a list that was made after them, in no other.
    outlook.needsLook = isTimeOver && !isHidden && ticket.days > 0
        && (!look.listed || *look.listed < outlook.due);
    outlook.isOver = ticket.isOverridden || outlook.isOldMissing
        || (isTimeOver && !outlook.needsLook && !outlook.needsWord);
    if (ticket.stage == Stage::Watch)
        outlook.isDue = outlook.isOver || (isTimeOver && outlook.needsWord);
    else
        outlook.isDue = ticket.stage == Stage::Link || ticket.stage == Stage::Disabled;
    return outlook;
}

} // namespace rotation
