// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#include "work/journalwalk.h"

#include <algorithm>

namespace work {

using base::Result;
using base::Unit;
using domain::JournalRecord;

namespace {

/// Made into text within some milliseconds: the window goes on while it exports.
constexpr int rowsAtOnce = 500;

} // namespace

JournalWalk::JournalWalk(domain::Journal &journal, QObject *parent)
    : QObject(parent)
    , m_journal(journal)
{
}

JournalWalk::~JournalWalk()
{
    cancel();
}

void JournalWalk::start()
{
    cancel();
    m_isRunning = true;
    m_next = 1;
    readNewest();
}

void JournalWalk::cancel()
{
    m_reading.cancel();
    m_isRunning = false;
}

void JournalWalk::readNewest()
{
    m_reading = m_journal.read({.limit = 1});
    m_reading.then(this, [this](const Result<Records> &newest) {
        if (!newest)
            return finish(base::fail(newest.error()));
        m_last = newest->empty() ? 0 : newest->front().sequence;
        emit begun(newest->empty() ? JournalRecord() : newest->front());
        if (m_isRunning)
            readNext();
    });
}

/// The journal is read backwards from a row, and its rows have no gaps: those before the row that
/// is this far ahead are the next ones.
void JournalWalk::readNext()
{
    if (m_next > m_last)
        return finish(Unit {});
    const qint64 end = std::min(m_next + rowsAtOnce, m_last + 1);
    m_reading = m_journal.read({.before = end, .limit = static_cast<int>(end - m_next)});
    m_reading.then(this, [this, end](Result<Records> records) {
        if (!records)
            return finish(base::fail(records.error()));
        // Where somebody took rows out, older ones come in their place: those were there before.
        std::erase_if(
            *records, [this](const JournalRecord &record) { return record.sequence < m_next; });
        m_next = end;
        std::reverse(records->begin(), records->end());
        emit portion(*records);
        if (m_isRunning)
            readNext();
    });
}

void JournalWalk::finish(const Result<Unit> &outcome)
{
    const Result<Unit> said = outcome; // It may live in what is cancelled.
    cancel();
    emit finished(said);
}

} // namespace work
