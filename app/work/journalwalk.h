// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

/// Reads the whole journal, the oldest row first, some rows at a time: nobody needs to hold all of
/// them, whatever their number. Rows written meanwhile are not part of it.

#include "domain/journal.h"

#include <QObject>

namespace work {

class JournalWalk final : public QObject
{
    Q_OBJECT

public:
    using Records = std::vector<domain::JournalRecord>;

    explicit JournalWalk(domain::Journal &journal, QObject *parent = nullptr);
    ~JournalWalk() override;

    void start();
    /// Nothing is emitted any more; may be called from a slot.
    void cancel();
    bool isRunning() const { return m_isRunning; }

signals:
    /// Before the first portion. Of an empty journal sequence is 0.
    void begun(const domain::JournalRecord &newest);
    void portion(const work::JournalWalk::Records &oldestFirst);
    void finished(const base::Result<base::Unit> &outcome);

private:
    void readNewest();
    void readNext();
    void finish(const base::Result<base::Unit> &outcome);

    domain::Journal &m_journal;
    base::Task<Records> m_reading;
    bool m_isRunning = false;
    qint64 m_next = 1; ///< sequence of the row to come
    qint64 m_last = 0;
};

} // namespace work
