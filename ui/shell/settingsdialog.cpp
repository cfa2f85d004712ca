// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#include "shell/settingsdialog.h"

#include "support/fileedit.h"
#include "support/plaintext.h"
#include "support/screenshield.h"
#include "work/commoncafile.h"

#include <QCheckBox>
#include <QComboBox>
#include <QDialogButtonBox>
#include <QFileInfo>
#include <QFormLayout>
#include <QLabel>
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
    , m_caFile(new support::FileEdit(tr("Certificates (*.pem *.crt *.cer *.der)"), this))
    , m_caFileProblem(support::plainParagraph({}, this))
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

    m_caFile->setObjectName("caFileEdit"_L1);
    m_caFile->setToolTip(tr("Certificates that every connection trusts in addition to those of the "
                            "system, for example of a firewall that inspects traffic."));
    m_caFileProblem->setObjectName("caFileErrorLabel"_L1);
    m_caFileProblem->hide();
    const auto caFile = work::readCommonCaFile(settings.profileFolder());
    if (caFile)
        m_caFile->setText(*caFile);
    else
        showCaFileProblem(caFile.error().detail);
    m_caFile->setEnabled(settings.mayWrite() && !settings.profileFolder().isEmpty());

    auto *form = new QFormLayout;
    form->addRow(tr("&Theme:"), m_theme);
    form->addRow(tr("&Clear a copied key after:"), m_clipboard);
    form->addRow(tr("Additional CA &file:"), m_caFile);
    form->addRow(m_caFileProblem);
    form->addRow(m_compact);
    form->addRow(m_shield);
    auto *buttons = new QDialogButtonBox(QDialogButtonBox::Ok | QDialogButtonBox::Cancel, this);
    auto *layout = new QVBoxLayout(this);
    layout->addLayout(form);
    layout->addWidget(buttons);
    connect(buttons, &QDialogButtonBox::accepted, this, &SettingsDialog::keep);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
}

void SettingsDialog::showCaFileProblem(const QString &words)
{
    support::setPlainText(m_caFileProblem, support::shown(words, 300));
    m_caFileProblem->show();
}

bool SettingsDialog::keepCaFile()
{
    if (!m_caFile->isEnabled())
        return true;
    const QString file = m_caFile->path();
    const auto before = work::readCommonCaFile(m_settings.profileFolder());
    if (before && *before == file)
        return true;
    if (!file.isEmpty() && !(QFileInfo(file).isFile() && QFileInfo(file).isReadable())) {
        showCaFileProblem(tr("This file does not exist or cannot be read."));
        m_caFile->setFocus();
        return false;
    }
    if (const auto kept = work::writeCommonCaFile(m_settings.profileFolder(), file); !kept) {
        showCaFileProblem(kept.error().detail);
        return false;
    }
    emit trustChanged();
    return true;
}

void SettingsDialog::keep()
{
    if (!keepCaFile())
        return;
    m_settings.setTheme(themeFromId(m_theme->currentData().toString()));
    m_settings.setCompact(m_compact->isChecked());
    m_settings.setClipboardTime(std::chrono::seconds {m_clipboard->value()});
    m_settings.setScreenShielded(m_shield->isChecked());
    emit changed();
    accept();
}

} // namespace shell
