// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#include "shell/tokencommands.h"

#include "dialogs/confirmations.h"
#include "dialogs/editdialog.h"
#include "dialogs/issuedialog.h"
#include "dialogs/secretdialog.h"
#include "dialogs/trackdialog.h"
#include "dialogs/whosekeydialog.h"
#include "models/celltext.h"
#include "shell/barriertext.h"
#include "shell/commandstate.h"
#include "shell/noticearea.h"
#include "support/errortext.h"
#include "support/plaintext.h"
#include "support/secretclipboard.h"

#include <QDesktopServices>
#include <QMenu>

namespace shell {

using namespace Qt::StringLiterals;
using base::Result;
using base::Unit;
using domain::ChangeOutcome;
using domain::Operation;
using domain::Token;
using domain::TokenKey;
using support::Answer;
using support::Question;
using work::OwnCredential;

QString TokenCommands::nameOf(const Token &token)
{
    return u"“%1”"_s.arg(models::nameText(token));
}

TokenCommands::TokenCommands(work::Desk &desk, const base::Clock &clock,
    support::Prompter &prompter, support::SecretClipboard &clipboard, NoticeArea &notices,
    QWidget *window)
    : QObject(window)
    , m_desk(desk)
    , m_clock(clock)
    , m_prompter(prompter)
    , m_clipboard(clipboard)
    , m_notices(notices)
    , m_window(window)
{
}

std::optional<Token> TokenCommands::tokenOf(const TokenKey &key) const
{
    const auto row = m_desk.tokens().find(key);
    return row ? std::optional<Token>(m_desk.tokens().wholeToken(*row)) : std::nullopt;
}

std::vector<dialogs::Subject> TokenCommands::subjectsOf(const std::vector<TokenKey> &keys) const
{
    std::vector<dialogs::Subject> subjects;
    for (const TokenKey &key : keys) {
        const auto token = tokenOf(key);
        const work::Session *session = m_desk.session(key.connectionId);
        if (!token || !session)
            continue;
        const auto &connection = session->connection();
        subjects.push_back(
            {*token, support::shown(connection.name), domain::vendorName(connection.vendor),
                connection.environment, session->capabilities()[Operation::Disable].isPossible()});
    }
    return subjects;
}

void TokenCommands::create(const QString &connectionId)
{
    const domain::Connection *connection = m_desk.connections().find(connectionId);
    if (!connection) {
        chooseConnection();
        return;
    }
    auto *dialog = makeIssueDialog(*connection);
    dialog->startNew();
    dialog->open();
}

/// Where should the token be made? Connections that cannot are there, disabled, with the reason.
void TokenCommands::chooseConnection()
{
    auto *menu = new QMenu(m_window);
    menu->setObjectName("newTokenMenu"_L1);
    menu->setAccessibleName(tr("Connection for the new token"));
    menu->setAttribute(Qt::WA_DeleteOnClose);
    menu->setToolTipsVisible(true);
    for (const auto &connection : m_desk.connections().all()) {
        const work::Session *session = m_desk.session(connection.id);
        const CommandState state = stateOf(
            session->capabilities()[Operation::Create], barrierText(m_desk.barrier(connection.id)));
        QAction *entry = menu->addAction(support::buttonText(tr("%1 (%2)").arg(
            support::shown(connection.name), domain::vendorName(connection.vendor))));
        entry->setEnabled(state.isEnabled);
        support::setPlainToolTip(entry, state.reason);
        connect(entry, &QAction::triggered, this, [this, id = connection.id] { create(id); });
    }
    menu->popup(m_window->mapToGlobal(QPoint(16, 64)));
}

dialogs::IssueDialog *TokenCommands::makeIssueDialog(
    const domain::Connection &connection, std::function<void()> stored)
{
    auto *dialog = new dialogs::IssueDialog(
        m_desk, connection,
        [this, stored = std::move(stored)](
            domain::IssuedToken issued) { showKey(std::move(issued), stored); },
        m_window);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(dialog, &dialogs::IssueDialog::lostKeyDecided, this, &TokenCommands::settlePending);
    if (m_isMarked)
        dialog->offerMark(m_isMarked(), m_markChosen);
    return dialog;
}

void TokenCommands::duplicate(const TokenKey &key)
{
    if (const auto token = tokenOf(key))
        recreate(*token);
}

void TokenCommands::recreate(const Token &token)
{
    const domain::Connection *connection = m_desk.connections().find(token.key.connectionId);
    if (!connection)
        return;
    auto *dialog = makeIssueDialog(*connection);
    dialog->startClone(token);
    dialog->open();
}

void TokenCommands::showKey(domain::IssuedToken issued, std::function<void()> stored)
{
    const QString operation = issued.operation;
    const domain::Connection *connection = m_desk.connections().find(issued.token.key.connectionId);
    if (!connection)
        return; // Removed meanwhile; the pending-key message stays.
    m_notices.holdBack(operation, true);
    auto *dialog = new dialogs::SecretDialog(
        m_desk, std::move(issued), *connection, m_prompter, m_clipboard, m_window);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(dialog, &dialogs::SecretDialog::settled, this,
        [this, stored = std::move(stored)](const TokenKey &settled, bool wasDeleted) {
            if (wasDeleted)
                return;
            emit created(settled);
            if (stored)
                stored();
        });
    connect(dialog, &QObject::destroyed, this,
        [this, operation] { m_notices.holdBack(operation, false); });
    dialog->open();
}

void TokenCommands::edit(const TokenKey &key)
{
    const auto token = tokenOf(key);
    const work::Session *session = m_desk.session(key.connectionId);
    if (!token || !session)
        return;
    auto *dialog = new dialogs::EditDialog(
        m_desk, *token, session->connection(), session->capabilities(), m_window);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(dialog, &dialogs::EditDialog::saved, this, [this](const TokenKey &saved) {
        if (const auto after = tokenOf(saved))
            emit done(tr("%1 saved").arg(nameOf(*after)), {});
    });
    dialog->open();
}

void TokenCommands::whoseKey()
{
    auto *dialog = new dialogs::WhoseKeyDialog(m_desk, m_clock, m_window);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(dialog, &dialogs::WhoseKeyDialog::showRequested, this, &TokenCommands::showRequested);
    connect(dialog, &dialogs::WhoseKeyDialog::containRequested, this, &TokenCommands::contain);
    dialog->open();
}

void TokenCommands::track(const QString &connectionId)
{
    const domain::Connection *connection = m_desk.connections().find(connectionId);
    if (!connection)
        return;
    auto *dialog = new dialogs::TrackDialog(
        m_desk, connectionId, support::shown(connection->name), m_window);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(dialog, &dialogs::TrackDialog::tracked, this, &TokenCommands::created);
    dialog->open();
}

void TokenCommands::setEnabled(const std::vector<TokenKey> &keys, bool enabled)
{
    if (keys.size() > 1) {
        emit manyRequested(enabled ? bulk::Deed::Enable : bulk::Deed::Disable, keys);
        return;
    }
    const auto subjects = subjectsOf(keys);
    if (subjects.empty())
        return;
    const TokenKey &key = keys.front();
    if (enabled) {
        toggle(key, true, OwnCredential::Allow); // Enabling locks nobody out.
        return;
    }
    const auto now = m_clock.now();
    if (subjects.front().token.isOwnCredential) {
        ask(dialogs::ownCredentialQuestion(subjects.front(), false, now),
            [this, key](const Answer &) { toggle(key, false, OwnCredential::Allow); });
        return;
    }
    if (const auto question = dialogs::disableQuestion(subjects.front(), now))
        ask(*question, [this, key](const Answer &) { toggle(key, false, OwnCredential::Refuse); });
    else
        toggle(key, false, OwnCredential::Refuse);
}

void TokenCommands::ask(const Question &question, std::function<void(const Answer &)> affirmed)
{
    m_prompter.ask(m_window, question)
        .then(this, [affirmed = std::move(affirmed)](const Result<Answer> &answer) {
            if (answer && answer->choice != Answer::Choice::Cancelled)
                affirmed(*answer);
        });
}

void TokenCommands::toggle(const TokenKey &key, bool enabled, OwnCredential own)
{
    m_desk.setEnabled({key}, enabled, own)
        .then(this, [this, key, enabled](const Result<std::vector<ChangeOutcome>> &outcomes) {
            if (outcomes && !outcomes->empty())
                sayToggled(key, outcomes->front(), enabled);
            else if (!outcomes)
                m_notices.showOutcome(outcomes.error(),
                    enabled ? tr("Enable token") : tr("Disable token"), key.connectionId);
        });
}

void TokenCommands::sayToggled(const TokenKey &key, const ChangeOutcome &outcome, bool enabled)
{
    if (!outcome.result) {
        m_notices.showOutcome(outcome.result.error(),
            enabled ? tr("Enable token") : tr("Disable token"), key.connectionId);
        return;
    }
    const auto token = tokenOf(key);
    const QString name = token ? nameOf(*token) : support::shown(key.remoteId);
    emit done((enabled ? tr("%1 enabled") : tr("%1 disabled")).arg(name),
        [this, key, enabled] { toggle(key, !enabled, OwnCredential::Refuse); });
}

void TokenCommands::openConsole(const TokenKey &key)
{
    const auto token = tokenOf(key);
    const work::Session *session = m_desk.session(key.connectionId);
    if (!token || !session || !session->client())
        return;
    const QUrl link = session->client()->consoleLink(&*token);
    // The address is made by our own vendor code, never taken from a reply.
    if (link.scheme() == "https"_L1 && QDesktopServices::openUrl(link))
        return;
    m_notices.showOutcomeText(tr("The vendor's console could not be opened"),
        tr("Open it in your browser: %1").arg(link.toString()));
}

void TokenCommands::untrack(const TokenKey &key)
{
    m_desk.untrack(key).then(this, [this, key](const Result<Unit> &forgotten) {
        if (forgotten)
            emit done(tr("The token's value was removed from the keychain"), {});
        else
            m_notices.showOutcome(forgotten.error(), tr("Stop tracking"), key.connectionId);
    });
}

void TokenCommands::rememberMark(std::function<bool()> isMarked, std::function<void(bool)> chosen)
{
    m_isMarked = std::move(isMarked);
    m_markChosen = std::move(chosen);
}

} // namespace shell
