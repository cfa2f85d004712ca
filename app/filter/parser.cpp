// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#include "filter/parser.h"

#include "filter/lexer.h"
#include "filter/valuereader.h"

namespace filter {

using namespace Qt::StringLiterals;

namespace {

using Kind = Lexeme::Kind;

class Parser final
{
public:
    explicit Parser(const QString &text)
        : m_text(text)
        , m_lexemes(lexemesOf(text))
    {
    }
    ParseResult run();

private:
    const Lexeme &here() const { return m_lexemes.at(m_at); }
    bool take(Kind kind);
    void fail(FilterErrorKind kind, qsizetype position, qsizetype length, const QString &message,
        const QString &suggestion = {});
    void failAt(const Lexeme &lexeme, const QString &message);
    QString source(qsizetype position, qsizetype length) const
    {
        return m_text.mid(position, length);
    }

    Expression alternatives();
    Expression conjunction();
    Expression factor();
    Expression group();
    Expression term();
    std::optional<Value> value(const Field &field, const Piece &piece);
    void failUnknownField(const Lexeme &lexeme);
    bool isReadable(const Piece &piece, const QString &fieldName);
    void noteTerm(qsizetype first);

    const QString &m_text;
    QList<Lexeme> m_lexemes;
    qsizetype m_at = 0;
    int m_depth = 0; ///< of parentheses
    int m_nesting = 0; ///< of everything that calls itself
    ParseResult m_result;
};

bool Parser::take(Kind kind)
{
    if (here().kind != kind)
        return false;
    ++m_at;
    return true;
}

void Parser::fail(FilterErrorKind kind, qsizetype position, qsizetype length,
    const QString &message, const QString &suggestion)
{
    if (!m_result.error)
        m_result.error = FilterError {kind, position, length, message, suggestion};
}

void Parser::failAt(const Lexeme &lexeme, const QString &message)
{
    const QString word = source(lexeme.position, lexeme.length);
    if (lexeme.kind == Kind::And || lexeme.kind == Kind::Or || lexeme.kind == Kind::Not) {
        fail(FilterErrorKind::MissingTerm, lexeme.position, lexeme.length,
            message + u" To search for the word itself, put it in quotes."_s, quoted(word));
    } else {
        fail(FilterErrorKind::MissingTerm, lexeme.position, lexeme.length, message);
    }
}

ParseResult Parser::run()
{
    if (here().kind == Kind::End)
        return m_result;
    m_result.expression = alternatives();
    if (here().kind == Kind::Close) {
        const qsizetype at = here().position;
        const bool isWithinWord = at > 0 && !m_text.at(at - 1).isSpace();
        fail(FilterErrorKind::StrayParenthesis, at, 1,
            u"This parenthesis closes nothing. To search for it, put it in quotes."_s,
            (isWithinWord ? u" "_s : QString()) + quoted(u")"_s));
    }
    if (m_result.error)
        m_result.expression = Expression::nothing();
    return m_result;
}

/// conjunction ("or" conjunction)*
Expression Parser::alternatives()
{
    const bool isTop = m_depth == 0;
    const qsizetype first = m_at;
    QList<Expression> parts {conjunction()};
    while (here().kind == Kind::Or) {
        const Lexeme &joiner = here();
        ++m_at;
        if (here().kind == Kind::End || here().kind == Kind::Close)
            failAt(joiner, u"After \"or\" something is missing."_s);
        else
            parts += conjunction();
    }
    if (isTop && parts.size() > 1) {
        m_result.terms.clear();
        noteTerm(first);
        Term &whole = m_result.terms.back();
        whole.kind = Term::Kind::Group;
        whole.field = FieldId::Anything;
        whole.isNegated = false;
    }
    return Expression::any(parts);
}

/// factor (["and"] factor)*
Expression Parser::conjunction()
{
    QList<Expression> parts;
    for (;;) {
        const Lexeme &next = here();
        if (next.kind == Kind::And || (next.kind == Kind::Or && parts.isEmpty())) {
            const Kind after = m_lexemes.at(m_at + 1).kind;
            const bool joins = next.kind == Kind::And && !parts.isEmpty() && after != Kind::End
                && after != Kind::Close && after != Kind::Or && after != Kind::And;
            if (!joins) {
                failAt(next,
                    u"\"%1\" needs something on both sides."_s.arg(
                        source(next.position, next.length)));
            }
            ++m_at;
            continue;
        }
        if (next.kind == Kind::Or || next.kind == Kind::End || next.kind == Kind::Close)
            break;
        const qsizetype first = m_at;
        parts += factor();
        if (m_depth == 0)
            noteTerm(first);
    }
    return Expression::all(parts);
}

/// ("-" | "not") factor | "(" alternatives ")" | term
Expression Parser::factor()
{
    const Lexeme &first = here();
    if (m_nesting >= deepestNesting) {
        fail(FilterErrorKind::TooDeep, first.position, m_text.size() - first.position,
            u"The filter is nested too deeply."_s);
        m_at = m_lexemes.size() - 1;
        return {};
    }
    ++m_nesting;
    Expression made;
    if (take(Kind::Minus) || take(Kind::Not)) {
        const Kind next = here().kind;
        if (next == Kind::Term || next == Kind::Open || next == Kind::Not || next == Kind::Minus)
            made = Expression::negated(factor());
        else
            failAt(first, u"After \"not\" something is missing."_s);
    } else if (first.kind == Kind::Open) {
        made = group();
    } else {
        made = term();
    }
    --m_nesting;
    return made;
}

Expression Parser::group()
{
    const Lexeme &open = here();
    ++m_at;
    if (here().kind == Kind::Close) {
        fail(FilterErrorKind::MissingTerm, open.position, here().end() - open.position,
            u"There is nothing between these parentheses. To search for them, use quotes."_s,
            quoted(u"()"_s));
        ++m_at;
        return {};
    }
    ++m_depth;
    const Expression made = alternatives();
    --m_depth;
    if (!take(Kind::Close)) {
        fail(FilterErrorKind::UnclosedParenthesis, open.position, m_text.size() - open.position,
            u"A closing parenthesis is missing."_s, m_text.mid(open.position) + u')');
    }
    return made;
}

Expression Parser::term()
{
    const Lexeme &lexeme = here();
    ++m_at;
    Condition condition;
    if (lexeme.field.isEmpty()) {
        const Piece &piece = lexeme.pieces.front();
        if (!isReadable(piece, {}))
            return {};
        const auto read = readFreeText(piece);
        if (const auto *value = std::get_if<Value>(&read))
            condition.values += *value;
        else
            fail(FilterErrorKind::BadValue, piece.position, piece.length,
                std::get<ValueProblem>(read).message);
        return Expression::of(condition);
    }
    const Field *field = fieldNamed(lexeme.field);
    if (!field) {
        failUnknownField(lexeme);
        return {};
    }
    condition.field = field->id;
    for (const Piece &piece : lexeme.pieces) {
        if (const auto read = value(*field, piece))
            condition.values += *read;
    }
    return Expression::of(condition);
}

std::optional<Value> Parser::value(const Field &field, const Piece &piece)
{
    if (!isReadable(piece, field.name))
        return std::nullopt;
    const auto read = readValue(field, piece);
    if (const auto *value = std::get_if<Value>(&read))
        return *value;
    const auto &problem = std::get<ValueProblem>(read);
    fail(FilterErrorKind::BadValue, piece.position, piece.length, problem.message,
        problem.suggestion);
    return std::nullopt;
}

/// Not empty, and closed if it was opened.
bool Parser::isReadable(const Piece &piece, const QString &fieldName)
{
    if (!piece.isClosed) {
        fail(FilterErrorKind::UnclosedQuote, piece.position, piece.length,
            u"A closing quote is missing."_s, quoted(piece.text));
        return false;
    }
    if (!piece.text.isEmpty())
        return true;
    if (piece.isQuoted) {
        fail(FilterErrorKind::MissingValue, piece.position, piece.length,
            u"There is nothing between these quotes."_s);
    } else {
        fail(FilterErrorKind::MissingValue, piece.position, 0,
            u"A value of %1 is missing here; it follows directly."_s.arg(fieldName));
    }
    return false;
}

void Parser::failUnknownField(const Lexeme &lexeme)
{
    const QString word = source(lexeme.position, lexeme.length);
    const QString nearest = nearestFieldName(lexeme.field);
    const QString literally = u"To search for the text itself, put it in quotes: %1"_s;
    if (nearest.isEmpty()) {
        fail(FilterErrorKind::UnknownField, lexeme.position, lexeme.length,
            u"There is no field \"%1\". "_s.arg(lexeme.field) + literally.arg(quoted(word)),
            quoted(word));
        return;
    }
    fail(FilterErrorKind::UnknownField, lexeme.position, lexeme.length,
        u"There is no field \"%1\". Did you mean \"%2\"? "_s.arg(lexeme.field, nearest)
            + literally.arg(quoted(word)),
        nearest + word.mid(lexeme.field.size()));
}

/// Everything from lexeme `first` to where the parser stands.
void Parser::noteTerm(qsizetype first)
{
    const qsizetype position = m_lexemes.at(first).position;
    const qsizetype length = m_lexemes.at(m_at - 1).end() - position;
    Term term;
    term.position = position;
    term.length = length;
    term.text = source(position, length);
    qsizetype core = first;
    for (; m_lexemes.at(core).kind == Kind::Minus || m_lexemes.at(core).kind == Kind::Not; ++core)
        term.isNegated = !term.isNegated;
    const Lexeme &lexeme = m_lexemes.at(core);
    const Field *field = lexeme.field.isEmpty() ? nullptr : fieldNamed(lexeme.field);
    if (lexeme.kind == Kind::Open)
        term.kind = Term::Kind::Group;
    else if (field)
        term.kind = Term::Kind::Field;
    if (field)
        term.field = field->id;
    m_result.terms.push_back(term);
}

} // namespace

QString ParseResult::withoutTerm(std::size_t index) const
{
    QStringList kept;
    for (std::size_t i = 0; i < terms.size(); ++i) {
        if (i != index)
            kept += terms[i].text;
    }
    return kept.join(u' ');
}

ParseResult parse(const QString &text)
{
    if (text.size() <= longestText)
        return Parser(text).run();
    ParseResult result;
    result.expression = Expression::nothing();
    result.error = FilterError {FilterErrorKind::TooLong, longestText, text.size() - longestText,
        u"A filter may have %1 characters at most."_s.arg(longestText), {}};
    return result;
}

QString withSuggestion(const QString &text, const FilterError &error)
{
    QString mended = text;
    return error.suggestion.isEmpty()
        ? text
        : mended.replace(error.position, error.length, error.suggestion);
}

} // namespace filter
