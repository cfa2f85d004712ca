// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#include "filter/expression.h"
#include "filter/lexer.h"

#include <algorithm>

namespace filter {

using namespace Qt::StringLiterals;

namespace {

/// Whether the text would be read as something else without quotes.
bool needsQuotes(FieldId id, const QString &text)
{
    const auto isSpecial = [id](QChar c) {
        return endsWord(c) || c == u'"' || c == u'*'
            || (id == FieldId::Anything ? c == u':' : c == u',');
    };
    if (text.isEmpty() || std::any_of(text.begin(), text.end(), isSpecial))
        return true;
    if (id == FieldId::Anything)
        return text.startsWith(u'-') || isKeyword(text);
    const Field &of = field(id);
    return stateNamed(of, text) || choiceNamed(of, text, false)
        || (of.kind == ValueKind::OpenChoice && !slipOf(of, text).isEmpty());
}

QString comparisonText(Comparison comparison)
{
    switch (comparison) {
    case Comparison::Less:
        return u"<"_s;
    case Comparison::LessOrEqual:
        return u"<="_s;
    case Comparison::Greater:
        return u">"_s;
    case Comparison::GreaterOrEqual:
        return u">="_s;
    }
    return {};
}

/// One alternative of a Value as text.
struct ValueText
{
    FieldId id;

    QString operator()(const TextTest &test) const
    {
        const bool asItIs = test.isPattern() || !needsQuotes(id, test.text());
        return asItIs ? test.text() : quoted(test.text());
    }
    QString operator()(const Choice &choice) const
    {
        for (const FieldChoice &one : field(id).choices) {
            if (one.value == choice.value)
                return one.word;
        }
        return {};
    }
    QString operator()(State state) const { return stateWord(state); }
    QString operator()(const AgeTest &test) const
    {
        return comparisonText(test.comparison) + ageText(test.age);
    }
    QString operator()(const AgeRange &range) const
    {
        return ageText(range.from) + u".."_s + ageText(range.to);
    }
    QString operator()(const DateTest &test) const
    {
        return comparisonText(test.comparison) + dateText(test.date);
    }
    QString operator()(const DateRange &range) const
    {
        if (range.from == range.to)
            return dateText(range.from);
        return dateText(range.from) + u".."_s + dateText(range.to);
    }
};

/// As a part of something else: in parentheses where it would otherwise be read apart.
QString partText(const Expression &part, Expression::Kind whole)
{
    const QString text = toText(part);
    // A second minus would make a word of both.
    const bool isWord
        = part.kind() == Expression::Kind::Condition || part.kind() == Expression::Kind::Not;
    const bool standsAlone = whole == Expression::Kind::Not
        ? isWord && !text.startsWith(u'-')
        : isWord || (part.kind() == Expression::Kind::All && whole == Expression::Kind::Any);
    return standsAlone ? text : u'(' + text + u')';
}

} // namespace

QString quoted(const QString &text)
{
    QString inside = text;
    return u'"' + inside.replace(u'"', u"\"\""_s) + u'"';
}

QString toText(FieldId field, const Value &value)
{
    return std::visit(ValueText {field}, value);
}

QString toText(const Condition &condition)
{
    QStringList values;
    for (const Value &value : condition.values)
        values += toText(condition.field, value);
    const QString text = values.join(u',');
    return condition.field == FieldId::Anything ? text : field(condition.field).name + u':' + text;
}

QString toText(const Expression &expression)
{
    QStringList parts;
    for (const Expression &part : expression.parts())
        parts += partText(part, expression.kind());
    switch (expression.kind()) {
    case Expression::Kind::All:
        return parts.join(u' ');
    case Expression::Kind::Any:
        return parts.join(u" or "_s);
    case Expression::Kind::Not:
        return u'-' + parts.join(QString());
    case Expression::Kind::Condition:
        return toText(expression.condition());
    }
    return {};
}

} // namespace filter
