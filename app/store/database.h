// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

/// One connection to one SQLite file, for one thread. Every error of SQLite comes out as
/// LocalFile with the file, the code and plain words in `detail` (DB-05).

#include "base/result.h"
#include "store/statement.h"

#include <QSqlDatabase>

namespace store {

/// Whether every transaction is flushed to disk, or only what a crash of the computer may lose.
enum class Flush { Always, AtCheckpoints };

class Database final
{
public:
    enum class Access {
        ReadWrite,
        ReadOnly,
        Immutable, ///< in a folder where nothing can be written: what a WAL holds is not seen
    };

    Database() = default;
    ~Database();
    Database(const Database &) = delete;
    Database &operator=(const Database &) = delete;

    /// Only connects: SQLite reads nothing of the file before the first query. The file has to be
    /// there (makePrivateFile), but for ":memory:". vfs: one of SQLite's own, empty = as usual.
    base::Result<base::Unit> open(const QString &path, Access access, const QString &vfs = {});
    /// No Statement of it may be alive.
    void close();
    bool isOpen() const { return !m_connection.isEmpty(); }
    const QString &path() const { return m_path; }

    /// What every connection of ours is set to, each read back, because SQLite takes an unknown
    /// pragma for "ok" (DB-04). Not inside a transaction.
    base::Result<base::Unit> setPragmas(Flush flush);
    /// Asks for WAL, else for DELETE, and returns what it came to: "wal", "delete" where a file
    /// system has no shared memory (DB-10), "memory".
    base::Result<QString> setJournalMode(bool mayUseWal);

    base::Result<Statement> prepare(const QString &sql);
    /// One statement without rows.
    base::Result<base::Unit> run(const QString &sql, const QVariantList &values = {});
    /// First column of the first row; invalid when there is none.
    base::Result<QVariant> value(const QString &sql, const QVariantList &values = {});

    /// work(), a function that returns a Result, inside BEGIN IMMEDIATE ... COMMIT; rolled back
    /// when it fails. IMMEDIATE because a read that turns into a write fails at once when another
    /// process wrote in between (517).
    template <typename Work>
    auto write(Work work)
    {
        return inside(QStringLiteral("BEGIN IMMEDIATE"), std::move(work));
    }
    /// work() sees the file as it is now, whatever other programs write meanwhile.
    template <typename Work>
    auto look(Work work)
    {
        return inside(QStringLiteral("BEGIN"), std::move(work));
    }

private:
    template <typename Work>
    auto inside(const QString &begin, Work work) -> std::invoke_result_t<Work>
    {
        if (auto begun = run(begin); !begun)
            return base::fail(std::move(begun.error()));
        auto done = work();
        if (!done) {
            rollBack();
            return done;
        }
        // Not QSqlDatabase::commit(): it loses SQLite's code.
        if (auto kept = run(QStringLiteral("COMMIT")); !kept) {
            rollBack();
            return base::fail(std::move(kept.error()));
        }
        return done;
    }

    void rollBack();
    base::Result<base::Unit> setPragma(const QString &name, const QString &value, int expected);

    QString m_path;
    QString m_connection;
    QSqlDatabase m_database;
};

} // namespace store
