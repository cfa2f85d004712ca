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
    if (const auto stop = barrier(connectionId))
        return base::fail(errorOf(*stop));
    return session(connectionId)->client();
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
    return m_changes.edit(key, edit);
}

Task<std::vector<ChangeOutcome>> Desk::setEnabled(
    const std::vector<TokenKey> &keys, bool enabled, OwnCredential own)
{
    return m_changes.setEnabled(keys, enabled, own);
}

Task<domain::DeleteOutcome> Desk::remove(const TokenKey &key, OwnCredential own)
{
    return m_changes.remove(key, own);
}

void Desk::takeRemoved(const Token &token)
{
    // Its key is worth nothing now: there is nothing left to store.
    static_cast<void>(m_pending.remove(token.key));
    if (!token.trackedSlot.isEmpty())
        forgetValue(token.key.connectionId, token.trackedSlot).then(this, [](const Result<Unit> &) {
            // A value that stays in the keychain is that of a dead token; the next listing says
            // that it could not be read.
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
            const auto known = desk ? desk->m_changes.find(token.key) : std::optional<Token>();
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
    const auto token = m_changes.token(key, OwnCredential::Allow);
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
