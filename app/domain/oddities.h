// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

/// What was odd in the tokens of one answer: counted while they are read, said in one remark, so
/// that one bad value costs neither its row nor the page.

#include "base/jsonreader.h"
#include "domain/timefact.h"
#include "domain/vendorclient.h"

namespace domain {

class Oddities final
{
public:
    /// Begins the next row: notes texts in it that had to be mended.
    void look(const base::json::Item &item);
    /// A member of this row says something that is not understood.
    void note(const base::json::Item &item, int field);
    /// Whether a member that may be missing is of another kind than it should be, which is noted.
    bool isOdd(const base::json::Item &item, int field, base::json::Value::Kind expected);
    /// A time, noted where it is not understood.
    TimeFact time(const base::json::Item &item, int field, TimeForm form, TimeOf what,
        Precision precision = Precision::Exact);
    /// A row that cannot be shown or named, so that the list is not whole; instead of look().
    void drop(base::Error error);

    /// Adds a remark and, where rows were dropped, the warning that the list may be incomplete. An
    /// answer of which no row could be read is none: then the first row's error.
    base::Result<base::Unit> sayIn(TokenPage &page, std::size_t rowsRead) const;

private:
    std::size_t m_rows = 0; ///< odd ones that were kept
    bool m_isNoted = false; ///< the current row is among them
    QString m_first; ///< where the first of the members stands
    std::size_t m_dropped = 0;
    std::optional<base::Error> m_firstDropped;
};

/// A member that should be a text; a token row's fact of it. Null and absent: `otherwise`.
TokenRow::Text textFact(Oddities &oddities, const base::json::Item &item, int field,
    const TokenRow::Text &otherwise = TokenRow::Text::notReported());

} // namespace domain
