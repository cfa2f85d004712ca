// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0

// The desk's third part: creating tokens so that no lost answer and no crash loses one
// (ONE-01..07).

#include "base/crashpoint.h"
#include "domain/deletable.h"
#include "work/desk.h"
#include "work/exporttext.h"
#include "work/namesakes.h"
#include "work/verdict.h"

#include <QJsonArray>
#include <QRandomGenerator>

namespace work {

using namespace Qt::StringLiterals;
using base::Error;
using base::ErrorKind;
using base::Result;
using base::Task;
using base::Unit;
using domain::IssuedToken;
using domain::JournalAction;
using domain::JournalPhase;
using domain::TokenKey;

namespace {

constexpr int markLength = 8;

/// Characters that every vendor's names may have.
QString newMark()
{
    static constexpr auto letters = "abcdefghijklmnopqrstuvwxyz0123456789"_L1;
    QString mark;
    for (int i = 0; i < markLength; ++i)
        mark.append(letters.at(QRandomGenerator::system()->bounded(int(letters.size()))));
    return mark;
}

} // namespace

Task<std::vector<domain::DraftForm>> Desk::draftForms(const QString &connectionId)
{
    const auto client = clientOf(connectionId);
    if (!client)
        return Task<std::vector<domain::DraftForm>>::failed(client.error());
    return (*client)->draftForms();
}

Beginning Desk::intentOf(
    const QString &connectionId, const domain::TokenDraft &draft, const IssueTerms &terms) const
{
    Beginning intent = intentOf(JournalAction::Create, TokenKey {connectionId, {}});
    intent.operation = terms.operation;
    intent.group = terms.group;
    intent.tokenName = draft.name;
    intent.details.insert(u"grants"_s, grantTexts(draft.grants));
    intent.details.insert(u"grantIds"_s, grantIds(draft.grants));
    intent.details.insert(u"kind"_s, kindId(draft.kind));
    if (draft.lifetime.count() > 0)
        intent.details.insert(u"lifetime"_s, qint64(draft.lifetime.count()));
    if (!terms.replaces.isEmpty())
        intent.details.insert(u"replaces"_s, terms.replaces);
    const Session *open = session(connectionId);
    if (open && open->identity() && !open->identity()->creatorNames.isEmpty())
        intent.details.insert(
            u"creators"_s, QJsonArray::fromStringList(open->identity()->creatorNames));
    if (open && open->wholeSince()) {
        QJsonArray known;
        for (const auto &token : namesakes(m_store, connectionId, draft.name))
            known.append(token.key.remoteId);
        intent.details.insert(u"known"_s, known);
    }
    return intent;
}

Task<IssuedToken> Desk::issue(
    const QString &connectionId, domain::TokenDraft draft, const IssueTerms &terms)
{
    const auto client = clientOf(connectionId);
    if (!client)
        return Task<IssuedToken>::failed(client.error());
    const QString mark = terms.isMarked ? newMark() : QString();
    if (!mark.isEmpty())
        draft.name += u'-' + mark;
    Beginning intent = intentOf(connectionId, draft, terms);
    if (!mark.isEmpty())
        intent.details.insert(u"mark"_s, mark);
    const auto kept = std::make_shared<domain::TokenDraft>(std::move(draft));
    const QPointer<Desk> desk(this);
    TD_CRASH_POINT("create.clicked");
    return m_log.begin(std::move(intent))
        .orElse([](Error error) { return Task<QString>::failed(notBegun(std::move(error))); })
        .andThen([desk, connectionId, kept](const QString &operation) {
            TD_CRASH_POINT("create.intent");
            if (!desk)
                return Task<IssuedToken>::failed({.kind = ErrorKind::Cancelled});
            return desk->send(operation, connectionId, kept);
        });
}

Task<IssuedToken> Desk::send(const QString &operation, const QString &connectionId,
    std::shared_ptr<domain::TokenDraft> draft)
{
    const auto client = clientOf(connectionId); // It may have been locked meanwhile.
    const QPointer<Desk> desk(this);
    auto answer = client ? (*client)->createToken(std::move(*draft))
                         : Task<IssuedToken>::failed(client.error());
    return std::move(answer)
        .andThen([desk, operation](IssuedToken issued) {
            TD_CRASH_POINT("create.answered");
            return desk ? desk->record(operation, std::move(issued))
                        : Task<IssuedToken>::ready(std::move(issued));
        })
        .orElse([desk, operation](const Error &error) {
            auto noted = desk ? desk->noteFailure(operation, error) : Task<Unit>::ready(Unit {});
            return std::move(noted).andThen(
                [error](Unit) { return Task<IssuedToken>::failed(error); });
        });
}

Task<IssuedToken> Desk::record(const QString &operation, IssuedToken issued)
{
    issued.operation = operation;
    const QString id = issued.token.key.remoteId;
    if (!id.isEmpty())
        m_store.put(issued.token);
    QJsonObject details;
    if (issued.token.created.isKnown())
        details.insert(u"created"_s, qint64(issued.token.created.value.time_since_epoch().count()));
    const auto kept = std::make_shared<IssuedToken>(std::move(issued));
    const QPointer<Desk> desk(this);
    return m_log.note({operation, JournalPhase::Created, details, id})
        .map([desk, kept, operation](Unit) -> Result<IssuedToken> {
            TD_CRASH_POINT("create.created");
            // CSP answers with the key alone; when its details cannot be read either, the list has
            // to tell the id.
            if (desk && kept->token.key.remoteId.isEmpty())
                desk->m_reconciler.watch(operation);
            return std::move(*kept);
        })
        .orElse([desk, kept, operation](const Error &error) {
            if (desk)
                desk->m_reconciler.watch(operation);
            kept->advice += u" Tokendesk could not note this token on disk (%1): store its key "
                            "before you close the program."_s.arg(error.detail);
            kept->advice = kept->advice.trimmed();
            return Task<IssuedToken>::ready(std::move(*kept));
        });
}

Task<Unit> Desk::acknowledge(const QString &operation)
{
    TD_CRASH_POINT("create.acknowledging");
    return m_log.note({operation, JournalPhase::Acknowledged, {}, {}})
        .map([](Unit) -> Result<Unit> {
            TD_CRASH_POINT("create.acknowledged");
            return Unit {};
        });
}

Task<Unit> Desk::letBe(const QString &operation)
{
    return m_log.note({operation, JournalPhase::Resolved, {{u"decision"_s, u"kept"_s}}, {}});
}

Task<Unit> Desk::disableLost(const QString &operation, const std::vector<TokenKey> &keys)
{
    const QPointer<Desk> desk(this);
    return setEnabled(keys, false)
        .andThen([desk, operation](const std::vector<domain::ChangeOutcome> &outcomes) {
            for (const domain::ChangeOutcome &one : outcomes) {
                if (!one.result)
                    return Task<Unit>::failed(one.result.error());
            }
            return desk ? desk->letBe(operation) : Task<Unit>::ready(Unit {});
        });
}

std::vector<PendingKey> Desk::pendingKeys() const
{
    auto pending = work::pendingKeys(m_log, m_reconciler);
    for (PendingKey &one : pending) {
        if (const Session *open = session(one.token.connectionId))
            one.canBeDeleted = canDeleteLost(one.token, open->capabilities());
    }
    return pending;
}

/// Where it cannot be disabled either, the vendor says why.
bool Desk::canDeleteLost(const TokenKey &key, const domain::Capabilities &can) const
{
    const auto token = m_changes.find(key);
    return domain::canDelete(can, token && !token->trackedSlot.isEmpty())
        || !can[domain::Operation::Disable].isPossible();
}

void Desk::closeCreatesOf(const TokenKey &token)
{
    std::vector<Progress> rows;
    for (const PendingKey &pending : pendingKeys()) {
        if (pending.token.connectionId != token.connectionId)
            continue;
        QStringList left = pending.found;
        left.removeAll(token.remoteId);
        if (pending.token.remoteId == token.remoteId
            || (left.isEmpty() && !pending.found.isEmpty())) {
            // Its key is worth nothing now: there is nothing left to store.
            rows.push_back(
                {pending.operation, JournalPhase::Resolved, {{u"decision"_s, u"deleted"_s}}, {}});
        } else if (left.size() < pending.found.size()) {
            rows.push_back({pending.operation, JournalPhase::FoundDone,
                {{u"found"_s, QJsonArray::fromStringList(left)}}, {}});
        }
    }
    m_log.note(std::move(rows)).then(this, [](const Result<Unit> &) {
        // Unwritten, the next list of the next run says the same again.
    });
}

} // namespace work
