// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#include "tickets/ticketdialog.h"

#include "support/banner.h"
#include "support/environmentstripe.h"
#include "support/fieldform.h"
#include "support/plaintext.h"
#include "support/secretedit.h"
#include "tickets/stepview.h"

#include <QDialogButtonBox>
#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QSpinBox>
#include <QVBoxLayout>

namespace tickets {

using namespace Qt::StringLiterals;
using rotation::Stage;
using rotation::Ticket;

Situation situationOf(
    work::Desk &desk, const rotation::Tickets &tickets, const Ticket &ticket, base::Instant now)
{
    const work::Session *session = desk.session(ticket.old.connectionId);
    return {ticket, tickets.look(ticket), tickets.outlook(ticket),
        session ? session->capabilities() : domain::Capabilities(), now,
        desk.barrier(ticket.old.connectionId)};
}

TicketDialog::TicketDialog(work::Desk &desk, rotation::Tickets &tickets, const base::Clock &clock,
    QString ticketId, TakeKey takeKey, QWidget *parent)
    : GrowingDialog(parent)
    , m_desk(desk)
    , m_tickets(tickets)
    , m_clock(clock)
    , m_id(std::move(ticketId))
    , m_takeKey(std::move(takeKey))
    , m_title(support::plainParagraph({}, this))
    , m_subject(support::plainParagraph({}, this))
    , m_steps(new StepView(this))
    , m_banner(new support::Banner(this))
    , m_keyForm(new support::FieldForm(this))
    , m_key(new support::SecretEdit(this))
    , m_days(new QSpinBox(this))
    , m_tools(makeTools())
    , m_wayBack(support::plainParagraph({}, this))
{
    setObjectName(u"ticketDialog"_s);
    build();
    connect(&tickets, &rotation::Tickets::changed, this, &TicketDialog::update);
    connect(&tickets, &rotation::Tickets::closed, this, &TicketDialog::takeClosed);
    connect(m_days, &QSpinBox::editingFinished, this, [this] {
        const Ticket *ticket = m_tickets.find(m_id);
        if (ticket && ticket->days != m_days->value())
            emit daysChosen(m_id, m_days->value());
    });
    m_minute.setInterval(std::chrono::minutes(1));
    connect(&m_minute, &QTimer::timeout, this, &TicketDialog::update);
    m_minute.start();
    update();
}

void TicketDialog::build()
{
    m_title->setObjectName(u"titleLabel"_s);
    QFont bold = m_title->font();
    bold.setBold(true);
    m_title->setFont(bold);
    m_subject->setObjectName(u"subjectLabel"_s);
    m_wayBack->setObjectName(u"wayBackLabel"_s);
    m_steps->setTools(m_tools);
    auto *layout = new QVBoxLayout(this);
    layout->setSpacing(10);
    const Ticket *ticket = m_tickets.find(m_id);
    const domain::Connection *connection
        = ticket ? m_desk.connections().find(ticket->old.connectionId) : nullptr;
    if (connection) {
        auto *stripe = new support::EnvironmentStripe(this);
        stripe->setEnvironment(connection->environment, connection->name);
        layout->addWidget(stripe);
    }
    layout->addWidget(m_title);
    layout->addWidget(m_subject);
    layout->addWidget(m_steps);
    layout->addWidget(m_banner);
    layout->addStretch(1);
    layout->addWidget(makeFoot());
    setMinimumWidth(640);
}

QWidget *TicketDialog::makeTools()
{
    auto *tools = new QWidget(this);
    auto *column = new QVBoxLayout(tools);
    column->setContentsMargins(0, 4, 0, 2);
    m_key->setObjectName(u"keyEdit"_s);
    m_keyForm->setObjectName(u"keyForm"_s);
    m_keyForm->addField(
        u"secret"_s, tr("Key of the new token:"), m_key, tr("It is used once and not kept."));
    m_forth = new QHBoxLayout;
    m_forth->setSpacing(6);
    m_forth->addStretch(1);
    column->addWidget(m_keyForm);
    column->addLayout(m_forth);
    return tools;
}

QWidget *TicketDialog::makeFoot()
{
    auto *foot = new QWidget(this);
    m_days->setObjectName(u"daysSpinBox"_s);
    m_days->setRange(0, rotation::Tickets::mostDays);
    m_days->setSpecialValueText(tr("not at all"));
    auto *daysLabel = new QLabel(tr("Days to &watch the old token:"), foot);
    daysLabel->setBuddy(m_days);
    m_daysRow = new QWidget(foot);
    auto *days = new QHBoxLayout(m_daysRow);
    days->setContentsMargins(0, 0, 0, 0);
    days->addWidget(daysLabel);
    days->addWidget(m_days);
    days->addStretch(1);
    m_back = new QHBoxLayout;
    m_back->setSpacing(6);
    auto *buttons = new QDialogButtonBox(QDialogButtonBox::Close, foot);
    QPushButton *close = buttons->button(QDialogButtonBox::Close);
    close->setObjectName(u"closeButton"_s);
    support::setPlainToolTip(close, tr("The rotation goes on; View > Rotations opens it again."));
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    auto *last = new QHBoxLayout;
    last->addLayout(m_back);
    last->addStretch(1);
    last->addWidget(buttons);
    auto *column = new QVBoxLayout(foot);
    column->setContentsMargins(0, 0, 0, 0);
    column->addWidget(m_daysRow);
    column->addWidget(m_wayBack);
    column->addLayout(last);
    return foot;
}

void TicketDialog::update()
{
    const Ticket *ticket = m_tickets.find(m_id);
    if (!ticket)
        return; // takeClosed() has said so.
    const Situation situation = situationOf(m_desk, m_tickets, *ticket, m_clock.now());
    const TicketText text = textOf(situation);
    setWindowTitle(text.title);
    setAccessibleName(text.title);
    support::setPlainText(m_title,
        text.due.isEmpty() ? tr("Next: %1").arg(text.next)
                           : tr("Next: %1 (%2)").arg(text.next, text.due));
    support::setPlainText(m_subject, text.subject);
    m_steps->showSteps(text.steps);
    m_daysRow->setVisible(ticket->stage <= Stage::Watch);
    if (!m_days->hasFocus())
        m_days->setValue(ticket->days);
    const Offers offers = offersOf(situation);
    support::setPlainText(m_wayBack, offers.wayBack);
    m_wayBack->setVisible(!offers.wayBack.isEmpty());
    showOffers(offers);
}

void TicketDialog::showOffers(const Offers &offers)
{
    bool wantsKey = false;
    for (const Offer &offer : offers.all)
        wantsKey = wantsKey || offer.move == Move::Verify || offer.move == Move::Swap;
    m_keyForm->setVisible(wantsKey);
    if (!wantsKey)
        m_key->clear();
    if (offers.all != m_offers) { // Else whoever is on a button would lose the focus.
        m_offers = offers.all;
        for (QPushButton *button : m_buttons)
            delete button;
        m_buttons.clear();
        for (const Offer &offer : m_offers) {
            auto *button = new QPushButton(offer.text, this);
            button->setObjectName(u"move%1Button"_s.arg(int(offer.move)));
            button->setAutoDefault(false);
            connect(
                button, &QPushButton::clicked, this, [this, move = offer.move] { choose(move); });
            QHBoxLayout *line = offer.isBack ? m_back : m_forth;
            line->insertWidget(offer.isBack ? line->count() : line->count() - 1, button);
            m_buttons.push_back(button);
        }
        if (!m_buttons.empty() && !wantsKey && !m_days->hasFocus())
            m_buttons.front()->setFocus();
    }
    for (std::size_t i = 0; i < m_buttons.size(); ++i) {
        m_buttons[i]->setEnabled(!m_isBusy && m_offers[i].whyNot.isEmpty());
        support::setPlainToolTip(m_buttons[i], m_offers[i].whyNot);
    }
    m_days->setEnabled(!m_isBusy);
}

void TicketDialog::choose(Move move)
{
    m_banner->clear();
    m_keyForm->clearErrors();
    if (move != Move::Verify && move != Move::Swap) {
        emit moveRequested(m_id, move);
        return;
    }
    if (m_key->isEmpty()) {
        m_keyForm->showError(u"secret"_s, tr("Enter the key of the new token."));
        return;
    }
    auto key = m_key->take();
    if (!key) {
        m_keyForm->showError(u"secret"_s, support::shown(key.error().detail));
        return;
    }
    m_takeKey(move, std::move(*key));
}

void TicketDialog::setBusy(bool isBusy)
{
    m_isBusy = isBusy;
    update();
}

void TicketDialog::showFailure(const base::Error &error, const QString &action)
{
    const Ticket *ticket = m_tickets.find(m_id);
    const domain::Connection *connection
        = ticket ? m_desk.connections().find(ticket->old.connectionId) : nullptr;
    support::ErrorContext context {.action = action};
    if (connection) {
        context.connection = connection->name;
        context.host = connection->baseUrl.host();
    }
    m_banner->showError(error, context, false);
}

void TicketDialog::showSuccess(const QString &title, const QString &text)
{
    m_banner->showMessage(support::Banner::Severity::Information, title, text);
}

void TicketDialog::takeClosed(const Ticket &ticket)
{
    if (ticket.id != m_id)
        return;
    accept();
}

} // namespace tickets
