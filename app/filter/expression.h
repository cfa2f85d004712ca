// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

/// A filter as a value: conditions on a token, joined by and, or and not.

#include "filter/field.h"
#include "filter/timetext.h"

#include <QList>

#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace filter {

/// A text that must occur in a value, or a pattern with `*` that a whole value must fit. Compares
/// folded UTF-8, see base::foldedText.
class TextTest final
{
public:
    static TextTest containing(const QString &text);
    static TextTest pattern(const QString &pattern);

    /// As it was typed.
    const QString &text() const { return m_text; }
    bool isPattern() const { return m_isPattern; }
    /// Folded: the text itself, or what stands before, between and after the stars of a pattern.
    const std::vector<std::string> &pieces() const { return m_pieces; }
    bool matches(std::string_view foldedValue) const;

    friend bool operator==(const TextTest &a, const TextTest &b)
    {
        return a.m_isPattern == b.m_isPattern && a.m_text == b.m_text;
    }

private:
    TextTest(const QString &text, bool isPattern, const QStringList &pieces);

    QString m_text;
    bool m_isPattern = false;
    std::vector<std::string> m_pieces;
};

/// One of a field's choices.
struct Choice
{
    int value = 0;
    friend bool operator==(const Choice &, const Choice &) = default;
};

enum class Comparison : quint8 { Less, LessOrEqual, Greater, GreaterOrEqual };

struct AgeTest
{
    Comparison comparison = Comparison::Less;
    Age age;
    friend bool operator==(const AgeTest &, const AgeTest &) = default;
};
struct AgeRange
{
    Age from;
    Age to;
    friend bool operator==(const AgeRange &, const AgeRange &) = default;
};
struct DateTest
{
    Comparison comparison = Comparison::Less;
    Date date;
    friend bool operator==(const DateTest &, const DateTest &) = default;
};
/// From the beginning of one to the end of the other; a single date is both.
struct DateRange
{
    Date from;
    Date to;
    friend bool operator==(const DateRange &, const DateRange &) = default;
};

using Value = std::variant<TextTest, Choice, State, AgeTest, AgeRange, DateTest, DateRange>;

/// A field and what it may be: any of the values.
struct Condition
{
    FieldId field = FieldId::Anything;
    QList<Value> values;
    friend bool operator==(const Condition &, const Condition &) = default;
};

/// A tree whose parts are shared when it is copied. Parts of the same kind never nest and All and
/// Any never have a single part, so that equal meaning in equal words is an equal value.
class Expression final
{
public:
    enum class Kind : quint8 { All, Any, Not, Condition };

    /// What matches every token: all of nothing.
    Expression() = default;
    /// What matches no token: any of nothing.
    static Expression nothing() { return any({}); }
    static Expression of(const Condition &condition);
    static Expression all(const QList<Expression> &parts);
    static Expression any(const QList<Expression> &parts);
    static Expression negated(const Expression &part);

    Kind kind() const { return m_kind; }
    const QList<Expression> &parts() const { return m_parts; }
    const Condition &condition() const { return m_condition; }
    /// Nothing was asked for: every token matches.
    bool isEmpty() const { return m_kind == Kind::All && m_parts.isEmpty(); }
    /// Time alone may change what matches.
    bool dependsOnNow() const;

    friend bool operator==(const Expression &a, const Expression &b);

private:
    static Expression joined(Kind kind, const QList<Expression> &parts);

    Kind m_kind = Kind::All;
    Condition m_condition;
    QList<Expression> m_parts;
};

/// Folded: what is looked for in texts, without what must not be in them. For marking it where it
/// is found.
QStringList searchedWords(const Expression &expression);

/// The filter in its shortest usual form; parsing it gives the same expression. The expression that
/// matches nothing has no text.
QString toText(const Expression &expression);
QString toText(const Condition &condition);
/// A value as it stands after its field's colon.
QString toText(FieldId field, const Value &value);

/// The text in quotes, as it is searched for literally.
QString quoted(const QString &text);

} // namespace filter
