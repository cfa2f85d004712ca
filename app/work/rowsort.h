// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

/// Sorts a snapshot's rows by any number of fields, for the pool.

#include "domain/connection.h"
#include "work/tokensnapshot.h"

#include <QHash>

#include <stop_token>

namespace work {

/// Visible rows in their order.
using RowOrder = QList<RowId>;

/// What rows are sorted by; also names the columns of the table (ui/models/tokencolumns).
enum class SortField {
    Name,
    Vendor,
    Connection,
    Status,
    LastUsed,
    Created,
    Expires,
    RemovedWhenIdle,
    Owner,
    Creator,
    Grants,
    Tags,
    KeyHint,
    Note,
    Review,
    Id,
};

struct SortBy
{
    SortField field = SortField::Name;
    bool isDescending = false;

    friend bool operator==(const SortBy &, const SortBy &) = default;
};

/// What rows are found and sorted by that is in their connection, by its id.
struct ConnectionFacts
{
    QString name;
    domain::Vendor vendor = domain::Vendor::Mist;
    domain::Environment environment = domain::Environment::Production;

    friend bool operator==(const ConnectionFacts &, const ConnectionFacts &) = default;
};
using ConnectionTable = QHash<QString, ConnectionFacts>;

/// All rows that are present; what admins noted is in the snapshot. Values come first, then what
/// never happened, then what nobody knows, in both directions; text ignores case and accents; ties
/// go by the next field, at last by the token's id and by row, upwards, so that the order is total
/// and repeatable. Nothing useful comes back once `stop` is asked for.
RowOrder sortedRows(const TokenSnapshot &snapshot, const ConnectionTable &connections,
    const std::vector<SortBy> &sort, const std::stop_token &stop = {});

} // namespace work
