// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0

// The dialog's second half: the one vendor that can look a value up, asked on a click.

#include "dialogs/whosekeydialog.h"
#include "support/banner.h"
#include "support/plaintext.h"

#include <QComboBox>
#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QVBoxLayout>

namespace dialogs {

using namespace Qt::StringLiterals;
using base::Result;
using domain::Token;
using work::KeyPlace;

QWidget *WhoseKeyDialog::makeAsk()
{
    m_askBox = new QWidget(this);
    m_askBox->setObjectName(u"askBox"_s);
    m_askText = support::plainParagraph({}, m_askBox);
    m_askText->setObjectName(u"askLabel"_s);
    m_askWhat = new QComboBox(m_askBox);
    m_askWhat->setObjectName(u"askWhatCombo"_s);
    support::setSpokenLabel(m_askWhat, tr("Which key to send"));
    m_askWhom = new QComboBox(m_askBox);
    m_askWhom->setObjectName(u"askWhomCombo"_s);
    support::setSpokenLabel(m_askWhom, tr("Which connection to ask"));
    m_askButton = new QPushButton(tr("Send It and &Ask"), m_askBox);
    m_askButton->setObjectName(u"askButton"_s);
    m_askButton->setAutoDefault(false);
    connect(m_askWhom, &QComboBox::currentIndexChanged, this, &WhoseKeyDialog::updateAsk);
    connect(m_askButton, &QPushButton::clicked, this, &WhoseKeyDialog::ask);
    auto *line = new QHBoxLayout;
    line->addWidget(m_askWhat);
    line->addWidget(m_askWhom);
    line->addWidget(m_askButton);
    line->addStretch(1);
    auto *layout = new QVBoxLayout(m_askBox);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(m_askText);
    layout->addLayout(line);
    m_askBox->hide();
    return m_askBox;
}

void WhoseKeyDialog::offerToAsk(const std::vector<KeyPlace> &places)
{
    m_places = places;
    m_askWhat->clear();
    m_askWhom->clear();
    for (const KeyPlace &place : places)
        m_askWhat->addItem(
            tr("Line %1, %2 characters").arg(place.line).arg(qulonglong(place.length)));
    for (const domain::Connection &one : m_desk.connections().all()) {
        const work::Session *session = m_desk.session(one.id);
        const bool canLookUp = session && session->client()
            && session->capabilities()[domain::Operation::Track].isPossible();
        if (canLookUp)
            m_askWhom->addItem(support::shown(one.name, 60), one.id);
    }
    m_askBox->setVisible(m_askWhat->count() > 0 && m_askWhom->count() > 0);
    updateAsk();
}

void WhoseKeyDialog::updateAsk()
{
    const domain::Connection *connection
        = m_desk.connections().find(m_askWhom->currentData().toString());
    if (!connection)
        return;
    support::setPlainText(m_askText,
        tr("%1 can look a key up by its value. This sends the key to %2. The vendor does not say "
           "whether that counts as a use of the token.")
            .arg(domain::vendorName(connection->vendor), connection->baseUrl.host()));
}

void WhoseKeyDialog::ask()
{
    const QString id = m_askWhom->currentData().toString();
    const auto client = m_desk.changes().clientOf(id);
    const domain::Connection *connection = m_desk.connections().find(id);
    const auto place = static_cast<std::size_t>(m_askWhat->currentIndex());
    if (!client || !connection || !m_text || place >= m_places.size())
        return;
    m_banner->clear();
    m_askButton->setEnabled(false);
    m_asking = (*client)->inspectValue(work::keyAt(*m_text, m_places[place]));
    m_asking.then(this, [this, host = connection->baseUrl.host()](const Result<Token> &answer) {
        m_askButton->setEnabled(true);
        takeAnswer(answer, host);
    });
}

void WhoseKeyDialog::takeAnswer(const Result<Token> &answer, const QString &host)
{
    if (answer) {
        const bool isListed = m_desk.tokens().find(answer->key).has_value();
        addRow(*answer,
            isListed ? tr("Certain: %1 says so").arg(host)
                     : tr("Certain: %1 says so; not in the list").arg(host),
            isListed);
        m_rows->setCurrentItem(m_rows->topLevelItem(m_rows->topLevelItemCount() - 1));
        say(tr("The vendor knows the key."));
        return;
    }
    using base::ErrorKind;
    const ErrorKind kind = answer.error().kind;
    if (kind == ErrorKind::NotFound || kind == ErrorKind::Unauthorized
        || kind == ErrorKind::Invalid) {
        m_banner->showMessage(support::Banner::Severity::Information,
            tr("%1 does not know this key").arg(host),
            tr("It is of another vendor, or expired, or revoked."));
        return;
    }
    m_banner->showError(answer.error(), {windowTitle(), m_askWhom->currentText(), host, {}}, false);
}

} // namespace dialogs
