// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#include "shell/connectioncommands.h"

#include "shell/noticearea.h"
#include "support/errortext.h"
#include "support/plaintext.h"

namespace shell {

using namespace Qt::StringLiterals;
using base::Result;
using base::Unit;
using support::Answer;
using support::Question;

ConnectionCommands::ConnectionCommands(work::Desk &desk, dialogs::ConnectionFormOf formOf,
    support::Prompter &prompter, NoticeArea &notices, QWidget *window)
    : QObject(window)
    , m_desk(desk)
    , m_formOf(std::move(formOf))
    , m_prompter(prompter)
    , m_notices(notices)
    , m_window(window)
{
}

dialogs::ConnectionDialog *ConnectionCommands::makeDialog()
{
    auto *dialog = new dialogs::ConnectionDialog(m_desk, m_formOf, m_window);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(dialog, &dialogs::ConnectionDialog::saved, this, &ConnectionCommands::saved);
    return dialog;
}

void ConnectionCommands::add()
{
    auto *dialog = makeDialog();
    dialog->startAdd();
    dialog->open();
}

void ConnectionCommands::edit(const QString &id)
{
    const domain::Connection *connection = m_desk.connections().find(id);
    if (!connection)
        return;
    auto *dialog = makeDialog();
    dialog->startEdit(*connection);
    dialog->open();
}

void ConnectionCommands::duplicate(const QString &id)
{
    const domain::Connection *connection = m_desk.connections().find(id);
    if (!connection)
        return;
    auto *dialog = makeDialog();
    dialog->startDuplicate(*connection);
    dialog->open();
}

void ConnectionCommands::test(const QString &id)
{
    const work::Session *session = m_desk.session(id);
    if (!session || !session->client()) {
        m_desk.refresh(id); // Opens it, and says what is wrong if that fails.
        return;
    }
    session->client()->whoAmI().then(this, [this, id](const Result<domain::Identity> &who) {
        if (!who) {
            m_notices.showOutcome(who.error(), tr("Test connection"), id);
            return;
        }
        const QString account = who->account.isEmpty() ? who->organisation : who->account;
        emit done(account.isEmpty() ? tr("The credential works: %1").arg(support::shown(who->name))
                                    : tr("The credential works: %1 at %2")
                                          .arg(support::shown(who->name), support::shown(account)));
    });
}

void ConnectionCommands::remove(const QString &id)
{
    const domain::Connection *connection = m_desk.connections().find(id);
    if (!connection)
        return;
    Question question;
    question.title = tr("Remove Connection");
    question.text = tr("Tokendesk forgets “%1” and deletes its credential from where it is kept. "
                       "The tokens at the vendor stay as they are.")
                        .arg(support::shown(connection->name));
    question.details = tr("%n tokens leave the list", nullptr, m_desk.tokens().count(id));
    question.affirmative = tr("Remove Connection");
    question.isDestructive = true;
    m_prompter.ask(m_window, question).then(this, [this, id](const Result<Answer> &answer) {
        if (answer && answer->isAffirmed())
            removeNow(id, false);
    });
}

void ConnectionCommands::removeNow(const QString &id, bool leaveSecret)
{
    const domain::Connection *connection = m_desk.connections().find(id);
    const QString name = connection ? support::shown(connection->name) : QString();
    m_desk.removeConnection(id, leaveSecret)
        .then(this, [this, id, name, leaveSecret](const Result<Unit> &removed) {
            if (removed)
                emit done(tr("“%1” removed").arg(name));
            else if (!leaveSecret)
                offerToLeaveSecret(id, removed.error());
            else
                m_notices.showOutcome(removed.error(), tr("Remove connection"), id);
        });
}

void ConnectionCommands::offerToLeaveSecret(const QString &id, const base::Error &error)
{
    Question question;
    question.title = tr("Credential May Remain");
    question.text = tr("The keychain did not prove that the credential is gone, so the connection "
                       "was kept. Unlock the keychain and remove it again, or remove the "
                       "connection now and delete the entry “%1” in your keychain yourself.")
                        .arg(u"io.github.tokendesk.Tokendesk/"_s + id);
    question.details = support::errorParagraph(error, {.action = tr("Remove connection")});
    question.affirmative = tr("Remove Anyway");
    question.isDestructive = true;
    m_prompter.ask(m_window, question).then(this, [this, id](const Result<Answer> &answer) {
        if (answer && answer->isAffirmed())
            removeNow(id, true);
    });
}

} // namespace shell
