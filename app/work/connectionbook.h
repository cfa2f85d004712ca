// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

/// The admin's connections, kept in `connections.json` of the profile folder. Never a secret.

#include "base/result.h"
#include "domain/connection.h"

#include <QObject>

#include <vector>

namespace work {

class ConnectionBook final : public QObject
{
    Q_OBJECT

public:
    /// file: full path; empty = memory only (sandbox, tests).
    explicit ConnectionBook(QString file, QObject *parent = nullptr);

    /// Reads the file. A missing one is an empty book; a damaged one is LocalFile naming what is
    /// wrong, the file is kept, and the book refuses to save over it.
    base::Result<base::Unit> load();

    const std::vector<domain::Connection> &all() const { return m_connections; }
    /// Null if there is none. Valid until the next change.
    const domain::Connection *find(const QString &id) const;
    const domain::Connection *findByName(const QString &name) const;

    /// Names must be unique (any case) and not empty; Error.field is "name". Saved (private,
    /// atomically) before it is announced.
    base::Result<base::Unit> add(const domain::Connection &connection);
    base::Result<base::Unit> update(const domain::Connection &connection);
    base::Result<base::Unit> remove(const QString &id);

signals:
    void added(const QString &id);
    void updated(const QString &id);
    void removed(const QString &id);

private:
    base::Result<base::Unit> save(const std::vector<domain::Connection> &connections) const;
    base::Result<base::Unit> checkName(const domain::Connection &connection) const;

    QString m_file;
    bool m_isDamaged = false;
    std::vector<domain::Connection> m_connections;
};

} // namespace work
