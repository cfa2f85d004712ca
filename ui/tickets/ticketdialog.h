// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

/// One rotation, step by step. Closing it changes nothing: the rotation goes on and can be opened
/// again.

#include "rotation/tickets.h"
#include "support/growingdialog.h"
#include "tickets/ticketoffers.h"

#include <QTimer>

#include <functional>

class QHBoxLayout;
class QLabel;
class QPushButton;
class QSpinBox;

namespace support {
class Banner;
class FieldForm;
class SecretEdit;
} // namespace support

namespace tickets {

class StepView;

class TicketDialog final : public support::GrowingDialog
{
    Q_OBJECT

public:
    /// Gets a typed key for verifying or swapping. Not a signal: keys do not travel in signals.
    using TakeKey = std::function<void(Move move, base::Secret key)>;

    /// The references outlive the dialog.
    TicketDialog(work::Desk &desk, rotation::Tickets &tickets, const base::Clock &clock,
        QString ticketId, TakeKey takeKey, QWidget *parent = nullptr);

    const QString &ticketId() const { return m_id; }
    /// Something is on its way; nothing can be chosen until it came back.
    void setBusy(bool isBusy);
    void showFailure(const base::Error &error, const QString &action);
    void showSuccess(const QString &title, const QString &text = {});

signals:
    void moveRequested(const QString &ticketId, tickets::Move move);
    void daysChosen(const QString &ticketId, int days);

private:
    void build();
    QWidget *makeTools();
    QWidget *makeFoot();
    void update();
    void showOffers(const Offers &offers);
    void choose(Move move);
    void takeClosed(const rotation::Ticket &ticket);

    work::Desk &m_desk;
    rotation::Tickets &m_tickets;
    const base::Clock &m_clock;
    QString m_id;
    TakeKey m_takeKey;
    bool m_isBusy = false;
    bool m_isClosed = false;
    std::vector<Offer> m_offers; ///< as the buttons stand
    std::vector<QPushButton *> m_buttons;

    QLabel *m_title;
    QLabel *m_subject;
    StepView *m_steps;
    support::Banner *m_banner;
    support::FieldForm *m_keyForm;
    support::SecretEdit *m_key;
    QSpinBox *m_days;
    QWidget *m_daysRow = nullptr;
    QHBoxLayout *m_forth = nullptr;
    QHBoxLayout *m_back = nullptr;
    QWidget *m_tools; ///< after its parts: made with them
    QLabel *m_wayBack;
    QTimer m_minute; ///< "in 3 days" grows old
};

/// What the words about a ticket depend on, as things stand now.
Situation situationOf(work::Desk &desk, const rotation::Tickets &tickets,
    const rotation::Ticket &ticket, base::Instant now);

} // namespace tickets
