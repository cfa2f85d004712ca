// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

/// What the store asks of folders and files before SQLite sees them (DB-02). Never opens a file
/// that a connection may have open: closing any descriptor of it would drop SQLite's locks.

#include "base/result.h"

class QDateTime;

namespace store {

/// Makes the folder if need be, for its owner alone. A symbolic link and a foreign one are refused.
base::Result<base::Unit> preparePrivateFolder(const QString &folder);

/// Makes an empty file, for its owner alone, where there is none; one that is there is made
/// private. Symbolic links, folders and foreign files are refused, beside it too (-wal, -shm,
/// -journal).
base::Result<base::Unit> preparePrivateFile(const QString &path);

/// Where a damaged journal.db would go now: "journal.bad-2026-01-31T120000.db".
QString asidePath(const QString &path);
/// Renames a file that is closed, and what belongs to it.
base::Result<base::Unit> moveAside(const QString &path, const QString &aside);

/// A path that is still free: "journal.before-2.db", "journal.before-2-1.db" ...
QString freePath(const QString &path, const QString &mark);

/// A file without contents whose time tells when something was done last: makes it, or sets it to
/// now.
base::Result<base::Unit> mark(const QString &path);
/// False too for a mark from the future: somebody has set the clock.
bool isMarkedSince(const QString &path, const QDateTime &since);

/// Whether a file system of this name lives on another computer, where SQLite's shared memory does
/// not work (DB-10).
bool isNetworkFileSystem(const QByteArray &type);
/// The same for where a file is.
bool isOnNetwork(const QString &path);

} // namespace store
