// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

/// Connections as the items of connections.json, and how an edit meets what another program made of
/// the same connection meanwhile. Pure.

#include "base/result.h"
#include "domain/connection.h"

#include <QJsonArray>
#include <QJsonObject>

#include <vector>

namespace work {

/// A connection, and its item with the members that only a newer Tokendesk understands.
struct StoredConnection
{
    domain::Connection connection;
    QJsonObject json;
};

/// LocalFile naming the item that is damaged, or the two that share an id.
base::Result<std::vector<StoredConnection>> connectionsOf(const QJsonArray &items);
/// Members that nobody here understands stay.
QJsonArray itemsOf(const std::vector<StoredConnection> &connections);

/// `edited`, made from `before`, on top of `now`: what the edit changed counts, the rest is as it
/// is now. Conflict where both changed the same, and where the address, the client or the place of
/// the key is another now: a key must not go to an address that it was not entered for.
base::Result<domain::Connection> mergedEdit(const domain::Connection &before,
    const domain::Connection &edited, const domain::Connection &now);

} // namespace work
