// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

/// Journal, inventory and annotations in memory, that fail or wait when a test says so.

#include "domain/annotation.h"
#include "domain/inventory.h"
#include "domain/journal.h"

namespace test {

class MemoryJournal : public domain::Journal
{
public:
    base::Task<std::vector<domain::JournalRecord>> append(
        std::vector<domain::JournalEntry> entries) override;
    base::Task<std::vector<domain::JournalRecord>> read(domain::JournalQuery query) override;
    base::Task<std::vector<domain::JournalRecord>> readOpen() override;
    base::Task<domain::JournalCheck> verify() override;

    const std::vector<domain::JournalRecord> &records() const { return m_records; }

    /// From now on appends fail with this: LocalFile for a full disk. Nothing = they work again.
    void failsWith(std::optional<base::Error> error) { m_failure = std::move(error); }
    /// From now on appends wait: nothing is written, and none ends, until release().
    void hold() { m_isHeld = true; }
    /// How many wait.
    std::size_t held() const { return m_held.size(); }
    /// Those that wait end, in order, and no more wait. They fail if failsWith() says so by now.
    void release();
    /// As if the program had been killed while they waited: they never end.
    void forgetHeld();

private:
    struct Held
    {
        std::vector<domain::JournalEntry> entries;
        base::Promise<std::vector<domain::JournalRecord>> promise;
    };
    base::Result<std::vector<domain::JournalRecord>> write(
        std::vector<domain::JournalEntry> entries);

    std::vector<domain::JournalRecord> m_records;
    std::optional<base::Error> m_failure;
    bool m_isHeld = false;
    std::vector<Held> m_held;
};

class MemoryInventory : public domain::Inventory
{
public:
    base::Task<std::vector<domain::StoredListing>> load() override;
    base::Task<domain::SyncReport> sync(domain::StoredListing listing) override;
    base::Task<std::vector<domain::TokenChange>> changes(domain::ChangeQuery query) override;
    base::Task<std::vector<domain::Tombstone>> tombstones(QString connectionId) override;
    base::Task<base::Unit> forget(QString connectionId) override;

    /// Of the list that was kept last; nothing = none was.
    std::optional<bool> lastWasComplete;
};

class MemoryAnnotations : public domain::Annotations
{
public:
    base::Task<All> readAll() override { return base::Task<All>::ready(All(m_all)); }
    base::Task<base::Unit> write(All changed) override;

    /// From now on writing fails with this. Nothing = it works again.
    void failsWith(std::optional<base::Error> error) { m_failure = std::move(error); }

private:
    All m_all;
    std::optional<base::Error> m_failure;
};

} // namespace test
