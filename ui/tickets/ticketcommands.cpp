// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#include "tickets/ticketcommands.h"

#include "dialogs/issuedialog.h"
#include "dialogs/secretdialog.h"
#include "tickets/handoverbox.h"
#include "tickets/ticketdialog.h"
#include "tickets/ticketsdialog.h"

namespace tickets {

using namespace Qt::StringLiterals;
using base::Result;
using base::Secret;
using base::Task;
using base::Unit;
using rotation::Ticket;

TicketCommands::TicketCommands(work::Desk &desk, const base::Clock &clock,
    support::Prompter &prompter, support::SecretClipboard &clipboard, QWidget *window)
    : QObject(window)
    , m_desk(desk)
    , m_clock(clock)
    , m_prompter(prompter)
    , m_clipboard(clipboard)
    , m_window(window)
    , m_tickets(desk, clock)
{
    connect(&m_tickets, &rotation::Tickets::changed, this, &TicketCommands::countsChanged);
    connect(&m_tickets, &rotation::Tickets::failed, this,
        [this](const base::Error &error) { emit failed(error, tr("Read the rotations"), {}); });
    connect(&m_tickets, &rotation::Tickets::closed, this, [this](const Ticket &ticket) {
        const QString name = quoted(ticket.oldName);
        emit done(ticket.isCancelled ? tr("Rotation of %1 cancelled").arg(name)
                                     : tr("Rotation of %1 finished").arg(name));
    });
}

QString TicketCommands::remarkOf(const domain::TokenKey &key) const
{
    const Ticket *ticket = m_tickets.findFor(key);
    if (!ticket)
        return {};
    const TicketText text = textOf(situationOf(m_desk, m_tickets, *ticket, m_clock.now()));
    return ticket->old == key ? tr("Being rotated. Next: %1").arg(text.next)
                              : tr("Takes over in a rotation. Next: %1").arg(text.next);
}

void TicketCommands::rotate(const domain::TokenKey &key)
{
    if (const Ticket *ticket = m_tickets.findFor(key)) {
        show(ticket->id);
        return;
    }
    constexpr int usualDays = 7;
    m_tickets.begin(key, usualDays).then(this, [this, key](const Result<QString> &id) {
        if (id)
            show(*id);
        else
            emit failed(id.error(), tr("Rotate token"), key.connectionId);
    });
}

void TicketCommands::show(const QString &ticketId)
{
    if (!m_tickets.find(ticketId))
        return;
    QPointer<TicketDialog> &dialog = m_dialogs[ticketId];
    if (!dialog) {
        dialog = new TicketDialog(
            m_desk, m_tickets, m_clock, ticketId,
            [this, ticketId](Move move, Secret key) { takeKey(ticketId, move, std::move(key)); },
            m_window);
        dialog->setAttribute(Qt::WA_DeleteOnClose);
        dialog->setModal(false);
        connect(dialog, &TicketDialog::moveRequested, this, &TicketCommands::take);
        connect(dialog, &TicketDialog::daysChosen, this, [this](const QString &id, int days) {
            run<Unit>(id, m_tickets.setDays(id, days), tr("Change the watch"));
        });
    }
    dialog->show();
    dialog->activateWindow();
}

void TicketCommands::showAll()
{
    if (!m_list) {
        m_list = new TicketsDialog(m_desk, m_tickets, m_clock, m_window);
        m_list->setAttribute(Qt::WA_DeleteOnClose);
        connect(m_list, &TicketsDialog::chosen, this, &TicketCommands::show);
    }
    m_list->show();
    m_list->activateWindow();
}

void TicketCommands::closeAll()
{
    if (m_list)
        m_list->close();
    for (const auto &[id, dialog] : m_dialogs) {
        if (dialog)
            dialog->close();
    }
}

TicketDialog *TicketCommands::dialogOf(const QString &ticketId) const
{
    const auto it = m_dialogs.find(ticketId);
    return it == m_dialogs.end() ? nullptr : it->second.data();
}

void TicketCommands::create(const Ticket &ticket)
{
    const domain::Connection *connection = m_desk.connections().find(ticket.old.connectionId);
    const auto old = m_desk.changes().find(ticket.old);
    if (!connection || !old) {
        if (TicketDialog *dialog = dialogOf(ticket.id))
            dialog->showFailure(
                {.kind = base::ErrorKind::NotFound,
                    .detail = u"the old token is not in the list: refresh it first"_s},
                tr("Create token"));
        return;
    }
    auto *dialog = new dialogs::IssueDialog(
        m_desk, *connection,
        [this, id = ticket.id](domain::IssuedToken issued) { handOver(id, std::move(issued)); },
        m_window);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(dialog, &dialogs::IssueDialog::lostKeyDecided, this,
        [this, id = ticket.id](dialogs::PendingRequest request, const work::PendingKey &pending) {
            takeLostKey(id, request, pending);
        });
    dialog->startRotation(*old, ticket.id);
    dialog->open();
}

/// A creation lost its answer, and its dialog offered what can be done about what was found.
void TicketCommands::takeLostKey(
    const QString &ticketId, dialogs::PendingRequest request, const work::PendingKey &pending)
{
    if (request == dialogs::PendingRequest::Delete && pending.canBeDeleted)
        take(ticketId, Move::DeleteFound);
    else if (request == dialogs::PendingRequest::Delete)
        run<Unit>(
            ticketId, m_desk.disableLost(pending.operation, {pending.token}), tr("Disable token"));
    else if (request == dialogs::PendingRequest::Keep)
        run<Unit>(ticketId, m_desk.letBe(pending.operation), tr("Note it in the journal"));
    else
        show(ticketId); // It names what was found, and has the next step.
}

void TicketCommands::handOver(const QString &ticketId, domain::IssuedToken issued)
{
    const domain::TokenKey key = issued.token.key;
    const domain::Connection *connection = m_desk.connections().find(key.connectionId);
    const Ticket *ticket = m_tickets.find(ticketId);
    if (!connection || !ticket)
        return; // Removed meanwhile; the message about a key nobody confirmed stays.
    const QString operation = issued.operation;
    emit keyShown(operation, true);
    auto *dialog = new dialogs::SecretDialog(
        m_desk, std::move(issued), *connection, m_prompter, m_clipboard, m_window);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    addTools(dialog, *ticket);
    connect(
        dialog, &QObject::destroyed, this, [this, operation] { emit keyShown(operation, false); });
    dialog->open();
}

void TicketCommands::addTools(dialogs::SecretDialog *dialog, const Ticket &ticket)
{
    const QString id = ticket.id;
    const auto note = [this, id](const QString &destination) {
        run<Unit>(id, m_tickets.noteDestination(id, destination), tr("Note where the key went"));
    };
    connect(dialog, &dialogs::SecretDialog::handedOver, this, note);
    dialog->addTools([&](const Secret &key, QWidget *parent) {
        const bool swaps = ticket.isOwn;
        auto *box = new HandOverBox(
            {.key = key,
                .tokenName = ticket.newName,
                .formerName = ticket.oldName,
                .prompter = m_prompter,
                .keep = [this](const QString &name,
                            Secret copy) { return m_desk.keepUnderName(name, std::move(copy)); },
                .prove =
                    [this, id, swaps](Secret copy) {
                        return swaps ? m_tickets.swap(id, std::move(copy))
                                     : m_tickets.verify(id, std::move(copy));
                    },
                .swaps = swaps},
            parent);
        connect(box, &HandOverBox::handedOver, this, note);
        if (swaps) // The keychain has it: that is where Tokendesk's own key belongs.
            connect(box, &HandOverBox::proven, dialog, &dialogs::SecretDialog::setStored);
        return box;
    });
}

} // namespace tickets
