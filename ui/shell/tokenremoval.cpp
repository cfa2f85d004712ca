// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0

// Deleting one token: the question and what is said in the end. Several are a job.

#include "models/celltext.h"
#include "shell/noticearea.h"
#include "shell/tokencommands.h"

namespace shell {

using base::Result;
using domain::DeleteOutcome;
using domain::TokenKey;
using support::Answer;
using work::OwnCredential;

void TokenCommands::remove(const std::vector<TokenKey> &keys)
{
    if (keys.size() > 1) {
        emit manyRequested(bulk::Deed::Delete, keys);
        return;
    }
    const auto subjects = subjectsOf(keys);
    if (subjects.empty())
        return;
    const auto now = m_clock.now();
    if (subjects.front().token.isOwnCredential) {
        ask(dialogs::ownCredentialQuestion(subjects.front(), true, now),
            [this, key = keys.front()](const Answer &) { removeNow(key, OwnCredential::Allow); });
        return;
    }
    ask(dialogs::deleteQuestion(subjects.front(), now),
        [this, key = keys.front()](const Answer &answer) {
            if (answer.choice == Answer::Choice::Alternative)
                toggle(key, false, OwnCredential::Refuse);
            else
                removeNow(key, OwnCredential::Refuse);
        });
}

void TokenCommands::removeNow(const TokenKey &key, OwnCredential own)
{
    const auto token = tokenOf(key);
    const QString name = token ? nameOf(*token) : key.remoteId;
    m_desk.remove(key, own).then(this, [this, key, name](const Result<DeleteOutcome> &outcome) {
        if (!outcome)
            m_notices.showOutcome(outcome.error(), tr("Delete token"), key.connectionId);
        else if (*outcome == DeleteOutcome::AlreadyGone)
            emit done(tr("%1 was already gone").arg(name), {});
        else
            emit done(tr("%1 deleted").arg(name), {});
    });
}

} // namespace shell
