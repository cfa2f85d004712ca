// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#include "dialogs/connectionfields.h"

#include "domain/vendoraddress.h"
#include "support/environmentstripe.h"
#include "support/fieldform.h"
#include "support/fileedit.h"
#include "support/plaintext.h"
#include "support/secretedit.h"

#include <QComboBox>
#include <QLineEdit>
#include <QVBoxLayout>

namespace dialogs {

using namespace Qt::StringLiterals;
using domain::Environment;
using domain::Vendor;

ConnectionFields::ConnectionFields(ConnectionFormOf formOf, QWidget *parent)
    : QWidget(parent)
    , m_formOf(std::move(formOf))
    , m_stripe(new support::EnvironmentStripe(this))
    , m_form(new support::FieldForm(this))
    , m_vendor(new QComboBox(this))
    , m_name(new QLineEdit(this))
    , m_environment(new QComboBox(this))
    , m_host(new QComboBox(this))
    , m_url(new QLineEdit(this))
    , m_organisation(new QComboBox(this))
    , m_clientId(new QLineEdit(this))
    , m_ownTokenId(new QLineEdit(this))
    , m_caFile(new support::FileEdit(tr("Certificates (*.pem *.crt *.cer *.der)"), this))
    , m_secret(new support::SecretEdit(this))
    , m_oauthSecret(new support::SecretEdit(this))
{
    build();
    setVendor(vendor());

    connect(m_vendor, &QComboBox::currentIndexChanged, this, [this] {
        setVendor(vendor());
        emit edited();
    });
    const auto showStripe = [this] {
        const auto environment = domain::environmentFromId(m_environment->currentData().toString());
        m_stripe->setEnvironment(environment.value_or(Environment::Production), m_name->text());
    };
    connect(m_environment, &QComboBox::currentIndexChanged, this, showStripe);
    connect(m_name, &QLineEdit::textChanged, this, showStripe);
    connect(m_host, &QComboBox::currentIndexChanged, this, [this] {
        m_form->setFieldVisible(u"url"_s, m_host->currentData().toUrl().isEmpty());
        emit edited();
    });
    connect(m_organisation, &QComboBox::editTextChanged, this, &ConnectionFields::edited);
    for (QLineEdit *edit : {m_url, m_clientId, m_ownTokenId, static_cast<QLineEdit *>(m_caFile),
             static_cast<QLineEdit *>(m_secret), static_cast<QLineEdit *>(m_oauthSecret)})
        connect(edit, &QLineEdit::textEdited, this, &ConnectionFields::edited);
    connect(m_url, &QLineEdit::textEdited, this, [this] { m_form->showWarning(u"url"_s, {}); });
    connect(m_url, &QLineEdit::editingFinished, this, &ConnectionFields::showAddressUsed);
    showStripe();
}

void ConnectionFields::build()
{
    m_vendor->setObjectName(u"vendorComboBox"_s);
    for (const Vendor one : domain::allVendors)
        m_vendor->addItem(domain::vendorName(one), domain::vendorId(one));
    m_name->setObjectName(u"nameEdit"_s);
    m_name->setMaxLength(100);
    m_environment->setObjectName(u"environmentComboBox"_s);
    for (const auto one : {Environment::Production, Environment::Staging, Environment::Test})
        m_environment->addItem(support::environmentName(one), domain::environmentId(one));
    m_host->setObjectName(u"hostComboBox"_s);
    m_url->setObjectName(u"urlEdit"_s);
    m_url->setPlaceholderText(u"https://"_s);
    m_organisation->setObjectName(u"organisationComboBox"_s);
    m_organisation->setEditable(true);
    m_organisation->setInsertPolicy(QComboBox::NoInsert);
    m_clientId->setObjectName(u"clientIdEdit"_s);
    m_ownTokenId->setObjectName(u"ownTokenIdEdit"_s);
    m_ownTokenId->setPlaceholderText(u"TKN-1234-5678"_s);
    m_caFile->setObjectName(u"caFileEdit"_s);
    m_secret->setObjectName(u"secretEdit"_s);
    m_oauthSecret->setObjectName(u"oauthSecretEdit"_s);

    m_form->addField(u"vendor"_s, tr("&Vendor:"), m_vendor);
    m_form->addField(u"name"_s, tr("&Name:"), m_name);
    m_form->addField(u"environment"_s, tr("&Environment:"), m_environment);
    m_form->addField(u"host"_s, tr("&Host:"), m_host);
    m_form->addField(u"url"_s, tr("&Address:"), m_url,
        tr("Scheme, host and port only. https, or http for this computer itself."));
    m_form->addField(u"organisation"_s, tr("&Organisation:"), m_organisation);
    m_form->addField(u"clientId"_s, tr("&Client id:"), m_clientId);
    m_form->addField(u"secret"_s, tr("&Key:"), m_secret);
    m_form->addField(u"oauthSecret"_s, tr("OAuth client &secret:"), m_oauthSecret,
        tr("Optional. Leave it empty for a public client."));
    m_form->addField(u"ownTokenId"_s, tr("Own token &id:"), m_ownTokenId,
        tr("Optional. Marks the token Tokendesk itself signs in with, if its key does not say."));
    m_form->addField(u"caFile"_s, tr("CA &file:"), m_caFile,
        tr("Optional. Certificates that this connection trusts in addition to those of the system, "
           "for example of a firewall that inspects traffic."));

    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(12);
    layout->addWidget(m_stripe);
    layout->addWidget(m_form);
}

Vendor ConnectionFields::vendor() const
{
    return domain::vendorFromId(m_vendor->currentData().toString()).value_or(Vendor::Mist);
}

void ConnectionFields::setVendor(Vendor vendor)
{
    m_vendorForm = m_formOf(vendor);
    m_host->clear();
    for (const auto &host : m_vendorForm.hosts) {
        m_host->addItem(tr("%1 (%2)").arg(host.label, host.url.host()), host.url);
    }
    m_host->addItem(tr("Custom address"), QUrl());
    m_form->setFieldVisible(u"url"_s, m_host->currentData().toUrl().isEmpty());

    m_form->setFieldVisible(u"organisation"_s, m_vendorForm.takesOrganisation);
    m_form->setHint(u"organisation"_s, m_vendorForm.organisationHint);
    const bool isOauth = m_vendorForm.takesOauthClient;
    m_form->setFieldVisible(u"clientId"_s, m_vendorForm.takesClientId || isOauth);
    m_form->setLabel(
        u"clientId"_s, m_vendorForm.takesClientId ? tr("&Client id:") : tr("OAuth &client id:"));
    m_form->setHint(u"clientId"_s,
        !m_vendorForm.clientIdHint.isEmpty() || !isOauth
            ? m_vendorForm.clientIdHint
            : tr("Optional. Needed to revoke tokens by their value."));
    m_form->setFieldVisible(u"oauthSecret"_s, isOauth);
    m_form->setFieldVisible(u"ownTokenId"_s, m_vendorForm.takesOwnTokenId);
    if (!m_vendorForm.secretLabel.isEmpty())
        m_form->setLabel(u"secret"_s, m_vendorForm.secretLabel + u':');
    m_form->setHint(u"secret"_s, m_vendorForm.secretHint);
    clearErrors();
}

void ConnectionFields::fill(const domain::Connection &connection)
{
    m_before = connection;
    m_vendor->setCurrentIndex(m_vendor->findData(domain::vendorId(connection.vendor)));
    m_name->setText(connection.name);
    m_environment->setCurrentIndex(
        m_environment->findData(domain::environmentId(connection.environment)));
    if (!connection.baseUrl.isEmpty())
        showUrl(connection.baseUrl);
    m_organisation->setEditText(connection.organisation);
    m_clientId->setText(connection.clientId);
    m_ownTokenId->setText(connection.ownTokenId);
    m_caFile->setText(connection.caFile);
}

void ConnectionFields::showUrl(const QUrl &url)
{
    const int known = m_host->findData(url);
    m_host->setCurrentIndex(known >= 0 ? known : m_host->count() - 1);
    if (known < 0)
        m_url->setText(url.toDisplayString());
}

QUrl ConnectionFields::typedUrl() const
{
    const QUrl chosen = m_host->currentData().toUrl();
    if (!chosen.isEmpty())
        return chosen;
    const QUrl used = domain::addressOf(m_vendorForm, m_url->text());
    // Where it is stored with a path that goes, it is still the address its key was typed for.
    const bool isStored = vendor() == m_before.vendor
        && used == domain::withoutApiPath(m_before.baseUrl, m_vendorForm.apiPaths);
    return isStored ? m_before.baseUrl : used;
}

void ConnectionFields::showAddressUsed()
{
    const QUrl used = domain::addressOf(m_vendorForm, m_url->text());
    const QString typed = m_url->text();
    const QString text = domain::addressText(used);
    if (!domain::isBareAddress(used) || text == typed)
        return;
    m_url->setText(text);
    //: %1 is what was typed or pasted as a vendor's address
    m_form->showWarning(u"url"_s,
        tr("This is the address that will be used. You entered “%1”.")
            .arg(support::shown(typed, 100)));
}

domain::Connection ConnectionFields::typed() const
{
    domain::Connection connection = m_before;
    connection.vendor = vendor();
    connection.name = m_name->text().trimmed();
    connection.environment = domain::environmentFromId(m_environment->currentData().toString())
                                 .value_or(Environment::Production);
    connection.baseUrl = typedUrl();
    const auto ifShown = [this](const char *field, const QString &text) {
        return m_form->isFieldVisible(QLatin1String(field)) ? text.trimmed() : QString();
    };
    QString organisation = m_organisation->currentText();
    const int offered = m_organisation->findText(organisation);
    if (offered >= 0)
        organisation = m_organisation->itemData(offered).toString();
    connection.organisation = ifShown("organisation", organisation);
    connection.clientId = ifShown("clientId", m_clientId->text());
    connection.ownTokenId = ifShown("ownTokenId", m_ownTokenId->text());
    connection.caFile = m_caFile->path();
    return connection;
}

void ConnectionFields::setKeepsSecret(bool keeps)
{
    m_keepsSecret = keeps;
    m_vendor->setEnabled(!keeps);
    if (keeps)
        support::setPlainToolTip(m_vendor, tr("A connection stays with its vendor."));
    showSecretTaken(false);
}

void ConnectionFields::showSecretTaken(bool isTaken)
{
    if (isTaken)
        m_secret->setPlaceholderText(tr("Entered; type to replace it"));
    else
        m_secret->setPlaceholderText(
            m_keepsSecret ? tr("Leave empty to keep the stored key") : QString());
}

void ConnectionFields::offerOrganisations(
    const std::vector<domain::Identity::Organisation> &organisations)
{
    const QString before = typed().organisation;
    const QSignalBlocker quiet(m_organisation);
    m_organisation->clear();
    for (const auto &one : organisations) {
        //: %1 is an organisation's name, %2 its id
        m_organisation->addItem(tr("%1 (%2)").arg(support::shown(one.name, 80), one.id), one.id);
    }
    const int index = m_organisation->findData(before);
    m_organisation->setCurrentIndex(index);
    if (index < 0)
        m_organisation->setEditText(before);
}

bool ConnectionFields::showError(const QString &field, const QString &text)
{
    const bool isUrl = field == "url"_L1;
    if (isUrl && !m_form->isFieldVisible(field))
        return m_form->showError(u"host"_s, text);
    return m_form->showError(field, text);
}

void ConnectionFields::clearErrors()
{
    m_form->clearErrors();
}

void ConnectionFields::focusFirst()
{
    (m_vendor->isEnabled() ? static_cast<QWidget *>(m_vendor) : m_name)->setFocus();
}

} // namespace dialogs
