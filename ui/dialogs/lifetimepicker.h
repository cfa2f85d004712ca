// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

/// How long a token lives, with the day it ends said beside it.

#include "domain/draft.h"

#include <QWidget>

class QComboBox;
class QLabel;
class QSpinBox;

namespace dialogs {

class LifetimePicker final : public QWidget
{
    Q_OBJECT

public:
    explicit LifetimePicker(const domain::LifetimeRule &rule, QWidget *parent = nullptr);

    std::chrono::seconds lifetime() const;

private:
    void showEnd();

    QComboBox *m_choice;
    QSpinBox *m_count;
    QComboBox *m_unit;
    QLabel *m_end;
};

/// "30 days", "1 hour", "90 minutes".
QString lifetimeText(std::chrono::seconds lifetime);

} // namespace dialogs
