// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#include "work/pendingkeys.h"

#include "base/json.h"
#include "work/profilefile.h"

#include <algorithm>

namespace work {

using namespace Qt::StringLiterals;
using base::Result;
using base::Unit;

namespace {

constexpr char member[] = "pending";

QJsonObject toJson(const PendingKey &pending)
{
    return {{u"connection"_s, pending.key.connectionId}, {u"id"_s, pending.key.remoteId},
        {u"name"_s, pending.name},
        {u"created"_s, qint64(pending.created.time_since_epoch().count())}};
}

} // namespace

PendingKeys::PendingKeys(QString file, QObject *parent)
    : QObject(parent)
    , m_file(std::move(file))
{
}

Result<Unit> PendingKeys::load()
{
    if (m_file.isEmpty())
        return Unit {};
    const auto items = readProfileFile(m_file, member);
    m_isDamaged = !items;
    if (!items)
        return base::fail(items.error());
    for (const auto &item : *items) {
        const QJsonObject object = item.toObject();
        const auto created = base::json::integer(object.value("created"_L1));
        m_pending.push_back(
            {{base::json::text(object, "connection"), base::json::text(object, "id")},
                base::json::text(object, "name"),
                base::Instant {std::chrono::milliseconds {created.value_or(0)}}});
    }
    return Unit {};
}

bool PendingKeys::contains(const domain::TokenKey &key) const
{
    return std::any_of(m_pending.begin(), m_pending.end(),
        [&key](const PendingKey &pending) { return pending.key == key; });
}

Result<Unit> PendingKeys::add(const PendingKey &pending)
{
    m_pending.push_back(pending); // Kept in memory even when the disk refuses.
    emit changed();
    return save(m_pending);
}

Result<Unit> PendingKeys::remove(const domain::TokenKey &key)
{
    if (std::erase_if(m_pending, [&key](const PendingKey &one) { return one.key == key; }) == 0)
        return Unit {};
    emit changed();
    return save(m_pending);
}

Result<Unit> PendingKeys::save(const std::vector<PendingKey> &pending) const
{
    if (m_file.isEmpty())
        return Unit {};
    if (m_isDamaged)
        return base::fail(base::ErrorKind::LocalFile,
            u"%1 could not be read at start; it is not written over"_s.arg(m_file));
    QJsonArray items;
    for (const PendingKey &one : pending)
        items.append(toJson(one));
    return writeProfileFile(m_file, member, items);
}

} // namespace work
