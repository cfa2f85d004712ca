// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

/// The fields of a new token, as one vendor's DraftForm wants them; filled in they are a draft.

#include "domain/draft.h"

#include <QWidget>

class QComboBox;
class QLineEdit;
class QPlainTextEdit;

namespace support {
class FieldForm;
class SecretEdit;
} // namespace support

namespace dialogs {

class GrantEditor;
class LifetimePicker;

class IssueForm final : public QWidget
{
    Q_OBJECT

public:
    explicit IssueForm(const domain::DraftForm &form, QWidget *parent = nullptr);

    /// Takes over what another form of the same dialog has: name and description.
    void setTexts(const QString &name, const QString &description);
    void setGrants(const std::vector<domain::Grant> &grants);
    void setAddresses(const QStringList &addresses);
    QString name() const;
    QString description() const;

    /// The draft, checked: on an error it is shown at its field and nothing is returned. A typed ID
    /// token leaves its field.
    std::optional<domain::TokenDraft> takeDraft();
    /// At its field; false if there is none. "idToken" makes that field appear.
    bool showError(const QString &field, const QString &text);

private:
    void addTextFields();
    void addGrants();
    void addTheRest();
    void addIdToken();
    void choosePreset(int index);
    void showWarnings();
    void showAddressWarnings();
    QStringList addresses() const;

    domain::DraftForm m_form;
    support::FieldForm *m_fields;
    QLineEdit *m_name = nullptr;
    QLineEdit *m_description = nullptr;
    QComboBox *m_preset = nullptr;
    GrantEditor *m_grants = nullptr;
    QPlainTextEdit *m_addresses = nullptr;
    LifetimePicker *m_lifetime = nullptr;
    QComboBox *m_account = nullptr;
    support::SecretEdit *m_idToken = nullptr;
};

} // namespace dialogs
