// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

/// The fields of a connection, as one vendor's form wants them.

#include "base/secret.h"
#include "domain/vendorclient.h"

#include <QWidget>

#include <functional>

class QComboBox;
class QLineEdit;

namespace support {
class EnvironmentStripe;
class FieldForm;
class FileEdit;
class SecretEdit;
} // namespace support

namespace dialogs {

using ConnectionFormOf = std::function<domain::ConnectionForm(domain::Vendor)>;

class ConnectionFields final : public QWidget
{
    Q_OBJECT

public:
    explicit ConnectionFields(ConnectionFormOf formOf, QWidget *parent = nullptr);

    /// Fills the fields. The secret stays empty whatever the connection has.
    void fill(const domain::Connection &connection);
    /// What is typed; id and tracked are those of the connection filled in.
    domain::Connection typed() const;
    /// Whether an empty key means "keep the stored one".
    void setKeepsSecret(bool keeps);

    support::SecretEdit *secretEdit() const { return m_secret; }
    support::SecretEdit *oauthSecretEdit() const { return m_oauthSecret; }
    /// What stands in an emptied key field once its key was taken.
    void showSecretTaken(bool isTaken);
    /// Organisations to choose from, once the vendor named them.
    void offerOrganisations(const std::vector<domain::Identity::Organisation> &organisations);

    /// True if there is a field of that name.
    bool showError(const QString &field, const QString &text);
    void clearErrors();
    void focusFirst();

signals:
    void edited();

private:
    void build();
    void setVendor(domain::Vendor vendor);
    void showUrl(const QUrl &url);
    QUrl typedUrl() const;
    /// Once the field is left.
    void showAddressUsed();
    domain::Vendor vendor() const;

    ConnectionFormOf m_formOf;
    domain::ConnectionForm m_vendorForm;
    domain::Connection m_before;
    bool m_keepsSecret = false;
    support::EnvironmentStripe *m_stripe;
    support::FieldForm *m_form;
    QComboBox *m_vendor;
    QLineEdit *m_name;
    QComboBox *m_environment;
    QComboBox *m_host;
    QLineEdit *m_url;
    QComboBox *m_organisation;
    QLineEdit *m_clientId;
    QLineEdit *m_ownTokenId;
    support::FileEdit *m_caFile;
    support::SecretEdit *m_secret;
    support::SecretEdit *m_oauthSecret;
};

} // namespace dialogs
