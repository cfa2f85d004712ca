// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

/// Which connections have, or may have, keys in the keychain: `keychain-entries.json` of the
/// profile. A connection is noted before its key is stored and struck out after the key is proven
/// gone, so that a program that ended in between leaves a trace. No keychain library lists entries.
/// Never a secret.

#include "base/clock.h"
#include "base/result.h"
#include "domain/connection.h"

#include <QLockFile>

#include <memory>
#include <vector>

namespace work {

/// Keys that were noted.
struct NotedKeys
{
    QString id; ///< of the connection
    QString name; ///< of the connection, as it was called then
    domain::Vendor vendor = domain::Vendor::Mist;
    QStringList tracked; ///< slots that had a value
    base::Instant noted {}; ///< when the first of them was about to be stored

    /// A connection that names every entry there may be.
    domain::Connection asConnection() const;
};

class KeyRegister final
{
public:
    /// folder: of the profile; empty = nothing is noted, nothing is found.
    explicit KeyRegister(QString folder);

    /// LocalFile where it cannot be written: then nothing may be stored.
    base::Result<base::Unit> note(const domain::Connection &connection, base::Instant now) const;
    base::Result<base::Unit> strikeOut(const QString &connectionId) const;
    /// Those of this folder alone: a copy of it elsewhere knows the same ids, whose keys are in use
    /// here.
    base::Result<std::vector<NotedKeys>> all() const;

    /// Held while a connection and its key are being stored or removed; let go of when the program
    /// ends, however it ends. Null where another program holds it.
    std::shared_ptr<QLockFile> claim(const QString &connectionId) const;

private:
    QString file() const;
    QString place() const;

    QString m_folder;
};

} // namespace work
