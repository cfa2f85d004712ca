// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0

// What is done about keys that nobody has stored or seen.

#include "dialogs/issuedialog.h"
#include "shell/noticearea.h"
#include "shell/tokencommands.h"

namespace shell {

using base::Result;
using base::Unit;
using domain::TokenKey;

void TokenCommands::settlePending(PendingRequest request, const work::PendingKey &pending)
{
    const QString &connectionId = pending.token.connectionId;
    switch (request) {
    case PendingRequest::Stored:
        sayIfNotNoted(m_desk.acknowledge(pending.operation), connectionId);
        break;
    case PendingRequest::Delete:
        if (pending.canBeDeleted)
            remove({pending.token});
        else
            disableLost(pending);
        break;
    case PendingRequest::Replace:
        replace(pending);
        break;
    case PendingRequest::Keep:
        sayIfNotNoted(m_desk.letBe(pending.operation), connectionId);
        break;
    case PendingRequest::Look:
        m_desk.refresh(connectionId);
        break;
    case PendingRequest::Show: {
        std::vector<TokenKey> keys;
        for (const QString &remoteId : pending.found)
            keys.push_back({connectionId, remoteId});
        emit showRequested(keys);
        break;
    }
    }
}

void TokenCommands::sayIfNotNoted(base::Task<Unit> noted, const QString &connectionId)
{
    noted.then(this, [this, connectionId](const Result<Unit> &written) {
        if (!written)
            m_notices.showOutcome(written.error(), tr("Note it in the journal"), connectionId);
    });
}

void TokenCommands::disableLost(const work::PendingKey &pending)
{
    m_desk.disableLost(pending.operation, {pending.token})
        .then(this, [this, id = pending.token.connectionId](const Result<Unit> &result) {
            if (!result)
                m_notices.showOutcome(result.error(), tr("Disable token"), id);
        });
}

void TokenCommands::replace(const work::PendingKey &pending)
{
    const auto old = tokenOf(pending.token);
    const domain::Connection *connection = m_desk.connections().find(pending.token.connectionId);
    if (!old || !connection)
        return;
    // Once the new key is stored the old token can go; the question is that of any deletion. Where
    // it is declined the message about the old one stays.
    auto *dialog = makeIssueDialog(
        *connection, [this, pending] { settlePending(PendingRequest::Delete, pending); });
    dialog->startReplacement(*old);
    dialog->open();
}

} // namespace shell
