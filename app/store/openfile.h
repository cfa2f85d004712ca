// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

/// A file of the store, from its path to a database that can be trusted: owner, permissions, whose
/// file it is, damage, pragmas, format (DB-02..04, DB-06, DB-10). On its lane only.

#include "store/database.h"
#include "store/filereport.h"
#include "store/quickcheck.h"
#include "store/sqlerror.h"

namespace store {

/// What a file of ours is.
struct Shape
{
    QString name; ///< "journal.db"
    qint32 applicationId = 0;
    /// migrations[n] are the statements that lead from version n to n + 1; 0 is the empty file.
    std::vector<QStringList> migrations;
    /// Cannot be fetched again: flushed at every write, copied before its format changes, and when
    /// damaged left in place for somebody to decide. Others are moved aside and begun anew. The
    /// precious are looked through in full, once a day; the others at every start, and read from
    /// when that takes longer than checkPatience.
    bool isPrecious = true;
    std::chrono::milliseconds checkPatience {std::chrono::seconds(1)};
    /// False for a second program on a profile: nothing is made, mended, moved or changed.
    bool mayWrite = true;
    QString vfs; ///< for tests: one of SQLite's own
};

class OpenFile final
{
public:
    /// An empty folder keeps everything in memory.
    OpenFile(const QString &folder, Shape shape);

    /// The database, opened at the first call. What keeps it from being opened may pass (a full
    /// disk, another program): then the next call tries again. Damage does not. Where it was found
    /// after the file was opened, one call says so.
    base::Result<Database *> use();
    /// Waits for a check that goes on: nothing is written to a file that may be damaged.
    base::Result<Database *> useForWriting();

    /// Opens it if need be.
    const FileReport &report();

    /// Hands on what came out of the database. When it says that the file is damaged, the file is
    /// closed and not used as it is any more. No Statement may be alive.
    template <typename T>
    base::Result<T> checked(base::Result<T> result)
    {
        if (!result && isDamage(result.error()))
            giveUp(result.error());
        return result;
    }

    /// Renames the file to asidePath() and begins a new one, as happens by itself to what is
    /// damaged and can be fetched again.
    base::Result<base::Unit> beginAnew();
    /// Renames the file to `aside` and goes on with the one at replacementPath(), closed and of the
    /// same shape, which gets its name.
    base::Result<base::Unit> replace(const QString &aside);
    /// "journal.recovered.db"
    QString replacementPath() const;
    void close();

    const QString &path() const { return m_path; }

private:
    base::Result<base::Unit> renew(const QString &aside, const QString &replacement);
    void endReplacement();
    base::Result<base::Unit> openPatiently();
    base::Result<base::Unit> open();
    base::Result<base::Unit> connect(bool mayWrite);
    base::Result<base::Unit> connectAs(Database::Access access);
    base::Result<int> identify();
    base::Result<base::Unit> check(int version);
    base::Result<base::Unit> checkDaily();
    base::Result<base::Unit> checkBeside(int version);
    base::Result<base::Unit> endCheck(bool waits);
    QString checkMark() const;
    base::Result<base::Unit> settle(int version);
    base::Result<base::Unit> backUp(int version);
    base::Result<base::Unit> migrate();
    base::Error refuse(const QString &words);
    void giveUp(const base::Error &error);
    bool isInMemory() const;
    int newest() const { return static_cast<int>(m_shape.migrations.size()); }

    QString m_path;
    Shape m_shape;
    Database m_database;
    Database::Access m_access = Database::Access::ReadWrite;
    std::unique_ptr<QuickCheck> m_check; ///< goes on although the file is open
    FileReport m_report;
    base::Error m_failure; ///< why it is not open
    bool m_isOpen = false;
    bool m_isFinal = false; ///< asking again will not help
    bool m_isWorthless = false; ///< damaged, and to be moved aside at the next use
};

} // namespace store
