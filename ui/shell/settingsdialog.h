// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

/// Theme, density, clipboard time. Changes are kept when OK is pressed.

#include "shell/settings.h"

#include <QDialog>

class QCheckBox;
class QComboBox;
class QSpinBox;

namespace shell {

class SettingsDialog final : public QDialog
{
    Q_OBJECT

public:
    SettingsDialog(Settings &settings, QWidget *parent);

signals:
    /// The settings hold the new values.
    void changed();

private:
    void keep();

    Settings &m_settings;
    QComboBox *m_theme = nullptr;
    QCheckBox *m_compact = nullptr;
    QSpinBox *m_clipboard = nullptr;
    QCheckBox *m_shield = nullptr;
};

} // namespace shell
