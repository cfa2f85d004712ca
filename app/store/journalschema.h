// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

/// The words in SQL for journal.db. There is no column a key could go to (DB-01).

#include "store/journalrow.h"
#include "store/openfile.h"

namespace store {

/// Triggers that refuse to change, remove or slip in a row.
inline constexpr int journalGuardCount = 3;

/// What journal.db is: the journal, and annotations, which cannot be fetched again either.
Shape journalShape();

QString journalInsert();
QVariantList journalValues(const JournalRow &row);

/// The columns of a row in their order, as bytes, and a row of a statement that selects them.
QString journalColumns();
JournalRow journalRowOf(const Statement &statement);

} // namespace store
