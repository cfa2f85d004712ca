// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

/// One deed done to many tokens: as fast as the vendor allows and no faster, every step in the
/// journal before it is taken, and every token accounted for at the end.

#include "bulk/ledger.h"
#include "bulk/limits.h"
#include "bulk/plan.h"
#include "bulk/sheet.h"

#include <QObject>

#include <map>
#include <memory>
#include <vector>

namespace work {
class Desk;
} // namespace work

namespace bulk {

class Lane;
class Verification;
enum class Sight;

/// What a connection is called in the journal's rows, for when it is not there any more.
struct ConnectionName
{
    QString name;
    domain::Vendor vendor = domain::Vendor::Mist;
};

/// A job as it is before its first step of this run.
struct Opening
{
    QString id;
    Deed deed = Deed::Delete;
    base::Instant begun {};
    std::vector<Item> items;
    /// By id, of a job that the journal tells of.
    std::map<QString, ConnectionName> connections;
    bool isInterrupted = false;
    std::optional<PlanSeal> seal;
};

enum class JobState {
    Running,
    Paused, ///< by the admin: nothing new is sent
    Asking, ///< stopped by itself and waits for resume() or stop(): question() says why
    Stopping, ///< nothing new is sent, what is on its way is awaited
    Interrupted, ///< of an earlier run of the program: waits for resume() or stop()
    Verifying, ///< all was sent; the lists are read again
    Finished,
};

/// Stable English word: "running", "asking" ...
QString jobStateId(JobState state);

/// Why a job asks.
enum class Doubt {
    Refusals, ///< many in a row were refused (BULK-09)
    Unknowns, ///< too many without an answer (BULK-09)
    ConnectionStopped, ///< the key is refused, or the connection cannot be opened (BULK-06)
    CannotVerify, ///< the list could not be read again; resume() tries again, stop() leaves it
    JournalFailed, ///< the journal cannot be written: nothing is sent without it
};

struct Question
{
    Doubt doubt = Doubt::Refusals;
    QString connectionId; ///< empty for JournalFailed
    std::optional<base::Error> error;
};

/// How far one connection is.
struct ConnectionProgress
{
    QString id;
    QString name;
    domain::Vendor vendor = domain::Vendor::Mist;
    Counts counts;
    std::optional<base::Instant> waitsUntil; ///< for a countdown; nothing is sent before
    bool isAsked = false; ///< the vendor asked for a wait
    /// How long it asked to wait, if it said; waitsUntil may come sooner (Limits::maxAskedWait).
    std::optional<std::chrono::seconds> asked;
    std::optional<base::Error> stopped; ///< nothing is sent until resume()
    /// Nothing is sent until this has passed, as the journal's being unusable: then it goes on.
    std::optional<base::Error> waitsFor;
};

/// GUI thread only. Made by Jobs.
class Job final : public QObject
{
    Q_OBJECT

public:
    Job(work::Desk &desk, const base::Clock &clock, const Limits &limits, Opening opening,
        QObject *parent = nullptr);
    ~Job() override;

    /// The id of its operation in the journal, and the group of its items.
    const QString &id() const { return m_id; }
    Deed deed() const { return m_deed; }
    JobState state() const { return m_state; }
    base::Instant begun() const { return m_begun; }
    /// Of the plan that another admin made.
    const std::optional<PlanSeal> &seal() const { return m_seal; }
    /// In the order of the plan; never grows, shrinks or moves.
    const std::vector<Item> &items() const { return m_sheet.items(); }
    const Counts &counts() const { return m_sheet.counts(); }
    std::vector<ConnectionProgress> connections() const;
    /// When Asking.
    const std::optional<Question> &question() const { return m_question; }
    /// When Finished: whether the lists that were read at the end have all they should.
    bool isVerified() const;

    void pause();
    /// Goes on: after pause(), as the answer to a question, or with an interrupted job. Items whose
    /// outcome is final are not touched again.
    void resume();
    /// Sends nothing more, at once; what is on its way is awaited, the rest is Skipped.
    void stop();

    /// For "Copy report": every item, plain text.
    QString report() const;
    /// The same, one JSON object a line; the first is about the job.
    QByteArray reportLines() const;

signals:
    /// Ranges of positions in items(), first and last; several times a second at most.
    void itemsChanged(const std::vector<std::pair<int, int>> &ranges);
    /// State, counts, question or a connection's progress; several times a second at most, but
    /// states at once.
    void changed();
    /// Once, when all is over.
    void finished();

private:
    friend class Jobs;

    /// After its rows are in the journal.
    void begin();
    void setState(JobState state);
    void makeLanes();
    /// Those of an earlier run whose outcome is open.
    void takeUp();
    void openLanes();
    void ask(Question question);
    /// Something ended: is there anything left?
    void settle();
    bool isResting() const;
    void skipRest();
    void verify();
    bool needsLook(const QString &connectionId) const;
    void startLook(const QString &connectionId);
    void takeVerified(const QString &connectionId, const std::optional<base::Error> &error);
    /// A few at a time, so that the window has its turns; from a place in that look's items on.
    void judge(const QString &connectionId, std::size_t from);
    void judgeItem(int index, Sight sight);
    void endLook(const QString &connectionId, const std::optional<base::Error> &error);
    ConnectionName nameOf(const QString &connectionId) const;
    work::Beginning rowAbout(const Item &item) const;
    void writeFinding(int index, domain::JournalPhase phase);
    bool agrees(const QString &connectionId, const std::vector<Sight> &sights) const;
    /// Those that go last.
    bool sendOwn();
    void finish();

    work::Desk &m_desk;
    const base::Clock &m_clock;
    Limits m_limits;
    QString m_id;
    Deed m_deed = Deed::Delete;
    JobState m_state = JobState::Interrupted;
    base::Instant m_begun {};
    std::optional<PlanSeal> m_seal;
    std::map<QString, ConnectionName> m_connections; ///< of an earlier run's journal
    Sheet m_sheet;
    Ledger m_ledger;
    std::map<QString, std::unique_ptr<Lane>> m_lanes;
    /// A connection that is listed again.
    struct LastLook
    {
        std::vector<int> items;
        std::unique_ptr<Verification> verification;
    };
    std::map<QString, LastLook> m_lastLooks;
    std::vector<int> m_own; ///< still to be sent, when all else is done
    QStringList m_unverified; ///< connections whose lists could not be read at the end
    std::optional<Question> m_question;
    bool m_isStopped = false; ///< by the admin, for good
    bool m_isLast = false; ///< the own credential's turn: no list can be read after it
};

} // namespace bulk
