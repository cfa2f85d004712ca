// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

/// Lists to put into an inventory, and what it says about them, as short lines.

#include "await.h"
#include "store/inventoryfile.h"
#include "tokens.h"

namespace test {

inline const QString connectionId = QStringLiteral("conn-1");

/// Days after a day in 2024, at midnight.
inline base::Instant day(int number)
{
    return base::Instant(std::chrono::days(20'000 + number));
}

inline domain::StoredListing listOf(const std::vector<domain::Token> &tokens, int onDay,
    bool isComplete = true, const QString &connection = connectionId)
{
    return {.connectionId = connection,
        .listed = day(onDay),
        .isComplete = isComplete,
        .tokens = tokens.empty() ? domain::TokenBatch(connection) : domain::TokenBatch::of(tokens)};
}

/// "id kind: before -> after", as told.
inline QString lineOf(const domain::TokenChange &change)
{
    QString line = change.token.remoteId + QLatin1Char(' ') + domain::changeKindId(change.kind);
    if (!change.before.isEmpty() || !change.after.isEmpty())
        line += QStringLiteral(": %1 -> %2").arg(change.before, change.after);
    return line.replace(QLatin1Char('\n'), QLatin1Char(','));
}

/// Oldest first.
inline QStringList historyOf(domain::Inventory &inventory, domain::ChangeQuery query = {})
{
    query.limit = 1'000'000;
    const auto changes = await(inventory.changes(query));
    if (!changes)
        return {changes.error().detail};
    QStringList lines;
    for (auto it = changes->rbegin(); it != changes->rend(); ++it)
        lines.append(lineOf(*it));
    return lines;
}

} // namespace test
