// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#include "work/reconcile.h"

#include "work/namesakes.h"
#include "work/tokenstore.h"
#include "work/verdict.h"

#include <QJsonArray>

#include <algorithm>

namespace work {

using namespace Qt::StringLiterals;
using base::Result;
using base::Unit;
using domain::JournalAction;
using domain::JournalPhase;
using domain::JournalRecord;

namespace {

/// After this long no vendor's list lags behind any more.
constexpr auto longAgo = std::chrono::minutes(10);
constexpr auto clockSlack = std::chrono::minutes(10);
constexpr int mostRowsRead = 5000;

QStringList foundIds(const OpenOperation &create)
{
    return create.details.value("found"_L1).toVariant().toStringList();
}

QJsonObject toJson(const QMap<QString, QStringList> &against)
{
    QJsonObject json;
    for (auto it = against.begin(); it != against.end(); ++it)
        json.insert(it.key(), QJsonArray::fromStringList(it.value()));
    return json;
}

} // namespace

Reconciler::Reconciler(Logbook &log, const TokenStore &store, const base::Clock &clock,
    ListAgain listAgain, QObject *parent)
    : QObject(parent)
    , m_log(log)
    , m_store(store)
    , m_clock(clock)
    , m_listAgain(std::move(listAgain))
{
}

void Reconciler::watch(const QString &operation)
{
    const OpenOperation *open = m_log.find(operation);
    if (!open)
        return;
    m_watched[operation] = std::chrono::steady_clock::now();
    lookLater(open->token.connectionId, m_watched[operation]);
    if (open->action == JournalAction::Create)
        emit createWatched();
}

void Reconciler::takeListing(const QString &connectionId, Moment begun, bool provesAbsence)
{
    m_lists[connectionId] = {begun, provesAbsence};
    examine(connectionId);
}

void Reconciler::examineAll()
{
    for (const auto &[connectionId, list] : m_lists)
        examine(connectionId);
}

void Reconciler::examine(const QString &connectionId)
{
    const List list = m_lists.at(connectionId);
    std::vector<OpenOperation> concerned;
    for (const auto &[id, operation] : m_log.open()) {
        if (operation.token.connectionId != connectionId)
            continue;
        if (concerns(operation, list))
            concerned.push_back(operation);
        else if (const auto left = mayLast(operation); left > std::chrono::milliseconds(0))
            lookLater(connectionId, std::chrono::steady_clock::now() + left);
    }
    for (const OpenOperation &operation : concerned)
        judge(operation, list);
}

bool Reconciler::concerns(const OpenOperation &operation, const List &list) const
{
    if (m_busy.contains(operation.id))
        return false;
    const auto watched = m_watched.find(operation.id);
    if (watched != m_watched.end())
        return watched->second <= list.begun;
    if (operation.phase == JournalPhase::FoundDone)
        return true;
    if (operation.run == m_log.run())
        return false; // On its way, or in its dialog.
    return mayLast(operation) <= std::chrono::milliseconds(0);
}

std::chrono::milliseconds Reconciler::mayLast(const OpenOperation &operation) const
{
    if (operation.run == m_log.run() || operation.origin == m_patience.endedOrigin)
        return std::chrono::milliseconds(0);
    // Never longer than that, wherever the clock was when the row was written.
    return std::min(operation.changed + m_patience.strangers - m_clock.now(), m_patience.strangers);
}

void Reconciler::judge(const OpenOperation &operation, const List &list)
{
    const bool isOpen
        = operation.phase == JournalPhase::Intent || operation.phase == JournalPhase::Unknown;
    switch (operation.action) {
    case JournalAction::Create:
        if (operation.phase == JournalPhase::FoundDone)
            judgeFound(operation, list);
        else if (operation.phase == JournalPhase::Created && !operation.token.remoteId.isEmpty())
            judgeMade(operation, list);
        else if (isOpen || operation.phase == JournalPhase::Created)
            search(operation, list);
        break;
    case JournalAction::Delete:
    case JournalAction::Disable:
    case JournalAction::Enable:
    case JournalAction::Edit:
        // What belongs to a job or a ticket is taken up by it, as long as that is open itself.
        if (isOpen && (operation.group.isEmpty() || !m_log.find(operation.group)))
            judgeChange(operation, list);
        break;
    case JournalAction::Job:
    case JournalAction::Rotate:
    case JournalAction::Connection:
    case JournalAction::Plan:
    case JournalAction::Journal:
        break;
    }
}

bool Reconciler::isListed(const domain::TokenKey &token) const
{
    return m_store.find(token).has_value();
}

void Reconciler::judgeChange(const OpenOperation &operation, const List &list)
{
    const auto row = m_store.find(operation.token);
    const bool isLeftOut = !row && !list.provesAbsence;
    const Shown shown = isLeftOut
        ? Shown::Untold
        : shownBy(operation, row ? std::optional(m_store.wholeToken(*row)) : std::nullopt);
    if (isLeftOut && !isBelieved(operation, list))
        return; // The next one may be whole.
    if (shown == Shown::Untold) {
        settle(operation,
            {operation.id, JournalPhase::Resolved,
                {{u"detail"_s, u"the vendor's list does not tell"_s}}, {}});
    } else if (shown == Shown::Made) {
        settle(operation, {operation.id, JournalPhase::FoundDone, {}, {}});
    } else if (isBelieved(operation, list)) {
        QJsonObject details;
        if (!row)
            details.insert(u"detail"_s, u"the token is not listed any more"_s);
        // A staged deletion waits again: nobody has withdrawn it.
        const bool waitsAgain = operation.details.contains("due"_L1);
        settle(operation,
            {operation.id, waitsAgain ? JournalPhase::Planned : JournalPhase::FoundUndone, details,
                {}});
    }
}

/// The vendor said that it was created, and nobody said that the key is stored.
void Reconciler::judgeMade(const OpenOperation &create, const List &list)
{
    if (create.run == m_log.run() || isListed(create.token) || !list.provesAbsence)
        return;
    if (isBelieved(create, list))
        settle(create,
            {create.id, JournalPhase::Resolved,
                {{u"decision"_s, u"deleted"_s}, {u"detail"_s, u"it is not listed any more"_s}},
                {}});
}

/// Some of what was found may have been deleted since, or shows by now that it is somebody else's.
void Reconciler::judgeFound(const OpenOperation &create, const List &list)
{
    const QStringList before = foundIds(create);
    Candidates left {.isDoubtful = true};
    for (const QString &id : before) {
        const auto row = m_store.find({create.token.connectionId, id});
        if (row || !list.provesAbsence)
            left.ids.append(id);
        const QStringList facts = row ? contradictions(create, m_store.token(*row)) : QStringList();
        if (!facts.isEmpty())
            left.against.insert(id, facts);
    }
    const bool isSame = left.ids == before
        && toJson(left.against) == create.details.value("against"_L1).toObject();
    if (isSame)
        return;
    if (!left.ids.isEmpty())
        takeFound(create, left);
    else if (isBelieved(create, list))
        settle(create, {create.id, JournalPhase::Resolved, {{u"decision"_s, u"deleted"_s}}, {}});
}

void Reconciler::search(const OpenOperation &create, const List &list)
{
    m_busy.insert(create.id);
    m_log.journal()
        .read({.limit = mostRowsRead,
            .connectionId = create.token.connectionId,
            .action = JournalAction::Create,
            .since = create.begun - clockSlack})
        .then(this, [this, create, list](const Result<std::vector<JournalRecord>> &rows) {
            m_busy.remove(create.id);
            const OpenOperation *still = m_log.find(create.id);
            // Without the journal a token that somebody keeps could be taken for a lost one.
            if (!rows || !still || still->phase != create.phase)
                return;
            QSet<QString> accountedFor;
            for (const JournalRecord &row : *rows) {
                if (row.entry.operation != create.id)
                    accountedFor.insert(row.entry.token.remoteId);
            }
            takeCandidates(create, list, accountedFor);
        });
}

void Reconciler::takeCandidates(
    const OpenOperation &create, const List &list, const QSet<QString> &accountedFor)
{
    const Candidates found = candidatesFor(
        create, namesakes(m_store, create.token.connectionId, create.tokenName), accountedFor);
    if (create.phase == JournalPhase::Created) {
        // Only its id is wanted: the key may be on the screen.
        if (found.ids.size() == 1 && !found.isDoubtful)
            settle(create, {create.id, JournalPhase::Created, {}, found.ids.first()});
        else if (found.ids.isEmpty() && create.run != m_log.run() && list.provesAbsence
            && isBelieved(create, list))
            settle(create,
                {create.id, JournalPhase::Resolved,
                    {{u"decision"_s, u"deleted"_s}, {u"detail"_s, u"it is not listed"_s}}, {}});
        else if (!found.ids.isEmpty() && create.run != m_log.run())
            takeFound(create, found);
        return;
    }
    if (!found.ids.isEmpty())
        takeFound(create, found);
    else if (list.provesAbsence && isBelieved(create, list))
        settle(create, {create.id, JournalPhase::FoundUndone, {}, {}});
}

void Reconciler::takeFound(const OpenOperation &create, const Candidates &found)
{
    QJsonObject details {{u"found"_s, QJsonArray::fromStringList(found.ids)}};
    if (!found.against.isEmpty() || create.details.contains("against"_L1))
        details.insert(u"against"_s, toJson(found.against));
    if (found.isDoubtful) {
        QStringList words {u"it may be another token of this name"_s};
        words += contradictionWords(factsAgainst(details));
        details.insert(u"detail"_s, words.join(u"; "_s));
    }
    if (create.phase == JournalPhase::Created)
        details.insert(u"answered"_s, true);
    const bool isCertain = found.ids.size() == 1 && !found.isDoubtful;
    settle(create,
        {create.id, JournalPhase::FoundDone, details, isCertain ? found.ids.first() : QString()});
}

bool Reconciler::isBelieved(const OpenOperation &operation, const List &list)
{
    const auto age = m_clock.now() - operation.begun;
    if (operation.run != m_log.run() && (age > longAgo || -age > longAgo))
        return true;
    Look &look = m_looks[operation.id];
    if (list.begun >= look.due) {
        if (look.count == m_patience.waits.size())
            return true;
        look.due = std::chrono::steady_clock::now() + m_patience.waits[look.count++];
    }
    lookLater(operation.token.connectionId, look.due);
    return false;
}

void Reconciler::lookLater(const QString &connectionId, Moment due)
{
    NextLook &next = m_nextLooks[connectionId];
    if (!next.timer) {
        next.timer = std::make_unique<QTimer>();
        next.timer->setSingleShot(true);
        connect(next.timer.get(), &QTimer::timeout, this,
            [this, connectionId] { lookWhenDue(connectionId); });
    }
    if (next.timer->isActive() && next.due <= due)
        return;
    next.due = due;
    next.timer->start(std::chrono::ceil<std::chrono::milliseconds>(
        std::max(due - std::chrono::steady_clock::now(), Moment::duration::zero())));
}

void Reconciler::lookWhenDue(const QString &connectionId)
{
    const NextLook &next = m_nextLooks.at(connectionId);
    // Timers may ring early, and a list that was begun too early would be read for nothing.
    if (std::chrono::steady_clock::now() < next.due)
        lookLater(connectionId, next.due);
    else
        m_listAgain(connectionId);
}

void Reconciler::settle(const OpenOperation &operation, Progress row)
{
    m_busy.insert(operation.id);
    const JournalPhase verdict = row.phase;
    m_log.note(std::move(row)).then(this, [this, operation, verdict](const Result<Unit> &noted) {
        m_busy.remove(operation.id);
        if (!noted)
            return; // The next list says it again.
        m_watched.erase(operation.id);
        m_looks.erase(operation.id);
        emit settled(operation, verdict);
    });
}

} // namespace work
