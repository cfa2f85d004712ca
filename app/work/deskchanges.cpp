// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0

// The desk's second half: what is done with tokens. desk.cpp has the connections and their
// sessions.

#include "work/desk.h"

#include <QUuid>

namespace work {

using namespace Qt::StringLiterals;
using base::Error;
using base::ErrorKind;
using base::Result;
using base::Secret;
using base::Task;
using base::Unit;
using domain::ChangeOutcome;
using domain::Connection;
using domain::IssuedToken;
using domain::Token;
using domain::TokenKey;

namespace {

auto gone()
{
    return base::fail(ErrorKind::Cancelled, u"the program is closing"_s);
}

} // namespace

Result<domain::VendorClient *> Desk::clientOf(const QString &connectionId) const
{
    const Session *open = session(connectionId);
    if (!open)
        return base::fail(ErrorKind::NotFound, u"there is no such connection"_s);
    if (open->client())
        return open->client();
    return base::fail(open->error().value_or(
        Error {.kind = ErrorKind::Offline, .detail = u"the connection is not open yet"_s}));
}

std::optional<Token> Desk::find(const TokenKey &key) const
{
    const auto row = m_store.find(key);
    return row ? std::optional(m_store.wholeToken(*row)) : std::nullopt;
}

Result<Token> Desk::tokenOf(const TokenKey &key, OwnCredential own) const
{
    const std::optional<Token> found = find(key);
    if (!found)
        return base::fail(ErrorKind::NotFound, u"the token is not in the list any more"_s);
    const Token &token = *found;
    if (token.isOwnCredential && own == OwnCredential::Refuse)
        return base::fail(ErrorKind::Conflict,
            u"Tokendesk signs in with this token; without it the connection is locked out"_s);
    return token;
}

Task<std::vector<domain::DraftForm>> Desk::draftForms(const QString &connectionId)
{
    const auto client = clientOf(connectionId);
    if (!client)
        return Task<std::vector<domain::DraftForm>>::failed(client.error());
    return (*client)->draftForms();
}

Task<IssuedToken> Desk::issue(const QString &connectionId, domain::TokenDraft draft)
{
    const auto client = clientOf(connectionId);
    if (!client)
        return Task<IssuedToken>::failed(client.error());
    const QPointer<Desk> desk(this);
    return (*client)
        ->createToken(std::move(draft))
        .map([desk](IssuedToken issued) -> Result<IssuedToken> {
            if (!desk)
                return issued;
            return desk->record(std::move(issued));
        });
}

IssuedToken Desk::record(IssuedToken issued)
{
    if (issued.token.key.remoteId.isEmpty()) {
        // CSP answers a create with the key alone; when its details cannot be read either, nobody
        // knows the id yet. A stand-in keeps the note about the key apart from others until the
        // next listing.
        issued.token.key.remoteId
            = u"unlisted-"_s + QUuid::createUuid().toString(QUuid::WithoutBraces);
    } else {
        m_store.put(issued.token);
    }
    const auto noted = m_pending.add({issued.token.key, issued.token.name, m_parts.clock.now()});
    if (!noted) {
        issued.advice += u" Tokendesk could not note this token on disk (%1): store its key "
                         "before you close the program."_s.arg(noted.error().detail);
        issued.advice = issued.advice.trimmed();
    }
    return issued;
}

Result<Unit> Desk::acknowledge(const TokenKey &key)
{
    return m_pending.remove(key);
}

Task<Token> Desk::edit(const TokenKey &key, const domain::TokenEdit &edit)
{
    const auto client = clientOf(key.connectionId);
    if (!client)
        return Task<Token>::failed(client.error());
    const auto before = tokenOf(key, OwnCredential::Allow);
    if (!before)
        return Task<Token>::failed(before.error());
    const QPointer<Desk> desk(this);
    return (*client)->updateToken(*before, edit).map([desk](Token after) -> Result<Token> {
        if (desk)
            desk->m_store.put(after);
        return after;
    });
}

Task<std::vector<ChangeOutcome>> Desk::setEnabled(
    const std::vector<TokenKey> &keys, bool enabled, OwnCredential own)
{
    struct Gathering
    {
        base::Promise<std::vector<ChangeOutcome>> promise;
        std::vector<ChangeOutcome> outcomes;
        int waiting = 1; // Ourselves, until every group was started.
        void oneDone()
        {
            if (--waiting == 0)
                promise.settle(std::move(outcomes));
        }
    };
    const auto all = std::make_shared<Gathering>();
    std::map<QString, std::vector<std::size_t>> groups;
    std::vector<Token> tokens(keys.size());
    for (std::size_t i = 0; i < keys.size(); ++i) {
        auto token = tokenOf(keys[i], own);
        all->outcomes.push_back({keys[i].remoteId, Unit {}, {}});
        if (token) {
            tokens[i] = std::move(*token);
            groups[keys[i].connectionId].push_back(i);
        } else {
            all->outcomes[i].result = base::fail(token.error());
        }
    }
    for (const auto &[connectionId, members] : groups) {
        const auto client = clientOf(connectionId);
        std::vector<Token> some;
        for (const std::size_t i : members) {
            some.push_back(tokens[i]);
            if (!client)
                all->outcomes[i].result = base::fail(client.error());
        }
        if (!client)
            continue;
        ++all->waiting;
        (*client)
            ->setEnabled(some, enabled)
            .then(this,
                [this, all, keys, members = members, enabled](
                    Result<std::vector<ChangeOutcome>> outcomes) {
                    for (std::size_t n = 0; n < members.size(); ++n) {
                        ChangeOutcome &mine = all->outcomes[members[n]];
                        if (!outcomes)
                            mine.result = base::fail(outcomes.error());
                        else if (n < outcomes->size())
                            mine = std::move((*outcomes)[n]);
                        takeOutcome(keys[members[n]], mine, enabled);
                    }
                    all->oneDone();
                });
    }
    auto task = all->promise.task();
    all->oneDone();
    return task;
}

void Desk::takeOutcome(const TokenKey &key, const ChangeOutcome &outcome, bool enabled)
{
    if (!outcome.result)
        return;
    if (outcome.token) {
        m_store.put(*outcome.token);
        return;
    }
    const auto row = m_store.find(key);
    if (!row)
        return;
    Token token = m_store.wholeToken(*row);
    token.status = enabled ? domain::TokenStatus::Active : domain::TokenStatus::Disabled;
    m_store.put(token);
}

Task<domain::DeleteOutcome> Desk::remove(const TokenKey &key, OwnCredential own)
{
    const auto client = clientOf(key.connectionId);
    if (!client)
        return Task<domain::DeleteOutcome>::failed(client.error());
    const auto token = tokenOf(key, own);
    if (!token)
        return Task<domain::DeleteOutcome>::failed(token.error());
    const QPointer<Desk> desk(this);
    return (*client)->deleteToken(*token).map(
        [desk, key, slot = token->trackedSlot](
            domain::DeleteOutcome outcome) -> Result<domain::DeleteOutcome> {
            if (!desk)
                return outcome;
            desk->m_store.remove(key);
            // Its key is worth nothing now: there is nothing left to store.
            static_cast<void>(desk->m_pending.remove(key));
            if (!slot.isEmpty())
                desk->forgetValue(key.connectionId, slot).then(desk, [](const Result<Unit> &) {
                    // A value that stays in the keychain is that of a dead token; the next listing
                    // says that it could not be read.
                });
            return outcome;
        });
}

Task<Token> Desk::track(const QString &connectionId, Secret value)
{
    const auto client = clientOf(connectionId);
    const Connection *found = m_book.find(connectionId);
    if (!client || !found)
        return Task<Token>::failed(client ? Error {.kind = ErrorKind::NotFound} : client.error());
    Connection connection = *found;
    const QString slot = QUuid::createUuid().toString(QUuid::WithoutBraces);
    connection.tracked.append(slot);
    const auto kept = std::make_shared<Secret>(value.clone());
    domain::Vault &vault = vaultOf(keepsIn(connectionId));
    const QPointer<Desk> desk(this);
    return (*client)
        ->inspectValue(std::move(value))
        .andThen([desk, connection, slot, kept, &vault](Token token) {
            const auto known = desk ? desk->find(token.key) : std::optional<Token>();
            if (known && !known->trackedSlot.isEmpty()) {
                // A second copy in the vault would stay behind when the first is removed.
                return Task<Token>::ready(*known);
            }
            token.trackedSlot = slot;
            return vault.write({connection.id, domain::field::tracked(slot)}, std::move(*kept))
                .map([desk, connection, token](Unit) -> Result<Token> {
                    if (!desk)
                        return gone();
                    if (const auto saved = desk->m_book.update(connection); !saved)
                        return base::fail(saved.error());
                    desk->m_store.put(token);
                    desk->reopen(connection.id);
                    return token;
                });
        });
}

Task<Unit> Desk::untrack(const TokenKey &key)
{
    const auto token = tokenOf(key, OwnCredential::Allow);
    if (!token || token->trackedSlot.isEmpty())
        return Task<Unit>::failed(
            {.kind = ErrorKind::NotFound, .detail = u"the value of this token is not kept here"_s});
    return forgetValue(key.connectionId, token->trackedSlot);
}

Task<Unit> Desk::forgetValue(const QString &connectionId, const QString &slot)
{
    const QPointer<Desk> desk(this);
    return vaultOf(keepsIn(connectionId))
        .remove({connectionId, domain::field::tracked(slot)})
        .map([desk, connectionId, slot](Unit) -> Result<Unit> {
            const Connection *found = desk ? desk->m_book.find(connectionId) : nullptr;
            if (!found)
                return gone();
            Connection connection = *found;
            connection.tracked.removeAll(slot);
            if (const auto saved = desk->m_book.update(connection); !saved)
                return saved;
            desk->reopen(connectionId);
            return Unit {};
        });
}

} // namespace work
