// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#include "shell/selectionfacts.h"

#include "models/tokentablemodel.h"
#include "shell/barriertext.h"
#include "support/plaintext.h"
#include "tokens/rowselection.h"
#include "work/desk.h"

#include <QSet>

namespace shell {

namespace {

void addPart(Selection &all, work::Desk &desk, const QString &connectionId)
{
    if (const work::Session *session = desk.session(connectionId))
        all.parts.push_back({session->capabilities(), support::shown(session->connection().name),
            barrierText(desk.barrier(connectionId))});
}

bool isInScope(const domain::Connection &connection, const models::TokenFilter &filter)
{
    return (filter.connectionIds.isEmpty() || filter.connectionIds.contains(connection.id))
        && (!filter.vendor || *filter.vendor == connection.vendor);
}

} // namespace

Selection factsOf(work::Desk &desk, const work::RowOrder &rows)
{
    Selection all;
    QSet<QString> seen;
    for (const work::RowId row : rows) {
        if (!desk.tokens().isPresent(row))
            continue;
        const domain::Token token = desk.tokens().token(row);
        ++all.count;
        all.allActive = all.allActive && token.status == domain::TokenStatus::Active;
        all.allDisabled = all.allDisabled && token.status == domain::TokenStatus::Disabled;
        all.hasOwnCredential = all.hasOwnCredential || token.isOwnCredential;
        all.isTracked = !token.trackedSlot.isEmpty();
        if (seen.contains(token.key.connectionId))
            continue;
        seen.insert(token.key.connectionId);
        addPart(all, desk, token.key.connectionId);
    }
    return all;
}

Selection quickFactsOf(
    work::Desk &desk, const models::TokenTableModel &model, const tokens::RowSelection &selected)
{
    const int count = selected.count();
    if (count <= mostLookedAt)
        return factsOf(desk, selected.rowIds());
    Selection all;
    all.count = count;
    all.isLookedAt = false;
    for (const auto &connection : desk.connections().all()) {
        if (isInScope(connection, model.filter()) && desk.tokens().count(connection.id) > 0)
            addPart(all, desk, connection.id);
    }
    return all;
}

} // namespace shell
