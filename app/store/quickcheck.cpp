// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#include "store/quickcheck.h"

#include "store/sqlerror.h"

namespace store {

using namespace Qt::StringLiterals;
using base::fail;
using base::Result;
using base::Unit;

Result<Unit> quickCheck(Database &database)
{
    const auto said = database.value(u"PRAGMA quick_check(1)"_s);
    if (!said)
        return fail(said.error());
    if (said->toString() != "ok"_L1)
        return fail(damageError(database.path(), said->toString().simplified()));
    return Unit {};
}

QuickCheck::QuickCheck(const QString &path, Database::Access access, const QString &vfs)
    : m_found(std::async(std::launch::async, [path, access, vfs]() -> Result<Unit> {
        Database database;
        if (auto opened = database.open(path, access, vfs); !opened)
            return opened;
        return quickCheck(database);
    }))
{
}

bool QuickCheck::hasEnded(std::chrono::milliseconds patience) const
{
    return m_found.wait_for(patience) == std::future_status::ready;
}

Result<Unit> QuickCheck::found()
{
    return m_found.get();
}

} // namespace store
