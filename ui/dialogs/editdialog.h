// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

/// Changes what a vendor lets be changed of a token; the rest is there, disabled, with the reason.
/// What will change is shown as before and after, and the token is read again before and after the
/// change is sent.

#include "domain/connection.h"
#include "support/growingdialog.h"
#include "work/editflow.h"

class QLabel;
class QLineEdit;
class QPushButton;

namespace support {
class Banner;
class FieldForm;
} // namespace support

namespace dialogs {

class ChangesView;
class GrantEditor;

class EditDialog final : public support::GrowingDialog
{
    Q_OBJECT

public:
    /// Loads the vendor's form by itself; open() at once.
    EditDialog(work::Desk &desk, const domain::Token &token, const domain::Connection &connection,
        const domain::Capabilities &capabilities, QWidget *parent = nullptr);
    ~EditDialog() override;

    void reject() override;

signals:
    void saved(const domain::TokenKey &key);

private:
    void build();
    void loadForm();
    void takeForms(const std::vector<domain::DraftForm> &forms);
    void showGrants(const domain::DraftForm &form);
    void showGrantsAsText(const QString &why);
    void allow(QWidget *editor, domain::Operation operation);
    domain::TokenEdit typedEdit() const;
    bool check(const domain::TokenEdit &edit);
    void showDifference();
    void save();
    void takeLook(const domain::TokenEdit &edit, const work::EditFlow::Look &look);
    void send(const domain::TokenEdit &edit);
    void takeOutcome(const work::EditFlow::Outcome &outcome);
    void showFailure(const base::Error &error);
    /// The fields as the token is now; what was typed goes.
    void showToken(const domain::Token &token);
    void setBusy(const QString &what);

    work::Desk &m_desk;
    domain::Token m_token; ///< as the admin saw it
    domain::Connection m_connection;
    domain::Capabilities m_capabilities;
    domain::DraftForm m_vendorForm;
    std::vector<domain::Grant> m_before; ///< the token's, for the difference
    std::vector<domain::Grant> m_shownGrants; ///< what the editor gives back untouched
    base::Task<std::vector<domain::DraftForm>> m_loading;
    base::Task<work::EditFlow::Look> m_looking;
    work::EditFlow m_flow;
    bool m_isSending = false;

    support::FieldForm *m_fields;
    QLineEdit *m_name;
    QLineEdit *m_description;
    GrantEditor *m_grants = nullptr;
    ChangesView *m_changes;
    support::Banner *m_banner;
    QLabel *m_progress;
    QPushButton *m_saveButton = nullptr;
    QPushButton *m_cancelButton = nullptr;
};

} // namespace dialogs
