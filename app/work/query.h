// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

/// The quick text filter of the window and of `tokens list --filter`: every word must occur
/// somewhere in a token, whatever its case and accents. "two words" in quotes count as one.

#include "work/rowsort.h"

#include <QByteArray>
#include <QList>
#include <QString>

namespace work {

/// Stable English word: "active", "disabled", "expired", "deleted", "unknown".
QString statusId(domain::TokenStatus status);

/// Words a token is found by that are not in the token itself.
struct SearchContext
{
    QString connectionName;
    QString vendorName;
    QString statusWord; ///< as shown, if that is not English; the English one always counts
};

/// Everything one would look for in a token, folded: name, description, vendor, connection, status,
/// owner, creator, grants, key hint, id. One field per line.
QByteArray searchForm(const domain::Token &token, const SearchContext &context);

class Query final
{
public:
    Query() = default;
    explicit Query(const QString &text);

    /// An empty query matches everything.
    bool isEmpty() const { return m_words.isEmpty(); }
    bool matches(const QByteArray &searchForm) const;

    const QList<QByteArray> &words() const { return m_words; }

    friend bool operator==(const Query &, const Query &) = default;

private:
    QList<QByteArray> m_words;
};

/// The same on packed rows; tombstones are not told apart.
SegmentBits matchingRows(const TokenSnapshot &snapshot, const TokenSegment &segment,
    const ConnectionTable &connections, const Query &query);

} // namespace work
