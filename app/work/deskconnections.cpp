// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0

// The desk's part that adds, edits and removes connections with their keys.

#include "base/crashpoint.h"
#include "work/credentialstore.h"
#include "work/desk.h"

#include <QTimer>
#include <QUuid>

namespace work {

using namespace Qt::StringLiterals;
using base::Error;
using base::ErrorKind;
using base::Result;
using base::Task;
using base::Unit;
using domain::Connection;
using domain::Credentials;
using domain::Identity;

namespace {

/// A client that may be dropped from inside one of its own callbacks: it goes in the next turn of
/// the event loop.
std::shared_ptr<domain::VendorClient> keepUntilLater(std::unique_ptr<domain::VendorClient> client)
{
    return {client.release(),
        [](domain::VendorClient *last) { QTimer::singleShot(0, [last] { delete last; }); }};
}

auto gone()
{
    return base::fail(ErrorKind::Cancelled, u"the program is closing"_s);
}

/// Takes back what was written for a connection that could not be added. The first error is the one
/// that matters.
Task<QString> undone(domain::Vault &vault, const KeyRegister &noted, const Connection &connection,
    const Error &error)
{
    return removeCredentials(vault, connection)
        .map([](Unit) -> Result<std::optional<Error>> { return std::nullopt; })
        .orElse([](const Error &left) {
            return Task<std::optional<Error>>::ready(std::optional<Error>(left));
        })
        .map([noted, connection, error, isKept = vault.isPersistent()](
                 const std::optional<Error> &left) -> Result<QString> {
            Error said = error;
            if (!isKept)
                return base::fail(said);
            if (!left)
                static_cast<void>(noted.strikeOut(connection.id)); // Else it is found to be empty.
            else if (left->kind != error.kind) // The same trouble kept the key from being stored.
                said.detail
                    += u"; its key may still be in the keychain as %1 (%2), where "
                       "\"connections orphans\" finds it"_s.arg(connection.id,
                           left->detail.isEmpty() ? base::errorKindName(left->kind) : left->detail);
            return base::fail(said);
        });
}

} // namespace

ConnectionBook::Check Desk::besideOthers(const domain::Vault &vault)
{
    return [&vault](const Connection &connection, const std::vector<Connection> &others) {
        return vault.checkNames(connection, others);
    };
}

Result<Unit> Desk::noteKeys(const domain::Vault &vault, const Connection &connection) const
{
    return vault.isPersistent() ? m_register.note(connection, m_parts.clock.now()) : Unit {};
}

Result<Unit> Desk::checkTyped(
    const Connection &connection, const Credentials &credentials, const domain::Vault &vault) const
{
    const Connection *same = m_book.findByName(connection.name);
    if (same && same->id != connection.id)
        return base::invalid(
            u"name"_s, u"there is already a connection named \"%1\""_s.arg(same->name));
    if (const auto typed = m_parts.checkConnection(
            connection, credentials.main.isEmpty() ? nullptr : &credentials.main);
        !typed)
        return typed;
    std::vector<Connection> others = m_book.all();
    std::erase_if(others, [&connection](const Connection &one) { return one.id == connection.id; });
    return vault.checkNames(connection, others);
}

Task<Identity> Desk::tryConnection(const Connection &connection, Credentials credentials)
{
    auto clean = domain::cleaned(std::move(credentials));
    if (!clean)
        return Task<Identity>::failed(clean.error());
    if (const auto typed = m_parts.checkConnection(connection, &clean->main); !typed)
        return Task<Identity>::failed(typed.error());
    const auto client = keepUntilLater(m_parts.makeClient(connection, std::move(*clean)));
    return client->whoAmI().map([client](Identity who) -> Result<Identity> { return who; });
}

Task<QString> Desk::addConnection(Connection connection, Credentials credentials, KeepIn keepIn)
{
    if (const auto ours = checkProfile(); !ours)
        return Task<QString>::failed(ours.error());
    if (connection.id.isEmpty())
        connection.id = QUuid::createUuid().toString(QUuid::WithoutBraces);
    connection.usesSpare = false;
    auto clean = domain::cleaned(std::move(credentials));
    if (!clean)
        return Task<QString>::failed(clean.error());
    domain::Vault &vault = vaultOf(keepIn);
    if (const auto typed = checkTyped(connection, *clean, vault); !typed)
        return Task<QString>::failed(typed.error());
    if (clean->main.isEmpty())
        return Task<QString>::failed(
            {.kind = ErrorKind::Invalid, .detail = u"the key is empty"_s, .field = u"secret"_s});
    const auto claim = m_register.claim(connection.id);
    if (const auto noted = noteKeys(vault, connection); !noted)
        return Task<QString>::failed(noted.error());
    TD_CRASH_POINT("add.noted");
    const QPointer<Desk> desk(this);
    const auto kept = std::make_shared<Credentials>(std::move(*clean));
    return writeCredentials(vault, connection, *kept)
        .map([desk, connection, kept, keepIn](Unit) -> Result<QString> {
            TD_CRASH_POINT("add.stored");
            return desk ? desk->finishAdding(connection, std::move(*kept), keepIn) : gone();
        })
        .orElse([&vault, connection, noted = m_register](
                    const Error &error) { return undone(vault, noted, connection, error); })
        .map([claim](const QString &id) -> Result<QString> { return id; });
}

Result<QString> Desk::finishAdding(
    const Connection &connection, Credentials credentials, KeepIn keepIn)
{
    if (keepIn == KeepIn::Memory)
        m_inMemory.insert(connection.id);
    makeSession(connection);
    if (const auto saved = m_book.add(connection, besideOthers(vaultOf(keepIn))); !saved) {
        m_sessions.erase(connection.id);
        m_inMemory.remove(connection.id);
        return base::fail(saved.error());
    }
    openWith(connection, std::move(credentials));
    return connection.id;
}

Task<QString> Desk::updateConnection(Connection connection, Credentials credentials, KeepIn keepIn,
    const std::optional<Connection> &before)
{
    const auto refused = [](const Error &error) { return Task<QString>::failed(error); };
    if (!m_book.find(connection.id))
        return refused({.kind = ErrorKind::NotFound});
    if (const auto ours = checkProfile(); !ours)
        return refused(ours.error());
    auto clean = domain::cleaned(std::move(credentials));
    if (!clean)
        return refused(clean.error());
    domain::Vault &vault = vaultOf(keepIn);
    if (const auto typed = checkTyped(connection, *clean, vault); !typed)
        return refused(typed.error());
    const Connection from = before.value_or(*m_book.find(connection.id));
    connection.usesSpare = from.usesSpare;
    // Before the key is written: it must not take the place of one for another address.
    if (const auto fits = m_book.checkUpdate(connection, from); !fits)
        return refused(fits.error());
    const bool sameTarget = from.baseUrl == connection.baseUrl && from.vendor == connection.vendor;
    if (clean->main.isEmpty() && (!sameTarget || keepIn != keepsIn(connection.id))) {
        // A stored key must never travel to an address it was not typed for.
        return refused({.kind = ErrorKind::Invalid,
            .detail = u"enter the key again for the new address or place"_s,
            .field = u"secret"_s});
    }
    const bool isStoring = !clean->main.isEmpty() || !clean->oauthSecret.isEmpty();
    if (const auto noted = isStoring ? noteKeys(vault, connection) : Unit {}; !noted)
        return refused(noted.error());
    const QPointer<Desk> desk(this);
    return writeCredentials(vault, connection, *clean)
        .map([desk, connection, from, keepIn, &vault](Unit) -> Result<QString> {
            if (!desk)
                return gone();
            if (const auto saved = desk->m_book.update(connection, from, besideOthers(vault));
                !saved)
                return base::fail(saved.error());
            if (keepIn == KeepIn::Memory)
                desk->m_inMemory.insert(connection.id);
            else
                desk->m_inMemory.remove(connection.id);
            if (Session *open = desk->session(connection.id))
                open->setConnection(*desk->m_book.find(connection.id));
            desk->reopen(connection.id);
            return connection.id;
        });
}

Task<Unit> Desk::removeConnection(const QString &id, bool leaveSecret)
{
    const Connection *found = m_book.find(id);
    if (!found)
        return Task<Unit>::failed({.kind = ErrorKind::NotFound});
    if (const auto ours = checkProfile(); !ours)
        return Task<Unit>::failed(ours.error());
    if (Session *running = session(id))
        running->cancel();
    domain::Vault &vault = vaultOf(keepsIn(id));
    Task<Unit> secrets
        = leaveSecret ? Task<Unit>::ready(Unit {}) : removeCredentials(vault, *found);
    const bool isGone = !leaveSecret && vault.isPersistent();
    const QPointer<Desk> desk(this);
    return std::move(secrets).map([desk, id, isGone](Unit) -> Result<Unit> {
        if (!desk)
            return gone();
        if (const auto opening = desk->m_opening.find(id); opening != desk->m_opening.end())
            opening->second.cancel();
        desk->m_opening.erase(id);
        if (const auto saved = desk->m_book.remove(id); !saved)
            return saved;
        if (isGone) // What cannot be struck out is found to be empty.
            static_cast<void>(desk->m_register.strikeOut(id));
        desk->m_store.removeConnection(id);
        if (desk->m_parts.keepsLists)
            desk->m_lists.forget(id);
        desk->m_sessions.erase(id);
        desk->m_inMemory.remove(id);
        emit desk->connectionsChanged();
        return Unit {};
    });
}

} // namespace work
