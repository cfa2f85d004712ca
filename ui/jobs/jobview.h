// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

/// One job: how far it is, what it waits for or asks, what can be done about it, and its tokens.

#include "bulk/jobs.h"
#include "jobs/workrate.h"

#include <QPointer>
#include <QWidget>

class QBoxLayout;
class QComboBox;
class QLabel;
class QProgressBar;
class QPushButton;
class QTableView;

namespace support {
class Banner;
}

namespace jobs {

class JobItemsModel;

class JobView final : public QWidget
{
    Q_OBJECT

public:
    /// All outlive the view.
    JobView(bulk::Jobs &jobs, const base::Clock &clock, QWidget *parent = nullptr);

    /// Null shows nothing.
    void setJob(bulk::Job *job);
    bulk::Job *job() const { return m_job; }
    /// A second has passed: countdowns.
    void tick();

signals:
    /// Show it in the list of tokens.
    void tokenRequested(const domain::TokenKey &key);
    void started(const QString &jobId);
    void reportCopied();
    void failed(const base::Error &error);

protected:
    void changeEvent(QEvent *event) override;

private:
    QBoxLayout *makeButtons();
    QBoxLayout *makeFilter();
    void makeTable();
    void refresh();
    void showTexts();
    void showMessage();
    void showButtons();
    void showFilters();
    void chooseFilter();
    QString withRate(const QString &state) const;
    void pauseOrResume();
    void retry();
    void copyReport();

    bulk::Jobs &m_jobs;
    const base::Clock &m_clock;
    QPointer<bulk::Job> m_job;
    JobItemsModel *m_model;
    WorkRate m_rate;
    QString m_message; ///< what the banner says
    QLabel *m_title;
    QLabel *m_state;
    QLabel *m_result;
    QProgressBar *m_progress;
    support::Banner *m_banner;
    QPushButton *m_pause = nullptr;
    QPushButton *m_stop = nullptr;
    QPushButton *m_retry = nullptr;
    QPushButton *m_copy = nullptr;
    QPushButton *m_clear = nullptr;
    QComboBox *m_filter = nullptr;
    QTableView *m_table = nullptr;
};

} // namespace jobs
