// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0

// Deleting tokens: the question, one call after the other, and what is said in the end.

#include "models/celltext.h"
#include "shell/noticearea.h"
#include "shell/tokencommands.h"
#include "support/errortext.h"

namespace shell {

using base::Error;
using base::Result;
using domain::DeleteOutcome;
using domain::TokenKey;
using support::Answer;
using support::Question;
using work::OwnCredential;

/// Deletions one after the other: a vendor that starts to refuse is noticed after one, not after
/// all.
struct TokenCommands::Removal
{
    std::vector<TokenKey> keys;
    OwnCredential own = OwnCredential::Refuse;
    std::size_t next = 0;
    int deleted = 0;
    int alreadyGone = 0;
    QString onlyName; ///< of a single token
    std::vector<std::pair<QString, Error>> failures; ///< token's name, reason
    QString connectionId;
};

void TokenCommands::remove(const std::vector<TokenKey> &keys)
{
    const auto subjects = subjectsOf(keys);
    if (subjects.empty())
        return;
    const auto now = m_clock.now();
    if (subjects.size() == 1 && subjects.front().token.isOwnCredential) {
        ask(dialogs::ownCredentialQuestion(subjects.front(), true, now),
            [this, keys](const Answer &) { removeNow(keys, OwnCredential::Allow); });
        return;
    }
    const Question question = dialogs::deleteQuestion(subjects, now);
    ask(question, [this, subjects, question](const Answer &answer) {
        const auto keysChosen = chosen(subjects, question, answer);
        if (answer.choice == Answer::Choice::Alternative)
            toggle(keysChosen, false, OwnCredential::Refuse);
        else
            removeNow(keysChosen, OwnCredential::Refuse);
    });
}

void TokenCommands::removeNow(const std::vector<TokenKey> &keys, OwnCredential own)
{
    if (keys.empty())
        return;
    const auto removal = std::make_shared<Removal>();
    removal->keys = keys;
    removal->own = own;
    removal->connectionId = keys.front().connectionId;
    if (const auto only = tokenOf(keys.front()); only && keys.size() == 1)
        removal->onlyName = nameOf(*only);
    removeNext(removal);
}

void TokenCommands::removeNext(const std::shared_ptr<Removal> &removal)
{
    if (removal->next == removal->keys.size()) {
        sayRemoved(*removal);
        return;
    }
    const TokenKey key = removal->keys[removal->next++];
    const auto token = tokenOf(key);
    const QString name = token ? nameOf(*token) : key.remoteId;
    m_desk.remove(key, removal->own)
        .then(this, [this, removal, name](const Result<DeleteOutcome> &outcome) {
            if (!outcome)
                removal->failures.push_back({name, outcome.error()});
            else if (*outcome == DeleteOutcome::Deleted)
                ++removal->deleted;
            else
                ++removal->alreadyGone;
            removeNext(removal);
        });
}

void TokenCommands::sayRemoved(const Removal &removal)
{
    const bool single = removal.keys.size() == 1;
    if (single && !removal.failures.empty()) {
        m_notices.showOutcome(
            removal.failures.front().second, tr("Delete token"), removal.connectionId);
        return;
    }
    QStringList problems;
    for (const auto &[name, error] : removal.failures)
        problems.append(tr("%1: %2").arg(name, support::errorParagraph(error)));
    const int gone = removal.deleted + removal.alreadyGone;
    sayProblems(tr("Deleted %1 of %2 tokens"), gone, int(removal.keys.size()), problems);
    if (gone == 0)
        return;
    if (single)
        emit done(removal.alreadyGone ? tr("%1 was already gone").arg(removal.onlyName)
                                      : tr("%1 deleted").arg(removal.onlyName),
            {});
    else if (removal.alreadyGone > 0)
        emit done(tr("%n tokens deleted, %1 already gone", nullptr, removal.deleted)
                      .arg(removal.alreadyGone),
            {});
    else
        emit done(tr("%n tokens deleted", nullptr, removal.deleted), {});
}

} // namespace shell
