// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#include "work/desk.h"

#include "work/credentialstore.h"
#include "work/pendingimport.h"
#include "work/profilefile.h"

#include <QDir>

namespace work {

using namespace Qt::StringLiterals;
using base::Error;
using base::ErrorKind;
using base::Result;
using base::Task;
using base::Unit;
using domain::Connection;
using domain::Credentials;

namespace {

QString inProfile(const QString &folder, const QString &name)
{
    return folder.isEmpty() ? QString() : QDir(folder).filePath(name);
}

/// What only a new client gets over: it has the key and the CA files as they are by then.
bool needsReopening(const std::optional<Error> &error)
{
    return error
        && (error->kind == ErrorKind::Unauthorized || error->kind == ErrorKind::Tls
            || (error->kind == ErrorKind::LocalFile && error->field == "caFile"_L1));
}

} // namespace

Desk::Desk(DeskParts parts, QObject *parent)
    : QObject(parent)
    , m_parts(std::move(parts))
    , m_book(inProfile(m_parts.profileFolder, u"connections.json"_s))
    , m_register(m_parts.profileFolder)
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
    connect(&m_book, &ConnectionBook::added, this, [this](const QString &id) {
        if (!session(id)) // Another program's.
            makeSession(*m_book.find(id));
    });
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
    m_isOpen = true;
    static_cast<void>(m_book.reload()); // Where the file cannot be watched, as on a network drive.
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
    m_isOpen = false;
    for (auto &[id, opening] : m_opening)
        opening.cancel();
    m_opening.clear();
    for (auto &[id, open] : m_sessions)
        open->close();
}

void Desk::unlockKeychain()
{
    m_parts.keychain.unlock().then(this, [this](const Result<Unit> &unlocked) {
        if (unlocked)
            emit keychainUnlocked();
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
