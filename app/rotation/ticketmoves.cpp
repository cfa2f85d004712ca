// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0

// What an admin does with a rotation. tickets.cpp reads, folds and looks.

#include "rotation/tickets.h"

#include <QPointer>

namespace rotation {

using namespace Qt::StringLiterals;
using base::ErrorKind;
using base::Promise;
using base::Result;
using base::Secret;
using base::Task;
using base::Unit;
using domain::DeleteOutcome;
using domain::Identity;
using domain::JournalAction;
using domain::JournalPhase;
using domain::TokenKey;
using work::OwnCredential;

namespace {

constexpr auto underWay = {Stage::Create, Stage::Unsure, Stage::HandOver, Stage::Verify,
    Stage::Watch, Stage::Disabled, Stage::Link};

QJsonObject stepOf(const char *word)
{
    return {{u"step"_s, QLatin1StringView(word)}};
}

Result<Unit> checkDays(int days)
{
    if (days < 0 || days > Tickets::mostDays)
        return base::invalid(u"days"_s, u"between 0 and %1 days"_s.arg(Tickets::mostDays));
    return Unit {};
}

} // namespace

Result<Unit> Tickets::checkProfile() const
{
    if (m_desk.profileHolder().isEmpty())
        return Unit {};
    return base::fail(work::errorOf(work::profileInUseBy(m_desk.profileHolder())));
}

Result<Ticket> Tickets::at(const QString &id, std::initializer_list<Stage> stages) const
{
    const Ticket *ticket = find(id);
    if (!ticket)
        return base::fail(ErrorKind::NotFound, u"this rotation is not under way any more"_s);
    if (const auto ours = checkProfile(); !ours)
        return base::fail(ours.error());
    if (std::find(stages.begin(), stages.end(), ticket->stage) == stages.end())
        return base::fail(ErrorKind::Conflict, u"the rotation is at another step"_s);
    return *ticket;
}

Task<Unit> Tickets::note(const QString &id, std::vector<Details> steps)
{
    std::vector<work::Progress> rows;
    for (Details &details : steps)
        rows.push_back(
            {.operation = id, .phase = JournalPhase::Step, .details = std::move(details)});
    return m_desk.log().note(std::move(rows));
}

Task<Unit> Tickets::note(const QString &id, const char *word, Details details)
{
    details.insert(u"step"_s, QLatin1StringView(word));
    std::vector<Details> one {std::move(details)};
    return note(id, std::move(one));
}

work::Beginning Tickets::beginning(
    const Ticket &ticket, JournalAction action, const TokenKey &key) const
{
    const bool isOld = key == ticket.old;
    return {.group = ticket.id,
        .action = action,
        .token = key,
        .tokenName = isOld ? ticket.oldName : ticket.newName,
        .connectionName = ticket.connectionName,
        .vendor = ticket.vendor,
        .details = isOld ? QJsonObject {{u"replacedBy"_s, ticket.created.remoteId}}
                         : QJsonObject {{u"replaces"_s, ticket.old.remoteId}}};
}

Task<QString> Tickets::begin(const TokenKey &old, int days)
{
    if (const auto ours = checkProfile(); !ours)
        return Task<QString>::failed(ours.error());
    if (const auto fits = checkDays(days); !fits)
        return Task<QString>::failed(fits.error());
    const auto token = m_desk.changes().find(old);
    const work::Session *session = m_desk.session(old.connectionId);
    if (!token || !session)
        return Task<QString>::failed({.kind = ErrorKind::NotFound});
    if (findFor(old))
        return Task<QString>::failed(
            {.kind = ErrorKind::Conflict, .detail = u"this token is being rotated already"_s});
    work::Beginning first;
    first.operation = work::newOperation();
    first.group = first.operation;
    first.action = JournalAction::Rotate;
    first.phase = JournalPhase::Step;
    first.token = old;
    first.tokenName = token->name;
    first.connectionName = session->connection().name;
    first.vendor = session->connection().vendor;
    first.details = stepOf(step::begun);
    first.details.insert(u"days"_s, days);
    if (token->isOwnCredential)
        first.details.insert(u"own"_s, true);
    return m_desk.log().begin(std::move(first));
}

Task<Unit> Tickets::setDays(const QString &id, int days)
{
    if (const auto fits = checkDays(days); !fits)
        return Task<Unit>::failed(fits.error());
    if (const auto ticket = at(id, underWay); !ticket)
        return Task<Unit>::failed(ticket.error());
    return note(id, step::days, {{u"days"_s, days}});
}

Task<Unit> Tickets::noteDestination(const QString &id, const QString &destination)
{
    return note(id, step::handedOver, {{u"destination"_s, destination}});
}

Task<Identity> Tickets::verify(const QString &id, Secret key)
{
    const auto ticket = at(id, {Stage::HandOver, Stage::Verify, Stage::Watch, Stage::Disabled});
    const auto client = m_desk.changes().clientOf(ticket ? ticket->old.connectionId : QString());
    if (!ticket || !client)
        return Task<Identity>::failed(ticket ? client.error() : ticket.error());
    domain::Token token = m_desk.changes().find(ticket->created).value_or(domain::Token());
    token.key = ticket->created;
    const QPointer<Tickets> self(this);
    return (*client)->verifyKey(token, std::move(key)).andThen([self, id](const Identity &who) {
        if (!self)
            return Task<Identity>::ready(who);
        return self->note(id, step::verified).map([who](Unit) -> Result<Identity> { return who; });
    });
}

Tickets::Details Tickets::watchDetails(const Ticket &ticket) const
{
    Details details = stepOf(step::watch);
    const auto old = m_desk.changes().find(ticket.old);
    if (old && old->lastUsed.isKnown())
        details.insert(
            u"lastUsed"_s, static_cast<qint64>(old->lastUsed.value.time_since_epoch().count()));
    return details;
}

Task<Unit> Tickets::watch(const QString &id)
{
    const auto ticket = at(id, {Stage::Verify, Stage::Watch});
    if (!ticket)
        return Task<Unit>::failed(ticket.error());
    std::vector<Details> steps;
    if (!ticket->verified && ticket->stage == Stage::Verify)
        steps.push_back(stepOf(step::unverified));
    steps.push_back(watchDetails(*ticket));
    return note(id, std::move(steps));
}

Task<Unit> Tickets::stopWaiting(const QString &id)
{
    const auto ticket = at(id, {Stage::Watch});
    return ticket ? note(id, step::overridden) : Task<Unit>::failed(ticket.error());
}

Task<Unit> Tickets::sayUnused(const QString &id)
{
    const auto ticket = at(id, {Stage::Watch});
    return ticket ? note(id, step::unused) : Task<Unit>::failed(ticket.error());
}

Task<Identity> Tickets::swap(const QString &id, Secret key)
{
    const auto ticket = at(id, {Stage::HandOver, Stage::Create});
    if (!ticket)
        return Task<Identity>::failed(ticket.error());
    const bool isByHand = ticket->stage == Stage::Create;
    if (isByHand && !ticket->isByHand())
        return Task<Identity>::failed(
            {.kind = ErrorKind::Conflict, .detail = u"there is no new token yet"_s});
    const domain::Connection *before = m_desk.connections().find(ticket->old.connectionId);
    if (!ticket->isOwn || !before)
        return Task<Identity>::failed({.kind = ErrorKind::Conflict,
            .detail = u"Tokendesk does not sign in with the old token"_s});
    domain::Connection connection = *before;
    const auto old = m_desk.changes().find(ticket->old);
    const auto fresh = m_desk.changes().find(ticket->created);
    // Where a part of the credential is the token's id or its public half, that changes as well.
    if (!connection.ownTokenId.isEmpty() && connection.ownTokenId == ticket->old.remoteId)
        connection.ownTokenId = ticket->created.remoteId;
    if (old && fresh && !old->keyHint.isEmpty() && connection.clientId == old->keyHint)
        connection.clientId = fresh->keyHint;
    const QPointer<Tickets> self(this);
    return m_desk.replaceCredential(connection, std::move(key))
        .andThen([self, ticket = *ticket, isByHand](const Identity &who) {
            if (!self)
                return Task<Identity>::ready(who);
            std::vector<Details> steps;
            if (isByHand) {
                steps.push_back(stepOf(step::identified));
                steps.back().insert(u"replacedBy"_s, who.ownTokenId);
            }
            steps.push_back(stepOf(step::swapped));
            steps.push_back(self->watchDetails(ticket));
            return self->note(ticket.id, std::move(steps)).map([who](Unit) -> Result<Identity> {
                return who;
            });
        });
}

template <typename T>
Task<T> Tickets::noteOutcome(const QString &operation, JournalPhase good, Result<T> result)
{
    const JournalPhase phase = result ? good : work::phaseOf(result.error());
    const QJsonObject details = result ? QJsonObject() : work::detailsOf(result.error());
    return m_desk.log()
        .note(work::Progress {.operation = operation, .phase = phase, .details = details})
        .map([result](Unit) -> Result<T> { return result; });
}

Task<Unit> Tickets::toggle(const Ticket &ticket, bool enabled)
{
    const JournalAction action = enabled ? JournalAction::Enable : JournalAction::Disable;
    // Allowed for the own credential: a swapped one is not in use here any more.
    const OwnCredential own = ticket.swapped ? OwnCredential::Allow : OwnCredential::Refuse;
    if (const auto token = m_desk.changes().token(ticket.old, own); !token)
        return Task<Unit>::failed(token.error());
    const QPointer<Tickets> self(this);
    return m_desk.log()
        .begin(beginning(ticket, action, ticket.old))
        .andThen([self, key = ticket.old, enabled, own](const QString &operation) {
            if (!self)
                return Task<Unit>::failed({.kind = ErrorKind::Cancelled});
            const Promise<Unit> promise;
            self->m_desk.changes()
                .setEnabled({key}, enabled, own, work::SecondLook::AtEach)
                .then(self,
                    [self, promise, operation](
                        const Result<std::vector<domain::ChangeOutcome>> &outcomes) {
                        const Result<Unit> result
                            = outcomes ? outcomes->front().result : base::fail(outcomes.error());
                        self->noteOutcome(operation, JournalPhase::Done, result)
                            .then(
                                self, [promise](const Result<Unit> &end) { promise.settle(end); });
                    });
            return promise.task();
        });
}

Task<DeleteOutcome> Tickets::remove(const Ticket &ticket, const TokenKey &key, OwnCredential own)
{
    if (const auto token = m_desk.changes().token(key, own); !token)
        return Task<DeleteOutcome>::failed(token.error());
    const QPointer<Tickets> self(this);
    return m_desk.log()
        .begin(beginning(ticket, JournalAction::Delete, key))
        .andThen([self, key, own](const QString &operation) {
            if (!self)
                return Task<DeleteOutcome>::failed({.kind = ErrorKind::Cancelled});
            const Promise<DeleteOutcome> promise;
            self->m_desk.changes()
                .remove(key, own, work::SecondLook::AtEach)
                .then(self, [self, promise, operation](const Result<DeleteOutcome> &result) {
                    const bool wasGone = result && *result == DeleteOutcome::AlreadyGone;
                    self->noteOutcome(operation,
                            wasGone ? JournalPhase::AlreadyGone : JournalPhase::Done, result)
                        .then(self,
                            [promise](const Result<DeleteOutcome> &end) { promise.settle(end); });
                });
            return promise.task();
        });
}

Task<Unit> Tickets::disableOld(const QString &id)
{
    const auto ticket = at(id, {Stage::Watch});
    return ticket ? toggle(*ticket, false) : Task<Unit>::failed(ticket.error());
}

Task<Unit> Tickets::enableOld(const QString &id)
{
    const auto ticket = at(id, {Stage::Disabled});
    if (!ticket)
        return Task<Unit>::failed(ticket.error());
    const QPointer<Tickets> self(this);
    return toggle(*ticket, true).andThen([self, id](Unit) {
        return self ? self->watch(id) : Task<Unit>::ready(Unit {}); // It counts from now again.
    });
}

Task<DeleteOutcome> Tickets::deleteOld(const QString &id)
{
    const auto ticket = at(id, {Stage::Watch, Stage::Disabled});
    if (!ticket)
        return Task<DeleteOutcome>::failed(ticket.error());
    return remove(
        *ticket, ticket->old, ticket->swapped ? OwnCredential::Allow : OwnCredential::Refuse);
}

Task<DeleteOutcome> Tickets::deleteNew(const QString &id)
{
    const auto ticket = at(id, {Stage::HandOver, Stage::Verify, Stage::Watch, Stage::Disabled});
    if (!ticket)
        return Task<DeleteOutcome>::failed(ticket.error());
    if (ticket->oldState == OldState::Disabled)
        return Task<DeleteOutcome>::failed({.kind = ErrorKind::Conflict,
            .detail = u"the old token is disabled: enable it first, or nothing works"_s});
    return remove(*ticket, ticket->created, OwnCredential::Refuse);
}

Task<Unit> Tickets::link(const Ticket &ticket)
{
    work::AnnotationBook &book = m_desk.annotations();
    domain::Annotation old = book.of(ticket.old);
    domain::Annotation fresh = book.of(ticket.created);
    old.replacedBy = ticket.created.remoteId;
    fresh.replaces = ticket.old.remoteId;
    return book.set({{ticket.old, old}, {ticket.created, fresh}});
}

Task<Unit> Tickets::finish(const QString &id)
{
    const auto ticket = at(id, {Stage::Watch, Stage::Disabled, Stage::Link});
    if (!ticket)
        return Task<Unit>::failed(ticket.error());
    if (ticket->stage == Stage::Watch && !outlook(*ticket).isOldMissing)
        return Task<Unit>::failed(
            {.kind = ErrorKind::Conflict, .detail = u"the old token still works"_s});
    const QPointer<Tickets> self(this);
    return link(*ticket).andThen([self, id](Unit) {
        if (!self)
            return Task<Unit>::failed({.kind = ErrorKind::Cancelled});
        return self->m_desk.log().note(
            work::Progress {.operation = id, .phase = JournalPhase::Done});
    });
}

Task<Unit> Tickets::cancel(const QString &id)
{
    if (const auto ticket = at(id, underWay); !ticket)
        return Task<Unit>::failed(ticket.error());
    return m_desk.log().note(work::Progress {.operation = id, .phase = JournalPhase::Cancelled});
}

} // namespace rotation
