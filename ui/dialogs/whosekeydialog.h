// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

/// "Whose key is this?": a key or a file in which one was found, compared with the lists on this
/// computer. Nothing is sent but on an explicit click, to the vendor that can look a value up.

#include "base/clock.h"
#include "base/memoryguard.h"
#include "support/growingdialog.h"
#include "work/desk.h"
#include "work/keymatch.h"

class QComboBox;
class QLabel;
class QMimeData;
class QPushButton;
class QTreeWidget;

namespace support {
class Banner;
class SecretEdit;
} // namespace support

namespace dialogs {

class WhoseKeyDialog final : public support::GrowingDialog
{
    Q_OBJECT

public:
    /// The references outlive the dialog.
    WhoseKeyDialog(work::Desk &desk, const base::Clock &clock, QWidget *parent = nullptr);
    ~WhoseKeyDialog() override;

    /// Forgets the text.
    void done(int result) override;
    /// A file that was dropped or chosen.
    void searchFile(const QString &path);

signals:
    /// Select them in the list; the dialog closes.
    void showRequested(const std::vector<domain::TokenKey> &keys);
    /// Stop it the fastest way there is; the dialog closes.
    void containRequested(const domain::TokenKey &key);

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;
    void dragEnterEvent(QDragEnterEvent *event) override;
    void dropEvent(QDropEvent *event) override;

private:
    void build();
    QWidget *makeSource();
    QWidget *makeAsk();
    void chooseFile();
    void searchTyped();
    void searchClipboard();
    void searchMime(const QMimeData &given);
    void search(base::Secret text);
    void showResult(const work::KeySearch &found);
    void showNothing(const work::KeySearch &found);
    QString notComparedWith() const;
    void addRow(const domain::Token &token, const QString &how, bool isListed);
    void offerToAsk(const std::vector<work::KeyPlace> &places);
    void updateAsk();
    void ask();
    void takeAnswer(const base::Result<domain::Token> &answer, const QString &host);
    void updateButtons();
    /// Of the selected rows, those that are listed.
    std::vector<domain::TokenKey> chosen() const;
    void say(const QString &text);
    void forget();

    work::Desk &m_desk;
    const base::Clock &m_clock;
    base::FreedMemoryWipe m_wipe;
    std::shared_ptr<const base::Secret> m_text;
    std::vector<work::KeyPlace> m_places;
    base::Task<work::KeySearch> m_search;
    base::Task<domain::Token> m_asking;

    support::SecretEdit *m_edit;
    QTreeWidget *m_rows;
    QLabel *m_result;
    support::Banner *m_banner;
    QWidget *m_askBox = nullptr;
    QComboBox *m_askWhom = nullptr;
    QComboBox *m_askWhat = nullptr;
    QLabel *m_askText = nullptr;
    QPushButton *m_askButton = nullptr;
    QPushButton *m_showButton = nullptr;
    QPushButton *m_containButton = nullptr;
};

} // namespace dialogs
