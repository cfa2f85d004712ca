// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#include "dialogs/unknownoutcome.h"

#include "models/historytext.h"
#include "support/plaintext.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QProgressBar>
#include <QPushButton>
#include <QVBoxLayout>

namespace dialogs {

using namespace Qt::StringLiterals;
using domain::JournalPhase;
using work::PendingKey;

UnknownOutcome::UnknownOutcome(work::Desk &desk, const QString &operation, const QString &tokenName,
    const QString &reason, QWidget *parent)
    : QWidget(parent)
    , m_desk(desk)
    , m_operation(operation)
    , m_tokenName(support::shown(tokenName, 80))
    , m_title(support::plainParagraph(tr("The vendor may have created this key."), this))
    , m_status(support::plainParagraph({}, this))
    , m_advice(support::plainParagraph({}, this))
    , m_progress(new QProgressBar(this))
    , m_lookButton(new QPushButton(tr("&Look Again Now"), this))
    , m_deleteButton(
          makeChoice(tr("&Delete Token..."), "foundDeleteButton", PendingRequest::Delete))
    , m_replaceButton(
          makeChoice(tr("&Replace Token..."), "foundReplaceButton", PendingRequest::Replace))
    , m_keepButton(makeChoice(tr("&Keep"), "foundKeepButton", PendingRequest::Keep))
    , m_showButton(makeChoice(tr("&Show in List"), "foundShowButton", PendingRequest::Show))
{
    setObjectName(u"unknownOutcome"_s);
    if (const auto *open = m_desk.log().find(operation))
        m_connectionId = open->token.connectionId;
    build(reason);
    connect(m_lookButton, &QPushButton::clicked, this, &UnknownOutcome::lookAgain);
    connect(&m_desk, &work::Desk::sessionChanged, this, [this](const QString &id) {
        if (id == m_connectionId)
            update();
    });
    connect(&m_desk, &work::Desk::pendingKeysChanged, this, &UnknownOutcome::update);
    connect(&m_desk.reconciler(), &work::Reconciler::settled, this, &UnknownOutcome::takeVerdict);
    update();
}

void UnknownOutcome::build(const QString &reason)
{
    QFont bold = m_title->font();
    bold.setBold(true);
    m_title->setFont(bold);
    m_title->setObjectName(u"outcomeTitleLabel"_s);
    m_status->setObjectName(u"outcomeStatusLabel"_s);
    m_advice->setObjectName(u"outcomeAdviceLabel"_s);
    m_lookButton->setObjectName(u"lookAgainButton"_s);
    m_lookButton->setAutoDefault(false);
    m_progress->setRange(0, 0);
    m_progress->setTextVisible(false);
    m_progress->setAccessibleName(tr("Looking at the vendor's list"));
    QLabel *why = support::plainParagraph(
        tr("Nobody knows yet whether “%1” was created. %2").arg(m_tokenName, reason), this);
    why->setObjectName(u"outcomeReasonLabel"_s);
    auto *line = new QHBoxLayout;
    for (QPushButton *button :
        {m_lookButton, m_deleteButton, m_replaceButton, m_keepButton, m_showButton})
        line->addWidget(button);
    line->addStretch(1);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(12);
    layout->addWidget(m_title);
    layout->addWidget(why);
    layout->addWidget(m_progress);
    layout->addWidget(m_status);
    layout->addWidget(m_advice);
    layout->addLayout(line);
    layout->addStretch(1);
}

QPushButton *UnknownOutcome::makeChoice(
    const QString &label, const char *name, PendingRequest request)
{
    auto *button = new QPushButton(label, this);
    button->setObjectName(QLatin1StringView(name));
    button->setAutoDefault(false);
    button->hide();
    connect(
        button, &QPushButton::clicked, this, [this, request] { emit chosen(request, m_found); });
    return button;
}

void UnknownOutcome::say(const QString &status, const QString &advice, bool isLooking)
{
    support::setPlainText(m_status, status);
    support::setPlainText(m_advice, advice);
    m_progress->setVisible(isLooking);
}

void UnknownOutcome::update()
{
    if (m_isSettled)
        return;
    for (const PendingKey &pending : m_desk.pendingKeys()) {
        if (pending.operation == m_operation && pending.state == PendingKey::State::Found) {
            showFound(pending);
            return;
        }
    }
    const work::Session *session = m_desk.session(m_connectionId);
    const bool isListing = session && session->state() == work::Session::State::Loading;
    const bool cannotList = !session || session->state() == work::Session::State::Failed
        || session->state() == work::Session::State::Stopped;
    const QString advice = tr("Tokendesk compares the vendor's list with the one from before, some "
                              "times within two minutes, and does not send again. You can close "
                              "this; what is found is said above the list.");
    if (isListing)
        say(tr("Looking at the vendor's list..."), advice, true);
    else if (cannotList)
        say(tr("The vendor's list cannot be read now."), advice, false);
    else
        say(tr("It is not in the list so far. Another look follows."), advice, true);
}

void UnknownOutcome::showFound(const PendingKey &pending)
{
    m_found = pending;
    const bool isOne = !pending.token.remoteId.isEmpty();
    const bool isOfTicket = !pending.group.isEmpty(); // Whose next step is another one like it.
    support::setPlainText(m_title,
        isOne ? tr("The key was created, and nobody has seen it.")
              : tr("The key may have been created, and nobody has seen it."));
    const QString advice = isOfTicket
        ? tr("It works, but its key is lost. Without it the rotation can create another one.")
        : tr("It works, but its key is lost, so it is worth nothing. Another one like it can take "
             "its place.");
    m_deleteButton->setText(pending.canBeDeleted ? tr("&Delete Token...") : tr("&Disable Token"));
    say(isOne ? tr("“%1” is in the vendor's list.").arg(m_tokenName)
              : tr("%n tokens named “%1” are new in the vendor's list.", nullptr,
                  int(pending.found.size()))
                    .arg(m_tokenName),
        isOne ? advice : adviceOnDoubt(pending), false);
    m_lookButton->hide();
    m_deleteButton->setVisible(isOne);
    m_replaceButton->setVisible(isOne && !isOfTicket);
    m_keepButton->setVisible(isOne);
    m_showButton->setVisible(!isOne);
}

QString UnknownOutcome::adviceOnDoubt(const PendingKey &pending)
{
    const QString advice = tr("Somebody else may have made what is there, so Tokendesk chooses "
                              "none. Compare before you delete anything: it may be a token that is "
                              "in use.");
    return pending.against.isEmpty()
        ? advice
        : u"%1 %2"_s.arg(models::contradictionText(pending.against), advice);
}

void UnknownOutcome::takeVerdict(const work::OpenOperation &operation, JournalPhase verdict)
{
    if (operation.id != m_operation)
        return;
    if (verdict != JournalPhase::FoundUndone) {
        update();
        return;
    }
    m_isSettled = true;
    support::setPlainText(m_title, tr("The key was not created."));
    say(tr("“%1” did not appear in the vendor's list.").arg(m_tokenName),
        tr("You can go back to the form and create it."), false);
    m_lookButton->hide();
    emit notCreated();
}

void UnknownOutcome::lookAgain()
{
    m_desk.refresh(m_connectionId);
}

} // namespace dialogs
