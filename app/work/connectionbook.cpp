// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#include "work/connectionbook.h"

#include "work/profilefile.h"

#include <QFile>
#include <QFileInfo>

#include <algorithm>
#include <utility>

namespace work {

using namespace Qt::StringLiterals;
using base::ErrorKind;
using base::Result;
using base::Unit;
using domain::Connection;

namespace {

constexpr char member[] = "connections";

template <typename Connections>
auto byId(Connections &connections, const QString &id)
{
    return std::find_if(connections.begin(), connections.end(),
        [&id](const StoredConnection &one) { return one.connection.id == id; });
}

Result<Unit> checkName(const Connection &connection, const std::vector<Connection> &others)
{
    const QString field = u"name"_s;
    const QString name = connection.name.trimmed();
    if (name.isEmpty())
        return base::invalid(field, u"the name is empty"_s);
    if (connection.name.size() > 100)
        return base::invalid(field, u"the name is longer than 100 characters"_s);
    for (const Connection &other : others) {
        if (other.name.trimmed().compare(name, Qt::CaseInsensitive) == 0)
            return base::invalid(
                field, u"there is already a connection named \"%1\""_s.arg(other.name));
    }
    return Unit {};
}

Result<Unit> checkBeside(const Connection &connection, const std::vector<StoredConnection> &now,
    const ConnectionBook::Check &check)
{
    std::vector<Connection> others;
    for (const StoredConnection &one : now) {
        if (one.connection.id != connection.id)
            others.push_back(one.connection);
    }
    const auto named = checkName(connection, others);
    return named && check ? check(connection, others) : named;
}

auto noSuchConnection()
{
    return base::fail(ErrorKind::NotFound, u"there is no such connection"_s);
}

auto goneElsewhere(const Connection &connection)
{
    return base::fail(ErrorKind::Conflict,
        u"another Tokendesk has removed \"%1\" meanwhile; nothing was saved"_s.arg(
            connection.name));
}

} // namespace

ConnectionBook::ConnectionBook(QString file, QObject *parent)
    : QObject(parent)
    , m_file(std::move(file))
{
    m_soon.setSingleShot(true);
    m_soon.setInterval(0);
    connect(&m_soon, &QTimer::timeout, this, &ConnectionBook::look);
}

Result<Unit> ConnectionBook::load()
{
    if (m_file.isEmpty())
        return Unit {};
    const auto items = readProfileFile(m_file, member);
    if (!items)
        return base::fail(items.error());
    const auto read = connectionsOf(*items);
    if (!read)
        return base::fail(ErrorKind::LocalFile, u"%1: %2"_s.arg(m_file, read.error().detail));
    m_connections.clear();
    m_removedElsewhere.clear();
    for (const StoredConnection &one : *read)
        m_connections.push_back(one.connection);
    return Unit {};
}

Result<Unit> ConnectionBook::reload()
{
    if (m_file.isEmpty())
        return Unit {};
    if (!QFileInfo::exists(m_file)) {
        if (kept().empty())
            return Unit {};
        return base::fail(ErrorKind::LocalFile,
            u"%1 is gone; it is written again with the next change"_s.arg(m_file));
    }
    const auto items = readProfileFile(m_file, member);
    if (!items)
        return base::fail(items.error());
    const auto read = connectionsOf(*items);
    if (!read)
        return base::fail(ErrorKind::LocalFile, u"%1: %2"_s.arg(m_file, read.error().detail));
    take(*read, {});
    return Unit {};
}

/// The file, which an editor may write in place, and its folder: a file that replaces it is another
/// one to the system.
void ConnectionBook::watch()
{
    if (m_file.isEmpty() || m_watcher)
        return;
    m_watcher = std::make_unique<QFileSystemWatcher>();
    connect(
        m_watcher.get(), &QFileSystemWatcher::fileChanged, &m_soon, qOverload<>(&QTimer::start));
    connect(m_watcher.get(), &QFileSystemWatcher::directoryChanged, &m_soon,
        qOverload<>(&QTimer::start));
    m_soon.start(); // What was changed since it was read.
    watchPaths();
}

void ConnectionBook::look()
{
    watchPaths();
    if (!QFileInfo::exists(m_file))
        return; // Between two files, or gone: then the next change writes it again.
    const auto read = reload();
    const QString problem = read ? QString() : read.error().detail;
    if (std::exchange(m_problem, problem) != problem && !read)
        emit unreadable(read.error());
}

void ConnectionBook::watchPaths()
{
    const QString folder = QFileInfo(m_file).absolutePath();
    if (!m_watcher->directories().contains(folder) && QFileInfo::exists(folder))
        m_watcher->addPath(folder);
    if (!m_watcher->files().contains(m_file) && QFileInfo::exists(m_file))
        m_watcher->addPath(m_file);
}

const Connection *ConnectionBook::find(const QString &id) const
{
    const auto it = std::find_if(m_connections.begin(), m_connections.end(),
        [&id](const Connection &one) { return one.id == id; });
    return it == m_connections.end() ? nullptr : &*it;
}

const Connection *ConnectionBook::findByName(const QString &name) const
{
    const auto it
        = std::find_if(m_connections.begin(), m_connections.end(), [&name](const Connection &one) {
              return one.name.trimmed().compare(name.trimmed(), Qt::CaseInsensitive) == 0;
          });
    return it == m_connections.end() ? nullptr : &*it;
}

Result<Unit> ConnectionBook::add(const Connection &connection, const Check &check)
{
    return change(connection.id, [&](Stored &now) -> Result<Unit> {
        if (const auto fits = checkBeside(connection, now, check); !fits)
            return fits;
        now.push_back({connection, {}});
        return Unit {};
    });
}

Result<Unit> ConnectionBook::checkUpdate(const Connection &connection, const Connection &before)
{
    const Connection edited = connection; // Either may be one of the book, which is read anew.
    const Connection from = before;
    static_cast<void>(reload()); // What cannot be read is told of when it is to be written.
    const Connection *now = find(edited.id);
    if (!now)
        return noSuchConnection();
    if (isRemovedElsewhere(edited.id))
        return goneElsewhere(from);
    const auto merged = mergedEdit(from, edited, *now);
    return merged ? Result<Unit>(Unit {}) : base::fail(merged.error());
}

Result<Unit> ConnectionBook::update(
    const Connection &connection, const std::optional<Connection> &before, const Check &check)
{
    const Connection *found = find(connection.id);
    if (!found)
        return noSuchConnection();
    return change(connection.id, [&, from = before.value_or(*found)](Stored &now) -> Result<Unit> {
        const auto it = byId(now, connection.id);
        if (it == now.end())
            return goneElsewhere(from);
        auto merged = mergedEdit(from, connection, it->connection);
        if (!merged)
            return base::fail(merged.error());
        if (const auto fits = checkBeside(*merged, now, check); !fits)
            return fits;
        it->connection = std::move(*merged);
        return Unit {};
    });
}

Result<Unit> ConnectionBook::remove(const QString &id)
{
    if (!find(id))
        return noSuchConnection();
    return change(id, [&id](Stored &now) -> Result<Unit> {
        std::erase_if(now, [&id](const StoredConnection &one) { return one.connection.id == id; });
        return Unit {};
    });
}

Result<Unit> ConnectionBook::restore(const QString &id)
{
    const Connection *found = find(id);
    if (!found)
        return noSuchConnection();
    return change(id, [connection = *found](Stored &now) -> Result<Unit> {
        if (byId(now, connection.id) != now.end())
            return Unit {};
        if (const auto fits = checkBeside(connection, now, {}); !fits)
            return fits;
        now.push_back({connection, {}});
        return Unit {};
    });
}

ConnectionBook::Stored ConnectionBook::kept() const
{
    Stored all;
    for (const Connection &one : m_connections) {
        if (!m_removedElsewhere.contains(one.id))
            all.push_back({one, {}});
    }
    return all;
}

Result<Unit> ConnectionBook::change(
    const QString &own, const std::function<Result<Unit>(Stored &)> &edit)
{
    Stored next;
    if (m_file.isEmpty()) {
        next = kept();
        if (const auto edited = edit(next); !edited)
            return edited;
        take(next, own);
        return Unit {};
    }
    const auto saved = changeProfileFile(
        m_file, member, [&](const std::optional<QJsonArray> &now) -> Result<QJsonArray> {
            // A file that is gone has told nobody what to forget.
            auto stored = now ? connectionsOf(*now) : Result<Stored>(kept());
            if (!stored)
                return base::fail(
                    ErrorKind::LocalFile, u"%1: %2"_s.arg(m_file, stored.error().detail));
            next = std::move(*stored);
            if (const auto edited = edit(next); !edited)
                return base::fail(edited.error());
            return itemsOf(next);
        });
    if (saved)
        take(next, own);
    return saved;
}

void ConnectionBook::take(const Stored &now, const QString &own)
{
    const std::vector<Connection> before = std::exchange(m_connections, {});
    const auto was = [&before](const QString &id) {
        return std::find_if(
            before.begin(), before.end(), [&id](const Connection &one) { return one.id == id; });
    };
    QStringList added;
    QStringList updated;
    QStringList removed;
    for (const StoredConnection &one : now) {
        const Connection &connection = one.connection;
        const auto old = was(connection.id);
        const bool isBack = m_removedElsewhere.remove(connection.id);
        if (old == before.end())
            added += connection.id;
        else if (isBack || *old != connection || connection.id == own)
            updated += connection.id;
        m_connections.push_back(connection);
    }
    for (const Connection &old : before) {
        if (find(old.id))
            continue;
        const bool isOwn = old.id == own;
        if (isOwn || !m_removedElsewhere.contains(old.id))
            removed += old.id;
        if (isOwn) {
            m_removedElsewhere.remove(old.id);
        } else {
            m_removedElsewhere.insert(old.id);
            m_connections.push_back(old);
        }
    }
    for (const QString &id : std::as_const(added)) {
        emit this->added(id);
        if (id != own)
            emit addedElsewhere(id);
    }
    for (const QString &id : std::as_const(updated)) {
        emit this->updated(id);
        if (id != own)
            emit updatedElsewhere(id);
    }
    for (const QString &id : std::as_const(removed)) {
        if (id == own)
            emit this->removed(id);
        else
            emit removedElsewhere(id);
    }
}

} // namespace work
