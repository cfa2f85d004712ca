// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#include "rotation/tickets.h"

#include <QPointer>

#include <algorithm>

namespace rotation {

using namespace Qt::StringLiterals;
using base::ErrorKind;
using base::Result;
using base::Task;
using base::Unit;
using domain::JournalAction;
using domain::JournalEntry;
using domain::JournalPhase;
using domain::JournalRecord;
using domain::TokenKey;

namespace {

/// Far more rows than a rotation has: uses are noted once a day at most.
constexpr int mostRows = 5000;
/// Uses that were seen closer together than this are one row.
constexpr auto noteUsesEvery = std::chrono::hours(20);
/// How far a vendor's time of a use may lie before the use: whole seconds, or "approximately".
constexpr std::chrono::milliseconds exactGrain = std::chrono::seconds(1);
constexpr std::chrono::milliseconds roughGrain = std::chrono::minutes(10);
/// Stand-in ids of tokens whose id the vendor did not say when they were created.
constexpr auto unlisted = "unlisted-"_L1;

} // namespace

Tickets::Tickets(work::Desk &desk, const base::Clock &clock, QObject *parent)
    : QObject(parent)
    , m_desk(desk)
    , m_clock(clock)
{
    connect(&desk.log(), &work::Logbook::written, this, &Tickets::takeRow);
    connect(&desk.log(), &work::Logbook::changed, this, &Tickets::takeOpen);
    connect(&desk, &work::Desk::sessionChanged, this, [this](const QString &id) {
        const work::Session *session = m_desk.session(id);
        if (session && session->state() == work::Session::State::Ready)
            lookAtAll();
    });
    takeOpen();
}

Tickets::~Tickets() = default;

const Ticket *Tickets::find(const QString &id) const
{
    const auto it = m_tickets.find(id);
    return it == m_tickets.end() ? nullptr : &it->second;
}

const Ticket *Tickets::findFor(const TokenKey &key) const
{
    for (const auto &[id, ticket] : m_tickets) {
        if (ticket.old == key || (ticket.hasNew() && ticket.created == key))
            return &ticket;
    }
    return nullptr;
}

Look Tickets::look(const Ticket &ticket) const
{
    Look look;
    look.old = m_desk.changes().find(ticket.old);
    if (ticket.hasNew()) {
        const auto created = m_desk.changes().find(ticket.created);
        look.isNewListed = created.has_value();
        look.isNewTracked = created && !created->trackedSlot.isEmpty();
    }
    if (const work::Session *session = m_desk.session(ticket.old.connectionId)) {
        look.listed = session->refreshedAt();
        look.isComplete = session->provesAbsence();
    }
    return look;
}

Outlook Tickets::outlook(const Ticket &ticket) const
{
    return outlookOf(ticket, look(ticket), m_clock.now());
}

int Tickets::countDue() const
{
    return static_cast<int>(std::count_if(m_tickets.begin(), m_tickets.end(),
        [this](const auto &one) { return outlook(one.second).isDue; }));
}

/// Rotations that the logbook knows of and this does not: those of earlier runs, at the start.
void Tickets::takeOpen()
{
    for (const auto &[id, operation] : m_desk.log().open(JournalAction::Rotate)) {
        if (!m_rows.contains(id) && !m_reading.contains(id))
            readRows(id);
    }
}

void Tickets::readRows(const QString &id)
{
    m_reading.insert(id);
    domain::JournalQuery query;
    query.group = id;
    query.limit = mostRows;
    m_desk.log().journal().read(query).then(
        this, [this, id](const Result<std::vector<JournalRecord>> &records) {
            m_reading.remove(id);
            if (!records) {
                emit failed(records.error());
                return;
            }
            std::vector<JournalEntry> rows;
            for (auto it = records->rbegin(); it != records->rend(); ++it)
                rows.push_back(it->entry); // Newest first, as they came.
            m_rows[id] = std::move(rows);
            refold(id);
            lookAtAll();
        });
}

void Tickets::takeRow(const JournalEntry &row)
{
    if (row.group.isEmpty() || m_reading.contains(row.group))
        return; // What is being read ends with this row.
    const bool begins = row.action == JournalAction::Rotate && row.operation == row.group;
    if (!m_rows.contains(row.group) && !begins)
        return;
    m_rows[row.group].push_back(row);
    refold(row.group);
}

void Tickets::refold(const QString &id)
{
    const auto rows = m_rows.find(id);
    if (rows == m_rows.end())
        return;
    const Ticket ticket = fold(rows->second);
    if (ticket.stage == Stage::Closed) {
        m_tickets.erase(id);
        m_rows.erase(rows);
        emit closed(ticket);
    } else {
        m_tickets.insert_or_assign(id, ticket);
    }
    emit changed();
}

void Tickets::lookAtAll()
{
    const auto tickets = m_tickets; // Rows that are written meanwhile change the original.
    for (const auto &[id, ticket] : tickets)
        lookAt(ticket);
    emit changed();
}

/// Writes down what a list shows and a later one might not: the old token at work.
void Tickets::lookAt(const Ticket &ticket)
{
    if (m_noting.contains(ticket.id))
        return;
    if (ticket.created.remoteId.startsWith(unlisted)) {
        identify(ticket);
        return;
    }
    const Look now = look(ticket);
    if (ticket.stage == Stage::HandOver && ticket.isOwn && now.isNewListed) {
        const auto fresh = m_desk.changes().find(ticket.created);
        if (fresh && fresh->isOwnCredential) {
            // Swapped, and the program ended before it could be noted.
            note(ticket.id,
                {Details {{u"step"_s, QLatin1StringView(step::swapped)}}, watchDetails(ticket)})
                .then(this, [](const Result<Unit> &) {});
            if (!ticket.stored) // The keychain has its key.
                m_desk.acknowledge(ticket.creation).then(this, [](const Result<Unit> &) {});
            return;
        }
    }
    if (!ticket.watched || !now.old || !now.old->lastUsed.isKnown())
        return;
    const base::Instant last = now.old->lastUsed.value;
    const bool isRough = now.old->lastUsed.precision == domain::Precision::Approximate;
    const std::chrono::milliseconds grain = isRough ? roughGrain : exactGrain;
    const bool isNew = last + grain > *ticket.watched && (!ticket.lastUse || last > *ticket.lastUse)
        && (ticket.uses.empty() || last - ticket.uses.back() >= noteUsesEvery);
    if (!isNew)
        return;
    m_noting.insert(ticket.id);
    note(ticket.id, step::used,
        {{u"lastUsed"_s, static_cast<qint64>(last.time_since_epoch().count())}})
        .then(this, [this, id = ticket.id](const Result<Unit> &noted) {
            m_noting.remove(id);
            if (!noted)
                emit failed(noted.error());
        });
}

/// Some vendors answer a create with the key alone: the one token of that name that came since is
/// it.
void Tickets::identify(const Ticket &ticket)
{
    const work::TokenSnapshot all = m_desk.tokens().snapshot();
    std::optional<TokenKey> only;
    for (work::RowId row = 0; row < m_desk.tokens().rowCount(); ++row) {
        if (!m_desk.tokens().isPresent(row)
            || m_desk.tokens().keyOf(row).connectionId != ticket.old.connectionId)
            continue;
        const domain::Token token = m_desk.tokens().token(row);
        const bool fits = token.name == ticket.newName && token.created.isKnown()
            && token.created.value >= ticket.begun - std::chrono::minutes(10)
            && token.key != ticket.old && !token.key.remoteId.startsWith(unlisted);
        if (!fits)
            continue;
        if (only)
            return; // Two that fit: nobody picks one for the admin.
        only = token.key;
    }
    if (!only)
        return;
    m_noting.insert(ticket.id);
    note(ticket.id, step::identified, {{u"replacedBy"_s, only->remoteId}})
        .then(this, [this, id = ticket.id](const Result<Unit> &) { m_noting.remove(id); });
}

} // namespace rotation
