// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

/// Which views are offered, in which order and by which names. Stays beside the window, whose toast
/// can undo.

#include <QDialog>

class QListWidget;
class QPushButton;

namespace shell {

class ViewCommands;

class ViewsDialog final : public QDialog
{
    Q_OBJECT

public:
    ViewsDialog(ViewCommands &commands, QWidget *parent);

private:
    QPushButton *addButton(const QString &name, const QString &text, void (ViewsDialog::*run)());
    void fill();
    void updateButtons();
    QString selected() const;
    void rename();
    void copy();
    void remove();
    void toggleHidden();
    void moveUp() { moveBy(-1); }
    void moveDown() { moveBy(1); }
    void moveBy(int step);

    ViewCommands &m_commands;
    QListWidget *m_list;
    QPushButton *m_up;
    QPushButton *m_down;
    QPushButton *m_hide;
    QPushButton *m_rename;
    QPushButton *m_copy;
    QPushButton *m_remove;
};

} // namespace shell
