// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#include "work/changes.h"

#include "base/gather.h"
#include "work/verdict.h"

#include <QPointer>

#include <map>
#include <memory>

namespace work {

using namespace Qt::StringLiterals;
using base::Error;
using base::ErrorKind;
using base::Result;
using base::Task;
using base::Unit;
using domain::ChangeOutcome;
using domain::DeleteOutcome;
using domain::Token;
using domain::TokenKey;
using domain::TokenStatus;

namespace {

constexpr std::size_t looksAtOnce = 4;

auto contradiction()
{
    return base::fail(ErrorKind::Contradicted, u"read again, the token is as it was"_s);
}

/// Whether a look that failed cannot be made at all: the vendor has no such call, the credential
/// may not make it, or the credential itself is what was stopped. Then the vendor's word counts.
bool isBeyondLooking(const Error &error, bool isOwnCredential)
{
    return error.kind == ErrorKind::Unsupported
        || (error.kind == ErrorKind::Forbidden && error.isVendors)
        || (error.kind == ErrorKind::Unauthorized && isOwnCredential);
}

/// A look that failed confirms nothing: the change stays open until a list tells.
Error unchecked(Error error)
{
    error.detail = u"the vendor says that it is done; it could not be checked (%1)"_s.arg(
        error.detail.isEmpty() ? base::errorKindName(error.kind) : error.detail);
    error.kind = ErrorKind::OutcomeUnknown;
    return error;
}

/// A status that is neither tells nothing.
bool isOpposite(TokenStatus status, bool enabled)
{
    return status == (enabled ? TokenStatus::Disabled : TokenStatus::Active);
}

} // namespace

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
    const std::vector<TokenKey> &keys, bool enabled, OwnCredential own, SecondLook look)
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
                [this, all, keys, places = members, enabled](
                    Result<std::vector<ChangeOutcome>> outcomes) {
                    for (std::size_t n = 0; n < places.size(); ++n) {
                        ChangeOutcome &mine = all->outcomes[places[n]];
                        if (!outcomes)
                            mine.result = base::fail(outcomes.error());
                        else if (n < outcomes->size())
                            mine = std::move((*outcomes)[n]);
                        takeOutcome(keys[places[n]], mine, enabled);
                    }
                    all->oneDone();
                });
    }
    auto task = all->promise.task();
    all->oneDone();
    if (look == SecondLook::None)
        return task;
    const QPointer<Changes> changes(this);
    return std::move(task).andThen([changes, keys, enabled](std::vector<ChangeOutcome> outcomes) {
        return changes ? changes->confirmEnabled(keys, enabled, std::move(outcomes))
                       : Task<std::vector<ChangeOutcome>>::ready(std::move(outcomes));
    });
}

Task<std::vector<ChangeOutcome>> Changes::confirmEnabled(
    const std::vector<TokenKey> &keys, bool enabled, std::vector<ChangeOutcome> outcomes)
{
    const QPointer<Changes> changes(this);
    std::vector<std::size_t> done;
    for (std::size_t i = 0; i < outcomes.size(); ++i) {
        if (outcomes[i].result)
            done.push_back(i);
    }
    const auto read = [changes, keys, done](std::size_t n) {
        const TokenKey &key = keys[done[n]];
        const auto token = changes ? changes->find(key) : std::nullopt;
        const auto client
            = token ? changes->clientOf(key.connectionId) : base::fail(ErrorKind::Unsupported);
        return client ? (*client)->readToken(*token) : Task<Token>::failed(client.error());
    };
    return base::gather<Token>(done.size(), looksAtOnce, read)
        .map([changes, enabled, keys, done, outcomes = std::move(outcomes)](
                 const std::vector<Result<Token>> &looks) -> Result<std::vector<ChangeOutcome>> {
            auto checked = outcomes;
            for (std::size_t n = 0; n < looks.size(); ++n) {
                Result<Unit> &result = checked[done[n]].result;
                if (looks[n]) {
                    if (changes)
                        changes->m_store.put(*looks[n]);
                    if (isOpposite(looks[n]->status, enabled))
                        result = contradiction();
                } else if (looks[n].error().kind == ErrorKind::NotFound) {
                    if (enabled) // One that is gone is disabled enough.
                        result = base::fail(looks[n].error());
                } else if (const auto token = changes ? changes->find(keys[done[n]]) : std::nullopt;
                           !isBeyondLooking(looks[n].error(), token && token->isOwnCredential)) {
                    result = base::fail(unchecked(looks[n].error()));
                }
            }
            return checked;
        });
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

Task<DeleteOutcome> Changes::remove(const TokenKey &key, OwnCredential own, SecondLook look)
{
    const auto client = m_clientOf(key.connectionId);
    if (!client)
        return Task<DeleteOutcome>::failed(client.error());
    const auto found = token(key, own);
    if (!found)
        return Task<DeleteOutcome>::failed(found.error());
    const QPointer<Changes> changes(this);
    return (*client)
        ->deleteToken(*found)
        .andThen([changes, look, gone = *found](DeleteOutcome outcome) {
            return changes && look == SecondLook::AtEach ? changes->confirmRemoved(gone, outcome)
                                                         : Task<DeleteOutcome>::ready(outcome);
        })
        .map([changes, gone = *found](DeleteOutcome outcome) -> Result<DeleteOutcome> {
            if (changes) {
                changes->m_store.remove(gone.key);
                emit changes->removed(gone);
            }
            return outcome;
        });
}

Task<DeleteOutcome> Changes::confirmRemoved(const Token &token, DeleteOutcome outcome)
{
    const auto client = m_clientOf(token.key.connectionId);
    if (!client)
        return Task<DeleteOutcome>::failed(unchecked(client.error()));
    const QPointer<Changes> changes(this);
    return (*client)
        ->readToken(token)
        .map([changes](const Token &now) -> Result<DeleteOutcome> {
            if (changes)
                changes->m_store.put(now);
            return contradiction();
        })
        .orElse([outcome, isOwn = token.isOwnCredential](const Error &error) {
            if (error.kind == ErrorKind::Contradicted)
                return Task<DeleteOutcome>::failed(error);
            return error.kind == ErrorKind::NotFound || isBeyondLooking(error, isOwn)
                ? Task<DeleteOutcome>::ready(outcome)
                : Task<DeleteOutcome>::failed(unchecked(error));
        });
}

} // namespace work
