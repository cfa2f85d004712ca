// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

/// The foot of the window: what is shown of what, what is being loaded, how old it is.

#include "base/clock.h"
#include "domain/vendorclient.h"

#include <QTimer>
#include <QWidget>

class QLabel;
class QProgressBar;
class QToolButton;

namespace work {
class Desk;
class Session;
} // namespace work

namespace shell {

class LoadStatus final : public QWidget
{
    Q_OBJECT

public:
    LoadStatus(work::Desk &desk, const base::Clock &clock, QWidget *parent = nullptr);

    void setCounts(int shown, int total, int selected);
    /// What shows the counts, for a tool tip that tells more.
    QWidget *countsLabel() const;
    /// What runs over many tokens, in words; empty = nothing does.
    void setJob(const QString &text, int done, int all);
    bool isLoading() const { return m_isLoading; }
    /// How long a listing still gives its vendor before it asks again; whole seconds, rounded up.
    std::optional<std::chrono::seconds> waitOf(const work::Session &session) const;

signals:
    void stopRequested();
    /// Show what runs.
    void jobRequested();
    /// Loading began or ended.
    void loadingChanged(bool isLoading);
    /// A second of a wait has passed.
    void waitTicked();

private:
    void updateLoading();
    void updateAge();
    bool showsDisk() const;
    /// "Payments waits 12 s, as the vendor asked"; empty = nobody waits.
    QString waitText() const;
    QString ageText(base::Instant listedAt) const;
    QString lineOf(const work::Session &session) const;

    work::Desk &m_desk;
    const base::Clock &m_clock;
    QLabel *m_counts = nullptr;
    QLabel *m_what = nullptr;
    QProgressBar *m_progress = nullptr;
    QToolButton *m_stop = nullptr;
    QLabel *m_age = nullptr;
    QToolButton *m_job = nullptr;
    QProgressBar *m_jobProgress = nullptr;
    QTimer m_minute;
    QTimer m_second; ///< runs while a wait is counted down
    bool m_isLoading = false;
};

} // namespace shell
