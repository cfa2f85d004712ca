// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

/// The table "journal" of journal.db, read and written on its lane.

#include "store/database.h"
#include "store/journalrow.h"

namespace store {

using JournalRecords = std::vector<domain::JournalRecord>;

class JournalTable final
{
public:
    explicit JournalTable(Database &database);

    /// Inside write(): the chain goes on from the last row that is in the file now, whoever wrote
    /// it.
    base::Result<JournalRecords> append(const std::vector<domain::JournalEntry> &entries);
    base::Result<JournalRecords> read(const domain::JournalQuery &query);
    base::Result<JournalRecords> readOpen();
    base::Result<domain::JournalCheck> verify();

private:
    base::Result<domain::JournalCheck> walk();
    base::Result<base::Unit> checkEnd(domain::JournalCheck &check, qint64 last);
    base::Result<JournalRow> lastRow();
    base::Result<qint64> lastNumber();

    Database &m_database;
};

} // namespace store
