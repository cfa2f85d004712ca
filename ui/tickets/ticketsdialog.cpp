// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#include "tickets/ticketsdialog.h"

#include "models/icons.h"
#include "support/plaintext.h"
#include "tickets/ticketdialog.h"

#include <QDialogButtonBox>
#include <QHeaderView>
#include <QLabel>
#include <QPushButton>
#include <QTreeWidget>
#include <QVBoxLayout>

#include <algorithm>

namespace tickets {

using namespace Qt::StringLiterals;
using rotation::Ticket;

namespace {

constexpr int idRole = Qt::UserRole;

} // namespace

TicketsDialog::TicketsDialog(
    work::Desk &desk, rotation::Tickets &tickets, const base::Clock &clock, QWidget *parent)
    : QDialog(parent)
    , m_desk(desk)
    , m_tickets(tickets)
    , m_clock(clock)
    , m_list(new QTreeWidget(this))
    , m_summary(support::plainParagraph({}, this))
{
    setObjectName(u"ticketsDialog"_s);
    setWindowTitle(tr("Rotations"));
    setAccessibleName(windowTitle());
    build();
    connect(&tickets, &rotation::Tickets::changed, this, &TicketsDialog::update);
    connect(m_list, &QTreeWidget::itemActivated, this, &TicketsDialog::choose);
    connect(m_list, &QTreeWidget::currentItemChanged, this,
        [this] { m_openButton->setEnabled(!current().isEmpty()); });
    m_minute.setInterval(std::chrono::minutes(1));
    connect(&m_minute, &QTimer::timeout, this, &TicketsDialog::update);
    m_minute.start();
    update();
}

void TicketsDialog::build()
{
    m_summary->setObjectName(u"summaryLabel"_s);
    m_list->setObjectName(u"ticketsTree"_s);
    m_list->setAccessibleName(tr("Rotations"));
    m_list->setRootIsDecorated(false);
    m_list->setUniformRowHeights(true);
    m_list->setAllColumnsShowFocus(true);
    m_list->setHeaderLabels({tr("Token"), tr("Connection"), tr("Next"), tr("Due")});
    m_list->header()->resizeSection(0, 210);
    m_list->header()->resizeSection(1, 140);
    m_list->header()->resizeSection(2, 260);
    auto *buttons = new QDialogButtonBox(QDialogButtonBox::Close, this);
    m_openButton = buttons->addButton(tr("&Open..."), QDialogButtonBox::ActionRole);
    m_openButton->setObjectName(u"openButton"_s);
    connect(m_openButton, &QPushButton::clicked, this, &TicketsDialog::choose);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    auto *layout = new QVBoxLayout(this);
    layout->setSpacing(10);
    layout->addWidget(m_summary);
    layout->addWidget(m_list, 1);
    layout->addWidget(buttons);
    resize(760, 360);
}

void TicketsDialog::update()
{
    struct Line
    {
        QString id;
        TicketText text;
        QString connection;
        rotation::Outlook outlook;
        bool isWatched = false;
    };
    std::vector<Line> lines;
    for (const auto &[id, ticket] : m_tickets.all()) {
        const Situation situation = situationOf(m_desk, m_tickets, ticket, m_clock.now());
        lines.push_back({id, textOf(situation), ticket.connectionName, situation.outlook,
            ticket.stage == rotation::Stage::Watch});
    }
    // Due now, then what waits for a click, then the watches by their end.
    std::stable_sort(lines.begin(), lines.end(), [](const Line &a, const Line &b) {
        const auto rank = [](const Line &line) {
            return std::tuple(!line.outlook.isDue, line.isWatched, line.outlook.due);
        };
        return rank(a) < rank(b);
    });
    const QString before = current();
    m_list->clear();
    for (const Line &line : lines) {
        auto *item = new QTreeWidgetItem(m_list,
            {support::shown(m_tickets.find(line.id)->oldName, 80), support::shown(line.connection),
                line.text.next, line.text.due});
        item->setData(0, idRole, line.id);
        if (line.outlook.isDue)
            item->setIcon(3, models::icon(u"warning"_s, models::Tone::Warning));
        if (line.id == before)
            m_list->setCurrentItem(item);
    }
    if (!m_list->currentItem() && m_list->topLevelItemCount() > 0)
        m_list->setCurrentItem(m_list->topLevelItem(0));
    m_openButton->setEnabled(!current().isEmpty());
    const int due = m_tickets.countDue();
    support::setPlainText(m_summary,
        lines.empty() ? tr("No rotation is under way. Token > Rotate begins one: a new token takes "
                           "over while the old one still works.")
            : due > 0 ? tr("%n rotations wait for you.", nullptr, due)
                      : tr("Nothing waits for you."));
}

QString TicketsDialog::current() const
{
    const QTreeWidgetItem *item = m_list->currentItem();
    return item ? item->data(0, idRole).toString() : QString();
}

void TicketsDialog::choose()
{
    if (const QString id = current(); !id.isEmpty())
        emit chosen(id);
}

} // namespace tickets
