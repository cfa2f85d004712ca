// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#include "work/connectionbook.h"

#include "base/json.h"
#include "base/textrules.h"
#include "work/profilefile.h"

#include <algorithm>

namespace work {

using namespace Qt::StringLiterals;
using base::Result;
using base::Unit;
using domain::Connection;

namespace {

constexpr char member[] = "connections";

QJsonObject toJson(const Connection &connection)
{
    QJsonObject object {{u"id"_s, connection.id}, {u"name"_s, connection.name},
        {u"vendor"_s, domain::vendorId(connection.vendor)},
        {u"environment"_s, domain::environmentId(connection.environment)},
        {u"url"_s, connection.baseUrl.toString()}, {u"organisation"_s, connection.organisation},
        {u"clientId"_s, connection.clientId}, {u"ownTokenId"_s, connection.ownTokenId},
        {u"tracked"_s, QJsonArray::fromStringList(connection.tracked)},
        {u"usesSpare"_s, connection.usesSpare}};
    if (!connection.caFile.isEmpty())
        object.insert(u"caFile"_s, connection.caFile);
    return object;
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

} // namespace

ConnectionBook::ConnectionBook(QString file, QObject *parent)
    : QObject(parent)
    , m_file(std::move(file))
{
}

Result<Unit> ConnectionBook::load()
{
    if (m_file.isEmpty())
        return Unit {};
    const auto items = readProfileFile(m_file, member);
    m_isDamaged = !items;
    if (!items)
        return base::fail(items.error());
    std::vector<Connection> read;
    for (qsizetype i = 0; i < items->size(); ++i) {
        auto connection = fromJson(items->at(i).toObject(), u"connections[%1]"_s.arg(i));
        if (!connection) {
            m_isDamaged = true;
            return base::fail(
                base::ErrorKind::LocalFile, u"%1: %2"_s.arg(m_file, connection.error().detail));
        }
        read.push_back(std::move(*connection));
    }
    m_connections = std::move(read);
    return Unit {};
}

const Connection *ConnectionBook::find(const QString &id) const
{
    const auto it = std::find_if(m_connections.begin(), m_connections.end(),
        [&id](const Connection &one) { return one.id == id; });
    return it == m_connections.end() ? nullptr : &*it;
}

const Connection *ConnectionBook::findByName(const QString &name) const
{
    const auto it
        = std::find_if(m_connections.begin(), m_connections.end(), [&name](const Connection &one) {
              return one.name.compare(name.trimmed(), Qt::CaseInsensitive) == 0;
          });
    return it == m_connections.end() ? nullptr : &*it;
}

Result<Unit> ConnectionBook::add(const Connection &connection)
{
    if (const auto named = checkName(connection); !named)
        return named;
    auto next = m_connections;
    next.push_back(connection);
    if (const auto saved = save(next); !saved)
        return saved;
    m_connections = std::move(next);
    emit added(connection.id);
    return Unit {};
}

Result<Unit> ConnectionBook::update(const Connection &connection)
{
    if (const auto named = checkName(connection); !named)
        return named;
    auto next = m_connections;
    const auto it = std::find_if(next.begin(), next.end(),
        [&connection](const Connection &one) { return one.id == connection.id; });
    if (it == next.end())
        return base::fail(base::ErrorKind::NotFound, u"there is no such connection"_s);
    *it = connection;
    if (const auto saved = save(next); !saved)
        return saved;
    m_connections = std::move(next);
    emit updated(connection.id);
    return Unit {};
}

Result<Unit> ConnectionBook::remove(const QString &id)
{
    auto next = m_connections;
    if (std::erase_if(next, [&id](const Connection &one) { return one.id == id; }) == 0)
        return base::fail(base::ErrorKind::NotFound, u"there is no such connection"_s);
    if (const auto saved = save(next); !saved)
        return saved;
    m_connections = std::move(next);
    emit removed(id);
    return Unit {};
}

Result<Unit> ConnectionBook::save(const std::vector<Connection> &connections) const
{
    if (m_file.isEmpty())
        return Unit {};
    if (m_isDamaged)
        return base::fail(base::ErrorKind::LocalFile,
            u"%1 could not be read at start; it is not written over"_s.arg(m_file));
    QJsonArray items;
    for (const Connection &connection : connections)
        items.append(toJson(connection));
    return writeProfileFile(m_file, member, items);
}

Result<Unit> ConnectionBook::checkName(const Connection &connection) const
{
    const QString field = u"name"_s;
    if (connection.name.trimmed().isEmpty())
        return base::invalid(field, u"the name is empty"_s);
    if (connection.name.size() > 100)
        return base::invalid(field, u"the name is longer than 100 characters"_s);
    const Connection *other = findByName(connection.name);
    if (other && other->id != connection.id)
        return base::invalid(
            field, u"there is already a connection named \"%1\""_s.arg(other->name));
    return Unit {};
}

} // namespace work
