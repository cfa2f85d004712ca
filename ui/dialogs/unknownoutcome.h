// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

/// The screen after a create that got no answer: says that the vendor may have created the key, and
/// what the look at the list brings. What was found can be deleted, replaced or kept from here.
/// Never offers to send again while nobody knows (ONE-03).

#include "dialogs/pendingrequest.h"
#include "work/desk.h"

#include <QWidget>

class QLabel;
class QProgressBar;
class QPushButton;

namespace dialogs {

class UnknownOutcome final : public QWidget
{
    Q_OBJECT

public:
    /// reason: what went wrong, in a sentence for people.
    UnknownOutcome(work::Desk &desk, const QString &operation, const QString &tokenName,
        const QString &reason, QWidget *parent = nullptr);

signals:
    /// Several lists in a row do not have it: it was not made.
    void notCreated();
    /// Of what was found: Delete, Replace, Keep, or Show where nobody knows which it is.
    void chosen(dialogs::PendingRequest request, const work::PendingKey &pending);

private:
    void build(const QString &reason);
    QPushButton *makeChoice(const QString &label, const char *name, PendingRequest request);
    /// What stands in the journal now.
    void update();
    void takeVerdict(const work::OpenOperation &operation, domain::JournalPhase verdict);
    void showFound(const work::PendingKey &pending);
    /// What was found may be somebody else's.
    static QString adviceOnDoubt(const work::PendingKey &pending);
    void lookAgain();
    void say(const QString &status, const QString &advice, bool isLooking);

    work::Desk &m_desk;
    QString m_operation;
    QString m_connectionId;
    QString m_tokenName;
    bool m_isSettled = false;
    QLabel *m_title;
    QLabel *m_status;
    QLabel *m_advice;
    QProgressBar *m_progress;
    QPushButton *m_lookButton;
    QPushButton *m_deleteButton;
    QPushButton *m_replaceButton;
    QPushButton *m_keepButton;
    QPushButton *m_showButton;
    work::PendingKey m_found; ///< what the buttons are about
};

} // namespace dialogs
