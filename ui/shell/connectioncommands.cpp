// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#include "shell/connectioncommands.h"

#include "base/utc.h"
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
    connect(&desk, &work::Desk::connectionAddedElsewhere, this, &ConnectionCommands::sayAdded);
    connect(&desk, &work::Desk::connectionRemovedElsewhere, this, &ConnectionCommands::sayRemoved);
    connect(&desk, &work::Desk::profileUnreadable, &notices, &NoticeArea::showProblem);
    connect(&desk, &work::Desk::keychainUnlocked, this, &ConnectionCommands::lookForLeftKeys);
    lookForLeftKeys();
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

void ConnectionCommands::sayAdded(const QString &id)
{
    m_notices.withdraw(u"removed-elsewhere/"_s + id);
    if (const domain::Connection *connection = m_desk.connections().find(id))
        emit done(tr("“%1” was added by another Tokendesk").arg(support::shown(connection->name)));
}

void ConnectionCommands::sayRemoved(const QString &id)
{
    const domain::Connection *connection = m_desk.connections().find(id);
    if (!connection)
        return;
    const QString notice = u"removed-elsewhere/"_s + id;
    m_notices.showActions(notice, support::Banner::Severity::Warning,
        tr("“%1” was removed by another Tokendesk").arg(support::shown(connection->name)),
        tr("Its list and what is under way stay in this window. Its key may be gone from the "
           "keychain, so it may not open again after the window was locked or closed. Put it back "
           "to keep its settings, or close it here as well."),
        {{tr("&Put Back"), u"putBackButton"_s,
             [this, id, notice] {
                 const auto restored = m_desk.restoreConnection(id);
                 if (restored)
                     m_notices.withdraw(notice);
                 else
                     m_notices.showOutcome(restored.error(), tr("Put connection back"), id);
             }},
            {tr("&Close Here"), u"closeHereButton"_s, [this, id, notice] {
                 m_notices.withdraw(notice);
                 removeNow(id, true); // Whoever removed it saw to its key.
             }}});
}

void ConnectionCommands::lookForLeftKeys()
{
    m_desk.leftKeys().then(this, [this](const Result<std::vector<work::NotedKeys>> &left) {
        if (!left)
            return; // A locked keychain is asked again after it was unlocked.
        for (const work::NotedKeys &keys : *left)
            sayLeft(keys);
    });
}

void ConnectionCommands::sayLeft(const work::NotedKeys &keys)
{
    m_notices.showActions(u"left-key/"_s + keys.id, support::Banner::Severity::Information,
        tr("The keychain has a key that no connection uses"),
        tr("It was stored for “%1” (%2) on %3. That connection was never saved, or was removed "
           "without its key. The key still works at the vendor.")
            .arg(support::shown(keys.name), domain::vendorName(keys.vendor),
                m_window->locale().toString(
                    base::utcTime(keys.noted).toLocalTime(), QLocale::ShortFormat)),
        {{tr("&Remove from Keychain..."), u"removeLeftKeyButton"_s,
            [this, keys] { askToRemoveLeft(keys); }}});
}

void ConnectionCommands::askToRemoveLeft(const work::NotedKeys &keys)
{
    Question question;
    question.title = tr("Remove Key");
    question.text = tr("Tokendesk removes the key of “%1” from the keychain. It cannot be read "
                       "again afterwards; the token at the vendor stays as it is.")
                        .arg(support::shown(keys.name));
    question.affirmative = tr("Remove Key");
    question.isDestructive = true;
    m_prompter.ask(m_window, question).then(this, [this, keys](const Result<Answer> &answer) {
        if (!answer || !answer->isAffirmed())
            return;
        m_desk.removeLeftKeys(keys.id).then(this, [this, keys](const Result<Unit> &removed) {
            if (!removed) {
                m_notices.showOutcome(removed.error(), tr("Remove key"), {});
                return;
            }
            m_notices.withdraw(u"left-key/"_s + keys.id);
            emit done(tr("The key of “%1” was removed").arg(support::shown(keys.name)));
        });
    });
}

} // namespace shell
