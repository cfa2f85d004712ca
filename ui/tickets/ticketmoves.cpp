// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0

// What a click in a rotation's window does: a question where something may break, then the move.

#include "dialogs/secretdialog.h"
#include "models/historytext.h"
#include "support/plaintext.h"
#include "tickets/ticketcommands.h"
#include "tickets/ticketdialog.h"

#include <QDesktopServices>

namespace tickets {

using namespace Qt::StringLiterals;
using base::Result;
using base::Secret;
using base::Unit;
using domain::DeleteOutcome;
using domain::Identity;
using domain::Operation;
using rotation::Ticket;
using support::Answer;
using support::Question;

template <typename T>
void TicketCommands::run(const QString &ticketId, base::Task<T> task, const QString &action,
    std::function<void(const T &)> good)
{
    if (TicketDialog *dialog = dialogOf(ticketId))
        dialog->setBusy(true);
    const Ticket *ticket = m_tickets.find(ticketId);
    const QString connectionId = ticket ? ticket->old.connectionId : QString();
    std::move(task).then(
        this, [this, ticketId, action, connectionId, good](const Result<T> &result) {
            TicketDialog *dialog = dialogOf(ticketId);
            if (dialog)
                dialog->setBusy(false);
            if (result) {
                if (good)
                    good(*result);
            } else if (dialog) {
                dialog->showFailure(result.error(), action);
            } else {
                emit failed(result.error(), action, connectionId);
            }
        });
}

template void TicketCommands::run<Unit>(
    const QString &, base::Task<Unit>, const QString &, std::function<void(const Unit &)>);

void TicketCommands::take(const QString &ticketId, Move move)
{
    const Ticket *found = m_tickets.find(ticketId);
    if (!found)
        return;
    const Ticket ticket = *found;
    switch (move) {
    case Move::Create:
        return create(ticket);
    case Move::OpenConsole:
        return openConsole(ticket);
    case Move::Refresh:
        return m_desk.refresh(ticket.old.connectionId);
    case Move::DeleteFound:
    case Move::DisableFound:
        return confirmEndOfFound(ticket, move);
    case Move::SayStored:
        return run<Unit>(
            ticketId, m_desk.acknowledge(ticket.creation), tr("Note that the key is stored"));
    case Move::StartWatch:
    case Move::WatchAgain:
        return run<Unit>(ticketId, m_tickets.watch(ticketId), tr("Start the watch"));
    case Move::StopWaiting:
        return confirmStopWaiting(ticket);
    case Move::SayUnused:
        return run<Unit>(
            ticketId, m_tickets.sayUnused(ticketId), tr("Note that the old token is not used"));
    case Move::Disable:
        return confirmDisable(ticket);
    case Move::Delete:
        return confirmDeleteOld(ticket);
    case Move::Finish:
        return run<Unit>(ticketId, m_tickets.finish(ticketId), tr("Finish the rotation"));
    case Move::Enable:
        return run<Unit>(ticketId, m_tickets.enableOld(ticketId), tr("Enable token"));
    case Move::DeleteNew:
        return confirmDeleteNew(ticket);
    case Move::Cancel:
        return confirmCancel(ticket);
    case Move::Verify:
    case Move::Swap:
        return; // These come with a key, by takeKey().
    }
}

void TicketCommands::openConsole(const Ticket &ticket)
{
    const work::Session *session = m_desk.session(ticket.old.connectionId);
    if (!session || !session->client())
        return m_desk.refresh(ticket.old.connectionId);
    // The address is made by our own vendor code, never taken from a reply.
    const QUrl link = session->client()->consoleLink(nullptr);
    TicketDialog *dialog = dialogOf(ticket.id);
    if (dialog && !(link.scheme() == "https"_L1 && QDesktopServices::openUrl(link)))
        dialog->showSuccess(
            tr("The vendor's page"), tr("Open it in your browser: %1").arg(link.toString()));
}

void TicketCommands::takeKey(const QString &ticketId, Move move, Secret key)
{
    const bool swaps = move == Move::Swap;
    run<Identity>(ticketId,
        swaps ? m_tickets.swap(ticketId, std::move(key))
              : m_tickets.verify(ticketId, std::move(key)),
        swaps ? tr("Swap the credential") : tr("Verify key"),
        [this, ticketId, swaps](const Identity &who) {
            TicketDialog *dialog = dialogOf(ticketId);
            if (!dialog)
                return;
            const QString name = support::shown(who.name, 120);
            dialog->showSuccess(
                swaps ? tr("Tokendesk signs in with the new key.") : tr("The key works."),
                name.isEmpty() ? QString() : tr("The vendor calls its owner “%1”.").arg(name));
        });
}

void TicketCommands::ask(
    const QString &ticketId, const Question &question, std::function<void(const Answer &)> go)
{
    QWidget *parent = dialogOf(ticketId);
    m_prompter.ask(parent ? parent : m_window, question)
        .then(this, [go = std::move(go)](const Result<Answer> &answer) {
            if (answer && answer->choice != Answer::Choice::Cancelled)
                go(*answer);
        });
}

std::optional<dialogs::Subject> TicketCommands::subjectOf(const domain::TokenKey &key) const
{
    const auto token = m_desk.changes().find(key);
    const work::Session *session = m_desk.session(key.connectionId);
    if (!token || !session)
        return {};
    const domain::Connection &connection = session->connection();
    return dialogs::Subject {*token, support::shown(connection.name),
        domain::vendorName(connection.vendor), connection.environment,
        session->capabilities()[Operation::Disable].isPossible()};
}

void TicketCommands::confirmStopWaiting(const Ticket &ticket)
{
    Question question;
    question.title = tr("Do Not Wait Any Longer");
    question.text = tr("Whatever still uses %1 stops working when you disable or delete it.")
                        .arg(quoted(ticket.oldName));
    if (!ticket.uses.empty())
        question.warning = tr("It was used while it was watched.");
    question.affirmative = tr("Do Not Wait");
    ask(ticket.id, question, [this, id = ticket.id](const Answer &) {
        run<Unit>(id, m_tickets.stopWaiting(id), tr("End the watch"));
    });
}

void TicketCommands::confirmDisable(const Ticket &ticket)
{
    const auto subject = subjectOf(ticket.old);
    const auto disable
        = [this, id = ticket.id] { run<Unit>(id, m_tickets.disableOld(id), tr("Disable token")); };
    const auto question
        = subject ? dialogs::disableQuestion({*subject}, m_clock.now()) : std::optional<Question>();
    if (!question)
        return disable(); // Enabling it again is one click.
    ask(ticket.id, *question, [disable](const Answer &) { disable(); });
}

void TicketCommands::confirmDeleteOld(const Ticket &ticket)
{
    const auto remove = [this, id = ticket.id] {
        run<DeleteOutcome>(id, m_tickets.deleteOld(id), tr("Delete token"));
    };
    const auto subject = subjectOf(ticket.old);
    if (!subject)
        return remove(); // The vendor says what became of it.
    const Question question = dialogs::deleteQuestion({*subject}, m_clock.now());
    ask(ticket.id, question, [this, remove, id = ticket.id](const Answer &answer) {
        if (answer.choice == Answer::Choice::Alternative)
            run<Unit>(id, m_tickets.disableOld(id), tr("Disable token"));
        else
            remove();
    });
}

void TicketCommands::confirmDeleteNew(const Ticket &ticket)
{
    Question question;
    question.title = tr("Delete the New Token %1").arg(quoted(ticket.newName));
    question.text = tr("Whatever uses its key already stops working at once. %1 keeps working.")
                        .arg(quoted(ticket.oldName));
    question.affirmative = tr("Delete New Token");
    question.isDestructive = true;
    ask(ticket.id, question, [this, id = ticket.id](const Answer &) {
        run<DeleteOutcome>(id, m_tickets.deleteNew(id), tr("Delete token"));
    });
}

void TicketCommands::confirmEndOfFound(const Ticket &ticket, Move move)
{
    std::vector<dialogs::Subject> subjects;
    for (const QString &id : ticket.found) {
        if (const auto subject = subjectOf({ticket.old.connectionId, id}))
            subjects.push_back(*subject);
    }
    if (subjects.empty())
        return m_desk.refresh(ticket.old.connectionId);
    const bool deletes = move == Move::DeleteFound;
    Question question;
    question.title
        = deletes ? tr("Delete What a Lost Answer Left") : tr("Disable What a Lost Answer Left");
    question.text = ticket.isFoundDoubtful
        ? tr(
            "Somebody else may have created what is listed here, and may use it. Compare it in the "
            "list, and tick only what this rotation created.")
        : tr("The keys of these tokens were never seen. Tick those that this rotation created.");
    question.warning = models::contradictionText(ticket.against);
    for (const auto &subject : subjects)
        question.rows.push_back(
            {tr("%1 (%2)").arg(support::shown(subject.token.name), subject.token.key.remoteId), {},
                subjects.size() == 1 && !ticket.isFoundDoubtful, false});
    question.rowsCanBeTicked = true;
    question.affirmative = deletes ? tr("Delete Ticked Tokens") : tr("Disable Ticked Tokens");
    question.isDestructive = deletes;
    ask(ticket.id, question, [this, ticket, subjects, move](const Answer &answer) {
        std::vector<domain::TokenKey> keys;
        for (const int row : answer.tickedRows) {
            const auto index = static_cast<std::size_t>(row);
            if (index < subjects.size())
                keys.push_back(subjects[index].token.key);
        }
        if (!keys.empty())
            endFound(ticket, keys, move);
    });
}

void TicketCommands::endFound(
    const Ticket &ticket, const std::vector<domain::TokenKey> &keys, Move move)
{
    if (move == Move::DisableFound)
        return run<Unit>(ticket.id, m_desk.disableLost(ticket.creation, keys), tr("Disable token"));
    for (const domain::TokenKey &key : keys)
        run<DeleteOutcome>(ticket.id, m_desk.remove(key), tr("Delete token"));
}

void TicketCommands::confirmCancel(const Ticket &ticket)
{
    const auto cancel = [this, id = ticket.id] {
        run<Unit>(id, m_tickets.cancel(id), tr("Cancel the rotation"));
    };
    if (ticket.stage == rotation::Stage::Create)
        return cancel(); // Nothing has happened yet.
    Question question;
    question.title = tr("Cancel the Rotation of %1").arg(quoted(ticket.oldName));
    question.text = ticket.hasNew() ? tr("Both tokens stay as they are: %1 and %2.")
                                          .arg(quoted(ticket.oldName), quoted(ticket.newName))
                                    : tr("The old token stays as it is.");
    question.affirmative = tr("Cancel Rotation");
    question.cancel = tr("Go On");
    ask(ticket.id, question, [cancel](const Answer &) { cancel(); });
}

} // namespace tickets
