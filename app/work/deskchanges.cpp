// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0

// The desk's second half: what is done with tokens. desk.cpp has the connections and their
// sessions.

#include "base/crashpoint.h"
#include "base/textrules.h"
#include "work/desk.h"
#include "work/verdict.h"

#include <QJsonArray>
#include <QUuid>

namespace work {

using namespace Qt::StringLiterals;
using base::Error;
using base::ErrorKind;
using base::Result;
using base::Secret;
using base::Task;
using base::Unit;
using domain::ChangeOutcome;
using domain::Connection;
using domain::DeleteOutcome;
using domain::JournalAction;
using domain::JournalPhase;
using domain::Token;
using domain::TokenKey;

namespace {

Error gone()
{
    return {.kind = ErrorKind::Cancelled, .detail = u"the program is closing"_s};
}

/// What an edit sets out to change, as the journal has it.
QJsonObject detailsOf(const Token &before, const domain::TokenEdit &edit)
{
    QJsonObject was;
    QJsonObject wanted;
    if (edit.name) {
        was.insert(u"name"_s, before.name);
        wanted.insert(u"name"_s, *edit.name);
    }
    if (edit.description) {
        was.insert(u"description"_s, before.description.value);
        wanted.insert(u"description"_s, *edit.description);
    }
    if (edit.grants) {
        was.insert(u"grants"_s, grantTexts(before.grants));
        wanted.insert(u"grants"_s, grantTexts(*edit.grants));
    }
    return {{u"before"_s, was}, {u"after"_s, wanted}};
}

/// Writes intents; where that fails the error says that nothing was sent.
template <typename Intents>
auto beginOf(Logbook &log, Intents intents)
{
    auto written = log.begin(std::move(intents));
    using Written = decltype(written);
    return std::move(written).orElse([](Error error) { return Written::failed(notBegun(error)); });
}

} // namespace

Result<domain::VendorClient *> Desk::clientOf(const QString &connectionId) const
{
    if (const auto stop = barrier(connectionId))
        return base::fail(errorOf(*stop));
    return session(connectionId)->client();
}

Beginning Desk::intentOf(domain::JournalAction action, const TokenKey &key) const
{
    Beginning intent {.action = action, .token = key};
    if (const auto token = m_changes.find(key))
        intent.tokenName = token->name;
    if (const Connection *connection = m_book.find(key.connectionId)) {
        intent.connectionName = connection->name;
        intent.vendor = connection->vendor;
    }
    return intent;
}

Task<Unit> Desk::note(Progress row)
{
    // What cannot be written stays open, and the next list tells what became of it.
    return m_log.note(std::move(row)).orElse([](const Error &) {
        return Task<Unit>::ready(Unit {});
    });
}

Task<Unit> Desk::noteFailure(const QString &operation, const Error &error)
{
    const JournalPhase phase = phaseOf(error);
    const QPointer<Desk> desk(this);
    return note({operation, phase, detailsOf(error), {}})
        .map([desk, operation, phase](Unit) -> Result<Unit> {
            if (desk && phase == JournalPhase::Unknown)
                desk->m_reconciler.watch(operation);
            return Unit {};
        });
}

Task<Token> Desk::edit(const TokenKey &key, const domain::TokenEdit &edit)
{
    const auto client = clientOf(key.connectionId);
    const auto before = m_changes.token(key, OwnCredential::Allow);
    if (!client || !before)
        return Task<Token>::failed(client ? before.error() : client.error());
    Beginning intent = intentOf(JournalAction::Edit, key);
    intent.details = detailsOf(*before, edit);
    const QPointer<Desk> desk(this);
    return beginOf(m_log, std::move(intent)).andThen([desk, key, edit](const QString &operation) {
        TD_CRASH_POINT("edit.intent");
        if (!desk)
            return Task<Token>::failed(gone());
        return desk->m_changes.edit(key, edit)
            .andThen([desk, operation](Token after) {
                TD_CRASH_POINT("edit.answered");
                auto noted = desk ? desk->note({operation, JournalPhase::Done, {}, {}})
                                  : Task<Unit>::ready(Unit {});
                return std::move(noted).map([after](Unit) -> Result<Token> { return after; });
            })
            .orElse([desk, operation](const Error &error) {
                return desk ? desk->noteFailure(operation, error).andThen([error](Unit) {
                    return Task<Token>::failed(error);
                })
                            : Task<Token>::failed(error);
            });
    });
}

Task<std::vector<ChangeOutcome>> Desk::setEnabled(
    const std::vector<TokenKey> &keys, bool enabled, OwnCredential own)
{
    std::vector<Beginning> intents;
    QStringList operations; // An empty one where nothing will be sent.
    for (const TokenKey &key : keys) {
        operations.append(QString());
        if (!m_changes.token(key, own) || !clientOf(key.connectionId))
            continue;
        operations.last() = newOperation();
        intents.push_back(intentOf(enabled ? JournalAction::Enable : JournalAction::Disable, key));
        intents.back().operation = operations.last();
    }
    if (intents.empty())
        return m_changes.setEnabled(keys, enabled, own);
    const QPointer<Desk> desk(this);
    using Outcomes = std::vector<ChangeOutcome>;
    return beginOf(m_log, std::move(intents))
        .andThen([desk, keys, enabled, own, operations](const QStringList &) {
            TD_CRASH_POINT("toggle.intent");
            if (!desk)
                return Task<Outcomes>::failed(gone());
            return desk->m_changes.setEnabled(keys, enabled, own, SecondLook::AtEach)
                .andThen([desk, operations](Outcomes outcomes) {
                    TD_CRASH_POINT("toggle.answered");
                    return desk ? desk->noteOutcomes(operations, std::move(outcomes))
                                : Task<Outcomes>::ready(std::move(outcomes));
                });
        });
}

Task<std::vector<ChangeOutcome>> Desk::noteOutcomes(
    const QStringList &operations, std::vector<ChangeOutcome> outcomes)
{
    std::vector<Progress> rows;
    QStringList unknown;
    for (std::size_t i = 0; i < outcomes.size(); ++i) {
        const QString operation = operations.value(static_cast<qsizetype>(i));
        if (operation.isEmpty())
            continue;
        const auto &result = outcomes[i].result;
        rows.push_back({operation, result ? JournalPhase::Done : phaseOf(result.error()),
            result ? QJsonObject() : detailsOf(result.error()), {}});
        if (rows.back().phase == JournalPhase::Unknown)
            unknown.append(operation);
    }
    using Outcomes = std::vector<ChangeOutcome>;
    const QPointer<Desk> desk(this);
    return m_log.note(std::move(rows))
        .orElse([](const Error &) { return Task<Unit>::ready(Unit {}); })
        .map([desk, unknown, outcomes = std::move(outcomes)](Unit) -> Result<Outcomes> {
            for (const QString &operation : unknown) {
                if (desk)
                    desk->m_reconciler.watch(operation);
            }
            return outcomes;
        });
}

Task<DeleteOutcome> Desk::remove(const TokenKey &key, OwnCredential own)
{
    const auto client = clientOf(key.connectionId);
    const auto token = m_changes.token(key, own);
    if (!client || !token)
        return Task<DeleteOutcome>::failed(client ? token.error() : client.error());
    const QPointer<Desk> desk(this);
    return beginOf(m_log, intentOf(JournalAction::Delete, key))
        .andThen([desk, key, own](const QString &operation) {
            TD_CRASH_POINT("delete.intent");
            if (!desk)
                return Task<DeleteOutcome>::failed(gone());
            return desk->m_changes.remove(key, own, SecondLook::AtEach)
                .andThen([desk, operation](DeleteOutcome outcome) {
                    TD_CRASH_POINT("delete.answered");
                    const JournalPhase phase = outcome == DeleteOutcome::Deleted
                        ? JournalPhase::Done
                        : JournalPhase::AlreadyGone;
                    auto noted = desk ? desk->note({operation, phase, {}, {}})
                                      : Task<Unit>::ready(Unit {});
                    return std::move(noted).map(
                        [outcome](Unit) -> Result<DeleteOutcome> { return outcome; });
                })
                .orElse([desk, operation](const Error &error) {
                    return desk ? desk->noteFailure(operation, error).andThen([error](Unit) {
                        return Task<DeleteOutcome>::failed(error);
                    })
                                : Task<DeleteOutcome>::failed(error);
                });
        });
}

void Desk::takeRemoved(const Token &token)
{
    closeCreatesOf(token.key);
    if (!token.trackedSlot.isEmpty())
        forgetValue(token.key.connectionId, token.trackedSlot).then(this, [](const Result<Unit> &) {
            // A value that stays in the keychain is that of a dead token; the next listing says
            // that it could not be read.
        });
}

void Desk::listAgain(const QString &connectionId)
{
    const Session *open = session(connectionId);
    // A locked window, or one without a network, looks when it lists again.
    if (open && open->client())
        refresh(connectionId);
}

Task<Token> Desk::track(const QString &connectionId, Secret value)
{
    const auto client = clientOf(connectionId);
    const Connection *found = m_book.find(connectionId);
    if (!client || !found)
        return Task<Token>::failed(client ? Error {.kind = ErrorKind::NotFound} : client.error());
    auto clean = base::cleanKey(value);
    if (!clean)
        return Task<Token>::failed(clean.error());
    const Connection before = *found;
    Connection connection = before;
    const QString slot = QUuid::createUuid().toString(QUuid::WithoutBraces);
    connection.tracked.append(slot);
    const auto kept = std::make_shared<Secret>(clean->clone());
    domain::Vault &vault = vaultOf(keepsIn(connectionId));
    const QPointer<Desk> desk(this);
    return (*client)
        ->inspectValue(std::move(*clean))
        .andThen([desk, before, connection, slot, kept, &vault](Token token) {
            const auto known = desk ? desk->m_changes.find(token.key) : std::optional<Token>();
            if (known && !known->trackedSlot.isEmpty()) {
                // A second copy in the vault would stay behind when the first is removed.
                return Task<Token>::ready(*known);
            }
            if (!desk)
                return Task<Token>::failed(gone());
            if (const auto noted = desk->noteKeys(vault, connection); !noted)
                return Task<Token>::failed(noted.error());
            token.trackedSlot = slot;
            const domain::VaultKey key {connection.id, domain::field::tracked(slot)};
            return vault.write(key, std::move(*kept))
                .map([desk, before, connection, token](Unit) -> Result<Token> {
                    if (!desk)
                        return base::fail(gone());
                    if (const auto saved = desk->m_book.update(connection, before); !saved)
                        return base::fail(saved.error());
                    desk->m_store.put(token);
                    desk->reopen(connection.id);
                    return token;
                })
                .orElse([key, &vault](const Error &error) { // What nobody would ever read.
                    return vault.remove(key)
                        .orElse([](const Error &) { return Task<Unit>::ready(Unit {}); })
                        .map([error](Unit) -> Result<Token> { return base::fail(error); });
                });
        });
}

Task<Unit> Desk::untrack(const TokenKey &key)
{
    const auto token = m_changes.token(key, OwnCredential::Allow);
    if (!token || token->trackedSlot.isEmpty())
        return Task<Unit>::failed(
            {.kind = ErrorKind::NotFound, .detail = u"the value of this token is not kept here"_s});
    return forgetValue(key.connectionId, token->trackedSlot);
}

Task<Unit> Desk::forgetValue(const QString &connectionId, const QString &slot)
{
    const QPointer<Desk> desk(this);
    return vaultOf(keepsIn(connectionId))
        .remove({connectionId, domain::field::tracked(slot)})
        .map([desk, connectionId, slot](Unit) -> Result<Unit> {
            const Connection *found = desk ? desk->m_book.find(connectionId) : nullptr;
            if (!found)
                return base::fail(gone());
            Connection connection = *found;
            connection.tracked.removeAll(slot);
            if (const auto saved = desk->m_book.update(connection); !saved)
                return saved;
            desk->reopen(connectionId);
            return Unit {};
        });
}

} // namespace work
