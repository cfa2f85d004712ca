// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

/// Files and folders that nobody but their owner may read. Unix: mode 0600, 0700. Windows, where
/// QFile::setPermissions() knows no more than read-only: an access list that inherits nothing and
/// names the user, the system and the administrators, who like root read everything anyway.

#include <QString>

class QFileDevice;

namespace base {

/// For an open file, before the first byte is written: nobody else can have opened it then. Also
/// for what QSaveFile writes, whose name nobody else knows. False where the file system has no
/// such thing (FAT on a stick); what cannotBePrivate() says is then the reason. Any thread.
bool makePrivate(QFileDevice &file);

/// For a file or a folder that is there. On Windows what lies in the folder inherits it. Opens no
/// file on Unix, where closing it would drop SQLite's locks. Any thread.
bool makePrivate(const QString &path);

/// Whether nobody else may read or write it; false too when it is not there. Any thread.
bool isPrivate(const QString &path);

/// The reason, untranslated, for an Error's detail.
QString cannotBePrivate();

} // namespace base
