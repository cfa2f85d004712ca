// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

/// A journal on a disk that fills up when the test says so.

#include "domain/journal.h"

namespace test {

class FakeJournal final : public domain::Journal
{
public:
    using Rows = std::vector<domain::JournalRecord>;

    /// What is written, and read, is `real`.
    explicit FakeJournal(domain::Journal &real)
        : m_real(real)
    {
    }

    bool isFull = false;
    /// Only rows of this phase find the disk full.
    std::optional<domain::JournalPhase> isFullFor;

    base::Task<Rows> append(std::vector<domain::JournalEntry> entries) override
    {
        for (const auto &entry : entries) {
            if (isFull || entry.phase == isFullFor)
                return base::Task<Rows>::failed({.kind = base::ErrorKind::LocalFile,
                    .detail = QStringLiteral("no space left on the disk")});
        }
        return m_real.append(std::move(entries));
    }
    base::Task<Rows> read(domain::JournalQuery query) override { return m_real.read(query); }
    base::Task<Rows> readOpen() override { return m_real.readOpen(); }
    base::Task<domain::JournalCheck> verify() override { return m_real.verify(); }

private:
    domain::Journal &m_real;
};

} // namespace test
