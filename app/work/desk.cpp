// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#include "work/desk.h"

#include "work/credentialstore.h"
#include "work/pendingimport.h"
#include "work/profilefile.h"

#include <QDir>
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

QString inProfile(const QString &folder, const QString &name)
{
    return folder.isEmpty() ? QString() : QDir(folder).filePath(name);
}

/// A client that may be dropped from inside one of its own callbacks: it goes in the next turn of
/// the event loop.
std::shared_ptr<domain::VendorClient> keepUntilLater(std::unique_ptr<domain::VendorClient> client)
{
    return {client.release(),
        [](domain::VendorClient *last) { QTimer::singleShot(0, [last] { delete last; }); }};
}

/// What only a new client gets over: it has the key and the CA files as they are by then.
bool needsReopening(const std::optional<Error> &error)
{
    return error
        && (error->kind == ErrorKind::Unauthorized || error->kind == ErrorKind::Tls
            || (error->kind == ErrorKind::LocalFile && error->field == "caFile"_L1));
}

auto gone()
{
    return base::fail(ErrorKind::Cancelled, u"the program is closing"_s);
}

} // namespace

Desk::Desk(DeskParts parts, QObject *parent)
    : QObject(parent)
    , m_parts(std::move(parts))
    , m_book(inProfile(m_parts.profileFolder, u"connections.json"_s))
    , m_log(m_parts.journal, m_parts.clock, m_parts.origin)
    , m_annotations(m_parts.annotations)
    , m_changes(m_store, [this](const QString &connectionId) { return clientOf(connectionId); })
    , m_lists(m_parts.inventory, m_store, m_parts.clock)
    , m_reconciler(m_log, m_store, m_parts.clock,
          [this](const QString &connectionId) { listAgain(connectionId); })
{
    if (const auto ours = checkProfile(); !ours) {
        m_lists.setReadOnly();
        m_annotations.setProfileHolder(m_parts.profileHolder);
        m_log.bar(ours.error());
    } else if (m_parts.origin == "window"_L1) {
        // One window at a time; a command may be at work beside it.
        m_reconciler.setPatience({.endedOrigin = m_parts.origin});
    }
    connect(&m_lists, &ListKeeper::kept, this, &Desk::historyChanged);
    connect(&m_lists, &ListKeeper::failed, this, &Desk::inventoryFailed);
    connect(&m_changes, &Changes::removed, this, &Desk::takeRemoved);
    connect(&m_book, &ConnectionBook::added, this, &Desk::connectionsChanged);
    connect(&m_book, &ConnectionBook::updated, this, &Desk::connectionsChanged);
    connect(&m_book, &ConnectionBook::removed, this, &Desk::connectionsChanged);
    connect(&m_log, &Logbook::createsChanged, this, &Desk::pendingKeysChanged);
    connect(&m_reconciler, &Reconciler::createWatched, this, &Desk::pendingKeysChanged);
}

Desk::~Desk()
{
    for (auto &[id, task] : m_opening)
        task.cancel();
}

Result<Unit> Desk::load()
{
    m_annotations.load().then(this, [](const Result<Unit> &) {}); // Its barrier() says the rest.
    const QString pendingFile = inProfile(m_parts.profileFolder, u"pending.json"_s);
    const auto pending = pendingFile.isEmpty() ? Result<QJsonArray>(QJsonArray())
                                               : readProfileFile(pendingFile, "pending");
    const auto book = m_book.load();
    m_log.load().then(this, [this, pendingFile](const Result<Unit> &) {
        m_reconciler.examineAll();
        // One that cannot be read, or written into the journal, waits for the next start.
        if (m_parts.profileHolder.isEmpty())
            importPendingKeys(pendingFile, m_book, m_log).then(this, [](const Result<Unit> &) {});
    });
    for (const Connection &connection : m_book.all())
        makeSession(connection);
    restoreLists(book.has_value());
    emit connectionsChanged();
    if (book && !pending)
        return base::fail(pending.error());
    return book;
}

Session *Desk::session(const QString &connectionId) const
{
    const auto it = m_sessions.find(connectionId);
    return it == m_sessions.end() ? nullptr : it->second.get();
}

KeepIn Desk::keepsIn(const QString &id) const
{
    return m_inMemory.contains(id) ? KeepIn::Memory : KeepIn::Keychain;
}

domain::Vault &Desk::vaultOf(KeepIn keepIn) const
{
    return keepIn == KeepIn::Memory ? m_parts.memory : m_parts.keychain;
}

Session *Desk::makeSession(const Connection &connection)
{
    auto &slot = m_sessions[connection.id];
    slot = std::make_unique<Session>(connection, m_store, m_parts.clock);
    connect(slot.get(), &Session::changed, this,
        [this, id = connection.id] { emit sessionChanged(id); });
    connect(slot.get(), &Session::listed, this, [this, id = connection.id](bool isComplete) {
        if (m_parts.keepsLists)
            m_lists.keep(id, isComplete);
        const Session *whole = session(id);
        if (isComplete && m_parts.profileHolder.isEmpty())
            m_reconciler.takeListing(id, *whole->wholeSince(), whole->provesAbsence());
    });
    return slot.get();
}

void Desk::openWith(const Connection &connection, Credentials credentials)
{
    Session *opened = session(connection.id);
    if (!opened)
        opened = makeSession(connection);
    opened->setConnection(connection);
    opened->open(m_parts.makeClient(connection, std::move(credentials)));
}

Result<Unit> Desk::checkTyped(const Connection &connection, const Credentials &credentials) const
{
    const Connection *same = m_book.findByName(connection.name);
    if (same && same->id != connection.id)
        return base::invalid(
            u"name"_s, u"there is already a connection named \"%1\""_s.arg(same->name));
    return m_parts.checkConnection(
        connection, credentials.main.isEmpty() ? nullptr : &credentials.main);
}

Task<Identity> Desk::tryConnection(const Connection &connection, Credentials credentials)
{
    if (const auto typed = m_parts.checkConnection(connection, &credentials.main); !typed)
        return Task<Identity>::failed(typed.error());
    const auto client = keepUntilLater(m_parts.makeClient(connection, std::move(credentials)));
    return client->whoAmI().map([client](Identity who) -> Result<Identity> { return who; });
}

Task<QString> Desk::addConnection(Connection connection, Credentials credentials, KeepIn keepIn)
{
    if (const auto ours = checkProfile(); !ours)
        return Task<QString>::failed(ours.error());
    if (connection.id.isEmpty())
        connection.id = QUuid::createUuid().toString(QUuid::WithoutBraces);
    connection.usesSpare = false;
    if (const auto typed = checkTyped(connection, credentials); !typed)
        return Task<QString>::failed(typed.error());
    if (credentials.main.isEmpty())
        return Task<QString>::failed(
            {.kind = ErrorKind::Invalid, .detail = u"the key is empty"_s, .field = u"secret"_s});
    const QPointer<Desk> desk(this);
    const auto kept = std::make_shared<Credentials>(std::move(credentials));
    domain::Vault &vault = vaultOf(keepIn);
    return writeCredentials(vault, connection, *kept)
        .andThen([desk, connection, kept, keepIn, &vault](Unit) {
            Result<QString> added = gone();
            if (desk)
                added = desk->finishAdding(connection, std::move(*kept), keepIn);
            if (added)
                return Task<QString>::ready(std::move(added));
            // Nothing is left behind; the first error is the one that matters.
            return removeCredentials(vault, connection)
                .map(
                    [error = added.error()](Unit) -> Result<QString> { return base::fail(error); });
        });
}

Result<QString> Desk::finishAdding(
    const Connection &connection, Credentials credentials, KeepIn keepIn)
{
    if (keepIn == KeepIn::Memory)
        m_inMemory.insert(connection.id);
    makeSession(connection);
    if (const auto saved = m_book.add(connection); !saved) {
        m_sessions.erase(connection.id);
        m_inMemory.remove(connection.id);
        return base::fail(saved.error());
    }
    openWith(connection, std::move(credentials));
    return connection.id;
}

Task<QString> Desk::updateConnection(Connection connection, Credentials credentials, KeepIn keepIn)
{
    const Connection *before = m_book.find(connection.id);
    if (!before)
        return Task<QString>::failed({.kind = ErrorKind::NotFound});
    if (const auto ours = checkProfile(); !ours)
        return Task<QString>::failed(ours.error());
    if (const auto typed = checkTyped(connection, credentials); !typed)
        return Task<QString>::failed(typed.error());
    const bool sameTarget
        = before->baseUrl == connection.baseUrl && before->vendor == connection.vendor;
    connection.usesSpare = before->usesSpare;
    if (credentials.main.isEmpty() && (!sameTarget || keepIn != keepsIn(connection.id))) {
        // A stored key must never travel to an address it was not typed for.
        return Task<QString>::failed({.kind = ErrorKind::Invalid,
            .detail = u"enter the key again for the new address or place"_s,
            .field = u"secret"_s});
    }
    const QPointer<Desk> desk(this);
    return writeCredentials(vaultOf(keepIn), connection, credentials)
        .map([desk, connection, keepIn](Unit) -> Result<QString> {
            if (!desk)
                return gone();
            if (const auto saved = desk->m_book.update(connection); !saved)
                return base::fail(saved.error());
            if (keepIn == KeepIn::Memory)
                desk->m_inMemory.insert(connection.id);
            else
                desk->m_inMemory.remove(connection.id);
            if (Session *open = desk->session(connection.id))
                open->setConnection(connection);
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
    Task<Unit> secrets = leaveSecret ? Task<Unit>::ready(Unit {})
                                     : removeCredentials(vaultOf(keepsIn(id)), *found);
    const QPointer<Desk> desk(this);
    return std::move(secrets).map([desk, id](Unit) -> Result<Unit> {
        if (!desk)
            return gone();
        if (const auto opening = desk->m_opening.find(id); opening != desk->m_opening.end())
            opening->second.cancel();
        desk->m_opening.erase(id);
        if (const auto saved = desk->m_book.remove(id); !saved)
            return saved;
        desk->m_store.removeConnection(id);
        if (desk->m_parts.keepsLists)
            desk->m_lists.forget(id);
        desk->m_sessions.erase(id);
        desk->m_inMemory.remove(id);
        emit desk->connectionsChanged();
        return Unit {};
    });
}

void Desk::refresh(const QString &connectionId)
{
    Session *open = session(connectionId);
    if (!open)
        return;
    if (open->client() && !needsReopening(open->error()))
        open->refresh();
    else
        reopen(connectionId);
}

void Desk::resume(const QString &connectionId)
{
    Session *open = session(connectionId);
    if (open && open->canResume() && !needsReopening(open->error()))
        open->resume();
    else
        refresh(connectionId);
}

void Desk::refreshAll()
{
    for (const Connection &connection : m_book.all())
        refresh(connection.id);
}

void Desk::reopen(const QString &connectionId)
{
    const Connection *connection = m_book.find(connectionId);
    Session *open = session(connectionId);
    if (!connection || !open)
        return;
    open->setOpening();
    auto &opening = m_opening[connectionId];
    opening.cancel();
    opening = readCredentials(vaultOf(keepsIn(connectionId)), *connection);
    opening.then(this, [this, connectionId](Result<Credentials> credentials) {
        const auto read = std::make_shared<Result<Credentials>>(std::move(credentials));
        afterLists([this, connectionId, read] { takeCredentials(connectionId, *read); });
    });
}

void Desk::takeCredentials(const QString &connectionId, Result<Credentials> &credentials)
{
    const Connection *now = m_book.find(connectionId);
    Session *waiting = session(connectionId);
    if (!now || !waiting || waiting->state() != Session::State::Opening)
        return;
    if (credentials)
        openWith(Connection(*now), std::move(*credentials));
    else
        waiting->fail(credentials.error());
}

void Desk::lock()
{
    for (auto &[id, opening] : m_opening)
        opening.cancel();
    m_opening.clear();
    for (auto &[id, open] : m_sessions)
        open->close();
}

void Desk::unlockKeychain()
{
    m_parts.keychain.unlock().then(this, [this](const Result<Unit> &unlocked) {
        for (const Connection &connection : m_book.all()) {
            Session *closed = session(connection.id);
            if (!closed || !closed->error())
                continue;
            const ErrorKind kind = closed->error()->kind;
            if (kind != ErrorKind::VaultLocked && kind != ErrorKind::VaultUnavailable)
                continue;
            if (unlocked)
                reopen(connection.id);
            else
                closed->fail(unlocked.error());
        }
    });
}

} // namespace work
