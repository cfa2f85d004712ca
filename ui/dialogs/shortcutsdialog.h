// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

/// Every command with its keys, searchable by either.

#include <QDialog>

#include <vector>

class QAction;
class QLabel;
class QLineEdit;
class QTreeWidget;

namespace dialogs {

class ShortcutsDialog final : public QDialog
{
    Q_OBJECT

public:
    explicit ShortcutsDialog(const std::vector<QAction *> &actions, QWidget *parent = nullptr);

private:
    void fill(const std::vector<QAction *> &actions);
    void filter(const QString &typed);

    QLineEdit *m_search;
    QTreeWidget *m_table;
    QLabel *m_count;
};

} // namespace dialogs
