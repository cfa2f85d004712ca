// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

/// What an admin should know now, above the list and never over it: a connection that failed, a
/// list that was odd or stopped, a key that was never stored.

#include "base/clock.h"
#include "base/error.h"
#include "domain/token.h"
#include "shell/pendingnotice.h"
#include "shell/unreachednotice.h"
#include "support/banner.h"

#include <QSet>
#include <QTimer>
#include <QWidget>

#include <functional>
#include <map>
#include <vector>

class QScrollArea;
class QVBoxLayout;

namespace work {
class Desk;
class Session;
} // namespace work

namespace shell {

/// A button of a message.
struct NoticeAction
{
    QString label;
    QString objectName;
    std::function<void()> run;
};

class NoticeArea final : public QWidget
{
    Q_OBJECT

public:
    NoticeArea(work::Desk &desk, const base::Clock &clock, QWidget *parent = nullptr);

    /// A problem of the program itself, e.g. a damaged profile file.
    void showProblem(const base::Error &error);
    /// The outcome of something an admin did; replaces the last one.
    void showOutcome(const base::Error &error, const QString &action, const QString &connectionId);
    /// The same with words of ours, e.g. how many of several failed.
    void showOutcomeText(const QString &title, const QString &text);
    void showNotice(const QString &title, const QString &text);
    /// A message of its own, with buttons; one with the same id is replaced. id has a slash.
    void showActions(const QString &id, support::Banner::Severity severity, const QString &title,
        const QString &text, std::vector<NoticeAction> actions);
    void withdraw(const QString &id) { drop(id); }

    /// A banner of the program itself, made when there is none of that name.
    support::Banner *programBanner(const QString &name);

    /// While its show-once dialog is open a key is no news. By operation.
    void holdBack(const QString &operation, bool held);
    /// So many rotations wait for a click; 0 takes the message away.
    void showRotations(int due);

    QSize sizeHint() const override;
    bool eventFilter(QObject *watched, QEvent *event) override;

signals:
    /// Go on with the listing that ended, where there is something to go on with.
    void retryRequested(const QString &connectionId);
    /// List from the start.
    void listAgainRequested(const QString &connectionId);
    void credentialRequested(const QString &connectionId);
    void unlockRequested();
    void pendingRequested(shell::PendingRequest request, const work::PendingKey &pending);
    void rotationsRequested();
    /// The journal, or what is open in it.
    void journalRequested(bool onlyOpen);

private:
    void updateConnection(const QString &id);
    void updateConnections();
    void updatePending();
    void updateUnreached();
    bool isUnreachedWithOthers(const QString &id) const;
    void showFailure(support::Banner *banner, const work::Session &session);
    void showRemarks(support::Banner *banner, const work::Session &session);
    void showHolder();
    void showInventoryFailure(const base::Error &error);
    QString offlineText(const work::Session &session) const;
    void addListAgain(support::Banner *banner, const QString &id);
    void addShowInJournal(support::Banner *banner, bool isOpen);
    void takeVerdict(const work::OpenOperation &operation, domain::JournalPhase verdict);
    /// Whether a ticket that goes on says it in its own place.
    bool isTold(const work::PendingKey &pending) const;
    static bool isOfTheProgram(const QString &id);
    support::Banner *banner(const QString &id);
    void drop(const QString &id);
    void fit();
    void fitSoon() { m_fitting.start(0); }

    work::Desk &m_desk;
    const base::Clock &m_clock;
    std::map<QString, support::Banner *> m_banners;
    QSet<QString> m_heldBack;
    std::vector<Unreached> m_unreached; ///< what one message says of several; else empty
    std::map<QString, work::PendingKey> m_pending; ///< what the messages say, by operation
    QScrollArea *m_scroll = nullptr;
    QVBoxLayout *m_column = nullptr;
    QTimer m_fitting;
};

} // namespace shell
