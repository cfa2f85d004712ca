// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#include "tickets/handoverbox.h"

#include "support/banner.h"
#include "support/plaintext.h"
#include "support/savesecretfile.h"

#include <QGridLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>

namespace tickets {

using namespace Qt::StringLiterals;
using base::Result;
using base::Unit;

QString variableNameFor(const QString &tokenName)
{
    QString name;
    for (const QChar c : tokenName.toUpper().left(60)) {
        const bool isWord = (c >= u'A' && c <= u'Z') || (c >= u'0' && c <= u'9');
        if (isWord)
            name += c;
        else if (!name.isEmpty() && !name.endsWith(u'_'))
            name += u'_';
    }
    if (name.isEmpty() || name.front().isDigit())
        name.prepend(u"API_"_s);
    if (name.endsWith(u'_'))
        name.chop(1);
    return name.endsWith("TOKEN"_L1) || name.endsWith("KEY"_L1) ? name : name + u"_TOKEN"_s;
}

HandOverBox::HandOverBox(Parts parts, QWidget *parent)
    : QWidget(parent)
    , m_parts(std::move(parts))
    , m_variable(new QLineEdit(variableNameFor(m_parts.formerName), this))
    , m_entry(new QLineEdit(support::shown(m_parts.tokenName, 120), this))
    , m_envButton(new QPushButton(tr("Save to .&env File..."), this))
    , m_keepButton(new QPushButton(tr("Save to &Keychain"), this))
    , m_proveButton(
          new QPushButton(m_parts.swaps ? tr("&Prove and Swap") : tr("&Verify Key"), this))
    , m_banner(new support::Banner(this))
{
    setObjectName(u"handOverBox"_s);
    build();
    connect(m_envButton, &QPushButton::clicked, this, &HandOverBox::chooseEnvFile);
    connect(m_keepButton, &QPushButton::clicked, this, &HandOverBox::keepInKeychain);
    connect(m_proveButton, &QPushButton::clicked, this, &HandOverBox::prove);
    connect(m_variable, &QLineEdit::textChanged, this,
        [this](const QString &text) { m_envButton->setEnabled(support::isVariableName(text)); });
    connect(m_entry, &QLineEdit::textChanged, this,
        [this](const QString &text) { m_keepButton->setEnabled(!text.trimmed().isEmpty()); });
}

void HandOverBox::build()
{
    m_variable->setObjectName(u"variableEdit"_s);
    m_entry->setObjectName(u"entryEdit"_s);
    m_envButton->setObjectName(u"envButton"_s);
    m_keepButton->setObjectName(u"keepButton"_s);
    m_proveButton->setObjectName(u"proveButton"_s);
    m_banner->setObjectName(u"handOverBanner"_s);
    for (QPushButton *button : {m_envButton, m_keepButton, m_proveButton})
        button->setAutoDefault(false);
    support::setPlainToolTip(m_envButton,
        tr("Sets one line of the file; its other lines stay. Only you will be able to read it."));
    support::setPlainToolTip(m_keepButton,
        tr("An entry of your own, by this name as service and as user. Tokendesk does not read it "
           "again and does not remove it."));
    auto *grid = new QGridLayout(this);
    grid->setContentsMargins(0, 0, 0, 0);
    const auto addRow
        = [this, grid](int row, const QString &label, QLineEdit *edit, QPushButton *button) {
              auto *name = new QLabel(label, this);
              name->setBuddy(edit);
              edit->setAccessibleName(QString(label).remove(u'&').remove(u':'));
              grid->addWidget(name, row, 0);
              grid->addWidget(edit, row, 1);
              grid->addWidget(button, row, 2);
          };
    addRow(0, tr("Va&riable:"), m_variable, m_envButton);
    addRow(1, tr("E&ntry:"), m_entry, m_keepButton);
    QLabel *proving = support::plainParagraph(m_parts.swaps
            ? tr("Tokendesk tries this key; when it works, it takes the old one's place in the "
                 "keychain. If anything fails the old key stays.")
            : tr("Signs in once with this key. Using a key moves its last use."),
        this);
    proving->setObjectName(u"provingLabel"_s);
    grid->addWidget(proving, 2, 0, 1, 2);
    grid->addWidget(m_proveButton, 2, 2);
    grid->addWidget(m_banner, 3, 0, 1, 3);
    grid->setColumnStretch(1, 1);
}

void HandOverBox::chooseEnvFile()
{
    m_parts.prompter.chooseFileToSave(this, tr("Save Key to .env File"), u".env"_s)
        .then(this, [this](const Result<QString> &path) {
            if (path && !path->isEmpty())
                saveVariable(*path);
        });
}

void HandOverBox::saveVariable(const QString &path)
{
    const QString variable = m_variable->text();
    const auto saved = support::saveSecretVariable(path, variable, m_parts.key);
    if (!saved) {
        sayFailure(saved.error(), tr("Save key"));
        return;
    }
    say(tr("“%1” holds the key as %2.").arg(support::shown(path, 200), variable),
        tr("Only you can read this file."));
    emit handedOver(u"env-file"_s);
}

void HandOverBox::keepInKeychain()
{
    const QString name = m_entry->text().trimmed();
    m_keepButton->setEnabled(false);
    m_parts.keep(name, m_parts.key.clone()).then(this, [this, name](const Result<Unit> &kept) {
        m_keepButton->setEnabled(true);
        if (!kept) {
            sayFailure(kept.error(), tr("Save key to the keychain"));
            return;
        }
        say(tr("The keychain has the key as “%1”.").arg(support::shown(name, 200)),
            tr("The name is both its service and its user. The entry is yours: Tokendesk neither "
               "reads nor removes it."));
        emit handedOver(u"keychain"_s);
    });
}

void HandOverBox::prove()
{
    m_proveButton->setEnabled(false);
    m_parts.prove(m_parts.key.clone()).then(this, [this](const Result<domain::Identity> &who) {
        m_proveButton->setEnabled(!who || !m_parts.swaps);
        if (!who) {
            sayFailure(who.error(), m_parts.swaps ? tr("Swap the credential") : tr("Verify key"));
            return;
        }
        const QString name = support::shown(who->name, 120);
        say(m_parts.swaps ? tr("Tokendesk signs in with the new key.") : tr("The key works."),
            name.isEmpty() ? QString() : tr("The vendor calls its owner “%1”.").arg(name));
        emit proven();
    });
}

void HandOverBox::say(const QString &title, const QString &text)
{
    m_banner->showMessage(support::Banner::Severity::Information, title, text);
}

void HandOverBox::sayFailure(const base::Error &error, const QString &action)
{
    m_banner->showError(error, {.action = action}, false);
}

} // namespace tickets
