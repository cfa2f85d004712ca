// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

/// Journal, inventory and annotations that end with the program.

#include "domain/annotation.h"
#include "domain/inventory.h"
#include "domain/journal.h"

namespace store {

class MemoryJournal : public domain::Journal
{
public:
    base::Task<std::vector<domain::JournalRecord>> append(
        std::vector<domain::JournalEntry> entries) override;
    base::Task<std::vector<domain::JournalRecord>> read(domain::JournalQuery query) override;
    base::Task<std::vector<domain::JournalRecord>> readOpen() override;
    base::Task<domain::JournalCheck> verify() override;

    const std::vector<domain::JournalRecord> &records() const { return m_records; }

private:
    std::vector<domain::JournalRecord> m_records;
};

class MemoryInventory : public domain::Inventory
{
public:
    base::Task<std::vector<domain::StoredListing>> load() override;
    base::Task<domain::SyncReport> sync(domain::StoredListing listing) override;
    base::Task<std::vector<domain::TokenChange>> changes(domain::ChangeQuery query) override;
    base::Task<std::vector<domain::Tombstone>> tombstones(QString connectionId) override;
    base::Task<base::Unit> forget(QString connectionId) override;
};

class MemoryAnnotations : public domain::Annotations
{
public:
    base::Task<All> readAll() override { return base::Task<All>::ready(All(m_all)); }
    base::Task<base::Unit> write(All changed) override;

private:
    All m_all;
};

} // namespace store
