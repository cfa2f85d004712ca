// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

/// Filters and estates drawn by lot, from so few words that they meet often.

#include "base/textrules.h"
#include "filter/expression.h"
#include "filter/match.h"
#include "tokens.h"

#include <QRandomGenerator>

namespace test {

using Random = QRandomGenerator;

template <typename List>
const auto &oneOf(Random &random, const List &list)
{
    return list[static_cast<decltype(list.size())>(random.bounded(static_cast<int>(list.size())))];
}

/// Texts that tokens have and filters look for: cases, accents, odd scripts, words of the language.
inline const QStringList &words()
{
    static const QStringList all {QStringLiteral("ci-deploy"), QStringLiteral("Backup"),
        QStringLiteral("\u00c4rger"), QStringLiteral("stra\u00dfe"), QStringLiteral("\u0130zmir"),
        QStringLiteral("\u03bf\u03b4\u03cc\u03c2"), QStringLiteral("ada@example.com"),
        QStringLiteral("Mia@Example.org"), QStringLiteral("admin"), QStringLiteral("read"),
        QStringLiteral("net ops"), QStringLiteral("or"), QStringLiteral("NOT"),
        QStringLiteral("none"), QStringLiteral("Unknown"), QStringLiteral("active"),
        QStringLiteral("a:b"), QStringLiteral("-x"), QStringLiteral("--y"), QStringLiteral("-"),
        QStringLiteral("say \"hi\""), QStringLiteral("50%,(net)"), QStringLiteral("2*3"),
        QStringLiteral("\U0001f680"), QStringLiteral("\uff21\uff22"), QStringLiteral("e\u0301a"),
        QStringLiteral("a\tb\nc"), QStringLiteral("n\0l").replace(u'n', QChar(0)),
        QStringLiteral("a"), QStringLiteral("1"), QStringLiteral("SUSPENDED")};
    return all;
}

inline QString randomText(Random &random)
{
    QString text = oneOf(random, words());
    if (random.bounded(3) == 0) {
        const auto from = random.bounded(static_cast<int>(text.size()));
        text = text.mid(from, 1 + random.bounded(4));
    }
    if (random.bounded(6) == 0)
        text += oneOf(random, words());
    return base::foldedText(text).isEmpty() ? QStringLiteral("a") : text;
}

inline QString randomPattern(Random &random)
{
    static const QStringList pieces {QString(), QString(), QStringLiteral("a"),
        QStringLiteral("ci"), QStringLiteral("deploy"), QStringLiteral("@"),
        QStringLiteral("\u00c4"), QStringLiteral("example.com"), QStringLiteral("admin"),
        QStringLiteral("--"), QStringLiteral("act"), QStringLiteral("1")};
    QStringList parts;
    for (int i = 2 + random.bounded(3); i > 0; --i)
        parts += oneOf(random, pieces);
    return parts.join(u'*');
}

inline filter::Age randomAge(Random &random)
{
    return {random.bounded(60), static_cast<filter::AgeUnit>(random.bounded(4))};
}

inline filter::Date randomDate(Random &random)
{
    static const QStringList dates {QStringLiteral("2025"), QStringLiteral("2026"),
        QStringLiteral("2026-01"), QStringLiteral("2026-02"), QStringLiteral("2026-02-28"),
        QStringLiteral("2026-03-01"), QStringLiteral("2026-03-02"),
        QStringLiteral("2026-03-01T12:00Z"), QStringLiteral("2026-03-01T12:00:00Z"),
        QStringLiteral("2026-02-20T11:59")};
    return *filter::dateFrom(oneOf(random, dates));
}

inline filter::Value randomTime(Random &random, const filter::Field &field)
{
    const auto comparison = static_cast<filter::Comparison>(random.bounded(4));
    const int shape = random.bounded(field.kind == filter::ValueKind::Idleness ? 2 : 4);
    if (shape == 0)
        return filter::AgeTest {comparison, randomAge(random)};
    if (shape == 1) {
        const filter::Age a = randomAge(random);
        const filter::Age b = randomAge(random);
        return a.length() <= b.length() ? filter::AgeRange {a, b} : filter::AgeRange {b, a};
    }
    if (shape == 2)
        return filter::DateTest {comparison, randomDate(random)};
    const filter::Date a = randomDate(random);
    const filter::Date b = randomDate(random);
    return a.start < b.end ? filter::DateRange {a, b} : filter::DateRange {b, a};
}

inline filter::Value randomValue(Random &random, const filter::Field &field)
{
    if (!field.states.empty() && random.bounded(4) == 0)
        return oneOf(random, field.states);
    if (!field.choices.empty() && (!field.takesText() || random.bounded(2) == 0))
        return filter::Choice {oneOf(random, field.choices).value};
    if (field.isTime())
        return randomTime(random, field);
    return random.bounded(3) == 0 ? filter::TextTest::pattern(randomPattern(random))
                                  : filter::TextTest::containing(randomText(random));
}

inline filter::Condition randomCondition(Random &random)
{
    filter::Condition condition;
    if (random.bounded(4) == 0) {
        condition.values += random.bounded(4) == 0
            ? filter::TextTest::pattern(randomPattern(random))
            : filter::TextTest::containing(randomText(random));
        return condition;
    }
    const filter::Field &field = oneOf(random, filter::fields());
    condition.field = field.id;
    for (int i = random.bounded(3); i >= 0; --i)
        condition.values += randomValue(random, field);
    return condition;
}

inline filter::Expression randomExpression(Random &random, int depth = 3)
{
    using filter::Expression;
    const int kind = depth == 0 ? 3 : random.bounded(5);
    if (kind >= 3)
        return Expression::of(randomCondition(random));
    if (kind == 2)
        return Expression::negated(randomExpression(random, depth - 1));
    QList<Expression> parts;
    for (int i = 1 + random.bounded(3); i > 0; --i)
        parts += randomExpression(random, depth - 1);
    return kind == 0 ? Expression::all(parts) : Expression::any(parts);
}

/// Every field and every state of a fact, times at and around the borders that filters name.
inline domain::Token oddToken(Random &random, const QString &connectionId, const QString &id)
{
    using domain::Fact;
    const auto state = [&random] { return static_cast<domain::FactState>(random.bounded(6)); };
    const auto time = [&] {
        domain::TimeFact fact;
        fact.state = random.bounded(2) == 0 ? domain::FactState::Known : state();
        const auto length = randomAge(random).length() * (random.bounded(3) == 0 ? -1 : 1);
        const std::chrono::milliseconds nudge(random.bounded(3) - 1);
        if (fact.isKnown())
            fact.value = (random.bounded(4) == 0 ? randomDate(random).end : FixedClock().time)
                - length + nudge;
        if (fact.state == domain::FactState::NotUnderstood)
            fact.wording = oneOf(random, words());
        return fact;
    };
    const auto text = [&] {
        Fact<QString> fact;
        fact.state = random.bounded(2) == 0 ? domain::FactState::Known : state();
        if (fact.isKnown() && random.bounded(8) != 0)
            fact.value = oneOf(random, words());
        return fact;
    };
    domain::Token made = token(connectionId, id + randomText(random), oneOf(random, words()));
    if (random.bounded(10) == 0)
        made.name = QStringLiteral("\u0301"); // an accent alone folds to nothing
    made.status = static_cast<domain::TokenStatus>(random.bounded(5));
    made.kind = static_cast<domain::TokenKind>(random.bounded(3));
    if (random.bounded(4) == 0)
        made.rawStatus = oneOf(random, words());
    if (random.bounded(2) == 0)
        made.keyHint = oneOf(random, words());
    made.description = text();
    made.owner = text();
    made.creator = text();
    made.created = time();
    made.lastUsed = time();
    made.expires = time();
    made.removedWhenIdle = time();
    for (int i = random.bounded(3); i > 0; --i) {
        made.grants.push_back({.name = oneOf(random, words()),
            .label = random.bounded(2) == 0 ? oneOf(random, words()) : QString(),
            .target = random.bounded(2) == 0 ? oneOf(random, words()) : QString(),
            .targetLabel = random.bounded(3) == 0 ? oneOf(random, words()) : QString(),
            .broad = random.bounded(3) == 0});
    }
    made.grantsState = random.bounded(2) == 0 ? domain::FactState::Known : state();
    made.isOwnCredential = random.bounded(5) == 0;
    return made;
}

/// Half of them empty; days at and around the one that stands still.
inline domain::Annotation randomAnnotation(Random &random)
{
    domain::Annotation made;
    if (random.bounded(2) == 0)
        return made;
    if (random.bounded(2) == 0)
        made.note = oneOf(random, words());
    for (int i = random.bounded(3); i > 0; --i)
        made.tags += oneOf(random, words());
    if (random.bounded(2) == 0)
        made.owner = oneOf(random, words());
    if (random.bounded(2) == 0)
        made.reviewOn = QDate(2026, 3, 1).addDays(random.bounded(80) - 40);
    return made;
}

inline filter::MatchContext randomContext(Random &random)
{
    return {FixedClock().time, oneOf(random, words()),
        static_cast<domain::Vendor>(random.bounded(4)),
        static_cast<domain::Environment>(random.bounded(3)),
        random.bounded(2) == 0 ? QStringLiteral("gesperrt") : QString(), randomAnnotation(random)};
}

} // namespace test
