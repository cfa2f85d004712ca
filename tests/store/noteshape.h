// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

/// A small file of the store with one format, and the same with two.

#include "store/openfile.h"

namespace test {

inline constexpr qint32 noteApplication = 0x4e4f5445;

inline store::Shape notes(bool isPrecious = true)
{
    return {.name = QStringLiteral("notes.db"),
        .applicationId = noteApplication,
        .migrations = {{QStringLiteral("CREATE TABLE note (text TEXT NOT NULL) STRICT")}},
        .isPrecious = isPrecious};
}

/// The second format takes a moment to get to.
inline store::Shape notesWithTags(bool isPrecious = true)
{
    store::Shape shape = notes(isPrecious);
    shape.migrations.push_back(
        {QStringLiteral("CREATE TABLE tag (number INTEGER PRIMARY KEY, word TEXT NOT NULL) STRICT"),
            QStringLiteral("WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i "
                           "< 5000) INSERT INTO tag SELECT i, 'tag ' || i FROM n"),
            QStringLiteral("UPDATE note SET text = upper(text)")});
    return shape;
}

inline constexpr int tagCount = 5000;

} // namespace test
