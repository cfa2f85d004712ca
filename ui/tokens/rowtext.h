// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

/// Rows of the table as values, for the clipboard and for files: a picture of the model that a
/// thread of the pool can read.

#include "models/tokentablemodel.h"

namespace tokens {

struct RowText
{
    work::TokenSnapshot snapshot;
    work::RowOrder rows;
    QList<int> columns;
    models::TextContext context;

    static RowText of(
        const models::TokenTableModel &model, work::RowOrder rows, QList<int> columns);

    QStringList titles() const;
    /// As the vendor has it, times in ISO 8601; nothing for a row that is gone.
    QStringList values(work::RowId row) const;
    /// Tab-separated lines, see work::tsvLine().
    QString tabSeparated(bool withTitles) const;
};

} // namespace tokens
