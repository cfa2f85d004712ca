// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

/// What is kept between two starts: journal, annotations, inventory. main() makes it.

#include "domain/annotation.h"
#include "domain/inventory.h"
#include "store/filereport.h"
#include "store/journalfile.h"

#include <memory>
#include <vector>

namespace store {

using Problems = std::vector<base::Error>;

struct OpenReport
{
    std::vector<FileReport> files;

    /// What of it somebody has to be told: LocalFile, with English words in `detail`. Not a damaged
    /// journal: it is told of with the way out.
    Problems problems() const;
    /// Damaged files that were begun anew: what happened, in English words.
    QStringList renewed() const;
    /// Why nothing can be journaled, and so nothing may be changed.
    std::optional<base::Error> journalProblem() const;
    bool isJournalDamaged() const;
};

/// GUI thread only. Everything may be used at once; what is asked of a file waits until it is open.
class Store final
{
public:
    /// An empty folder keeps everything in memory and nothing on disk. mayWrite = false is for a
    /// second window on the profile: its inventory is only read. The journal is made for several
    /// programs at once.
    explicit Store(const QString &profileFolder, bool mayWrite = true);
    /// Writes what is still waiting to be written.
    ~Store();
    Store(const Store &) = delete;
    Store &operator=(const Store &) = delete;

    /// Opens the files and says how they stand. Never fails.
    base::Task<OpenReport> open();

    domain::Journal &journal() const;
    domain::Annotations &annotations() const;
    domain::Inventory &inventory() const;

    /// See JournalFile::recover().
    base::Task<Recovery> recoverJournal(base::Instant now);

private:
    struct Parts;
    std::unique_ptr<Parts> m_parts;
};

} // namespace store
