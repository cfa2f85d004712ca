// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#include "filter/valuereader.h"

#include "base/textrules.h"

namespace filter {

using namespace Qt::StringLiterals;

namespace {

using Reading = std::variant<Value, ValueProblem>;

Reading problem(const QString &message, const QString &suggestion = {})
{
    return ValueProblem {message, suggestion};
}

QString listOf(const Field &field)
{
    QStringList words;
    for (const FieldChoice &choice : field.choices)
        words += choice.word;
    for (const State state : field.states)
        words += stateWord(state);
    return words.join(u", "_s);
}

Reading readText(const Piece &piece)
{
    if (base::foldedText(piece.text).isEmpty())
        return problem(u"Accents alone cannot be searched for."_s);
    if (!piece.isQuoted && piece.text.contains(u'*'))
        return TextTest::pattern(piece.text);
    return TextTest::containing(piece.text);
}

Reading readChoice(const Field &field, const Piece &piece)
{
    if (const FieldChoice *choice = choiceNamed(field, piece.text, true))
        return Choice {choice->value};
    return problem(
        u"\"%1\" is not a value of %2. It may be: %3."_s.arg(piece.text, field.name, listOf(field)),
        nearestOf(piece.text, wordsOf(field)));
}

/// A vendor's own words and the shown ones count as well, so not every unknown word is a mistake.
Reading readOpenChoice(const Field &field, const Piece &piece)
{
    if (piece.isQuoted)
        return readText(piece);
    if (const FieldChoice *choice = choiceNamed(field, piece.text, false))
        return Choice {choice->value};
    const QString meant = slipOf(field, piece.text);
    if (meant.isEmpty())
        return readText(piece);
    return problem(u"\"%1\" is not a %2. Did you mean \"%3\"? For a word of the vendor, use "
                   "quotes."_s.arg(piece.text, field.name, meant),
        meant);
}

std::optional<Comparison> takeComparison(QStringView &text)
{
    const auto take = [&text](QLatin1StringView sign) {
        if (!text.startsWith(sign))
            return false;
        text = text.mid(sign.size());
        return true;
    };
    if (take("<="_L1))
        return Comparison::LessOrEqual;
    if (take(">="_L1))
        return Comparison::GreaterOrEqual;
    if (take("<"_L1))
        return Comparison::Less;
    if (take(">"_L1))
        return Comparison::Greater;
    return std::nullopt;
}

/// What a time may look like, for the one who wrote something else.
Reading badTime(const Field &field, const QString &text)
{
    const QString suggestion = nearestOf(text, wordsOf(field));
    const QString words = listOf(field);
    if (field.kind == ValueKind::Idleness) {
        return problem(u"\"%1\" is not a length of time for %2. Write for example >90d, >1y "
                       "or 30d..90d (h, d, w, m, y); or: %3."_s.arg(text, field.name, words),
            suggestion);
    }
    return problem(
        u"\"%1\" is not a time for %2. Write for example <30d, >1y (h, d, w, m, y), "
        "2026-05-03, >2026-01-01 or 2026-01-01..2026-03-01; or: %3."_s.arg(text, field.name, words),
        suggestion);
}

Reading readRange(const Field &field, const QString &text)
{
    const qsizetype dots = text.indexOf(".."_L1);
    const QString first = text.left(dots);
    const QString second = text.mid(dots + 2);
    const QString swapped = second + u".."_s + first;
    const QString order = u"The range \"%1\" ends before it begins."_s.arg(text);
    if (const auto from = ageFrom(first), to = ageFrom(second); from && to) {
        if (from->length() > to->length())
            return problem(order, swapped);
        return AgeRange {*from, *to};
    }
    const auto from = dateFrom(first);
    const auto to = dateFrom(second);
    if (field.kind == ValueKind::Idleness || (!from && !first.isEmpty())
        || (!to && !second.isEmpty()) || (!from && !to))
        return badTime(field, text);
    if (!from || !to) {
        return problem(u"The range \"%1\" has one end only."_s.arg(text),
            from ? u">="_s + first : u"<="_s + second);
    }
    if (from->start >= to->end)
        return problem(order, swapped);
    return DateRange {*from, *to};
}

Reading readTime(const Field &field, const Piece &piece)
{
    QStringView rest = piece.text;
    const auto comparison = takeComparison(rest);
    if (!comparison && piece.text.contains(".."_L1))
        return readRange(field, piece.text);
    const auto age = ageFrom(rest);
    if (age && comparison)
        return AgeTest {*comparison, *age};
    if (age) {
        return problem(u"Write %1<%2 for less and %1>%2 for more than that."_s.arg(
                           field.name + u':', piece.text),
            (field.kind == ValueKind::Idleness ? u">"_s : u"<"_s) + piece.text);
    }
    const auto date = dateFrom(rest);
    if (!date || field.kind == ValueKind::Idleness)
        return badTime(field, piece.text);
    if (comparison)
        return DateTest {*comparison, *date};
    return DateRange {*date, *date};
}

} // namespace

std::variant<Value, ValueProblem> readValue(const Field &field, const Piece &piece)
{
    if (const auto state = stateNamed(field, piece.text); state && !piece.isQuoted)
        return *state;
    switch (field.kind) {
    case ValueKind::Text:
        return readText(piece);
    case ValueKind::Choice:
        return readChoice(field, piece);
    case ValueKind::OpenChoice:
        return readOpenChoice(field, piece);
    case ValueKind::PastTime:
    case ValueKind::FutureTime:
    case ValueKind::Idleness:
        return readTime(field, piece);
    }
    return readText(piece);
}

std::variant<Value, ValueProblem> readFreeText(const Piece &piece)
{
    return readText(piece);
}

} // namespace filter
