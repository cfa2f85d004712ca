// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

/// Theme, density, clipboard time, CA file. Changes are kept when OK is pressed.

#include "shell/settings.h"

#include <QDialog>

class QCheckBox;
class QComboBox;
class QLabel;
class QSpinBox;

namespace support {
class FileEdit;
}

namespace shell {

class SettingsDialog final : public QDialog
{
    Q_OBJECT

public:
    SettingsDialog(Settings &settings, QWidget *parent);

signals:
    /// The settings hold the new values.
    void changed();
    /// Connections that are opened from now on trust another CA file.
    void trustChanged();

private:
    void keep();
    /// False, with the reason shown, where it cannot be kept.
    bool keepCaFile();
    void showCaFileProblem(const QString &words);

    Settings &m_settings;
    QComboBox *m_theme = nullptr;
    QCheckBox *m_compact = nullptr;
    QSpinBox *m_clipboard = nullptr;
    QCheckBox *m_shield = nullptr;
    support::FileEdit *m_caFile = nullptr;
    QLabel *m_caFileProblem = nullptr;
};

} // namespace shell
