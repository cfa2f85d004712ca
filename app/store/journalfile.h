// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

/// The journal on disk: every row flushed before its append ends, and chained to the one before.

#include "domain/journal.h"

#include <memory>

namespace store {

class Lane;
class OpenFile;

/// What became of a damaged journal.
struct Recovery
{
    QString keptAs; ///< name of the damaged file now, without folder
    qint64 rows = 0; ///< were readable, and go on in the new journal
    qint64 lost = 0; ///< were there once and could not be read
};

class JournalFile final : public domain::Journal
{
public:
    /// Both outlive it. The file is used on the lane only.
    JournalFile(Lane &lane, OpenFile &file);
    ~JournalFile() override;

    base::Task<std::vector<domain::JournalRecord>> append(
        std::vector<domain::JournalEntry> entries) override;
    base::Task<std::vector<domain::JournalRecord>> read(domain::JournalQuery query) override;
    base::Task<std::vector<domain::JournalRecord>> readOpen() override;
    base::Task<domain::JournalCheck> verify() override;

    /// Sets a damaged journal aside and begins a new one with every row that can still be read,
    /// behind a row that names the old file and how far its chain was whole (DB-03). Invalid when
    /// it is not damaged.
    base::Task<Recovery> recover(base::Instant now);

private:
    struct Batch;

    template <typename Work>
    auto inOrder(Work work);

    Lane &m_lane;
    OpenFile &m_file;
    /// Appends that wait together are flushed together. Another call closes the batch, so that the
    /// order of the calls is kept.
    std::shared_ptr<Batch> m_batch;
};

} // namespace store
