// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#include "work/openoperations.h"

namespace work {

void OpenOperations::take(const domain::JournalEntry &row)
{
    if (domain::closes(row.action, row.phase))
        return close(row.operation);
    const auto [place, isNew] = m_all.try_emplace(row.operation);
    OpenOperation &operation = place->second;
    if (isNew) {
        operation.id = row.operation;
        operation.begun = row.at;
        operation.action = row.action; // All rows of one operation have the same.
        m_ofKind[row.action].emplace(row.operation, &operation);
    }
    operation.group = row.group;
    operation.phase = row.phase;
    operation.token = row.token;
    operation.tokenName = row.tokenName;
    operation.connectionName = row.connectionName;
    operation.vendor = row.vendor;
    operation.changed = row.at;
    operation.origin = row.origin;
    operation.run = row.run;
    for (auto it = row.details.begin(); it != row.details.end(); ++it)
        operation.details.insert(it.key(), it.value());
}

void OpenOperations::close(const QString &operation)
{
    const auto it = m_all.find(operation);
    if (it == m_all.end())
        return;
    m_ofKind[it->second.action].erase(operation);
    m_all.erase(it);
}

const OpenOperation *OpenOperations::find(const QString &operation) const
{
    const auto it = m_all.find(operation);
    return it == m_all.end() ? nullptr : &it->second;
}

const OpenOperations::OfKind &OpenOperations::ofKind(domain::JournalAction action) const
{
    static const OfKind none;
    const auto it = m_ofKind.find(action);
    return it == m_ofKind.end() ? none : it->second;
}

} // namespace work
