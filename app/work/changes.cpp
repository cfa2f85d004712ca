// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#include "work/changes.h"

#include "work/verdict.h"

#include <QPointer>

#include <map>
#include <memory>

namespace work {

using namespace Qt::StringLiterals;
using base::ErrorKind;
using base::Result;
using base::Task;
using base::Unit;
using domain::ChangeOutcome;
using domain::Token;
using domain::TokenKey;

Changes::Changes(TokenStore &store, ClientOf clientOf, QObject *parent)
    : QObject(parent)
    , m_store(store)
    , m_clientOf(std::move(clientOf))
{
}

std::optional<Token> Changes::find(const TokenKey &key) const
{
    const auto row = m_store.find(key);
    return row ? std::optional(m_store.wholeToken(*row)) : std::nullopt;
}

Result<Token> Changes::token(const TokenKey &key, OwnCredential own) const
{
    const std::optional<Token> found = find(key);
    if (!found)
        return base::fail(ErrorKind::NotFound, u"the token is not in the list any more"_s);
    const Token &token = *found;
    if (token.isOwnCredential && own == OwnCredential::Refuse)
        return base::fail(ErrorKind::Conflict,
            u"Tokendesk signs in with this token; without it the connection is locked out"_s);
    return token;
}

Task<Token> Changes::edit(const TokenKey &key, const domain::TokenEdit &edit)
{
    const auto client = m_clientOf(key.connectionId);
    if (!client)
        return Task<Token>::failed(client.error());
    const auto before = token(key, OwnCredential::Allow);
    if (!before)
        return Task<Token>::failed(before.error());
    const QPointer<Changes> changes(this);
    return (*client)->updateToken(*before, edit).map([changes](Token after) -> Result<Token> {
        if (changes)
            changes->m_store.put(after);
        return after;
    });
}

Task<std::vector<ChangeOutcome>> Changes::setEnabled(
    const std::vector<TokenKey> &keys, bool enabled, OwnCredential own)
{
    struct Gathering
    {
        base::Promise<std::vector<ChangeOutcome>> promise;
        std::vector<ChangeOutcome> outcomes;
        int waiting = 1; // Ourselves, until every group was started.
        void oneDone()
        {
            if (--waiting == 0)
                promise.settle(std::move(outcomes));
        }
    };
    const auto all = std::make_shared<Gathering>();
    std::map<QString, std::vector<std::size_t>> groups;
    std::vector<Token> tokens(keys.size());
    for (std::size_t i = 0; i < keys.size(); ++i) {
        auto found = token(keys[i], own);
        all->outcomes.push_back({keys[i].remoteId, Unit {}, {}});
        if (found) {
            tokens[i] = std::move(*found);
            groups[keys[i].connectionId].push_back(i);
        } else {
            all->outcomes[i].result = base::fail(found.error());
        }
    }
    for (const auto &[connectionId, members] : groups) {
        const auto client = m_clientOf(connectionId);
        std::vector<Token> some;
        for (const std::size_t i : members) {
            some.push_back(tokens[i]);
            if (!client)
                all->outcomes[i].result = base::fail(client.error());
        }
        if (!client)
            continue;
        ++all->waiting;
        (*client)
            ->setEnabled(some, enabled)
            .then(this,
                [this, all, keys, members = members, enabled](
                    Result<std::vector<ChangeOutcome>> outcomes) {
                    for (std::size_t n = 0; n < members.size(); ++n) {
                        ChangeOutcome &mine = all->outcomes[members[n]];
                        if (!outcomes)
                            mine.result = base::fail(outcomes.error());
                        else if (n < outcomes->size())
                            mine = std::move((*outcomes)[n]);
                        takeOutcome(keys[members[n]], mine, enabled);
                    }
                    all->oneDone();
                });
    }
    auto task = all->promise.task();
    all->oneDone();
    return task;
}

void Changes::takeOutcome(const TokenKey &key, const ChangeOutcome &outcome, bool enabled)
{
    if (!outcome.result)
        return;
    if (outcome.token) {
        m_store.put(*outcome.token);
        return;
    }
    const auto row = m_store.find(key);
    if (!row)
        return;
    Token token = m_store.wholeToken(*row);
    token.status = enabled ? domain::TokenStatus::Active : domain::TokenStatus::Disabled;
    m_store.put(token);
}

Task<domain::DeleteOutcome> Changes::remove(const TokenKey &key, OwnCredential own)
{
    const auto client = m_clientOf(key.connectionId);
    if (!client)
        return Task<domain::DeleteOutcome>::failed(client.error());
    const auto found = token(key, own);
    if (!found)
        return Task<domain::DeleteOutcome>::failed(found.error());
    const QPointer<Changes> changes(this);
    return (*client)->deleteToken(*found).map(
        [changes, gone = *found](domain::DeleteOutcome outcome) -> Result<domain::DeleteOutcome> {
            if (changes) {
                changes->m_store.remove(gone.key);
                emit changes->removed(gone);
            }
            return outcome;
        });
}

Task<bool> Changes::isSo(const Token &token, domain::JournalAction action)
{
    const auto client = m_clientOf(token.key.connectionId);
    if (!client)
        return Task<bool>::ready(true);
    const OpenOperation change {.action = action};
    const QPointer<Changes> changes(this);
    return (*client)
        ->readToken(token)
        .map([changes, change](const Token &now) -> Result<bool> {
            const bool isDone = shownBy(change, now) != Shown::NotMade;
            if (changes && !isDone)
                changes->m_store.put(now);
            return isDone;
        })
        .orElse([](const base::Error &) { return Task<bool>::ready(true); });
}

} // namespace work
