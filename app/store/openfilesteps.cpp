// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0

// From a path to a database, step by step. openfile.cpp decides when, and what follows.

#include "store/files.h"
#include "store/openfile.h"

#include <QDateTime>
#include <QFile>
#include <QFileInfo>

namespace store {

using namespace Qt::StringLiterals;
using base::fail;
using base::Result;
using base::Unit;
using State = FileReport::State;

namespace {

constexpr int cannotWriteCode = 8;
constexpr int cannotOpenCode = 14;
/// An empty file that is younger is just being made by another program.
constexpr qint64 newFileAge = 10; // s

bool isOldAndEmpty(const QFileInfo &file)
{
    return file.exists() && file.size() == 0
        && file.lastModified().secsTo(QDateTime::currentDateTimeUtc()) > newFileAge;
}

} // namespace

Result<Unit> OpenFile::open()
{
    if (m_shape.mayWrite && !isInMemory())
        endReplacement();
    const QFileInfo before(m_path);
    const bool wasEmpty = !isInMemory() && isOldAndEmpty(before);
    if (!m_shape.mayWrite && !isInMemory() && !before.exists())
        return fail(fileError(m_path, u"there is no such file yet"_s));
    if (m_shape.mayWrite && !isInMemory()) {
        if (auto folder = preparePrivateFolder(before.absolutePath()); !folder)
            return folder;
        if (auto file = preparePrivateFile(m_path); !file)
            return file;
    }
    const bool mayWrite = isInMemory()
        || (m_shape.mayWrite && QFileInfo(m_path).isWritable()
            && QFileInfo(before.absolutePath()).isWritable());
    if (wasEmpty && QFileInfo(m_path + u"-wal"_s).size() > 0)
        return fail(damageError(m_path, u"the file is empty, its write-ahead log is not"_s));
    if (auto connected = connect(mayWrite); !connected)
        return connected;
    const auto version = identify();
    if (!version)
        return fail(version.error());
    if (wasEmpty && *version == 0)
        m_report.warning = u"%1 was empty and has been begun anew"_s.arg(m_shape.name);
    if (!mayWrite) {
        m_report.state = State::ReadOnly;
        m_report.reason = m_shape.mayWrite
            ? u"the file, or its folder, cannot be written"_s
            : u"another Tokendesk has this profile open, and it alone writes there"_s;
    }
    return settle(*version);
}

/// A database in WAL mode needs to write beside itself even for reading; where it cannot, it can
/// only be read as a file that nobody changes.
Result<Unit> OpenFile::connect(bool mayWrite)
{
    using Access = Database::Access;
    if (mayWrite)
        return connectAs(Access::ReadWrite);
    if (auto opened = connectAs(Access::ReadOnly); !opened)
        return opened;
    const auto readable = m_database.value(u"PRAGMA user_version"_s);
    if (readable)
        return Unit {};
    const int code = sqliteCode(readable.error());
    if (code != cannotOpenCode && code != cannotWriteCode)
        return fail(readable.error());
    return connectAs(Access::Immutable);
}

Result<Unit> OpenFile::connectAs(Database::Access access)
{
    m_access = access;
    return m_database.open(m_path, access, m_shape.vfs);
}

/// Asks before anything is written: a file that is not ours stays as it is.
Result<int> OpenFile::identify()
{
    const auto application = m_database.value(u"PRAGMA application_id"_s);
    if (!application)
        return fail(application.error());
    const auto version = m_database.value(u"PRAGMA user_version"_s);
    if (!version)
        return fail(version.error());
    const auto things = m_database.value(u"SELECT count(*) FROM sqlite_schema"_s);
    if (!things)
        return fail(things.error());
    if (application->toInt() == 0 && version->toInt() == 0 && things->toInt() == 0)
        return 0;
    if (application->toInt() != m_shape.applicationId)
        return fail(refuse(u"it is a database of another program"_s));
    if (version->toInt() > newest())
        return fail(refuse(
            u"it was written by a newer Tokendesk: one that knows format %1 is needed, this one "
            "knows up to %2"_s.arg(version->toInt())
                .arg(newest())));
    return version->toInt();
}

Result<Unit> OpenFile::check(int version)
{
    if (version == 0)
        return Unit {};
    return m_shape.isPrecious ? checkDaily() : checkBeside(version);
}

/// In full, and not at every start: a large journal takes seconds. Damage that comes within the day
/// shows when it is read, and in the chain of its rows.
Result<Unit> OpenFile::checkDaily()
{
    if (isMarkedSince(checkMark(), QDateTime::currentDateTimeUtc().addDays(-1)))
        return Unit {};
    if (auto whole = quickCheck(m_database); !whole)
        return whole;
    // Unmarked, the next start checks again.
    if (m_access == Database::Access::ReadWrite)
        static_cast<void>(mark(checkMark()));
    return Unit {};
}

/// Where it takes too long the file is read from while the check goes on. Only a write-ahead log
/// lets others write meanwhile, and a change of format waits for the verdict anyway.
Result<Unit> OpenFile::checkBeside(int version)
{
    const auto mode = m_database.value(u"PRAGMA journal_mode"_s);
    if (!mode)
        return fail(mode.error());
    m_check = std::make_unique<QuickCheck>(m_path, m_access, m_shape.vfs);
    const bool mayGoOn = version == newest() && mode->toString() == "wal"_L1;
    if (mayGoOn && !m_check->hasEnded(m_shape.checkPatience))
        return Unit {};
    const auto check = std::exchange(m_check, {});
    return check->found();
}

Result<Unit> OpenFile::settle(int version)
{
    if (auto whole = check(version); !whole)
        return whole;
    const bool isReadOnly = m_report.state == State::ReadOnly;
    if (isReadOnly && version < newest())
        return fail(fileError(
            m_path, u"it has an older format, and cannot be written to bring it up to date"_s));
    const Flush flush = m_shape.isPrecious ? Flush::Always : Flush::AtCheckpoints;
    if (auto set = m_database.setPragmas(flush); !set)
        return set;
    if (isReadOnly)
        return Unit {};
    const auto mode = m_database.setJournalMode(isInMemory() || !isOnNetwork(m_path));
    if (!mode)
        return fail(mode.error());
    if (*mode == "delete"_L1)
        m_report.warning
            = u"%1 is kept without a write-ahead log, because its file system does not "
              "support one: writing is slower"_s.arg(m_shape.name);
    if (version == newest())
        return Unit {};
    if (auto kept = backUp(version); !kept)
        return kept;
    return migrate();
}

Result<Unit> OpenFile::backUp(int version)
{
    if (!m_shape.isPrecious || version == 0 || isInMemory())
        return Unit {};
    const QString name = freePath(m_path, u"before-%1"_s.arg(newest()));
    const QString part = name + u".part"_s; // A copy that a crash cut short does not look whole.
    QFile::remove(part);
    if (auto made = preparePrivateFile(part); !made)
        return made;
    if (auto copied = m_database.run(u"VACUUM INTO ?"_s, {part}); !copied)
        return copied;
    if (!QFile::rename(part, name))
        return fail(fileError(name, u"the copy before the change of format cannot be named so"_s));
    m_report.backup = QFileInfo(name).fileName();
    return Unit {};
}

Result<Unit> OpenFile::migrate()
{
    return m_database.write([this]() -> Result<Unit> {
        // Again, inside the transaction: another program may have been faster.
        const auto version = m_database.value(u"PRAGMA user_version"_s);
        if (!version)
            return fail(version.error());
        if (version->toInt() >= newest())
            return Unit {};
        for (int i = version->toInt(); i < newest(); ++i) {
            for (const QString &step : m_shape.migrations.at(static_cast<std::size_t>(i))) {
                if (auto done = m_database.run(step); !done)
                    return done;
            }
        }
        const QStringList marks {u"PRAGMA user_version = %1"_s.arg(newest()),
            u"PRAGMA application_id = %1"_s.arg(m_shape.applicationId)};
        for (const QString &mark : marks) {
            if (auto done = m_database.run(mark); !done)
                return done;
        }
        return Unit {};
    });
}

} // namespace store
