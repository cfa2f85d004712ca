// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

/// Finds out what became of changes whose answer never came, by looking at the vendor's list, and
/// writes it into the journal. Never sends a change.

#include "work/logbook.h"

#include <QTimer>

#include <functional>
#include <memory>

namespace work {

class TokenStore;
struct Candidates;

/// GUI thread only.
class Reconciler final : public QObject
{
    Q_OBJECT

public:
    using Moment = std::chrono::steady_clock::time_point; // no clock that can be set back
    struct Patience
    {
        /// A list that lacks a change is asked for again after these, before it is believed.
        std::vector<std::chrono::milliseconds> waits {
            std::chrono::seconds(5), std::chrono::seconds(30), std::chrono::seconds(60)};
        /// What another run began less than this ago may still be on its way.
        std::chrono::milliseconds strangers {std::chrono::minutes(2)};
        /// Other runs of this origin have ended: the lock of the profile says so.
        QString endedOrigin;
    };
    /// Lists a connection again, where it is open.
    using ListAgain = std::function<void(const QString &connectionId)>;

    /// All outlive the reconciler.
    Reconciler(Logbook &log, const TokenStore &store, const base::Clock &clock, ListAgain listAgain,
        QObject *parent = nullptr);

    void setPatience(Patience patience) { m_patience = std::move(patience); }

    /// No answer will come to an operation of this run: the list is asked.
    void watch(const QString &operation);
    bool isWatched(const QString &operation) const { return m_watched.contains(operation); }
    /// A whole list is in the store, asked for at `begun`. provesAbsence: nothing was odd about it,
    /// so that what is not in it is not there.
    void takeListing(const QString &connectionId, Moment begun, bool provesAbsence);
    /// Looks at what is open against the lists that came: after the journal was read.
    void examineAll();

signals:
    /// A creation will get no answer: it may have been made.
    void createWatched();
    /// It is in the journal: FoundDone, FoundUndone, Created (its id is known now), Resolved, or
    /// Planned (a staged deletion that did not happen waits again).
    void settled(const work::OpenOperation &operation, domain::JournalPhase verdict);

private:
    struct List
    {
        Moment begun;
        bool provesAbsence = false;
    };
    struct Look
    {
        Moment due {}; ///< a list asked for earlier says nothing new
        std::size_t count = 0;
    };
    struct NextLook
    {
        Moment due;
        std::unique_ptr<QTimer> timer;
    };

    void examine(const QString &connectionId);
    bool concerns(const OpenOperation &operation, const List &list) const;
    /// How long another run may still be at it.
    std::chrono::milliseconds mayLast(const OpenOperation &operation) const;
    void judge(const OpenOperation &operation, const List &list);
    void judgeChange(const OpenOperation &operation, const List &list);
    void judgeMade(const OpenOperation &create, const List &list);
    void judgeFound(const OpenOperation &create, const List &list);
    void search(const OpenOperation &create, const List &list);
    void takeCandidates(
        const OpenOperation &create, const List &list, const QSet<QString> &accountedFor);
    void takeFound(const OpenOperation &create, const Candidates &found);
    bool isListed(const domain::TokenKey &token) const;
    /// Whether a list that lacks something has been asked for often enough; else asks again later.
    bool isBelieved(const OpenOperation &operation, const List &list);
    void lookLater(const QString &connectionId, Moment due);
    void lookWhenDue(const QString &connectionId);
    void settle(const OpenOperation &operation, Progress row);

    Logbook &m_log;
    const TokenStore &m_store;
    const base::Clock &m_clock;
    ListAgain m_listAgain;
    Patience m_patience;
    std::map<QString, Moment> m_watched; ///< operations of this run, since when
    std::map<QString, List> m_lists; ///< the last whole one of each connection
    std::map<QString, Look> m_looks; ///< by operation
    std::map<QString, NextLook> m_nextLooks; ///< by connection
    QSet<QString> m_busy; ///< operations about which a row is being written
};

} // namespace work
