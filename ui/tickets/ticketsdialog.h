// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

/// All rotations under way, what is due first.

#include "rotation/tickets.h"

#include <QDialog>
#include <QTimer>

class QLabel;
class QPushButton;
class QTreeWidget;

namespace tickets {

class TicketsDialog final : public QDialog
{
    Q_OBJECT

public:
    /// The references outlive the dialog.
    TicketsDialog(work::Desk &desk, rotation::Tickets &tickets, const base::Clock &clock,
        QWidget *parent = nullptr);

signals:
    void chosen(const QString &ticketId);

private:
    void build();
    void update();
    void choose();
    QString current() const;

    work::Desk &m_desk;
    rotation::Tickets &m_tickets;
    const base::Clock &m_clock;
    QTreeWidget *m_list;
    QLabel *m_summary;
    QPushButton *m_openButton = nullptr;
    QTimer m_minute;
};

} // namespace tickets
