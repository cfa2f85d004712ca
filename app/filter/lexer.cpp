// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#include "filter/lexer.h"

#include <optional>

namespace filter {

using namespace Qt::StringLiterals;

namespace {

std::optional<Lexeme::Kind> keyword(QStringView word)
{
    if (word.compare("and"_L1, Qt::CaseInsensitive) == 0)
        return Lexeme::Kind::And;
    if (word.compare("or"_L1, Qt::CaseInsensitive) == 0)
        return Lexeme::Kind::Or;
    if (word.compare("not"_L1, Qt::CaseInsensitive) == 0)
        return Lexeme::Kind::Not;
    return std::nullopt;
}

class Lexer final
{
public:
    explicit Lexer(const QString &text)
        : m_text(text)
    {
    }
    QList<Lexeme> run();

private:
    bool isAtEnd() const { return m_at >= m_text.size(); }
    QChar here() const { return m_text.at(m_at); }
    void skipSpace();
    bool isMinus() const;
    Lexeme punctuation(Lexeme::Kind kind);
    Lexeme term();
    Piece phrase();
    /// Up to what ends a word, or to a comma within a field's alternatives.
    Piece plain(bool endsAtComma);
    void alternatives(Lexeme &term);

    const QString &m_text;
    qsizetype m_at = 0;
};

QList<Lexeme> Lexer::run()
{
    QList<Lexeme> lexemes;
    for (skipSpace(); !isAtEnd(); skipSpace()) {
        if (here() == u'(')
            lexemes += punctuation(Lexeme::Kind::Open);
        else if (here() == u')')
            lexemes += punctuation(Lexeme::Kind::Close);
        else if (isMinus())
            lexemes += punctuation(Lexeme::Kind::Minus);
        else
            lexemes += term();
    }
    lexemes += Lexeme {Lexeme::Kind::End, m_text.size(), 0, {}, {}};
    return lexemes;
}

void Lexer::skipSpace()
{
    while (!isAtEnd() && here().isSpace())
        ++m_at;
}

/// A minus directly before something; "-", "- x" and "--x" are words as they stand.
bool Lexer::isMinus() const
{
    if (here() != u'-' || m_at + 1 >= m_text.size())
        return false;
    const QChar next = m_text.at(m_at + 1);
    return next == u'(' || (next != u'-' && !endsWord(next));
}

Lexeme Lexer::punctuation(Lexeme::Kind kind)
{
    return {kind, m_at++, 1, {}, {}};
}

Lexeme Lexer::term()
{
    Lexeme term {Lexeme::Kind::Term, m_at, 0, {}, {}};
    if (here() == u'"') {
        term.pieces += phrase();
    } else {
        const Piece word = plain(false);
        const qsizetype colon = word.text.indexOf(u':');
        if (const auto kind = keyword(word.text)) {
            term.kind = *kind;
        } else if (colon > 0) {
            term.field = word.text.left(colon);
            m_at = word.position + colon + 1;
            alternatives(term);
        } else {
            term.pieces += word;
        }
    }
    term.length = m_at - term.position;
    return term;
}

void Lexer::alternatives(Lexeme &term)
{
    for (;;) {
        const bool isPhrase = !isAtEnd() && here() == u'"';
        term.pieces += isPhrase ? phrase() : plain(true);
        if (isAtEnd() || here() != u',')
            return;
        ++m_at;
        // "active, disabled" is a list, too; but a comma at the very end waits for its value.
        const qsizetype afterComma = m_at;
        skipSpace();
        if (isAtEnd())
            m_at = afterComma;
    }
}

/// Within quotes a doubled quote is one.
Piece Lexer::phrase()
{
    Piece piece {m_at, 0, {}, true, false};
    for (++m_at; !isAtEnd(); ++m_at) {
        if (here() == u'"') {
            const bool isDoubled = m_at + 1 < m_text.size() && m_text.at(m_at + 1) == u'"';
            if (!isDoubled) {
                piece.isClosed = true;
                ++m_at;
                break;
            }
            ++m_at;
        }
        piece.text += here();
    }
    piece.length = m_at - piece.position;
    return piece;
}

Piece Lexer::plain(bool endsAtComma)
{
    const qsizetype start = m_at;
    while (!isAtEnd() && !endsWord(here()) && !(endsAtComma && here() == u','))
        ++m_at;
    return {start, m_at - start, m_text.mid(start, m_at - start), false, true};
}

} // namespace

bool endsWord(QChar c)
{
    return c.isSpace() || c == u'(' || c == u')';
}

bool isKeyword(QStringView word)
{
    return keyword(word).has_value();
}

QList<Lexeme> lexemesOf(const QString &text)
{
    return Lexer(text).run();
}

} // namespace filter
