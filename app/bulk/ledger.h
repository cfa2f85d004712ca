// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

/// A job's rows on their way into the journal: whoever waits for one waits for the disk, and all
/// that comes while one is written is written together.

#include "work/logbook.h"

#include <QObject>

#include <functional>
#include <vector>

namespace bulk {

/// GUI thread only. The logbook outlives it.
class Ledger final : public QObject
{
    Q_OBJECT

public:
    using Durable = std::function<void()>;

    explicit Ledger(work::Logbook &log, QObject *parent = nullptr);

    /// Rows of operations that are open. `durable` is called when all of them are on disk.
    void note(std::vector<work::Progress> rows, Durable durable = {});
    void note(work::Progress row, Durable durable = {});
    /// Rows of operations that are new, or closed.
    void begin(std::vector<work::Beginning> rows, Durable durable = {});

    /// Nothing waits and nothing is being written.
    bool isIdle() const { return m_waiting.empty() && m_writing.empty(); }
    const std::optional<base::Error> &error() const { return m_error; }
    /// After failed(): writes what could not be written. Nothing was lost or is out of order.
    void retry();

signals:
    void failed(const base::Error &error);

private:
    struct Line
    {
        std::vector<work::Beginning> begun;
        std::vector<work::Progress> noted;
        Durable durable;
    };

    void add(Line line);
    void flush();
    void writeNoted(std::vector<work::Progress> rows);
    void take(const base::Result<base::Unit> &written);

    work::Logbook &m_log;
    std::vector<Line> m_waiting;
    std::vector<Line> m_writing;
    std::optional<base::Error> m_error;
    bool m_isFlushing = false;
};

} // namespace bulk
