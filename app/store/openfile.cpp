// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#include "store/openfile.h"

#include "store/files.h"

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
/// Two programs may open a new file at the same time, and the change to WAL does not wait by
/// itself.
constexpr int openAttempts = 20;
constexpr unsigned long openPause = 100; // ms

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
    if (auto whole = endCheck(false); !whole)
        return fail(whole.error());
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
    if (used) {
        if (auto whole = endCheck(true); !whole)
            return fail(whole.error());
    }
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
    m_check.reset();
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
    QFile::remove(checkMark());
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
    if (m_report.isDamaged)
        QFile::remove(checkMark()); // The next start looks again.
}

/// Takes what a check found that went on although the file was open.
Result<Unit> OpenFile::endCheck(bool waits)
{
    if (!m_check || (!waits && !m_check->hasEnded(std::chrono::milliseconds(0))))
        return Unit {};
    auto found = m_check->found();
    m_check.reset();
    if (!found)
        giveUp(found.error());
    return found;
}

/// "journal.checked": its time is that of the last look at the whole file.
QString OpenFile::checkMark() const
{
    const QFileInfo file(m_path);
    return file.dir().filePath(file.completeBaseName() + u".checked"_s);
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

} // namespace store
