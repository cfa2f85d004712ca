// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

/// What an admin does with connections: opens the dialogs, asks the questions, hands the work to
/// the desk.

#include "dialogs/connectiondialog.h"
#include "support/prompter.h"
#include "work/desk.h"

#include <QObject>

namespace shell {

class NoticeArea;

class ConnectionCommands final : public QObject
{
    Q_OBJECT

public:
    /// window: the dialogs' parent. All references outlive this object.
    ConnectionCommands(work::Desk &desk, dialogs::ConnectionFormOf formOf,
        support::Prompter &prompter, NoticeArea &notices, QWidget *window);

    void add();
    void edit(const QString &id);
    void duplicate(const QString &id);
    void test(const QString &id);
    void remove(const QString &id);
    /// Says which keys in the keychain no connection uses, and offers to remove them.
    void lookForLeftKeys();

signals:
    void saved(const QString &connectionId);
    /// A short message of success, for the toast.
    void done(const QString &message);

private:
    dialogs::ConnectionDialog *makeDialog();
    void removeNow(const QString &id, bool leaveSecret);
    void offerToLeaveSecret(const QString &id, const base::Error &error);
    void sayAdded(const QString &id);
    void sayRemoved(const QString &id);
    void sayLeft(const work::NotedKeys &keys);
    void askToRemoveLeft(const work::NotedKeys &keys);

    work::Desk &m_desk;
    dialogs::ConnectionFormOf m_formOf;
    support::Prompter &m_prompter;
    NoticeArea &m_notices;
    QWidget *m_window;
};

} // namespace shell
