// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

/// Looks a file through for damage on a thread and a connection of its own, so that whoever opens
/// it waits only as long as he likes (DB-03).

#include "store/database.h"

#include <chrono>
#include <future>

namespace store {

/// SQLite opens almost anything without a word: damage shows at the first look at it.
base::Result<base::Unit> quickCheck(Database &database);

class QuickCheck final
{
public:
    /// Begins. The file has to stay where it is until this has ended.
    QuickCheck(const QString &path, Database::Access access, const QString &vfs);
    /// Waits for the end: Qt Sql has no way to interrupt SQLite.
    ~QuickCheck() = default;

    bool hasEnded(std::chrono::milliseconds patience) const;
    /// Once. Waits for the end.
    base::Result<base::Unit> found();

private:
    std::future<base::Result<base::Unit>> m_found; ///< waits when it goes
};

} // namespace store
