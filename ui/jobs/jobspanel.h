// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

/// Below the list of tokens: jobs at the left, the chosen one at the right; deletions that wait
/// stand among them.

#include "bulk/jobs.h"
#include "bulk/stageddeletes.h"
#include "support/prompter.h"

#include <QTimer>
#include <QWidget>

class QLabel;
class QListView;
class QSplitter;
class QStackedWidget;

namespace jobs {

class JobListModel;
class JobView;
class StagedView;

class JobsPanel final : public QWidget
{
    Q_OBJECT

public:
    /// All outlive the panel.
    JobsPanel(bulk::Jobs &jobs, bulk::StagedDeletes &staged, const base::Clock &clock,
        support::Prompter &prompter, QWidget *parent = nullptr);

    void showJob(const QString &id);
    void showStaged();
    QByteArray saveState() const;
    void restoreState(const QByteArray &state);

signals:
    void closeRequested();
    void tokenRequested(const domain::TokenKey &key);
    /// For a toast: "Report copied".
    void said(const QString &message);
    void failed(const base::Error &error, const QString &action);
    /// A second has passed while something counts down.
    void ticked();

private:
    QWidget *makeEmptyPage();
    QWidget *makeListSide();
    void wire();
    void showCurrent();
    void keepChosen();
    void choose(int row);
    void watch();

    bulk::Jobs &m_jobs;
    bulk::StagedDeletes &m_staged;
    JobListModel *m_model;
    QSplitter *m_splitter;
    QListView *m_list;
    QStackedWidget *m_pages;
    JobView *m_jobView;
    StagedView *m_stagedView;
    QString m_chosen; ///< id of the job in front; empty = the deletions that wait, or nothing
    QTimer m_second;
};

} // namespace jobs
