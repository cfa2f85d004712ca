// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

/// Deletions that wait: disabled at once where the vendor can, deleted after a chosen time, undone
/// until then. They fire only while the program runs.

#include "base/task.h"
#include "bulk/item.h"

#include <QObject>
#include <QTimer>

#include <functional>
#include <map>

namespace work {
class Desk;
struct Beginning;
struct OpenOperation;
} // namespace work

namespace bulk {

struct StagedDelete
{
    enum class State {
        Waiting,
        Overdue, ///< its time passed while the program did not run, or the clock cannot be
                 ///< trusted: waits for deleteNow(), postpone() or undo()
        Deleting,
        Failed, ///< was sent and did not succeed: error says why; offers the same as Overdue
    };
    /// Why it is overdue.
    enum class Reason {
        None,
        NotRunning,
        ClockJumped,
        Unanswered, ///< the program ended before the answer came: the next list tells
        StillListed, ///< the same, and the list shows that it did not happen
    };

    QString operation;
    domain::TokenKey key;
    QString name;
    QString connectionName;
    base::Instant staged {};
    base::Instant due {};
    bool wasDisabled = false; ///< by us, when it was staged: undo() enables it again
    State state = State::Waiting;
    Reason reason = Reason::None;
    std::optional<base::Error> error;
};

/// GUI thread only. The desk outlives it.
class StagedDeletes final : public QObject
{
    Q_OBJECT

public:
    /// Since some fixed moment; never runs backwards. Tests bring their own.
    using SteadyClock = std::function<std::chrono::milliseconds()>;

    StagedDeletes(work::Desk &desk, const base::Clock &clock, QObject *parent = nullptr);
    StagedDeletes(
        work::Desk &desk, const base::Clock &clock, SteadyClock steady, QObject *parent = nullptr);
    ~StagedDeletes() override;

    /// Takes up what earlier runs staged. Call when the logbook has been read. What is overdue is
    /// not deleted: it is offered.
    void load();

    /// Disables where the vendor can (and says if that fails: then nothing is staged), then writes
    /// the deletion down for later. The result is its operation.
    base::Task<QString> stage(const domain::TokenKey &key, std::chrono::milliseconds wait);
    /// Withdraws it; enables the token again where staging disabled it.
    base::Task<base::Unit> undo(const QString &operation);
    base::Task<base::Unit> postpone(const QString &operation, std::chrono::milliseconds wait);
    /// Without waiting any longer.
    base::Task<base::Unit> deleteNow(const QString &operation);

    /// The next due first.
    const std::vector<StagedDelete> &all() const { return m_all; }
    const StagedDelete *find(const QString &operation) const;
    const StagedDelete *find(const domain::TokenKey &key) const;

    /// Looks at the clocks; a timer does this.
    void check();

signals:
    void changed();
    /// One has fired and its token is gone.
    void deleted(const bulk::StagedDelete &gone);

private:
    StagedDelete *findMutable(const QString &operation);
    void drop(const QString &operation);
    void dropClosed();
    /// Sets the timer, too.
    void tell();
    void write(const QString &operation, domain::JournalPhase phase, const QJsonObject &details);
    base::Task<base::Unit> setEnabled(const domain::TokenKey &key, bool enabled);
    base::Task<QString> writeDown(
        const domain::TokenKey &key, std::chrono::milliseconds wait, bool wasDisabled);
    void takeFound(const work::OpenOperation &operation, domain::JournalPhase verdict);
    void takeGone(const QString &operation, domain::JournalPhase phase);
    bool takeError(const QString &operation, const base::Error &error);

    work::Desk &m_desk;
    const base::Clock &m_clock;
    SteadyClock m_steady;
    std::vector<StagedDelete> m_all;
    std::map<QString, std::chrono::milliseconds> m_steadyDue; ///< by operation
    QTimer m_timer;
};

} // namespace bulk
