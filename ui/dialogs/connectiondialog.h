// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

/// Adds, edits or duplicates a connection: checks what was typed, tests the key, shows who it is,
/// saves it in the keychain. A stored key is never shown.

#include "dialogs/connectionfields.h"
#include "support/errortext.h"
#include "support/growingdialog.h"
#include "work/desk.h"

class QLabel;
class QPushButton;

namespace support {
class Banner;
}

namespace dialogs {

class IdentityView;

class ConnectionDialog final : public support::GrowingDialog
{
    Q_OBJECT

public:
    ConnectionDialog(work::Desk &desk, ConnectionFormOf formOf, QWidget *parent = nullptr);
    ~ConnectionDialog() override;

    /// One of these, before open().
    void startAdd();
    void startEdit(const domain::Connection &connection);
    void startDuplicate(const domain::Connection &connection);

signals:
    void saved(const QString &connectionId);

private:
    void build();
    void test();
    void save(work::KeepIn keepIn);
    void takeTestResult(base::Result<domain::Identity> identity);
    void takeSaveResult(const base::Result<QString> &saved);
    /// Moves typed keys out of their fields; false if one of them does not fit.
    bool takeSecrets();
    bool checkName(const domain::Connection &connection);
    /// A key that was shown to one address does not go to another unless it is typed for it.
    bool checkTarget(const domain::Connection &connection);
    domain::Credentials credentials() const;
    void showError(const base::Error &error, const QString &action, bool canRetry);
    void offerMemory();
    void offerUnlock();
    void setBusy(const QString &what);
    support::ErrorContext context(const QString &action) const;

    work::Desk &m_desk;
    std::optional<domain::Connection> m_before; ///< what is being edited, as it was shown
    work::KeepIn m_keepIn = work::KeepIn::Keychain;
    std::optional<std::pair<domain::Vendor, QUrl>> m_shownTo; ///< where m_main was sent
    base::Secret m_main;
    base::Secret m_oauthSecret;
    base::Task<domain::Identity> m_testing;
    std::function<void()> m_retry;

    ConnectionFields *m_fields;
    support::Banner *m_banner;
    IdentityView *m_identity;
    QLabel *m_progress;
    QPushButton *m_testButton = nullptr;
    QPushButton *m_saveButton = nullptr;
};

} // namespace dialogs
