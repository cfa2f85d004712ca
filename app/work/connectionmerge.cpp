// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#include "work/connectionmerge.h"

#include "base/json.h"
#include "base/textrules.h"

#include <algorithm>

namespace work {

using namespace Qt::StringLiterals;
using base::Result;
using domain::Connection;

namespace {

QJsonObject toJson(const Connection &connection)
{
    return {{u"id"_s, connection.id}, {u"name"_s, connection.name},
        {u"vendor"_s, domain::vendorId(connection.vendor)},
        {u"environment"_s, domain::environmentId(connection.environment)},
        {u"url"_s, connection.baseUrl.toString()}, {u"organisation"_s, connection.organisation},
        {u"clientId"_s, connection.clientId}, {u"ownTokenId"_s, connection.ownTokenId},
        {u"tracked"_s, QJsonArray::fromStringList(connection.tracked)},
        {u"usesSpare"_s, connection.usesSpare}, {u"caFile"_s, connection.caFile}};
}

Result<Connection> fromJson(const QJsonObject &object, const QString &path)
{
    const auto id = base::json::requireString(object, "id", path);
    if (!id)
        return base::fail(id.error());
    const auto name = base::json::requireString(object, "name", path);
    if (!name)
        return base::fail(name.error());
    const auto vendor = domain::vendorFromId(base::json::text(object, "vendor"));
    const auto environment = domain::environmentFromId(base::json::text(object, "environment"));
    if (!base::isSafePathId(*id) || !vendor || !environment)
        return base::fail(base::ErrorKind::LocalFile,
            u"%1: id, vendor or environment is not one that is known"_s.arg(path));
    return Connection {.id = *id,
        .name = *name,
        .vendor = *vendor,
        .environment = *environment,
        .baseUrl = QUrl(base::json::text(object, "url")),
        .organisation = base::json::text(object, "organisation"),
        .clientId = base::json::text(object, "clientId"),
        .ownTokenId = base::json::text(object, "ownTokenId"),
        .tracked = base::json::textList(object.value("tracked"_L1)),
        .usesSpare = object.value("usesSpare"_L1).toBool(),
        .caFile = base::json::text(object, "caFile")};
}

QStringList mergedSlots(
    const QStringList &before, const QStringList &edited, const QStringList &now)
{
    QStringList merged = now;
    for (const QString &slot : before) {
        if (!edited.contains(slot))
            merged.removeAll(slot);
    }
    for (const QString &slot : edited) {
        if (!before.contains(slot) && !merged.contains(slot))
            merged.append(slot);
    }
    return merged;
}

/// Where a key goes, and as whose.
bool isSameTarget(const Connection &a, const Connection &b)
{
    return a.vendor == b.vendor && a.baseUrl == b.baseUrl && a.clientId == b.clientId
        && a.usesSpare == b.usesSpare;
}

} // namespace

Result<std::vector<StoredConnection>> connectionsOf(const QJsonArray &items)
{
    std::vector<StoredConnection> all;
    for (qsizetype i = 0; i < items.size(); ++i) {
        const QJsonObject object = items.at(i).toObject();
        auto connection = fromJson(object, u"connections[%1]"_s.arg(i));
        if (!connection)
            return base::fail(base::ErrorKind::LocalFile, connection.error().detail);
        // In any case of letters: so Windows compares the names of a keychain's entries.
        const auto same = std::find_if(all.begin(), all.end(), [&](const StoredConnection &one) {
            return one.connection.id.compare(connection->id, Qt::CaseInsensitive) == 0;
        });
        if (same != all.end())
            return base::fail(base::ErrorKind::LocalFile,
                u"\"%1\" and \"%2\" have the same id, and so would have the same key"_s.arg(
                    same->connection.name, connection->name));
        all.push_back({std::move(*connection), object});
    }
    return all;
}

QJsonArray itemsOf(const std::vector<StoredConnection> &connections)
{
    QJsonArray items;
    for (const StoredConnection &one : connections) {
        QJsonObject object = one.json;
        const QJsonObject known = toJson(one.connection);
        for (auto it = known.begin(); it != known.end(); ++it)
            object.insert(it.key(), it.value());
        items.append(object);
    }
    return items;
}

/// By the members of the file, so that a member that is added one day is merged too.
Result<Connection> mergedEdit(
    const Connection &before, const Connection &edited, const Connection &now)
{
    const QJsonObject was = toJson(before);
    const QJsonObject wanted = toJson(edited);
    QJsonObject merged = toJson(now);
    bool fits = isSameTarget(before, now);
    for (auto it = wanted.begin(); it != wanted.end(); ++it) {
        const QJsonValue old = was.value(it.key());
        const QJsonValue current = merged.value(it.key());
        if (it.value() == old || it.key() == "tracked"_L1)
            continue;
        fits = fits && (current == old || current == it.value());
        merged.insert(it.key(), it.value());
    }
    merged.insert(u"tracked"_s,
        QJsonArray::fromStringList(mergedSlots(before.tracked, edited.tracked, now.tracked)));
    if (!fits)
        return base::fail(base::ErrorKind::Conflict,
            u"another Tokendesk has changed \"%1\" meanwhile; look at it again and repeat the "
            "edit"_s.arg(now.name));
    return fromJson(merged, u"connections"_s);
}

} // namespace work
