// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

/// Saves a plan for a second admin (BULK-11): asks who that is and where to, then shows the code
/// that has to be told.

#include "support/growingdialog.h"

class QLabel;
class QLineEdit;
class QPushButton;

namespace base {
struct Error;
}

namespace support {
class Banner;
}

namespace dialogs {

class SavePlanDialog final : public support::GrowingDialog
{
    Q_OBJECT

public:
    /// maker: who is signed in to the computer.
    explicit SavePlanDialog(QString maker, QWidget *parent = nullptr);

    void showSaved(const QString &path, const QString &code);
    void showProblem(const base::Error &error);

    void reject() override;

signals:
    /// Ends in showSaved() or showProblem().
    void saveRequested(const QString &second, const QString &path);

private:
    void makeAskPage();
    void makeSavedPage();
    void chooseFile();
    void setBusy(bool isBusy);
    void update();
    void copyCode();

    QString m_maker;
    bool m_isBusy = false;
    QWidget *m_askPage;
    QWidget *m_savedPage = nullptr; ///< made when it is shown
    support::Banner *m_problem = nullptr;
    QLineEdit *m_second = nullptr;
    QLabel *m_remark = nullptr;
    QLabel *m_path = nullptr;
    QLabel *m_code = nullptr;
    QLabel *m_steps = nullptr;
    QPushButton *m_copyButton = nullptr;
    QPushButton *m_saveButton = nullptr;
    QPushButton *m_cancelButton = nullptr;
    QPushButton *m_doneButton = nullptr;
};

} // namespace dialogs
