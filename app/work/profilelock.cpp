// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#include "work/profilelock.h"

#include "base/privatefile.h"

#include <QDir>
#include <QSysInfo>

namespace work {

using namespace Qt::StringLiterals;

namespace {

QString holderOf(const QLockFile &lock)
{
    qint64 process = 0;
    QString host;
    QString program;
    if (!lock.getLockInfo(&process, &host, &program))
        return u"another Tokendesk"_s; // It was just writing its name.
    // On Windows Qt writes the computer's short name into the lock.
    if (host.isEmpty() || host == QSysInfo::machineHostName()
        || host == qEnvironmentVariable("COMPUTERNAME"))
        return u"another Tokendesk (process %1)"_s.arg(process);
    return u"another Tokendesk (process %1 on %2)"_s.arg(QString::number(process), host);
}

} // namespace

ProfileLock::ProfileLock(const QString &folder)
    : m_lock(QDir(folder).filePath(u"window.lock"_s))
{
    if (folder.isEmpty())
        return;
    if (!QDir(folder).exists() && QDir().mkpath(folder))
        base::makePrivate(folder);
    // Age says nothing: a window may be open for weeks. Only a process that is gone lets go.
    m_lock.setStaleLockTime(0);
    if (!m_lock.tryLock() && m_lock.error() == QLockFile::LockFailedError)
        m_holder = holderOf(m_lock);
}

} // namespace work
