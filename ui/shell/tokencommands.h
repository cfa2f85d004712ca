// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

/// What an admin does with tokens: asks by the confirmation ladder, hands the work to the desk,
/// says what came of it.

#include "base/clock.h"
#include "bulk/contain.h"
#include "dialogs/confirmations.h"
#include "shell/pendingnotice.h"
#include "support/prompter.h"
#include "work/desk.h"

#include <QObject>

namespace support {
class SecretClipboard;
}

namespace dialogs {
class IssueDialog;
}

namespace shell {

class NoticeArea;
struct NoticeAction;

class TokenCommands final : public QObject
{
    Q_OBJECT

public:
    /// window: the dialogs' parent. All references outlive this object.
    TokenCommands(work::Desk &desk, const base::Clock &clock, support::Prompter &prompter,
        support::SecretClipboard &clipboard, NoticeArea &notices, QWidget *window);

    /// connectionId may be empty: the first connection that can create.
    void create(const QString &connectionId);
    void duplicate(const domain::TokenKey &key);
    /// One like a token that is not listed any more, at the same connection.
    void recreate(const domain::Token &token);
    void edit(const domain::TokenKey &key);
    /// Several are not done here: manyRequested().
    void setEnabled(const std::vector<domain::TokenKey> &keys, bool enabled);
    void remove(const std::vector<domain::TokenKey> &keys);
    /// Its key has leaked: asks once, then stops it in the fastest way there is.
    void contain(const domain::TokenKey &key);
    void track(const QString &connectionId);
    void untrack(const domain::TokenKey &key);
    /// Opens "Whose Key Is This?".
    void whoseKey();
    void openConsole(const domain::TokenKey &key);
    /// Said in the message about a key that nobody has stored or seen.
    void settlePending(PendingRequest request, const work::PendingKey &pending);
    /// Where the choice to mark names is remembered.
    void rememberMark(std::function<bool()> isMarked, std::function<void(bool)> chosen);

signals:
    /// Success, for the toast; undo may be empty.
    void done(const QString &message, const std::function<void()> &undo);
    /// Wants a look at each before anything is done.
    void manyRequested(bulk::Deed deed, const std::vector<domain::TokenKey> &keys);
    /// A token to make current in the list.
    void created(const domain::TokenKey &key);
    /// Tokens to select in the list.
    void showRequested(const std::vector<domain::TokenKey> &keys);
    /// A contained key that something still needs.
    void rotateRequested(const domain::TokenKey &key);

private:
    /// In quotes, as it is said in messages.
    static QString nameOf(const domain::Token &token);
    std::optional<domain::Token> tokenOf(const domain::TokenKey &key) const;
    std::vector<dialogs::Subject> subjectsOf(const std::vector<domain::TokenKey> &keys) const;
    void ask(
        const support::Question &question, std::function<void(const support::Answer &)> affirmed);
    void chooseConnection();
    dialogs::IssueDialog *makeIssueDialog(
        const domain::Connection &connection, std::function<void()> stored = {});
    /// stored: run once the admin has said that the key is stored.
    void showKey(domain::IssuedToken issued, std::function<void()> stored = {});
    void replace(const work::PendingKey &pending);
    void disableLost(const work::PendingKey &pending);
    void sayIfNotNoted(base::Task<base::Unit> noted, const QString &connectionId);
    void toggle(const domain::TokenKey &key, bool enabled, work::OwnCredential own);
    void sayToggled(
        const domain::TokenKey &key, const domain::ChangeOutcome &outcome, bool enabled);
    void removeNow(const domain::TokenKey &key, work::OwnCredential own);
    void containNow(const domain::TokenKey &key, bulk::Deed deed);
    /// token: as it was listed before it was stopped.
    void sayContained(const bulk::Contained &contained, const domain::Token &token);
    std::vector<NoticeAction> afterContaining(
        const bulk::Contained &contained, const domain::Token &token);
    bool canCreate(const QString &connectionId) const;
    QString containmentReport(const bulk::Contained &contained) const;

    work::Desk &m_desk;
    const base::Clock &m_clock;
    support::Prompter &m_prompter;
    support::SecretClipboard &m_clipboard;
    NoticeArea &m_notices;
    QWidget *m_window;
    std::function<bool()> m_isMarked;
    std::function<void(bool)> m_markChosen;
};

} // namespace shell
