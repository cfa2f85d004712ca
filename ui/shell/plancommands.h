// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

/// Plans between two admins (BULK-11): the first saves one out of the review, the second opens it
/// and gets a review of exactly its tokens.

#include "base/clock.h"
#include "bulk/sharedplan.h"

#include <QObject>

class QDialog;
class QWidget;

namespace dialogs {
class SavePlanDialog;
}

namespace work {
class Desk;
}

namespace shell {

class BulkCommands;
class NoticeArea;

class PlanCommands final : public QObject
{
    Q_OBJECT

public:
    /// window: the dialogs' parent. All references outlive this object.
    PlanCommands(work::Desk &desk, const base::Clock &clock, BulkCommands &bulk,
        NoticeArea &notices, QWidget *window);

    /// Asks for a file.
    void open();

private:
    void openFile(const QString &path);
    void save(const bulk::Plan &plan, QDialog *review);
    void write(dialogs::SavePlanDialog *dialog, const bulk::SharedPlan &plan, const QString &path);
    void note(dialogs::SavePlanDialog *dialog, const bulk::SharedPlan &plan, const QString &path);

    work::Desk &m_desk;
    const base::Clock &m_clock;
    BulkCommands &m_bulk;
    NoticeArea &m_notices;
    QWidget *m_window;
};

} // namespace shell
