// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#include "work/keyregister.h"

#include "base/json.h"
#include "base/textrules.h"
#include "work/profilefile.h"

#include <QDir>
#include <QFileInfo>
#include <QJsonObject>

namespace work {

using namespace Qt::StringLiterals;
using base::Result;
using base::Unit;
using domain::Connection;

namespace {

constexpr char member[] = "entries";

double numberOf(base::Instant time)
{
    return static_cast<double>(time.time_since_epoch().count());
}

bool isOf(const QJsonValue &item, const QString &id, const QString &place)
{
    const QJsonObject object = item.toObject();
    return base::json::text(object, "connection") == id
        && base::json::text(object, "profile") == place;
}

QJsonObject withSlots(QJsonObject item, const QStringList &added)
{
    QStringList tracked = base::json::textList(item.value("tracked"_L1));
    for (const QString &slot : added) {
        if (!tracked.contains(slot))
            tracked += slot;
    }
    item.insert(u"tracked"_s, QJsonArray::fromStringList(tracked));
    return item;
}

} // namespace

Connection NotedKeys::asConnection() const
{
    return {.id = id, .name = name, .vendor = vendor, .tracked = tracked};
}

KeyRegister::KeyRegister(QString folder)
    : m_folder(std::move(folder))
{
}

QString KeyRegister::file() const
{
    return QDir(m_folder).filePath(u"keychain-entries.json"_s);
}

QString KeyRegister::place() const
{
    const QFileInfo folder(m_folder);
    const QString canonical = folder.canonicalFilePath();
    return canonical.isEmpty() ? folder.absoluteFilePath() : canonical;
}

Result<Unit> KeyRegister::note(const Connection &connection, base::Instant now) const
{
    if (m_folder.isEmpty())
        return Unit {};
    QDir().mkpath(m_folder); // Only then has it a canonical path.
    const QString here = place();
    const auto change = [&](const std::optional<QJsonArray> &old) -> Result<QJsonArray> {
        QJsonArray items = old.value_or(QJsonArray());
        for (qsizetype i = 0; i < items.size(); ++i) {
            if (!isOf(items.at(i), connection.id, here))
                continue;
            items[i] = withSlots(items.at(i).toObject(), connection.tracked);
            return items;
        }
        items.append(QJsonObject {{u"connection"_s, connection.id}, {u"name"_s, connection.name},
            {u"vendor"_s, domain::vendorId(connection.vendor)},
            {u"tracked"_s, QJsonArray::fromStringList(connection.tracked)},
            {u"noted"_s, numberOf(now)}, {u"profile"_s, here}});
        return items;
    };
    return changeProfileFile(file(), member, change);
}

Result<Unit> KeyRegister::strikeOut(const QString &connectionId) const
{
    if (m_folder.isEmpty() || !QFileInfo::exists(file()))
        return Unit {};
    const QString here = place();
    const auto change = [&](const std::optional<QJsonArray> &old) -> Result<QJsonArray> {
        QJsonArray left;
        for (const QJsonValue &item : old.value_or(QJsonArray())) {
            if (!isOf(item, connectionId, here))
                left.append(item);
        }
        return left;
    };
    return changeProfileFile(file(), member, change);
}

Result<std::vector<NotedKeys>> KeyRegister::all() const
{
    std::vector<NotedKeys> found;
    if (m_folder.isEmpty())
        return found;
    const auto items = readProfileFile(file(), member);
    if (!items)
        return base::fail(items.error());
    const QString here = place();
    for (const QJsonValue &item : *items) {
        const QJsonObject object = item.toObject();
        const QString id = base::json::text(object, "connection");
        const auto vendor = domain::vendorFromId(base::json::text(object, "vendor"));
        if (!isOf(item, id, here) || !base::isSafePathId(id) || !vendor)
            continue;
        found.push_back({.id = id,
            .name = base::json::text(object, "name"),
            .vendor = *vendor,
            .tracked = base::json::textList(object.value("tracked"_L1)),
            .noted = base::Instant(std::chrono::milliseconds(
                static_cast<qint64>(object.value("noted"_L1).toDouble())))});
    }
    return found;
}

std::shared_ptr<QLockFile> KeyRegister::claim(const QString &connectionId) const
{
    if (m_folder.isEmpty())
        return std::make_shared<QLockFile>(QString());
    QDir().mkpath(m_folder);
    auto lock
        = std::make_shared<QLockFile>(QDir(m_folder).filePath(u"key-%1.lock"_s.arg(connectionId)));
    lock->setStaleLockTime(0);
    const bool isOthers = !lock->tryLock() && lock->error() == QLockFile::LockFailedError;
    return isOthers ? nullptr : lock;
}

} // namespace work
