// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#include "filter/completion.h"

#include "base/textrules.h"
#include "filter/expression.h"
#include "filter/lexer.h"
#include "filter/parser.h"

#include <algorithm>

namespace filter {

using namespace Qt::StringLiterals;

namespace {

/// Collects candidates: those that begin with what was typed before those that contain it.
class Collector final
{
public:
    explicit Collector(const QString &typed)
        : m_typed(base::foldedText(typed))
    {
    }
    bool isAnythingTyped() const { return !m_typed.isEmpty(); }
    bool begins(const QString &word) const { return base::foldedText(word).startsWith(m_typed); }
    /// words: what it is found by, the first its own.
    void add(const Candidate &candidate, const QStringList &words)
    {
        if (std::any_of(words.begin(), words.end(), [this](const auto &w) { return begins(w); }))
            m_first.push_back(candidate);
        else if (base::foldedText(words.front()).contains(m_typed))
            m_rest.push_back(candidate);
    }
    std::vector<Candidate> result() &&
    {
        m_first.insert(m_first.end(), m_rest.begin(), m_rest.end());
        if (m_first.size() > mostCandidates)
            m_first.resize(mostCandidates);
        return std::move(m_first);
    }

private:
    QString m_typed;
    std::vector<Candidate> m_first;
    std::vector<Candidate> m_rest;
};

QString unitWords(const Age &age)
{
    static const QStringList units {u"hour"_s, u"day"_s, u"week"_s, u"month"_s, u"year"_s};
    const QString &unit = units.at(static_cast<int>(age.unit));
    return QString::number(age.count) + u' ' + unit + (age.count == 1 ? QString() : u"s"_s);
}

/// What a time means, in words: "less than 30 days ago".
QString explanationOf(const Field &field, const QString &example)
{
    const ParseResult parsed = parse(field.name + u':' + example);
    const auto &values = parsed.expression.condition().values;
    if (parsed.error || values.isEmpty())
        return {};
    if (const auto *test = std::get_if<AgeTest>(&values.front())) {
        const bool isLess
            = test->comparison == Comparison::Less || test->comparison == Comparison::LessOrEqual;
        const QString length = unitWords(test->age);
        if (field.kind == ValueKind::FutureTime) {
            return isLess ? u"within the next %1"_s.arg(length)
                          : u"more than %1 from now"_s.arg(length);
        }
        const QString than = (isLess ? u"less than "_s : u"more than "_s) + length;
        return field.kind == ValueKind::PastTime ? than + u" ago"_s : than;
    }
    if (std::holds_alternative<DateTest>(values.front()))
        return u"after that day (UTC)"_s;
    return std::holds_alternative<DateRange>(values.front()) ? u"within it (UTC)"_s : QString();
}

QString explanationOf(State state)
{
    switch (state) {
    case State::None:
        return u"there is none"_s;
    case State::Unknown:
        return u"nobody knows"_s;
    case State::Never:
        return u"the vendor says never"_s;
    case State::Known:
        return u"there is a time"_s;
    case State::Past:
        return u"it is over"_s;
    case State::Unclear:
        return u"the vendor says something not understood"_s;
    }
    return {};
}

void addFields(Collector &collector)
{
    for (const Field &field : fields()) {
        if (!collector.begins(field.name)
            && std::none_of(field.aliases.begin(), field.aliases.end(),
                [&](const QString &alias) { return collector.begins(alias); }))
            continue;
        collector.add(
            {field.name + u':', field.explanation, true}, QStringList {field.name} + field.aliases);
    }
}

/// "act" is the beginning of status:active as well.
void addWholeConditions(Collector &collector, const CompletionSource &source)
{
    for (const Field &field : fields()) {
        const bool isFlag = field.id == FieldId::Broad || field.id == FieldId::Own;
        for (const FieldChoice &choice : field.choices) {
            const QStringList words = QStringList {choice.word} + choice.aliases;
            const bool fits = std::any_of(words.begin(), words.end(),
                [&collector](const QString &word) { return collector.begins(word); });
            if (!isFlag && fits)
                collector.add({field.name + u':' + choice.word, field.explanation, false}, words);
        }
    }
    for (const QString &name : source.connections) {
        if (collector.begins(name)) {
            const Condition condition {FieldId::Connection, {TextTest::containing(name)}};
            collector.add({toText(condition), u"a connection"_s, false}, {name});
        }
    }
}

const QStringList &knownTexts(FieldId id, const CompletionSource &source)
{
    static const QStringList none;
    switch (id) {
    case FieldId::Connection:
        return source.connections;
    case FieldId::Owner:
        return source.owners;
    case FieldId::Creator:
        return source.creators;
    case FieldId::Grant:
        return source.grants;
    case FieldId::Tag:
        return source.tags;
    default:
        return none;
    }
}

/// "<3" is the beginning of "<3d".
void addUnits(const Field &field, const QString &typed, Collector &collector)
{
    if (typed.isEmpty() || !typed.back().isDigit())
        return;
    for (const QChar unit : {u'h', u'd', u'w', u'm', u'y'}) {
        const QString text = typed + unit;
        if (const QString explanation = explanationOf(field, text); !explanation.isEmpty())
            collector.add({text, explanation, false}, {text});
    }
}

void addValues(
    const Field &field, const QString &typed, const CompletionSource &source, Collector &collector)
{
    for (const FieldChoice &choice : field.choices)
        collector.add({choice.word, {}, false}, QStringList {choice.word} + choice.aliases);
    if (field.isTime()) {
        addUnits(field, typed, collector);
        for (const QString &example : field.examples)
            collector.add({example, explanationOf(field, example), false}, {example});
    }
    for (const QString &text : knownTexts(field.id, source)) {
        if (!text.isEmpty())
            collector.add({toText(field.id, TextTest::containing(text)), {}, false}, {text});
    }
    for (const State state : field.states)
        collector.add({stateWord(state), explanationOf(state), false}, {stateWord(state)});
}

/// The term that the cursor is in or right behind; null between terms.
const Lexeme *termAt(const QList<Lexeme> &lexemes, qsizetype cursor)
{
    for (const Lexeme &lexeme : lexemes) {
        const bool isTerm = lexeme.kind == Lexeme::Kind::Term;
        if (isTerm && lexeme.position <= cursor && cursor <= lexeme.end())
            return &lexeme;
    }
    return nullptr;
}

Completion finish(qsizetype position, qsizetype length, Collector &&collector)
{
    return {position, length, std::move(collector).result()};
}

Completion valueCompletions(const QString &text, qsizetype cursor, const Lexeme &term,
    const Field &field, const CompletionSource &source)
{
    const Piece *piece = &term.pieces.front();
    for (const Piece &one : term.pieces) {
        if (one.position <= cursor)
            piece = &one;
    }
    const qsizetype start = piece->position + (piece->isQuoted ? 1 : 0);
    const QString typed = text.mid(start, std::max(cursor - start, qsizetype(0)));
    Collector collector(typed);
    addValues(field, typed, source, collector);
    // What a quote that is not closed yet has swallowed stays.
    const qsizetype end = piece->isClosed ? piece->end() : std::max(cursor, start);
    return finish(piece->position, end - piece->position, std::move(collector));
}

} // namespace

Completion completions(const QString &text, qsizetype cursor, const CompletionSource &source)
{
    if (text.size() > longestText)
        return {};
    cursor = std::clamp(cursor, qsizetype(0), text.size());
    const QList<Lexeme> lexemes = lexemesOf(text);
    const Lexeme *term = termAt(lexemes, cursor);
    if (!term) {
        Collector collector({});
        addFields(collector);
        return finish(cursor, 0, std::move(collector));
    }
    if (!term->field.isEmpty() && cursor > term->position + term->field.size()) {
        const Field *field = fieldNamed(term->field);
        return field ? valueCompletions(text, cursor, *term, *field, source) : Completion {};
    }
    Collector collector(text.mid(term->position, cursor - term->position));
    if (!term->field.isEmpty()) {
        addFields(collector);
        return finish(term->position, term->field.size() + 1, std::move(collector));
    }
    if (term->pieces.front().isQuoted)
        return {};
    addFields(collector);
    if (collector.isAnythingTyped())
        addWholeConditions(collector, source);
    return finish(term->position, term->length, std::move(collector));
}

} // namespace filter
