// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#include "filter/expression.h"

#include "base/textrules.h"

#include <algorithm>

namespace filter {

namespace {

bool dependsOnNow(const Value &value)
{
    if (const auto *state = std::get_if<State>(&value))
        return *state == State::Past;
    return std::holds_alternative<AgeTest>(value) || std::holds_alternative<AgeRange>(value);
}

} // namespace

TextTest::TextTest(const QString &text, bool isPattern, const QStringList &pieces)
    : m_text(text)
    , m_isPattern(isPattern)
{
    // Piece by piece: folding turns some other characters into a star.
    for (const QString &piece : pieces)
        m_pieces.push_back(base::foldedText(piece).toStdString());
}

TextTest TextTest::containing(const QString &text)
{
    return {text, false, {text}};
}

TextTest TextTest::pattern(const QString &pattern)
{
    return {pattern, true, pattern.split(u'*')};
}

bool TextTest::matches(std::string_view value) const
{
    if (!m_isPattern)
        return value.find(m_pieces.front()) != std::string_view::npos;
    const std::string &first = m_pieces.front();
    const std::string &last = m_pieces.back();
    if (value.size() < first.size() + last.size() || !value.starts_with(first)
        || !value.ends_with(last))
        return false;
    value = value.substr(first.size(), value.size() - first.size() - last.size());
    for (std::size_t i = 1; i + 1 < m_pieces.size(); ++i) {
        const std::size_t found = value.find(m_pieces[i]);
        if (found == std::string_view::npos)
            return false;
        value.remove_prefix(found + m_pieces[i].size());
    }
    return true;
}

Expression Expression::of(const Condition &condition)
{
    Expression made;
    made.m_kind = Kind::Condition;
    made.m_condition = condition;
    return made;
}

Expression Expression::all(const QList<Expression> &parts)
{
    return joined(Kind::All, parts);
}

Expression Expression::any(const QList<Expression> &parts)
{
    return joined(Kind::Any, parts);
}

Expression Expression::negated(const Expression &part)
{
    Expression made;
    made.m_kind = Kind::Not;
    made.m_parts.append(part);
    return made;
}

Expression Expression::joined(Kind kind, const QList<Expression> &parts)
{
    if (parts.size() == 1)
        return parts.front();
    Expression made;
    made.m_kind = kind;
    for (const Expression &part : parts) {
        if (part.m_kind == kind)
            made.m_parts += part.m_parts;
        else
            made.m_parts += part;
    }
    return made;
}

bool Expression::dependsOnNow() const
{
    const auto &values = m_condition.values;
    return std::any_of(values.begin(), values.end(), &filter::dependsOnNow)
        || std::any_of(m_parts.begin(), m_parts.end(),
            [](const Expression &part) { return part.dependsOnNow(); });
}

QStringList searchedWords(const Expression &expression)
{
    QStringList words;
    if (expression.kind() == Expression::Kind::Not)
        return words;
    for (const Expression &part : expression.parts())
        words += searchedWords(part);
    for (const Value &value : expression.condition().values) {
        const auto *test = std::get_if<TextTest>(&value);
        if (!test)
            continue;
        for (const std::string &piece : test->pieces()) {
            if (!piece.empty())
                words += QString::fromStdString(piece);
        }
    }
    return words;
}

bool operator==(const Expression &a, const Expression &b)
{
    return a.m_kind == b.m_kind && a.m_condition == b.m_condition && a.m_parts == b.m_parts;
}

} // namespace filter
