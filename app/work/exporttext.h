// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

/// Values as lines of CSV, of tab-separated text and as JSON: one way for the window, its clipboard
/// and the command line. Pure. Never holds a secret, because a Token does not.

#include "domain/annotation.h"
#include "domain/connection.h"
#include "domain/token.h"

#include <QByteArray>
#include <QJsonObject>
#include <QStringList>

namespace work {

/// UTF-8's mark, without which some spreadsheets take the file for another encoding.
inline constexpr char byteOrderMark[] = "\xef\xbb\xbf";

/// Stable English word: "account", "organisation", "user".
QString kindId(domain::TokenKind kind);
/// "2026-05-02T12:03:22Z"
QString exportTime(base::Instant time);

/// Finds what a spreadsheet would compute, one character after the other (IN-11): = + - @ (full
/// width too), a tab or a carriage return, where a cell begins for somebody: at the start, after a
/// line break, and after a comma, semicolon, tab or bar, since a reader may split at any of those
/// and pass over our quotation marks.
class FormulaWatch final
{
public:
    /// Whether a cell would begin like a formula with this one, the next of its text.
    bool startsFormula(QChar c);

private:
    bool m_isFirst = true;
    bool m_opensCell = true;
};

/// The text with an apostrophe before whatever would start a formula. Every line of CSV, of
/// tab-separated text and of a report goes through it. Nothing here reads such a text back.
QString withoutFormulas(const QString &value);

/// RFC 4180, always quoted, without formulas.
QByteArray csvField(const QString &value);
/// Ends in CR LF.
QByteArray csvLine(const QStringList &values);

/// For the clipboard, ends in LF: what would end a cell or a row becomes a space, since the text
/// may as well be pasted into a terminal; a quote, which opens a cell in spreadsheets, is quoted.
QString tsvLine(const QStringList &values);

/// Everything that is known of a token: facts as {"state", "value", "exact"}, and under "noted"
/// what admins wrote here. Documented in cli/README.md; only ever grows.
QJsonObject tokenJson(const domain::Connection &connection, const domain::Token &token,
    const domain::Annotation &annotation);

} // namespace work
