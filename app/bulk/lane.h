// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

/// One connection's part of a job: what is sent when, and what its answers mean. Connections do not
/// wait for each other.

#include "bulk/ledger.h"
#include "bulk/limits.h"
#include "bulk/pacer.h"
#include "bulk/sheet.h"
#include "bulk/verdict.h"
#include "domain/vendorclient.h"
#include "work/barrier.h"
#include "work/session.h"

#include <deque>

namespace work {
class Desk;
} // namespace work

namespace bulk {

enum class Doubt;

/// What the lanes of a job share.
struct LaneParts
{
    work::Desk &desk;
    const base::Clock &clock;
    Sheet &sheet;
    Ledger &ledger;
    const Limits &limits;
    Deed deed;
    std::function<bool()> maySend; ///< of the job: whether anything new may be sent
};

class Lane final : public QObject
{
    Q_OBJECT

public:
    Lane(LaneParts parts, QString connectionId);

    const QString &connectionId() const { return m_connectionId; }
    void add(int item) { m_queue.push_back(item); }
    /// Begins, or goes on after it was stopped: opens the connection if need be.
    void open();
    /// Sends what may be sent now.
    void pump();
    /// Takes back all that is not on its way.
    std::vector<int> withdraw();

    /// Nothing is on its way.
    bool isResting() const { return m_running == 0; }
    /// Nothing is left to be sent.
    bool isDry() const { return isResting() && m_queue.empty() && m_repeats.empty(); }
    const std::optional<base::Error> &stopped() const { return m_stopped; }
    /// What keeps it from sending until it has passed: it goes on by itself then.
    const std::optional<base::Error> &waitsFor() const { return m_waitsFor; }
    /// Whether its lists tell the states that the deed changes.
    bool listTells() const { return m_listTells; }
    std::optional<base::Instant> waitsUntil() const;
    bool isAsked() const { return m_isAsked; }
    std::optional<std::chrono::seconds> asked() const { return m_asked; }

signals:
    /// Something ended: isResting(), isDry() or stopped() may say something else now.
    void advanced();
    void doubted(bulk::Doubt doubt, const base::Error &error);

private:
    using Time = std::chrono::steady_clock::time_point;
    using Call = std::vector<int>;

    const Item &item(int index) const { return m_parts.sheet[index]; }
    bool isReady();
    void heed(const work::Barrier &barrier, work::Session::State state);
    void stop(const base::Error &error);
    void wakeAt(Time time);
    void takeDueRepeats(Time now);
    Call claim();
    /// Whether it can be sent as it is in the list now; if not, it has ended.
    bool isSendable(int index);
    void intend(const Call &call);
    void send(const Call &call);
    void sendDelete(int index);
    void sendChange(const Call &call);
    void putBack(const Call &call);
    void ended();
    void take(int index, const base::Result<domain::DeleteOutcome> &outcome);
    void takeError(int index, const base::Error &error);
    void takeUnknown(int index, const base::Error &error);
    /// What the vendor asked to wait, as far as a job waits.
    std::optional<std::chrono::milliseconds> askedWait(const base::Error &error) const;
    void takeRefusal(int index, const base::Error &error);
    void wait(int index, const base::Error &error, bool isAsked);
    void answered();
    void write(int index, domain::JournalPhase phase, const std::optional<base::Error> &error = {});

    LaneParts m_parts;
    QString m_connectionId;
    Limits::PerVendor m_pace;
    std::size_t m_perCall = 1;
    Pacer m_pacer;
    std::deque<int> m_queue;
    std::multimap<Time, int> m_repeats;
    int m_running = 0; ///< calls, from their intent to their answer
    bool m_isOpening = false;
    bool m_listTells = false;
    bool m_isAsked = false;
    std::optional<std::chrono::seconds> m_asked; ///< by the vendor's last Retry-After
    std::optional<Time> m_heldUntil;
    std::optional<base::Error> m_stopped;
    std::optional<base::Error> m_waitsFor;
    int m_waits = 0; ///< in a row, for want of a connection
    int m_refusals = 0; ///< in a row
    int m_answers = 0; ///< calls, since the job last asked
    int m_unknowns = 0;
    std::optional<base::Error> m_unanswered; ///< of the call that is looked at
    QTimer m_wake;
};

} // namespace bulk
