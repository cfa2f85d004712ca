// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

/// The admin's connections, kept in `connections.json` of the profile folder. Never a secret. Other
/// programs may change the file at any time: each change is made to what is in it then.

#include "base/result.h"
#include "work/connectionmerge.h"

#include <QFileSystemWatcher>
#include <QObject>
#include <QSet>
#include <QTimer>

#include <functional>
#include <memory>
#include <optional>
#include <vector>

namespace work {

class ConnectionBook final : public QObject
{
    Q_OBJECT

public:
    /// What else a connection must fit, beside all others as they are on disk then.
    using Check = std::function<base::Result<base::Unit>(
        const domain::Connection &connection, const std::vector<domain::Connection> &others)>;

    /// file: full path; empty = memory only (sandbox, tests).
    explicit ConnectionBook(QString file, QObject *parent = nullptr);

    /// Reads the file. A missing one is an empty book; a damaged one is LocalFile naming what is
    /// wrong, and the file is kept: no change is written over it.
    base::Result<base::Unit> load();
    /// Reads the file again, and tells what another program made of it. Where it cannot be read, or
    /// is gone, the connections stay as they are here.
    base::Result<base::Unit> reload();
    /// Reloads from now on whenever another program changes the file; unreadable() tells of errors.
    void watch();

    const std::vector<domain::Connection> &all() const { return m_connections; }
    /// Null if there is none. Valid until the next change.
    const domain::Connection *find(const QString &id) const;
    const domain::Connection *findByName(const QString &name) const;

    /// Names must be unique (any case) and not empty; Error.field is "name". Saved (private,
    /// atomically) before it is announced.
    base::Result<base::Unit> add(const domain::Connection &connection, const Check &check = {});
    /// An edit, made from `before`, else from what find() has: of a member that it leaves alone,
    /// what another program made of it stays. Conflict where both changed the same, or where the
    /// connection was removed there.
    base::Result<base::Unit> update(const domain::Connection &connection,
        const std::optional<domain::Connection> &before = {}, const Check &check = {});
    /// Whether update() could do that now, by a look at the file.
    base::Result<base::Unit> checkUpdate(
        const domain::Connection &connection, const domain::Connection &before);
    base::Result<base::Unit> remove(const QString &id);

    /// Another program has taken it out of the file. It stays here until remove(), so that what is
    /// under way comes to its end.
    bool isRemovedElsewhere(const QString &id) const { return m_removedElsewhere.contains(id); }
    /// Puts such a one into the file again, as it is here.
    base::Result<base::Unit> restore(const QString &id);

signals:
    // Whoever changed it. First for all that look at the book.
    void added(const QString &id);
    void updated(const QString &id);
    void removed(const QString &id);
    // Told as well where it was another program.
    void addedElsewhere(const QString &id);
    void updatedElsewhere(const QString &id);
    void removedElsewhere(const QString &id);
    void unreadable(const base::Error &error);

private:
    using Stored = std::vector<StoredConnection>;
    /// Runs `edit` over what is on disk, and takes over what comes of it. own: whose it is.
    base::Result<base::Unit> change(
        const QString &own, const std::function<base::Result<base::Unit>(Stored &)> &edit);
    void take(const Stored &now, const QString &own);
    Stored kept() const;
    void look();
    void watchPaths();

    QString m_file;
    std::vector<domain::Connection> m_connections;
    QSet<QString> m_removedElsewhere;
    std::unique_ptr<QFileSystemWatcher> m_watcher;
    QString m_problem; ///< what unreadable() told last
    QTimer m_soon; ///< one look for a burst of changes
};

} // namespace work
