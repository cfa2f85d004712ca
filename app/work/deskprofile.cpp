// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0

// The desk's part that shares the profile with other programs: what they make of the connections,
// and keys that none of the connections has.

#include "base/gather.h"
#include "work/credentialstore.h"
#include "work/desk.h"

namespace work {

using namespace Qt::StringLiterals;
using base::Error;
using base::ErrorKind;
using base::Result;
using base::Task;
using base::Unit;
using domain::Connection;

namespace {

/// Whether the client and its key are still the right ones.
bool opensAlike(const Connection &a, const Connection &b)
{
    Connection same = a;
    same.name = b.name;
    same.environment = b.environment;
    return same == b;
}

using Claims = std::vector<std::shared_ptr<QLockFile>>;

} // namespace

void Desk::followProfile()
{
    connect(&m_book, &ConnectionBook::addedElsewhere, this, [this](const QString &id) {
        if (m_isOpen)
            refresh(id);
        emit connectionAddedElsewhere(id);
    });
    connect(&m_book, &ConnectionBook::updatedElsewhere, this, &Desk::takeUpdatedElsewhere);
    connect(&m_book, &ConnectionBook::removedElsewhere, this, &Desk::connectionRemovedElsewhere);
    connect(&m_book, &ConnectionBook::unreadable, this, &Desk::profileUnreadable);
    m_book.watch();
}

void Desk::takeUpdatedElsewhere(const QString &connectionId)
{
    const Connection *now = m_book.find(connectionId);
    Session *open = session(connectionId);
    if (!now || !open)
        return;
    const bool isAlike = opensAlike(open->connection(), *now);
    open->setConnection(*now);
    if (!isAlike && m_isOpen)
        reopen(connectionId);
}

Result<Unit> Desk::restoreConnection(const QString &id)
{
    if (const auto ours = checkProfile(); !ours)
        return ours;
    return m_book.restore(id);
}

Task<std::vector<NotedKeys>> Desk::leftKeys()
{
    using Left = std::vector<NotedKeys>;
    domain::Vault &vault = m_parts.keychain;
    if (!vault.isPersistent() || !checkProfile())
        return Task<Left>::ready(Left());
    const auto noted = m_register.all();
    if (!noted)
        return Task<Left>::failed(noted.error());
    // First the claims, then a new look: what was being added until just now is there by then.
    const auto claims = std::make_shared<Claims>();
    Left candidates;
    for (const NotedKeys &keys : *noted) {
        if (m_book.find(keys.id))
            continue;
        if (auto claim = m_register.claim(keys.id)) {
            claims->push_back(std::move(claim));
            candidates.push_back(keys);
        }
    }
    if (candidates.empty())
        return Task<Left>::ready(Left());
    if (const auto read = m_book.reload(); !read)
        return Task<Left>::failed(read.error());
    std::erase_if(candidates, [this](const NotedKeys &keys) { return m_book.find(keys.id); });
    const auto look = [&vault, candidates](std::size_t i) {
        return hasCredentials(vault, candidates[i].asConnection());
    };
    return base::gather<bool>(candidates.size(), 1, look)
        .map([candidates, claims, noted = m_register](
                 const std::vector<Result<bool>> &found) -> Result<Left> {
            Left left;
            for (std::size_t i = 0; i < found.size(); ++i) {
                if (!found[i])
                    return base::fail(found[i].error());
                if (*found[i])
                    left.push_back(candidates[i]);
                else
                    static_cast<void>(noted.strikeOut(candidates[i].id));
            }
            return left;
        });
}

Task<Unit> Desk::removeLeftKeys(const QString &connectionId)
{
    if (const auto ours = checkProfile(); !ours)
        return Task<Unit>::failed(ours.error());
    const QString id = connectionId; // Not as the book has it, which is read anew.
    domain::Vault &vault = m_parts.keychain;
    const auto noted = m_register.all();
    if (!noted)
        return Task<Unit>::failed(noted.error());
    const auto keys = std::find_if(
        noted->begin(), noted->end(), [&id](const NotedKeys &one) { return one.id == id; });
    if (keys == noted->end())
        return Task<Unit>::failed({.kind = ErrorKind::NotFound});
    const auto claim = m_register.claim(id);
    const auto read = m_book.reload();
    if (!claim || (read && m_book.find(id)))
        return Task<Unit>::failed({.kind = ErrorKind::Conflict,
            .detail = u"\"%1\" is a connection of this profile"_s.arg(keys->name)});
    if (!read)
        return Task<Unit>::failed(read.error());
    return removeCredentials(vault, keys->asConnection())
        .map([noted = m_register, id, claim](Unit) -> Result<Unit> { return noted.strikeOut(id); });
}

} // namespace work
