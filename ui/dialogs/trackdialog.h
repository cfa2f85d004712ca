// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

/// Adds a token to the list by its value, for a vendor that does not list tokens by itself (CSP).

#include "support/growingdialog.h"
#include "work/desk.h"

class QLabel;
class QPushButton;

namespace support {
class Banner;
class FieldForm;
class SecretEdit;
} // namespace support

namespace dialogs {

class TrackDialog final : public support::GrowingDialog
{
    Q_OBJECT

public:
    TrackDialog(
        work::Desk &desk, QString connectionId, QString connectionName, QWidget *parent = nullptr);

signals:
    void tracked(const domain::TokenKey &key);

private:
    void build();
    void track();
    /// Moves the typed value out of its field; false if there is none or it does not fit.
    bool takeValue();
    void takeResult(const base::Result<domain::Token> &token);
    void setBusy(bool isBusy);

    work::Desk &m_desk;
    QString m_connectionId;
    QString m_connectionName;
    base::Secret m_value; ///< kept between a failure and the next try, no longer

    support::FieldForm *m_form;
    support::SecretEdit *m_edit;
    support::Banner *m_banner;
    QLabel *m_progress;
    QPushButton *m_trackButton = nullptr;
    QPushButton *m_cancelButton = nullptr;
};

} // namespace dialogs
