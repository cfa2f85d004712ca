// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

/// Creates a token, or one like another: asks the vendor for its form, checks before sending, sends
/// once, and hands the new token on. What may have been created without an answer is never simply
/// retried.

#include "dialogs/pendingrequest.h"
#include "domain/connection.h"
#include "support/growingdialog.h"
#include "work/desk.h"

#include <functional>

class QCheckBox;
class QComboBox;
class QLabel;
class QPushButton;
class QVBoxLayout;

namespace support {
class Banner;
}

namespace dialogs {

class IssueForm;
class UnknownOutcome;

class IssueDialog final : public support::GrowingDialog
{
    Q_OBJECT

public:
    /// Gets the new token with its key. Not a signal: keys do not travel in signals.
    using HandOver = std::function<void(domain::IssuedToken)>;

    IssueDialog(work::Desk &desk, const domain::Connection &connection, HandOver handOver,
        QWidget *parent = nullptr);
    ~IssueDialog() override;

    /// One of these, before open().
    void startNew();
    void startClone(const domain::Token &token);
    /// Like a clone, with the same name: for a token whose key is lost.
    void startReplacement(const domain::Token &token);
    /// Whether a mark is added to the name (ONE-05), and whom to tell when that is chosen. Without
    /// this, and where a name cannot hold a mark, nobody is asked.
    void offerMark(bool isMarked, std::function<void(bool)> chosen);
    /// A clone that takes over from the token, for a ticket of the journal; says what cannot be
    /// taken over.
    void startRotation(const domain::Token &token, const QString &group);

    /// Not while a request is out.
    void reject() override;

signals:
    /// About a key that was created and never seen. The dialog has closed.
    void lostKeyDecided(dialogs::PendingRequest request, const work::PendingKey &pending);

private:
    void build();
    void loadForms();
    void takeForms(std::vector<domain::DraftForm> forms);
    void showForm(int index);
    void fillFromModel();
    void sayWhatIsNotCloned();
    void create();
    void takeResult(base::Result<domain::IssuedToken> issued);
    void showFailure(const base::Error &error);
    void showUnknownOutcome(const base::Error &error);
    void backToTheForm();
    void setBusy(const QString &what);

    work::Desk &m_desk;
    domain::Connection m_connection;
    HandOver m_handOver;
    std::optional<domain::Token> m_model; ///< what to clone
    QString m_group; ///< of a rotation
    std::vector<domain::DraftForm> m_forms;
    base::Task<std::vector<domain::DraftForm>> m_loading;
    bool m_isSending = false;
    QString m_sentName;
    QString m_operation; ///< of the create that was sent last
    QString m_replaces; ///< id of the token that the new one takes over from
    bool m_isReplacement = false;
    std::function<void(bool)> m_markChosen;

    QVBoxLayout *m_formLayout;
    QComboBox *m_kind;
    QLabel *m_kindLabel;
    IssueForm *m_form = nullptr;
    UnknownOutcome *m_outcome = nullptr;
    QCheckBox *m_mark;
    support::Banner *m_banner;
    QLabel *m_progress;
    QPushButton *m_createButton = nullptr;
    QPushButton *m_cancelButton = nullptr;
};

} // namespace dialogs
