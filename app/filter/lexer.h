// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

/// Cuts a filter's text into words, phrases and punctuation. Total: every text can be cut.

#include <QList>
#include <QString>

namespace filter {

/// One of the alternatives after a field's colon, or the text of a term without a field.
struct Piece
{
    qsizetype position = 0;
    qsizetype length = 0; ///< with its quotes
    QString text; ///< without them
    bool isQuoted = false;
    bool isClosed = true; ///< false: a quote was opened and the text ended

    qsizetype end() const { return position + length; }
};

struct Lexeme
{
    enum class Kind { Term, Minus, Not, And, Or, Open, Close, End };

    Kind kind = Kind::End;
    qsizetype position = 0;
    qsizetype length = 0;
    QString field; ///< before the colon; empty = free text
    QList<Piece> pieces; ///< of a term: one, or with a field one for each comma

    qsizetype end() const { return position + length; }
};

/// White space and parentheses: what no unquoted word goes over.
bool endsWord(QChar c);
/// and, or, not: in any case.
bool isKeyword(QStringView word);

/// The lexemes of the text; the last is the End.
QList<Lexeme> lexemesOf(const QString &text);

} // namespace filter
