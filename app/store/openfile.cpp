// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#include "store/openfile.h"

#include "store/files.h"

#include <QDateTime>
#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QThread>

namespace store {

using namespace Qt::StringLiterals;
using base::fail;
using base::Result;
using base::Unit;
using State = FileReport::State;

namespace {

constexpr auto memoryPath = ":memory:"_L1;
constexpr int busyCode = 5;
constexpr int cannotWriteCode = 8;
constexpr int cannotOpenCode = 14;
/// Two programs may open a new file at the same time, and the change to WAL does not wait by
/// itself.
constexpr int openAttempts = 20;
constexpr unsigned long openPause = 100; // ms
/// An empty file that is younger is just being made by another program.
constexpr qint64 newFileAge = 10; // s

bool isOldAndEmpty(const QFileInfo &file)
{
    return file.exists() && file.size() == 0
        && file.lastModified().secsTo(QDateTime::currentDateTimeUtc()) > newFileAge;
}

} // namespace

OpenFile::OpenFile(const QString &folder, Shape shape)
    : m_path(folder.isEmpty() ? QString(memoryPath) : QDir(folder).absoluteFilePath(shape.name))
    , m_shape(std::move(shape))
{
    m_report.file = m_shape.name;
}

bool OpenFile::isInMemory() const
{
    return m_path == memoryPath;
}

Result<Database *> OpenFile::use()
{
    if (m_isOpen)
        return &m_database;
    if (m_isFinal)
        return fail(m_failure);
    if (!m_isWorthless) {
        const auto opened = openPatiently();
        if (opened)
            return &m_database;
        giveUp(opened.error());
    }
    if (!m_isWorthless)
        return fail(m_failure);
    if (const auto anew = beginAnew(); !anew)
        return fail(anew.error());
    return &m_database;
}

Result<Database *> OpenFile::useForWriting()
{
    auto used = use();
    if (used && m_report.state == State::ReadOnly)
        return fail(fileError(m_path, m_report.reason));
    return used;
}

const FileReport &OpenFile::report()
{
    static_cast<void>(use());
    return m_report;
}

void OpenFile::close()
{
    m_database.close();
    m_isOpen = false;
}

Result<Unit> OpenFile::beginAnew()
{
    return renew(asidePath(m_path), {});
}

Result<Unit> OpenFile::replace(const QString &aside)
{
    return renew(aside, replacementPath());
}

QString OpenFile::replacementPath() const
{
    const QFileInfo file(m_path);
    return file.dir().filePath(file.completeBaseName() + u".recovered."_s + file.suffix());
}

/// A crash came between the two renames of replace(): the replacement was complete by then.
void OpenFile::endReplacement()
{
    if (!QFileInfo::exists(m_path) && QFileInfo::exists(replacementPath()))
        QFile::rename(replacementPath(), m_path);
}

Result<Unit> OpenFile::renew(const QString &aside, const QString &replacement)
{
    close();
    if (auto moved = moveAside(m_path, aside); !moved)
        return moved;
    if (!replacement.isEmpty() && !QFile::rename(replacement, m_path))
        return fail(fileError(replacement, u"it cannot be renamed"_s));
    const QString reason = m_report.reason;
    m_isFinal = false;
    m_isWorthless = false;
    if (auto opened = openPatiently(); !opened) {
        giveUp(opened.error());
        return opened;
    }
    m_report.state = State::MovedAside;
    m_report.isDamaged = true;
    m_report.reason = reason;
    m_report.movedTo = QFileInfo(aside).fileName();
    return Unit {};
}

void OpenFile::giveUp(const base::Error &error)
{
    close();
    m_failure = error;
    m_report.state = State::Unusable;
    m_report.reason = error.detail;
    m_report.isDamaged = isDamage(error);
    m_isFinal = m_isFinal || (m_report.isDamaged && m_shape.isPrecious);
    m_isWorthless = m_report.isDamaged && !m_shape.isPrecious && m_shape.mayWrite;
}

/// Final, and not for damage.
base::Error OpenFile::refuse(const QString &words)
{
    m_isFinal = true;
    return fileError(m_path, words);
}

Result<Unit> OpenFile::openPatiently()
{
    m_report = {.file = m_shape.name};
    Result<Unit> opened = open();
    for (int i = 1; !opened && sqliteCode(opened.error()) == busyCode && i < openAttempts; ++i) {
        m_database.close();
        QThread::msleep(openPause);
        opened = open();
    }
    m_isOpen = opened.has_value();
    return opened;
}

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
        return m_database.open(m_path, Access::ReadWrite, m_shape.vfs);
    if (auto opened = m_database.open(m_path, Access::ReadOnly, m_shape.vfs); !opened)
        return opened;
    const auto readable = m_database.value(u"PRAGMA user_version"_s);
    if (readable)
        return Unit {};
    const int code = sqliteCode(readable.error());
    if (code != cannotOpenCode && code != cannotWriteCode)
        return fail(readable.error());
    return m_database.open(m_path, Access::Immutable, m_shape.vfs);
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

Result<Unit> OpenFile::check()
{
    const auto said = m_database.value(u"PRAGMA quick_check(1)"_s);
    if (!said)
        return fail(said.error());
    if (said->toString() != "ok"_L1)
        return fail(damageError(m_path, said->toString().simplified()));
    return Unit {};
}

Result<Unit> OpenFile::settle(int version)
{
    if (version > 0) {
        if (auto whole = check(); !whole)
            return whole;
    }
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
