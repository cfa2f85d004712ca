// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#include "dialogs/connectiondialog.h"

#include "dialogs/identityview.h"
#include "support/banner.h"
#include "support/plaintext.h"
#include "support/secretedit.h"

#include <QDialogButtonBox>
#include <QLabel>
#include <QPushButton>
#include <QVBoxLayout>

namespace dialogs {

using namespace Qt::StringLiterals;
using base::ErrorKind;
using base::Result;

namespace {

bool isVaultTrouble(ErrorKind kind)
{
    return kind == ErrorKind::VaultUnavailable || kind == ErrorKind::VaultLocked
        || kind == ErrorKind::VaultDenied || kind == ErrorKind::VaultMissing;
}

} // namespace

ConnectionDialog::ConnectionDialog(work::Desk &desk, ConnectionFormOf formOf, QWidget *parent)
    : GrowingDialog(parent)
    , m_desk(desk)
    , m_fields(new ConnectionFields(std::move(formOf), this))
    , m_banner(new support::Banner(this))
    , m_identity(new IdentityView(this))
    , m_progress(support::plainLabel({}, this))
{
    setObjectName(u"connectionDialog"_s);
    setWindowModality(Qt::WindowModal);
    build();
    connect(m_banner, &support::Banner::retryRequested, this, [this] {
        if (m_retry)
            m_retry();
    });
    connect(m_fields, &ConnectionFields::edited, this, [this] { m_identity->hide(); });
}

ConnectionDialog::~ConnectionDialog()
{
    m_testing.cancel();
}

void ConnectionDialog::build()
{
    auto *buttons = new QDialogButtonBox(this);
    m_testButton = buttons->addButton(tr("&Test"), QDialogButtonBox::ActionRole);
    m_testButton->setObjectName(u"testButton"_s);
    m_testButton->setAutoDefault(false);
    m_saveButton = buttons->addButton(QDialogButtonBox::Save);
    m_saveButton->setObjectName(u"saveButton"_s);
    m_saveButton->setDefault(true);
    QPushButton *cancel = buttons->addButton(QDialogButtonBox::Cancel);
    cancel->setObjectName(u"cancelButton"_s);
    connect(m_testButton, &QPushButton::clicked, this, &ConnectionDialog::test);
    connect(m_saveButton, &QPushButton::clicked, this, [this] { save(m_keepIn); });
    connect(cancel, &QPushButton::clicked, this, &QDialog::reject);

    m_progress->setObjectName(u"progressLabel"_s);
    QLabel *promise = support::plainParagraph(
        tr("The key goes to this computer's keychain and to no other place."), this);
    promise->setObjectName(u"keychainLabel"_s);
    auto *layout = new QVBoxLayout(this);
    layout->setSpacing(12);
    layout->addWidget(m_fields);
    layout->addWidget(promise);
    layout->addWidget(m_identity);
    layout->addWidget(m_banner);
    layout->addStretch(1);
    layout->addWidget(m_progress);
    layout->addWidget(buttons);
    setMinimumWidth(560);
}

void ConnectionDialog::startAdd()
{
    setWindowTitle(tr("Add Connection"));
    m_fields->focusFirst();
}

void ConnectionDialog::startEdit(const domain::Connection &connection)
{
    m_before = connection;
    m_keepIn = m_desk.keepsIn(connection.id);
    setWindowTitle(tr("Edit Connection"));
    m_fields->fill(connection);
    m_fields->setKeepsSecret(true);
    m_fields->focusFirst();
}

void ConnectionDialog::startDuplicate(const domain::Connection &connection)
{
    setWindowTitle(tr("Duplicate Connection"));
    domain::Connection copy = connection;
    copy.id.clear();
    copy.tracked.clear();
    copy.name = tr("%1 (copy)").arg(connection.name);
    m_fields->fill(copy);
    m_fields->focusFirst();
}

bool ConnectionDialog::takeSecrets()
{
    const auto takeFrom = [this](support::SecretEdit *edit, base::Secret &into, const char *field) {
        if (edit->isEmpty())
            return true;
        auto taken = edit->take();
        if (!taken) {
            m_fields->showError(QLatin1String(field), support::shown(taken.error().detail));
            return false;
        }
        into = std::move(*taken);
        m_shownTo.reset();
        return true;
    };
    if (!takeFrom(m_fields->secretEdit(), m_main, "secret"))
        return false;
    m_fields->showSecretTaken(!m_main.isEmpty());
    return takeFrom(m_fields->oauthSecretEdit(), m_oauthSecret, "oauthSecret");
}

bool ConnectionDialog::checkName(const domain::Connection &connection)
{
    if (connection.name.isEmpty())
        return !m_fields->showError(u"name"_s, tr("Give the connection a name."));
    const domain::Connection *same = m_desk.connections().findByName(connection.name);
    if (same && same->id != connection.id)
        return !m_fields->showError(u"name"_s, tr("Another connection has this name."));
    return true;
}

bool ConnectionDialog::checkTarget(const domain::Connection &connection)
{
    const std::pair target(connection.vendor, connection.baseUrl);
    if (m_main.isEmpty() || !m_shownTo || *m_shownTo == target)
        return true;
    m_main.wipe();
    m_oauthSecret.wipe();
    m_shownTo.reset();
    m_fields->showSecretTaken(false);
    m_fields->showError(u"secret"_s, tr("Enter the key again for the new address."));
    return false;
}

domain::Credentials ConnectionDialog::credentials() const
{
    return {m_main.clone(), m_oauthSecret.clone(), {}};
}

void ConnectionDialog::test()
{
    m_fields->clearErrors();
    m_banner->clear();
    m_identity->hide();
    const domain::Connection connection = m_fields->typed();
    if (!takeSecrets() || !checkTarget(connection))
        return;
    if (m_main.isEmpty()) {
        m_fields->showError(u"secret"_s,
            m_before
                ? tr("Enter the key again to test it here. The stored key is not read for a test; "
                     "saving opens the connection with it.")
                : tr("Enter the key."));
        return;
    }
    setBusy(tr("Asking the vendor who this is..."));
    m_testing.cancel();
    m_testing = m_desk.tryConnection(connection, credentials());
    m_testing.then(this, [this, connection](Result<domain::Identity> identity) {
        if (identity || identity.error().kind != ErrorKind::Invalid)
            m_shownTo.emplace(connection.vendor, connection.baseUrl);
        takeTestResult(std::move(identity));
    });
}

void ConnectionDialog::takeTestResult(Result<domain::Identity> identity)
{
    setBusy({});
    if (!identity) {
        m_retry = [this] { test(); };
        showError(identity.error(), tr("Test connection"), support::mayRetry(identity.error()));
        return;
    }
    if (identity->organisations.size() > 1)
        m_fields->offerOrganisations(identity->organisations);
    m_identity->showIdentity(*identity);
}

void ConnectionDialog::save(work::KeepIn keepIn)
{
    m_fields->clearErrors();
    m_banner->clear();
    const domain::Connection connection = m_fields->typed();
    if (!checkName(connection) || !takeSecrets() || !checkTarget(connection))
        return;
    if (m_main.isEmpty() && !m_before) {
        m_fields->showError(u"secret"_s, tr("Enter the key."));
        return;
    }
    m_keepIn = keepIn;
    m_testing.cancel();
    setBusy(keepIn == work::KeepIn::Keychain ? tr("Saving in the keychain...") : tr("Saving..."));
    auto saving = m_before ? m_desk.updateConnection(connection, credentials(), keepIn, m_before)
                           : m_desk.addConnection(connection, credentials(), keepIn);
    saving.then(this, [this](const Result<QString> &saved) { takeSaveResult(saved); });
}

void ConnectionDialog::takeSaveResult(const Result<QString> &saved)
{
    setBusy({});
    if (saved) {
        m_main.wipe();
        m_oauthSecret.wipe();
        emit this->saved(*saved);
        accept();
        return;
    }
    m_retry = [this] { save(m_keepIn); };
    showError(saved.error(), tr("Save connection"), support::mayRetry(saved.error()));
    if (m_keepIn != work::KeepIn::Keychain)
        return;
    if (saved.error().kind == ErrorKind::VaultLocked)
        offerUnlock();
    if (isVaultTrouble(saved.error().kind))
        offerMemory();
}

void ConnectionDialog::offerUnlock()
{
    // The keychain's own prompt comes up beside this window; Retry goes on once it was answered.
    m_banner->addAction(
        tr("&Unlock Keychain"), u"unlockKeychainButton"_s, [this] { m_desk.unlockKeychain(); });
}

void ConnectionDialog::offerMemory()
{
    m_banner->addAction(tr("&Keep for This Run Only"), u"keepForThisRunButton"_s, [this] {
        if (m_main.isEmpty()) {
            m_fields->showError(u"secret"_s, tr("Enter the key again to keep it for this run."));
            return;
        }
        save(work::KeepIn::Memory);
    });
}

void ConnectionDialog::showError(const base::Error &error, const QString &action, bool canRetry)
{
    if (error.kind == ErrorKind::Invalid
        && m_fields->showError(error.field, support::shown(error.detail, 300)))
        return;
    m_banner->showError(error, context(action), canRetry);
}

support::ErrorContext ConnectionDialog::context(const QString &action) const
{
    const domain::Connection typed = m_fields->typed();
    return {action, typed.name, typed.baseUrl.host(), std::nullopt};
}

void ConnectionDialog::setBusy(const QString &what)
{
    const bool isBusy = !what.isEmpty();
    support::setPlainText(m_progress, what);
    m_fields->setEnabled(!isBusy);
    m_testButton->setEnabled(!isBusy);
    m_saveButton->setEnabled(!isBusy);
}

} // namespace dialogs
