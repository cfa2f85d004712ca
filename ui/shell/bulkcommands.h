// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

/// Changes of many tokens: fresh lists, the review, then a job or deletions that wait; and what is
/// said when they have ended.

#include "bulk/jobs.h"
#include "bulk/stageddeletes.h"
#include "dialogs/preflightdialog.h"

#include <QPointer>

namespace shell {

class NoticeArea;

class BulkCommands final : public QObject
{
    Q_OBJECT

public:
    /// window: the dialogs' parent. All references outlive this object.
    BulkCommands(work::Desk &desk, const base::Clock &clock, bulk::Jobs &jobs,
        bulk::StagedDeletes &staged, NoticeArea &notices, QWidget *window);

    /// Shows what would happen to each, and does what is confirmed.
    void review(bulk::Deed deed, const std::vector<domain::TokenKey> &keys);
    /// The same of a plan that another admin made (BULK-11).
    void reviewPlan(const bulk::SharedPlan &plan);
    /// How many jobs would stand still if the program ended now.
    int unfinished() const;
    /// Nothing new is sent from now on.
    void pauseAll();

signals:
    /// The job or the deletions that wait should be seen.
    void jobStarted(const QString &id);
    void staged();
    /// Success, for the toast; undo may be empty.
    void done(const QString &message, const std::function<void()> &undo);
    void jobRequested(const QString &id);
    /// Out of a review that is still open.
    void planToSave(const bulk::Plan &plan, QDialog *review);

private:
    dialogs::PreflightDialog *newDialog(bulk::Deed deed, std::size_t count);
    /// review() when the stale lists were fetched again.
    void open(dialogs::PreflightDialog *dialog, const QStringList &stale,
        const std::function<base::Task<bulk::Review>()> &review);
    void carryOut(const dialogs::PreflightAnswer &answer);
    void start(bulk::Plan plan);
    void stage(const std::vector<bulk::Plan::Row> &rows, std::chrono::milliseconds wait);
    void sayStaged(const std::vector<bulk::Plan::Row> &rows,
        const std::vector<base::Result<QString>> &operations);
    void sayFinished(const bulk::Job &job);
    /// Gives back what a job took or the other way round; empty for deletions.
    std::function<void()> undoOf(const bulk::Job &job);

    work::Desk &m_desk;
    const base::Clock &m_clock;
    bulk::Jobs &m_jobs;
    bulk::StagedDeletes &m_staged;
    NoticeArea &m_notices;
    QWidget *m_window;
};

} // namespace shell
