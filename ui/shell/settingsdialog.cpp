// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#include "shell/settingsdialog.h"

#include "support/screenshield.h"

#include <QCheckBox>
#include <QComboBox>
#include <QDialogButtonBox>
#include <QFormLayout>
#include <QSpinBox>
#include <QVBoxLayout>

namespace shell {

using namespace Qt::StringLiterals;

SettingsDialog::SettingsDialog(Settings &settings, QWidget *parent)
    : QDialog(parent)
    , m_settings(settings)
    , m_theme(new QComboBox(this))
    , m_compact(new QCheckBox(tr("Compact rows"), this))
    , m_clipboard(new QSpinBox(this))
    , m_shield(new QCheckBox(tr("&Keep keys out of screenshots and screen sharing"), this))
{
    setObjectName("settingsDialog"_L1);
    setWindowTitle(tr("Settings"));
    setAttribute(Qt::WA_DeleteOnClose);
    m_theme->setObjectName("themeBox"_L1);
    m_theme->addItem(tr("Like the system (from the next start)"), themeId(Theme::System));
    m_theme->addItem(tr("Light"), themeId(Theme::Light));
    m_theme->addItem(tr("Dark"), themeId(Theme::Dark));
    m_theme->setCurrentIndex(m_theme->findData(themeId(settings.theme())));
    m_compact->setObjectName("compactBox"_L1);
    m_compact->setChecked(settings.isCompact());
    m_clipboard->setObjectName("clipboardBox"_L1);
    m_clipboard->setRange(10, 120);
    m_clipboard->setSuffix(tr(" s"));
    m_clipboard->setValue(int(settings.clipboardTime().count()));
    m_clipboard->setToolTip(
        tr("A copied key is removed from the clipboard after this time, if it is still there."));

    m_shield->setObjectName("screenShieldBox"_L1);
    m_shield->setChecked(settings.isScreenShielded());
    m_shield->setToolTip(
        tr("Switch it off if a screen magnifier shows the window of a key as a black area."));
    m_shield->setVisible(support::canShieldFromScreens());

    auto *form = new QFormLayout;
    form->addRow(tr("&Theme:"), m_theme);
    form->addRow(tr("&Clear a copied key after:"), m_clipboard);
    form->addRow(m_compact);
    form->addRow(m_shield);
    auto *buttons = new QDialogButtonBox(QDialogButtonBox::Ok | QDialogButtonBox::Cancel, this);
    auto *layout = new QVBoxLayout(this);
    layout->addLayout(form);
    layout->addWidget(buttons);
    connect(buttons, &QDialogButtonBox::accepted, this, &SettingsDialog::keep);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
}

void SettingsDialog::keep()
{
    m_settings.setTheme(themeFromId(m_theme->currentData().toString()));
    m_settings.setCompact(m_compact->isChecked());
    m_settings.setClipboardTime(std::chrono::seconds {m_clipboard->value()});
    m_settings.setScreenShielded(m_shield->isChecked());
    emit changed();
    accept();
}

} // namespace shell
