// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#include "work/editflow.h"

#include <QPointer>

namespace work {

using namespace Qt::StringLiterals;
using base::Error;
using base::ErrorKind;
using base::Result;
using base::Task;
using domain::Token;
using domain::TokenEdit;

namespace {

auto closing()
{
    return base::fail(ErrorKind::Cancelled, u"the program is closing"_s);
}

} // namespace

EditFlow::EditFlow(Desk &desk, QObject *parent)
    : QObject(parent)
    , m_desk(desk)
{
}

EditFlow::Look EditFlow::listed(const Token &seen) const
{
    Look look {.now = seen, .isFresh = false};
    if (const auto row = m_desk.changes().find(seen.key))
        look.now = *row;
    if (const Session *session = m_desk.session(seen.key.connectionId))
        look.listedAt = session->refreshedAt();
    look.meanwhile = domain::differenceOf(seen, look.now);
    return look;
}

Task<EditFlow::Look> EditFlow::look(const Token &seen)
{
    const auto client = m_desk.changes().clientOf(seen.key.connectionId);
    if (!client)
        return Task<Look>::failed(client.error());
    const QPointer<EditFlow> flow(this);
    return (*client)
        ->readToken(seen)
        .map([flow, seen](Token now) -> Result<Look> {
            if (!flow)
                return closing();
            flow->m_desk.tokens().put(now);
            return Look {.now = now, .meanwhile = domain::differenceOf(seen, now)};
        })
        .orElse([flow, seen](Error error) {
            if (!flow || error.kind != ErrorKind::Unsupported)
                return Task<Look>::failed(std::move(error));
            if (!flow->m_desk.changes().find(seen.key))
                return Task<Look>::failed({.kind = ErrorKind::NotFound,
                    .detail = u"the token is not in the list any more"_s});
            return Task<Look>::ready(flow->listed(seen));
        });
}

Task<EditFlow::Outcome> EditFlow::send(const Token &now, const TokenEdit &edit)
{
    const QPointer<EditFlow> flow(this);
    return m_desk.edit(now.key, edit).andThen([flow, edit](const Token &saved) {
        return flow ? flow->check(saved, edit) : Task<Outcome>::ready(Outcome {.token = saved});
    });
}

Task<EditFlow::Outcome> EditFlow::check(const Token &saved, const TokenEdit &edit)
{
    const auto client = m_desk.changes().clientOf(saved.key.connectionId);
    if (!client)
        return Task<Outcome>::ready(Outcome {.token = saved});
    const QPointer<EditFlow> flow(this);
    return (*client)
        ->readToken(saved)
        .map([flow, edit](Token now) -> Result<Outcome> {
            return flow ? flow->judged(std::move(now), edit)
                        : Outcome {.token = std::move(now), .isChecked = true};
        })
        .orElse([saved](const Error &) {
            // The vendor said that it was done; that it cannot be read now takes nothing back.
            return Task<Outcome>::ready(Outcome {.token = saved});
        });
}

EditFlow::Outcome EditFlow::judged(Token now, const TokenEdit &edit)
{
    m_desk.tokens().put(now);
    Outcome outcome {.token = now, .isChecked = true, .missing = domain::missingOf(edit, now)};
    if (outcome.missing.isEmpty())
        return outcome;
    Beginning row = m_desk.intentOf(domain::JournalAction::Edit, now.key);
    row.phase = domain::JournalPhase::Contradicted;
    row.details = {{u"detail"_s,
        u"the vendor said that it was done; reading it again shows that it was not"_s}};
    writeDown(std::move(row));
    return outcome;
}

/// As another row of the edit it is about, which is the token's last one. Where the journal cannot
/// be read or written the admin is told all the same.
void EditFlow::writeDown(Beginning row)
{
    using Rows = std::vector<domain::JournalRecord>;
    const domain::JournalQuery lastEdit {
        .limit = 1, .token = row.token, .action = domain::JournalAction::Edit};
    m_desk.log().journal().read(lastEdit).then(
        &m_desk, [desk = &m_desk, row](const Result<Rows> &rows) mutable {
            if (rows && !rows->empty())
                row.operation = rows->front().entry.operation;
            desk->log().begin(std::move(row)).then(desk, [](const Result<QString> &) {});
        });
}

} // namespace work
