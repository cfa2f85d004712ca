// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

/// Any command by typing a part of its name; what cannot be done now is shown with the reason.

#include <QDialog>

#include <vector>

class QAction;
class QLineEdit;
class QListWidget;

namespace shell {

class CommandPalette final : public QDialog
{
    Q_OBJECT

public:
    CommandPalette(const std::vector<QAction *> &actions, QWidget *parent);

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    void showMatches();
    void run();

    std::vector<QAction *> m_actions;
    QLineEdit *m_input = nullptr;
    QListWidget *m_list = nullptr;
};

} // namespace shell
