// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#include "work/profilefile.h"

#include "base/json.h"
#include "base/privatefile.h"

#include <QDeadlineTimer>
#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QJsonDocument>
#include <QLockFile>
#include <QSaveFile>

namespace work {

using namespace Qt::StringLiterals;
using base::ErrorKind;
using base::Result;
using base::Unit;

namespace {

auto fileProblem(const QString &file, const QString &what)
{
    return base::fail(ErrorKind::LocalFile, u"%1: %2"_s.arg(file, what));
}

constexpr std::chrono::seconds maxWait {10};

Result<Unit> makeFolder(const QString &folder)
{
    if (!QDir().mkpath(folder))
        return fileProblem(folder, u"the folder cannot be made"_s);
    if (!base::isPrivate(folder)) // Windows hands it down to all that lies there.
        base::makePrivate(folder);
    return Unit {};
}

/// A change takes some milliseconds: whoever is at it is soon done, or is gone.
Result<Unit> acquire(QLockFile &lock, const QString &file)
{
    lock.setStaleLockTime(0); // Only a process that is gone lets go, whatever the clock says.
    QDeadlineTimer deadline(maxWait);
    while (!lock.tryLock(20)) { // Qt's own wait doubles its pauses up to seconds.
        if (lock.error() != QLockFile::LockFailedError)
            return fileProblem(lock.fileName(), u"the lock cannot be made"_s);
        if (!deadline.hasExpired())
            continue;
        qint64 process = 0;
        QString host;
        QString program;
        const bool isKnown = lock.getLockInfo(&process, &host, &program);
        return fileProblem(file,
            isKnown
                ? u"process %1 on %2 has been changing it for a while; end it, or delete %3"_s.arg(
                    QString::number(process), host, lock.fileName())
                : u"another program has been changing it for a while; if there is none, "
                  "delete %1"_s.arg(lock.fileName()));
    }
    return Unit {};
}

Result<Unit> write(const QString &file, const char *member, const QJsonArray &items)
{
    QSaveFile target(file);
    if (!target.open(QIODevice::WriteOnly))
        return fileProblem(file, target.errorString());
    // Before the first byte, so that nobody else can have opened it.
    base::makePrivate(target);
    const QJsonObject object {{u"version"_s, 1}, {QString::fromLatin1(member), items}};
    target.write(QJsonDocument(object).toJson());
    if (!target.commit())
        return fileProblem(file, target.errorString());
    return Unit {};
}

} // namespace

Result<QJsonArray> readProfileFile(const QString &file, const char *member)
{
    QFile source(file);
    if (!source.exists())
        return QJsonArray();
    if (!source.open(QIODevice::ReadOnly))
        return fileProblem(file, source.errorString());
    const auto object = base::json::parseObject(source.readAll());
    if (!object)
        return fileProblem(file, object.error().detail);
    const auto version = base::json::integer(object->value("version"_L1));
    if (version != 1)
        return fileProblem(file, u"it was written by another version of Tokendesk"_s);
    const auto items = base::json::requireArray(*object, member, {});
    if (!items)
        return fileProblem(file, items.error().detail);
    return *items;
}

Result<Unit> changeProfileFile(const QString &file, const char *member, const ProfileChange &change)
{
    if (const auto made = makeFolder(QFileInfo(file).absolutePath()); !made)
        return made;
    QLockFile lock(file + u".lock"_s);
    if (const auto held = acquire(lock, file); !held)
        return held;
    std::optional<QJsonArray> now;
    if (QFileInfo::exists(file)) {
        auto read = readProfileFile(file, member);
        if (!read)
            return base::fail(read.error());
        now = std::move(*read);
    }
    const auto next = change(now);
    if (!next)
        return base::fail(next.error());
    if (now && *now == *next)
        return Unit {};
    return write(file, member, *next);
}

} // namespace work
