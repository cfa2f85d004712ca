// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#include "dialogs/trackdialog.h"

#include "support/banner.h"
#include "support/fieldform.h"
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

/// The vendor looked at the value and does not know it: trying it again cannot help.
bool isAboutTheValue(ErrorKind kind)
{
    return kind == ErrorKind::Unauthorized || kind == ErrorKind::NotFound
        || kind == ErrorKind::Invalid;
}

} // namespace

TrackDialog::TrackDialog(
    work::Desk &desk, QString connectionId, QString connectionName, QWidget *parent)
    : GrowingDialog(parent)
    , m_desk(desk)
    , m_connectionId(std::move(connectionId))
    , m_connectionName(std::move(connectionName))
    , m_form(new support::FieldForm(this))
    , m_edit(new support::SecretEdit(this))
    , m_banner(new support::Banner(this))
    , m_progress(support::plainLabel({}, this))
{
    setObjectName(u"trackDialog"_s);
    setWindowTitle(tr("Track a Token by Value"));
    setAccessibleName(windowTitle());
    setWindowModality(Qt::WindowModal);
    build();
    connect(m_banner, &support::Banner::retryRequested, this, &TrackDialog::track);
}

void TrackDialog::build()
{
    const bool inKeychain = m_desk.keepsIn(m_connectionId) == work::KeepIn::Keychain;
    const QString place = inKeychain
        ? tr("The value is kept in this computer's keychain and in no other place.")
        : tr("Like the key of this connection, the value is kept for this run only.");
    QLabel *text = support::plainParagraph(
        tr("A token that the vendor does not list can be shown when its value is known. It is "
           "added to the list of “%1”.\n\n%2 It is sent to the vendor only to look the token up.")
            .arg(support::shown(m_connectionName), place),
        this);
    text->setObjectName(u"explanationLabel"_s);
    text->setAccessibleName(text->text());
    m_edit->setObjectName(u"secretEdit"_s);
    m_form->setObjectName(u"trackForm"_s);
    m_form->addField(u"secret"_s, tr("Token &value:"), m_edit,
        tr("The key as it was shown when the token was created."));
    m_banner->setObjectName(u"trackBanner"_s);
    m_progress->setObjectName(u"progressLabel"_s);

    auto *buttons = new QDialogButtonBox(this);
    m_trackButton = buttons->addButton(tr("&Track Token"), QDialogButtonBox::AcceptRole);
    m_trackButton->setObjectName(u"trackButton"_s);
    m_trackButton->setDefault(true);
    m_cancelButton = buttons->addButton(QDialogButtonBox::Cancel);
    m_cancelButton->setObjectName(u"cancelButton"_s);
    connect(m_trackButton, &QPushButton::clicked, this, &TrackDialog::track);
    connect(m_cancelButton, &QPushButton::clicked, this, &QDialog::reject);

    auto *layout = new QVBoxLayout(this);
    layout->setSpacing(12);
    layout->addWidget(text);
    layout->addWidget(m_form);
    layout->addWidget(m_banner);
    layout->addStretch(1);
    layout->addWidget(m_progress);
    layout->addWidget(buttons);
    setMinimumWidth(520);
    m_edit->setFocus();
}

bool TrackDialog::takeValue()
{
    if (m_edit->isEmpty()) {
        if (m_value.isEmpty())
            m_form->showError(u"secret"_s, tr("Enter the token's value."));
        return !m_value.isEmpty();
    }
    auto taken = m_edit->take();
    if (!taken) {
        m_form->showError(u"secret"_s, support::shown(taken.error().detail));
        return false;
    }
    m_value = std::move(*taken);
    return true;
}

void TrackDialog::track()
{
    m_form->clearErrors();
    m_banner->clear();
    if (!takeValue())
        return;
    setBusy(true);
    // Never cancelled: a look-up cut off between the keychain and the profile would leave a value
    // that nothing knows of. Closing the window lets it finish unheard.
    m_desk.track(m_connectionId, m_value.clone())
        .then(this, [this](const Result<domain::Token> &token) { takeResult(token); });
}

void TrackDialog::takeResult(const Result<domain::Token> &token)
{
    setBusy(false);
    if (token) {
        m_value.wipe();
        emit tracked(token->key);
        accept();
        return;
    }
    const base::Error &error = token.error();
    if (isAboutTheValue(error.kind))
        m_value.wipe();
    m_edit->setPlaceholderText(m_value.isEmpty() ? QString() : tr("Entered; type to replace it"));
    const domain::Connection *connection = m_desk.connections().find(m_connectionId);
    const QString host = connection ? connection->baseUrl.host() : QString();
    m_banner->showError(error, {tr("Track token"), m_connectionName, host, std::nullopt},
        !m_value.isEmpty() && support::mayRetry(error));
    m_edit->setFocus();
}

void TrackDialog::setBusy(bool isBusy)
{
    support::setPlainText(m_progress,
        isBusy ? tr("Looking the token up. Closing this window does not stop it.") : QString());
    m_form->setEnabled(!isBusy);
    m_trackButton->setEnabled(!isBusy);
    m_cancelButton->setText(isBusy ? tr("Close") : tr("Cancel"));
}

} // namespace dialogs
