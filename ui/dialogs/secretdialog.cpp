// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#include "dialogs/secretdialog.h"

#include "base/crashpoint.h"
#include "support/banner.h"
#include "support/environmentstripe.h"
#include "support/plaintext.h"
#include "support/savesecretfile.h"
#include "support/screenshield.h"
#include "support/secretlabel.h"

#include <QCheckBox>
#include <QDialogButtonBox>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLabel>
#include <QPushButton>
#include <QRegularExpression>
#include <QVBoxLayout>

namespace dialogs {

using namespace Qt::StringLiterals;
using base::Result;
using support::Answer;

SecretDialog::SecretDialog(work::Desk &desk, domain::IssuedToken issued,
    const domain::Connection &connection, support::Prompter &prompter,
    support::SecretClipboard &clipboard, QWidget *parent)
    : GrowingDialog(parent)
    , m_desk(desk)
    , m_prompter(prompter)
    , m_clipboard(clipboard)
    , m_connection(connection)
    , m_issued(std::move(issued))
    , m_label(new support::SecretLabel(m_issued.secret, this))
    , m_banner(new support::Banner(this))
    , m_status(support::plainLabel(tr("Not copied yet"), this))
    , m_copyButton(new QPushButton(tr("&Copy"), this))
    , m_saveButton(new QPushButton(tr("&Save to File..."), this))
    , m_stored(new QCheckBox(tr("I have &stored this key"), this))
    , m_track(new QCheckBox(
          tr("&Keep it in the keychain too, so that Tokendesk can show and revoke this token"),
          this))
{
    setObjectName(u"secretDialog"_s);
    setWindowTitle(tr("New Key"));
    setWindowModality(Qt::ApplicationModal);
    setWindowFlags(Qt::Dialog | Qt::CustomizeWindowHint | Qt::WindowTitleHint);
    build();
    connect(m_copyButton, &QPushButton::clicked, this, &SecretDialog::copy);
    connect(m_saveButton, &QPushButton::clicked, this, &SecretDialog::chooseFile);
    connect(m_stored, &QCheckBox::toggled, m_doneButton, &QPushButton::setEnabled);
    connect(m_doneButton, &QPushButton::clicked, this, &SecretDialog::trackThenFinish);
    connect(&m_clipboard, &support::SecretClipboard::countedDown, this, &SecretDialog::showCopied);
    connect(&m_clipboard, &support::SecretClipboard::ended, this, &SecretDialog::showEnding);
}

void SecretDialog::addTools(
    const std::function<QWidget *(const base::Secret &key, QWidget *parent)> &make)
{
    auto *column = qobject_cast<QVBoxLayout *>(layout());
    column->insertWidget(column->indexOf(m_banner), make(m_issued.secret, this));
}

void SecretDialog::setStored()
{
    m_stored->setChecked(true);
}

void SecretDialog::open()
{
    show();
    TD_CRASH_POINT("create.shown");
}

QString SecretDialog::tokenName() const
{
    return support::shown(m_issued.token.name, 80);
}

void SecretDialog::build()
{
    auto *stripe = new support::EnvironmentStripe(this);
    stripe->setEnvironment(m_connection.environment, m_connection.name);
    auto *buttons = new QDialogButtonBox(this);
    m_doneButton = buttons->addButton(tr("Done"), QDialogButtonBox::AcceptRole);
    m_doneButton->setObjectName(u"doneButton"_s);
    m_doneButton->setEnabled(false);
    m_doneButton->setAutoDefault(false);
    m_stored->setObjectName(u"storedCheckBox"_s);
    m_track->setObjectName(u"trackCheckBox"_s);
    m_track->setVisible(canTrack());

    auto *layout = new QVBoxLayout(this);
    layout->setSpacing(12);
    layout->addWidget(stripe);
    layout->addWidget(makeFacts());
    layout->addWidget(m_label);
    layout->addWidget(makeTools());
    layout->addWidget(m_banner);
    layout->addWidget(m_track);
    layout->addWidget(m_stored);
    layout->addWidget(buttons);
    setMinimumWidth(560);
    m_label->setFocus();
}

QWidget *SecretDialog::makeFacts()
{
    auto *box = new QWidget(this);
    auto *layout = new QVBoxLayout(box);
    layout->setContentsMargins(0, 0, 0, 0);
    QLabel *title
        = support::plainParagraph(tr("The key of “%1” is shown this once.").arg(tokenName()), box);
    title->setObjectName(u"titleLabel"_s);
    QFont bold = title->font();
    bold.setBold(true);
    title->setFont(bold);
    layout->addWidget(title);
    layout->addWidget(support::plainParagraph(
        tr("The vendor does not show it again. Hold the mouse button or the space key on it to see "
           "it.")
            + u' ' + support::screenShieldNote(),
        box));
    if (!m_issued.advice.isEmpty()) {
        QLabel *advice = support::plainParagraph(support::shown(m_issued.advice, 400), box);
        advice->setObjectName(u"adviceLabel"_s);
        layout->addWidget(advice);
    }
    return box;
}

QWidget *SecretDialog::makeTools()
{
    auto *box = new QWidget(this);
    auto *layout = new QHBoxLayout(box);
    layout->setContentsMargins(0, 0, 0, 0);
    m_copyButton->setObjectName(u"copyButton"_s);
    m_copyButton->setAccessibleName(tr("Copy key"));
    m_copyButton->setAutoDefault(false);
    m_saveButton->setObjectName(u"saveToFileButton"_s);
    m_saveButton->setAutoDefault(false);
    support::setPlainToolTip(m_saveButton, tr("Only you will be able to read the file."));
    m_status->setObjectName(u"copyStatusLabel"_s);
    layout->addWidget(m_copyButton);
    layout->addWidget(m_saveButton);
    layout->addWidget(m_status, 1);
    return box;
}

void SecretDialog::copy()
{
    m_wasCopied = true;
    m_clipboard.copy(m_issued.secret);
    emit handedOver(u"clipboard"_s);
}

void SecretDialog::showCopied(int secondsLeft)
{
    if (!m_wasCopied)
        return; // The countdown of another key.
    support::setPlainText(m_status, tr("Copied, clears in %1 s").arg(secondsLeft));
}

void SecretDialog::showEnding(support::SecretClipboard::Ending ending)
{
    using Ending = support::SecretClipboard::Ending;
    if (!m_wasCopied)
        return;
    switch (ending) {
    case Ending::Cleared:
        support::setPlainText(m_status, tr("Cleared from the clipboard"));
        break;
    case Ending::Replaced:
        support::setPlainText(m_status, tr("Replaced in the clipboard"));
        break;
    case Ending::Refused:
        support::setPlainText(m_status, tr("Still in the clipboard: clear it yourself"));
        break;
    }
}

void SecretDialog::chooseFile()
{
    static const QRegularExpression odd(u"[^A-Za-z0-9_.-]+"_s);
    QString name = m_issued.token.name;
    name = name.replace(odd, u"-"_s).left(60);
    while (name.startsWith(u'.') || name.startsWith(u'-'))
        name.remove(0, 1);
    if (name.isEmpty())
        name = u"token"_s;
    m_prompter.chooseFileToSave(this, tr("Save Key to File"), name + u".key"_s)
        .then(this, [this](const Result<QString> &path) {
            if (path && !path->isEmpty())
                save(*path);
        });
}

void SecretDialog::save(const QString &path)
{
    const auto saved = support::saveSecretFile(path, m_issued.secret);
    if (!saved) {
        m_banner->showError(saved.error(), {tr("Save key"), m_connection.name, {}, {}}, false);
        return;
    }
    emit handedOver(u"file"_s);
    m_banner->showMessage(support::Banner::Severity::Information,
        tr("The key was saved to “%1”.").arg(support::shown(path, 200)),
        tr("Only you can read this file."));
}

bool SecretDialog::canTrack() const
{
    const work::Session *session = m_desk.session(m_connection.id);
    return session && session->capabilities()[domain::Operation::Track].isPossible()
        && session->capabilities()[domain::Operation::Track].support != domain::Support::Unknown;
}

void SecretDialog::trackThenFinish()
{
    if (m_track->isHidden() || !m_track->isChecked()) {
        finish();
        return;
    }
    setEnabled(false);
    m_desk.track(m_connection.id, m_issued.secret.clone())
        .then(this, [this](const Result<domain::Token> &tracked) {
            setEnabled(true);
            m_track->setChecked(false); // Done once more closes, whatever the keychain said.
            if (tracked)
                finish();
            else
                m_banner->showError(tracked.error(),
                    {tr("Keep the key in the keychain"), m_connection.name,
                        m_connection.baseUrl.host(), {}},
                    false);
        });
}

void SecretDialog::finish()
{
    setEnabled(false);
    m_desk.acknowledge(m_issued.operation).then(this, [this](const Result<base::Unit> &noted) {
        setEnabled(true);
        if (!noted && !m_couldNotNote) {
            m_couldNotNote = true;
            m_banner->showError(
                noted.error(), {tr("Note that the key is stored"), {}, {}, {}}, false);
            m_banner->reword(tr("It could not be noted that the key is stored."),
                tr("The next start will ask about it again. Press Done once more to close."));
            return;
        }
        accept();
        emit settled(m_issued.token.key, false);
    });
}

void SecretDialog::reject()
{
    if (m_isAsking)
        return;
    m_isAsking = true;
    m_label->hideSecret();
    support::Question question;
    question.title = tr("Key Not Confirmed");
    question.text = tr("The key of “%1” cannot be shown again.").arg(tokenName());
    question.details = tr("If you do not have it, the token is of no use and should be deleted.");
    question.affirmative = tr("I Stored It");
    if (!m_issued.token.key.remoteId.isEmpty()) // Else nobody knows yet which one it is.
        question.alternative = tr("Delete This Token Now");
    question.cancel = tr("Keep Open");
    m_prompter.ask(this, question).then(this, [this](const Result<Answer> &answer) {
        m_isAsking = false;
        takeClosing(answer ? answer->choice : Answer::Choice::Cancelled);
    });
}

void SecretDialog::takeClosing(Answer::Choice choice)
{
    if (choice == Answer::Choice::Affirmed)
        finish();
    else if (choice == Answer::Choice::Alternative)
        deleteToken();
}

void SecretDialog::deleteToken()
{
    setEnabled(false);
    m_desk.remove(m_issued.token.key)
        .then(this, [this](const Result<domain::DeleteOutcome> &outcome) {
            setEnabled(true);
            if (!outcome) {
                m_banner->showError(outcome.error(),
                    {tr("Delete token"), m_connection.name, m_connection.baseUrl.host(), {}},
                    false);
                return;
            }
            accept();
            emit settled(m_issued.token.key, true);
        });
}

void SecretDialog::keyPressEvent(QKeyEvent *event)
{
    // Escape is pressed without thinking; here it would cost the key.
    if (event->key() == Qt::Key_Escape)
        event->accept();
    else
        GrowingDialog::keyPressEvent(event);
}

} // namespace dialogs
