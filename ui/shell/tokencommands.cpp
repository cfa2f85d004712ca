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

namespace {

/// How many failures are named before the rest is only counted.
constexpr int mostNamed = 8;

} // namespace

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
    connect(dialog, &dialogs::WhoseKeyDialog::showRequested, this, &TokenCommands::created);
    connect(
        dialog, &dialogs::WhoseKeyDialog::containRequested, this, &TokenCommands::containRequested);
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
    const auto subjects = subjectsOf(keys);
    if (subjects.empty())
        return;
    if (enabled) {
        toggle(keys, true, OwnCredential::Allow); // Enabling locks nobody out.
        return;
    }
    const auto now = m_clock.now();
    if (subjects.size() == 1 && subjects.front().token.isOwnCredential) {
        ask(dialogs::ownCredentialQuestion(subjects.front(), false, now),
            [this, keys](const Answer &) { toggle(keys, false, OwnCredential::Allow); });
        return;
    }
    const auto question = dialogs::disableQuestion(subjects, now);
    if (!question) {
        toggle(keys, false, OwnCredential::Refuse);
        return;
    }
    ask(*question, [this, subjects, question](const Answer &answer) {
        toggle(chosen(subjects, *question, answer), false, OwnCredential::Refuse);
    });
}

void TokenCommands::ask(const Question &question, std::function<void(const Answer &)> affirmed)
{
    m_prompter.ask(m_window, question)
        .then(this, [affirmed = std::move(affirmed)](const Result<Answer> &answer) {
            if (answer && answer->choice != Answer::Choice::Cancelled)
                affirmed(*answer);
        });
}

std::vector<TokenKey> TokenCommands::chosen(
    const std::vector<dialogs::Subject> &subjects, const Question &question, const Answer &answer)
{
    std::vector<TokenKey> keys;
    if (!question.rowsCanBeTicked) {
        for (const auto &subject : subjects)
            keys.push_back(subject.token.key);
        return keys;
    }
    for (const int row : answer.tickedRows) {
        const auto index = static_cast<std::size_t>(row);
        if (index < subjects.size() && !subjects[index].token.isOwnCredential)
            keys.push_back(subjects[index].token.key);
    }
    return keys;
}

void TokenCommands::toggle(const std::vector<TokenKey> &keys, bool enabled, OwnCredential own)
{
    if (keys.empty())
        return;
    m_desk.setEnabled(keys, enabled, own)
        .then(this, [this, keys, enabled](const Result<std::vector<ChangeOutcome>> &outcomes) {
            if (outcomes)
                sayToggled(keys, *outcomes, enabled);
            else
                m_notices.showOutcome(outcomes.error(),
                    enabled ? tr("Enable token") : tr("Disable token"), keys.front().connectionId);
        });
}

void TokenCommands::sayToggled(
    const std::vector<TokenKey> &keys, const std::vector<ChangeOutcome> &outcomes, bool enabled)
{
    std::vector<TokenKey> changed;
    QStringList problems;
    for (std::size_t i = 0; i < outcomes.size(); ++i) {
        if (outcomes[i].result) {
            changed.push_back(keys[i]);
            continue;
        }
        const auto token = tokenOf(keys[i]);
        problems.append(tr("%1: %2").arg(token ? nameOf(*token) : keys[i].remoteId,
            support::errorParagraph(outcomes[i].result.error())));
    }
    if (keys.size() == 1 && !outcomes.front().result) {
        m_notices.showOutcome(outcomes.front().result.error(),
            enabled ? tr("Enable token") : tr("Disable token"), keys.front().connectionId);
        return;
    }
    sayProblems(enabled ? tr("Enabled %1 of %2 tokens") : tr("Disabled %1 of %2 tokens"),
        int(changed.size()), int(keys.size()), problems);
    if (changed.empty())
        return;
    const auto undo
        = [this, changed, enabled] { toggle(changed, !enabled, OwnCredential::Refuse); };
    const auto only = tokenOf(changed.front());
    if (changed.size() == 1 && only)
        emit done((enabled ? tr("%1 enabled") : tr("%1 disabled")).arg(nameOf(*only)), undo);
    else
        emit done(enabled ? tr("%n tokens enabled", nullptr, int(changed.size()))
                          : tr("%n tokens disabled", nullptr, int(changed.size())),
            undo);
}

void TokenCommands::sayProblems(
    const QString &titleOfTwo, int good, int all, const QStringList &problems)
{
    if (problems.isEmpty())
        return;
    QStringList named = problems.mid(0, mostNamed);
    if (problems.size() > mostNamed)
        named.append(tr("and %n more", nullptr, int(problems.size()) - mostNamed));
    m_notices.showOutcomeText(
        titleOfTwo.arg(QString::number(good), QString::number(all)), named.join(u'\n'));
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
