// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#include "memorystore.h"

#include <QSet>

#include <algorithm>

namespace test {

using namespace Qt::StringLiterals;
using base::Task;
using base::Unit;
using domain::JournalRecord;

Task<std::vector<JournalRecord>> MemoryJournal::append(std::vector<domain::JournalEntry> entries)
{
    if (!m_isHeld)
        return Task<std::vector<JournalRecord>>::ready(write(std::move(entries)));
    m_held.push_back({std::move(entries), {}});
    return m_held.back().promise.task();
}

base::Result<std::vector<JournalRecord>> MemoryJournal::write(
    std::vector<domain::JournalEntry> entries)
{
    if (m_failure)
        return base::fail(*m_failure);
    std::vector<JournalRecord> added;
    for (domain::JournalEntry &entry : entries) {
        const QStringList names = entry.details.keys();
        for (const QString &name : names) {
            if (!domain::journalDetailNames().contains(name))
                return base::invalid(name, u"the journal has no such detail"_s);
        }
        added.push_back({static_cast<qint64>(m_records.size() + added.size()) + 1, std::move(entry),
            QByteArray()});
    }
    m_records.insert(m_records.end(), added.begin(), added.end());
    return added;
}

void MemoryJournal::release()
{
    m_isHeld = false;
    for (Held &one : std::exchange(m_held, {}))
        one.promise.settle(write(std::move(one.entries)));
}

void MemoryJournal::forgetHeld()
{
    m_isHeld = false;
    for (const Held &one : m_held)
        one.promise.task().cancel();
    m_held.clear();
}

Task<std::vector<JournalRecord>> MemoryJournal::read(domain::JournalQuery query)
{
    std::vector<JournalRecord> found;
    for (auto it = m_records.rbegin(); it != m_records.rend(); ++it) {
        if (static_cast<int>(found.size()) == query.limit)
            break;
        const domain::JournalEntry &entry = it->entry;
        if ((query.before > 0 && it->sequence >= query.before)
            || (query.token && *query.token != entry.token)
            || (!query.operation.isEmpty() && query.operation != entry.operation)
            || (!query.group.isEmpty() && query.group != entry.group))
            continue;
        found.push_back(*it);
    }
    return Task<std::vector<JournalRecord>>::ready(std::move(found));
}

Task<std::vector<JournalRecord>> MemoryJournal::readOpen()
{
    QSet<QString> closed;
    for (const JournalRecord &record : m_records) {
        if (domain::closes(record.entry.action, record.entry.phase))
            closed.insert(record.entry.operation);
    }
    std::vector<JournalRecord> open;
    std::copy_if(m_records.begin(), m_records.end(), std::back_inserter(open),
        [&closed](
            const JournalRecord &record) { return !closed.contains(record.entry.operation); });
    return Task<std::vector<JournalRecord>>::ready(std::move(open));
}

Task<domain::JournalCheck> MemoryJournal::verify()
{
    return Task<domain::JournalCheck>::ready(
        domain::JournalCheck {.rows = static_cast<qint64>(m_records.size())});
}

Task<std::vector<domain::StoredListing>> MemoryInventory::load()
{
    return Task<std::vector<domain::StoredListing>>::ready({});
}

Task<domain::SyncReport> MemoryInventory::sync(domain::StoredListing listing)
{
    lastWasComplete = listing.isComplete;
    return Task<domain::SyncReport>::ready(
        domain::SyncReport {.connectionId = listing.connectionId, .isFirst = true});
}

Task<std::vector<domain::TokenChange>> MemoryInventory::changes(domain::ChangeQuery)
{
    return Task<std::vector<domain::TokenChange>>::ready({});
}

Task<std::vector<domain::Tombstone>> MemoryInventory::tombstones(QString)
{
    return Task<std::vector<domain::Tombstone>>::ready({});
}

Task<Unit> MemoryInventory::forget(QString)
{
    return Task<Unit>::ready(Unit {});
}

Task<Unit> MemoryAnnotations::write(All changed)
{
    if (m_failure)
        return Task<Unit>::failed(*m_failure);
    for (auto &one : changed) {
        std::erase_if(m_all, [&one](const auto &other) { return other.first == one.first; });
        if (!one.second.isEmpty())
            m_all.push_back(std::move(one));
    }
    return Task<Unit>::ready(Unit {});
}

} // namespace test
