// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#include "bulk/ledger.h"

#include <algorithm>
#include <iterator>

namespace bulk {

using base::Result;
using base::Unit;

Ledger::Ledger(work::Logbook &log, QObject *parent)
    : QObject(parent)
    , m_log(log)
{
}

void Ledger::note(std::vector<work::Progress> rows, Durable durable)
{
    add({{}, std::move(rows), std::move(durable)});
}

void Ledger::note(work::Progress row, Durable durable)
{
    std::vector<work::Progress> one;
    one.push_back(std::move(row));
    note(std::move(one), std::move(durable));
}

void Ledger::begin(std::vector<work::Beginning> rows, Durable durable)
{
    add({std::move(rows), {}, std::move(durable)});
}

void Ledger::add(Line line)
{
    m_waiting.push_back(std::move(line));
    if (m_isFlushing || m_error)
        return;
    // Not at once: what comes in the same turn of the event loop goes with it.
    m_isFlushing = true;
    QMetaObject::invokeMethod(this, &Ledger::flush, Qt::QueuedConnection);
}

void Ledger::retry()
{
    if (!m_error)
        return;
    m_error.reset();
    m_isFlushing = true;
    flush();
}

void Ledger::flush()
{
    std::vector<work::Beginning> begun;
    std::vector<work::Progress> noted;
    m_writing.insert(m_writing.end(), std::make_move_iterator(m_waiting.begin()),
        std::make_move_iterator(m_waiting.end()));
    m_waiting.clear();
    for (const Line &line : m_writing) {
        begun.insert(begun.end(), line.begun.begin(), line.begun.end());
        noted.insert(noted.end(), line.noted.begin(), line.noted.end());
    }
    if (begun.empty()) {
        writeNoted(std::move(noted));
        return;
    }
    // A row of an operation that is not open is left out, so what begins is written first.
    m_log.begin(std::move(begun))
        .then(this, [this, noted = std::move(noted)](const Result<QStringList> &ids) {
            if (!ids) {
                take(base::fail(ids.error()));
                return;
            }
            for (Line &line : m_writing)
                line.begun.clear(); // Not again when the rest cannot be written.
            writeNoted(noted);
        });
}

void Ledger::writeNoted(std::vector<work::Progress> rows)
{
    m_log.note(std::move(rows)).then(this, [this](const Result<Unit> &written) { take(written); });
}

void Ledger::take(const Result<Unit> &written)
{
    if (!written) {
        m_isFlushing = false;
        m_error = written.error();
        emit failed(*m_error);
        return;
    }
    const std::vector<Line> done = std::exchange(m_writing, {});
    m_isFlushing = !m_waiting.empty();
    if (m_isFlushing)
        QMetaObject::invokeMethod(this, &Ledger::flush, Qt::QueuedConnection);
    for (const Line &line : done) {
        if (line.durable)
            line.durable();
    }
}

} // namespace bulk
