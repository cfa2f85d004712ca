// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

/// What stands in the window while it is locked: nothing of the tokens, and the way back.

#include <QWidget>

class QPushButton;

namespace shell {

class LockPage final : public QWidget
{
    Q_OBJECT

public:
    explicit LockPage(QWidget *parent = nullptr);

    void focusButton();

signals:
    void unlockRequested();

private:
    QPushButton *m_unlock;
};

} // namespace shell
