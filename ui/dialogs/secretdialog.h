// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

/// Shows a new key, once: masked, hold to reveal, copy, save; ends only when the admin says that it
/// is stored, or has the token deleted.

#include "base/memoryguard.h"
#include "domain/connection.h"
#include "support/growingdialog.h"
#include "support/prompter.h"
#include "support/secretclipboard.h"
#include "work/desk.h"

class QCheckBox;
class QLabel;
class QPushButton;

namespace support {
class Banner;
class SecretLabel;
} // namespace support

namespace dialogs {

class SecretDialog final : public support::GrowingDialog
{
    Q_OBJECT

public:
    /// The references outlive the dialog.
    SecretDialog(work::Desk &desk, domain::IssuedToken issued, const domain::Connection &connection,
        support::Prompter &prompter, support::SecretClipboard &clipboard,
        QWidget *parent = nullptr);

    /// More ways to hand the key over, below the usual ones. The key lives as long as the dialog.
    void addTools(const std::function<QWidget *(const base::Secret &key, QWidget *parent)> &make);
    /// As if the admin had said that it is stored.
    void setStored();

    /// As show(): Qt's own open() would make it modal to one window only.
    void open() override;
    /// What closing by other ways than Done leads to: asks what to do with the key.
    void reject() override;

signals:
    /// It is stored, or the token is deleted; the dialog closes.
    void settled(const domain::TokenKey &key, bool wasDeleted);
    /// The key went to a "clipboard" or a "file".
    void handedOver(const QString &destination);

protected:
    void keyPressEvent(QKeyEvent *event) override;

private:
    QWidget *makeFacts();
    QWidget *makeTools();
    void build();
    void copy();
    void chooseFile();
    void save(const QString &path);
    void showCopied(int secondsLeft);
    void showEnding(support::SecretClipboard::Ending ending);
    void finish();
    void trackThenFinish();
    bool canTrack() const;
    void takeClosing(support::Answer::Choice choice);
    void deleteToken();
    QString tokenName() const;

    work::Desk &m_desk;
    support::Prompter &m_prompter;
    support::SecretClipboard &m_clipboard;
    domain::Connection m_connection;
    base::FreedMemoryWipe m_wipe; ///< before the key: goes after it
    domain::IssuedToken m_issued;
    bool m_wasCopied = false; ///< this key; the clipboard may still count another one down
    bool m_isAsking = false;
    bool m_couldNotNote = false;

    support::SecretLabel *m_label;
    support::Banner *m_banner;
    QLabel *m_status;
    QPushButton *m_copyButton;
    QPushButton *m_saveButton;
    QCheckBox *m_stored;
    QCheckBox *m_track; ///< only where a vendor shows a token for its value (CSP)
    QPushButton *m_doneButton = nullptr;
};

} // namespace dialogs
