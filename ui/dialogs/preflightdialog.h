// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

/// Before a change of many tokens: each with its last use and what will happen to it, which of them
/// to take, and the words that have to be typed. Cancel is the default; Enter confirms nothing.

#include "bulk/sharedplan.h"
#include "dialogs/preflightmodel.h"
#include "support/growingdialog.h"

#include <chrono>

class QComboBox;
class QLabel;
class QProgressBar;
class QPushButton;
class QRadioButton;
class QStackedWidget;
class QTableView;
class QVBoxLayout;

namespace support {
class Banner;
}

namespace dialogs {

class PreflightGate;

struct PreflightAnswer
{
    enum class Choice {
        Now,
        DisableFirst, ///< instead of deleting; the plan says so
        Later, ///< deleted when `delay` is over, disabled until then where that is possible
    };

    Choice choice = Choice::Now;
    bulk::Plan plan;
    std::chrono::hours delay {};
};

class PreflightDialog final : public support::GrowingDialog
{
    Q_OBJECT

public:
    /// count: how many were selected, to be said while their lists are fetched again.
    PreflightDialog(
        bulk::Deed deed, int count, const base::Clock &clock, QWidget *parent = nullptr);

    /// It is a plan that another admin made (BULK-11), and person is who looks at it now: its code
    /// has to be typed, and it is carried out as it is or not at all. Before showReview().
    void showPlan(const bulk::SharedPlan &plan, const QString &person);
    /// Lists are being fetched again.
    void showProgress(const QString &what, int done, int all);
    /// What there is to be decided about. Problems: lists that could not be fetched again.
    void showReview(bulk::Review review, const QString &problem = {});

signals:
    /// Once, before the dialog closes.
    void confirmed(const dialogs::PreflightAnswer &answer);
    /// What is ticked is to be carried out by a second admin.
    void planToSave(const bulk::Plan &plan);

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    QWidget *makeProgressPage();
    QWidget *makeListPage();
    QLayout *makeKindRow();
    void makeTable();
    QWidget *makeWhenBox();
    void makeButtons(QVBoxLayout *column);
    void showKinds();
    void showSummary();
    void showTexts();
    void showWhen();
    void update();
    void toggleSelected();
    void finish(PreflightAnswer::Choice choice);
    bool isLater() const;
    std::chrono::hours delay() const;
    QString affirmative(int count) const;

    bulk::Deed m_deed;
    PreflightModel *m_model;
    const base::Clock &m_clock;
    std::optional<bulk::SharedPlan> m_plan;
    QStackedWidget *m_pages;
    QLabel *m_progressLabel = nullptr;
    QProgressBar *m_progress = nullptr;
    support::Banner *m_planBanner = nullptr;
    support::Banner *m_problem = nullptr;
    QLabel *m_text = nullptr;
    QWidget *m_warning = nullptr;
    QLabel *m_warningText = nullptr;
    QLabel *m_facts = nullptr;
    QComboBox *m_kinds = nullptr;
    QTableView *m_table = nullptr;
    QLabel *m_tickedLabel = nullptr;
    QWidget *m_whenBox = nullptr;
    QRadioButton *m_now = nullptr;
    QRadioButton *m_later = nullptr;
    QComboBox *m_delays = nullptr;
    QLabel *m_laterNote = nullptr;
    PreflightGate *m_gate = nullptr;
    QPushButton *m_affirmativeButton = nullptr;
    QPushButton *m_disableButton = nullptr;
    QPushButton *m_planButton = nullptr;
    QPushButton *m_cancelButton = nullptr;
};

} // namespace dialogs
