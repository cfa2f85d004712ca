// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#include "store/files.h"

#include "base/privatefile.h"
#include "store/sqlerror.h"

#include <QDateTime>
#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QStorageInfo>

#include <algorithm>

#ifdef Q_OS_UNIX
#include <unistd.h>
#endif

namespace store {

using namespace Qt::StringLiterals;
using base::fail;
using base::Result;
using base::Unit;

namespace {

constexpr auto ownerOnly = QFile::ReadOwner | QFile::WriteOwner;

const QStringList &companions()
{
    static const QStringList suffixes {u"-wal"_s, u"-shm"_s, u"-journal"_s};
    return suffixes;
}

bool isForeign(const QFileInfo &file)
{
#ifdef Q_OS_UNIX
    return file.ownerId() != ::geteuid();
#else
    Q_UNUSED(file)
    return false; // The profile folder's access list decides.
#endif
}

Result<Unit> refuseOddFile(const QString &path)
{
    const QFileInfo file(path);
    if (file.isSymLink())
        return fail(fileError(path, u"it is a symbolic link, which could lead anywhere"_s));
    if (!file.exists())
        return Unit {};
    if (!file.isFile())
        return fail(fileError(path, u"it is not a file"_s));
    if (isForeign(file))
        return fail(fileError(path, u"it belongs to another user"_s));
    return Unit {};
}

} // namespace

Result<Unit> preparePrivateFolder(const QString &folder)
{
    const QFileInfo before(folder);
    if (before.isSymLink())
        return fail(fileError(folder, u"it is a symbolic link, which could lead anywhere"_s));
    if (!before.exists() && !QDir().mkpath(folder))
        return fail(fileError(folder, u"the folder cannot be made"_s));
    const QFileInfo made(folder);
    if (!made.isDir())
        return fail(fileError(folder, u"it is not a folder"_s));
    if (isForeign(made))
        return fail(fileError(folder, u"the folder belongs to another user"_s));
    if (!base::isPrivate(folder)) // A file system without permissions is left as it is.
        base::makePrivate(folder);
    return Unit {};
}

Result<Unit> preparePrivateFile(const QString &path)
{
    if (auto fine = refuseOddFile(path); !fine)
        return fine;
    for (const QString &suffix : companions()) {
        if (auto fine = refuseOddFile(path + suffix); !fine)
            return fine;
    }
    if (!QFileInfo::exists(path)) {
        QFile file(path);
        // NewOnly does not follow a link that was put there meanwhile, nor empty a file. If it is
        // there now, another process of ours was faster.
        if (!file.open(QIODevice::WriteOnly | QIODevice::NewOnly, ownerOnly)
            && !QFileInfo::exists(path))
            return fail(fileError(path, u"it cannot be made: %1"_s.arg(file.errorString())));
        return refuseOddFile(path);
    }
    if (!base::isPrivate(path))
        base::makePrivate(path);
    return Unit {};
}

QString freePath(const QString &path, const QString &mark)
{
    const QFileInfo file(path);
    const QString stem = file.dir().filePath(file.completeBaseName() + u'.' + mark);
    QString name = u"%1.%2"_s.arg(stem, file.suffix());
    for (int i = 1; QFileInfo::exists(name) || QFileInfo(name).isSymLink(); ++i)
        name = u"%1-%2.%3"_s.arg(stem, QString::number(i), file.suffix());
    return name;
}

QString asidePath(const QString &path)
{
    const QString now = QDateTime::currentDateTimeUtc().toString(u"yyyy-MM-ddTHHmmss"_s);
    return freePath(path, u"bad-"_s + now);
}

Result<Unit> moveAside(const QString &path, const QString &aside)
{
    if (!QFile::rename(path, aside))
        return fail(fileError(path, u"it cannot be renamed"_s));
    for (const QString &suffix : companions()) {
        if (QFileInfo::exists(path + suffix) && !QFile::rename(path + suffix, aside + suffix))
            return fail(fileError(path + suffix, u"it cannot be renamed"_s));
    }
    return Unit {};
}

Result<Unit> mark(const QString &path)
{
    if (auto made = preparePrivateFile(path); !made)
        return made;
    QFile file(path);
    if (!file.open(QIODevice::ReadWrite)
        || !file.setFileTime(QDateTime::currentDateTimeUtc(), QFile::FileModificationTime))
        return fail(fileError(path, file.errorString()));
    return Unit {};
}

bool isMarkedSince(const QString &path, const QDateTime &since)
{
    const QDateTime marked = QFileInfo(path).lastModified();
    return marked.isValid() && marked >= since && marked <= QDateTime::currentDateTimeUtc();
}

bool isNetworkFileSystem(const QByteArray &type)
{
    static constexpr QByteArrayView names[] = {"nfs", "nfs4", "cifs", "smb", "smb2", "smb3",
        "smbfs", "afs", "9p", "ncpfs", "davfs", "webdav", "ceph", "fuse.sshfs", "fuse.davfs2",
        "fuse.gvfsd-fuse", "fuse.rclone", "fuse.glusterfs"};
    return std::ranges::find(names, QByteArrayView(type.toLower())) != std::ranges::end(names);
}

bool isOnNetwork(const QString &path)
{
    return isNetworkFileSystem(QStorageInfo(path).fileSystemType());
}

} // namespace store
