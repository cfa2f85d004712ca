// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

/// What an admin does with rotations: opens their windows, asks by the ladder of confirmations,
/// hands the moves to rotation::Tickets and says what came of them.

#include "dialogs/confirmations.h"
#include "dialogs/pendingrequest.h"
#include "rotation/tickets.h"
#include "support/prompter.h"
#include "tickets/ticketoffers.h"

#include <QObject>
#include <QPointer>

namespace support {
class SecretClipboard;
}

namespace dialogs {
class SecretDialog;
}

namespace tickets {

class TicketDialog;
class TicketsDialog;

class TicketCommands final : public QObject
{
    Q_OBJECT

public:
    /// window: the dialogs' parent. All references outlive this object.
    TicketCommands(work::Desk &desk, const base::Clock &clock, support::Prompter &prompter,
        support::SecretClipboard &clipboard, QWidget *window);

    rotation::Tickets &tickets() { return m_tickets; }
    const rotation::Tickets &tickets() const { return m_tickets; }

    /// "Being rotated: ..." for a token that is in one; else empty.
    QString remarkOf(const domain::TokenKey &key) const;
    /// Begins a rotation, or opens the one that is under way.
    void rotate(const domain::TokenKey &key);
    void showAll();
    void show(const QString &ticketId);
    void closeAll(); ///< the windows; the rotations go on

signals:
    void done(const QString &message);
    void failed(const base::Error &error, const QString &action, const QString &connectionId);
    /// While its key is on screen a creation needs no message about it.
    void keyShown(const QString &operation, bool isShown);
    void countsChanged();

private:
    void take(const QString &ticketId, Move move);
    void takeKey(const QString &ticketId, Move move, base::Secret key);
    void create(const rotation::Ticket &ticket);
    void openConsole(const rotation::Ticket &ticket);
    void takeLostKey(
        const QString &ticketId, dialogs::PendingRequest request, const work::PendingKey &pending);
    void handOver(const QString &ticketId, domain::IssuedToken issued);
    void addTools(dialogs::SecretDialog *dialog, const rotation::Ticket &ticket);
    void confirmStopWaiting(const rotation::Ticket &ticket);
    void confirmDisable(const rotation::Ticket &ticket);
    void confirmDeleteOld(const rotation::Ticket &ticket);
    void confirmDeleteNew(const rotation::Ticket &ticket);
    void confirmEndOfFound(const rotation::Ticket &ticket, Move move);
    void endFound(
        const rotation::Ticket &ticket, const std::vector<domain::TokenKey> &keys, Move move);
    void confirmCancel(const rotation::Ticket &ticket);
    void ask(const QString &ticketId, const support::Question &question,
        std::function<void(const support::Answer &)> go);
    std::optional<dialogs::Subject> subjectOf(const domain::TokenKey &key) const;
    TicketDialog *dialogOf(const QString &ticketId) const;
    /// Busy until the task has ended; a failure is said in the ticket's window, or else in the main
    /// one.
    template <typename T>
    void run(const QString &ticketId, base::Task<T> task, const QString &action,
        std::function<void(const T &)> good = {});

    work::Desk &m_desk;
    const base::Clock &m_clock;
    support::Prompter &m_prompter;
    support::SecretClipboard &m_clipboard;
    QWidget *m_window;
    rotation::Tickets m_tickets;
    std::map<QString, QPointer<TicketDialog>> m_dialogs;
    QPointer<TicketsDialog> m_list;
};

} // namespace tickets
