// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

/// The columns of the token table, each one row of a table here. The model, the header menu,
/// copying and saved layouts all read it, so that adding a column is adding a row.

#include "models/celltext.h"
#include "work/rowsort.h"

#include <optional>
#include <span>

namespace models {

/// Whatever is a column can be sorted by.
using TokenColumnId = work::SortField;

struct TokenColumn
{
    TokenColumnId id;
    const char *word; ///< stable, for saved layouts: "last-used"
    const char *title; ///< translated by columnTitle()
    QString (*text)(const domain::Token &, const TextContext &); ///< the cell, for eyes
    /// What the cell means: exact times, why there is nothing. Plain text; empty = nothing to add.
    QString (*explanation)(const domain::Token &, const TextContext &);
    QString (*plainValue)(const domain::Token &, const TextContext &); ///< for the clipboard
    domain::FactState (*state)(const domain::Token &, const TextContext &);
    int defaultWidth = 120;
    bool isShownAtFirst = true;
    Qt::Alignment alignment = Qt::AlignLeft | Qt::AlignVCenter;
};

/// In the order of the enum.
std::span<const TokenColumn> tokenColumns();
const TokenColumn &tokenColumn(TokenColumnId id);
std::optional<TokenColumnId> columnFromWord(QStringView word);
QString columnTitle(const TokenColumn &column);

} // namespace models
