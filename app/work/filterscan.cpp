// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#include "work/filterscan.h"

#include "filter/match.h"
#include "filter/timewindow.h"
#include "work/rownotes.h"
#include "work/textscan.h"

#include <algorithm>

namespace work {

using domain::FactState;
using domain::PackedTokens;
using domain::Place;
using filter::Condition;
using filter::Expression;
using filter::FieldId;
using filter::State;
using filter::TextTest;
using filter::Value;

namespace {

using Table = std::vector<char>; ///< yes or no for each entry of a dictionary

bool isTrue(char entry)
{
    return entry != 0;
}

/// Rows whose place in one of the columns is marked; no test at all if none is.
SegmentTest placeTest(std::vector<Place> PackedTokens::*column, Table table)
{
    if (std::none_of(table.begin(), table.end(), isTrue))
        return noRow();
    return rowTest([column, table = std::move(table)](const TokenSegment &segment, auto row) {
        const Place place = (segment.rows.*column)[row];
        return domain::isPlace(place) && table[place - domain::firstPlace] != 0;
    });
}

/// Makes tests of the parts of an expression.
class Compiler final
{
public:
    Compiler(const TokenSnapshot &snapshot, const FilterContext &context, std::size_t firstSegment)
        : m_snapshot(snapshot)
        , m_context(context)
        , m_firstSegment(firstSegment)
    {
    }
    SegmentTest compile(const Expression &expression) const;

private:
    SegmentTest compile(FieldId id, const Value &value) const;
    SegmentTest textTest(FieldId id, const TextTest &test) const;
    SegmentTest choiceTest(FieldId id, int choice) const;
    SegmentTest stateTest(FieldId id, State state) const;
    SegmentTest noneTest(FieldId id) const;
    SegmentTest timeTest(FieldId id, filter::TimeWindow window) const;

    SegmentTest sharedTextTest(
        std::vector<Place> PackedTokens::*column, const TextTest &test) const;
    SegmentTest ownerTest(const TextTest &test) const;
    SegmentTest grantTest(const TextTest &test) const;
    SegmentTest statusTest(const TextTest &test) const;
    template <typename IsIt>
    SegmentTest connectionTest(IsIt isIt) const;
    template <typename Entries, typename IsIt>
    SegmentTest entryTest(
        std::vector<Place> PackedTokens::*column, const Entries &entries, IsIt isIt) const;

    const TokenSnapshot &m_snapshot;
    const FilterContext &m_context;
    std::size_t m_firstSegment;
};

/// Rows whose entry of a dictionary is one of those that isIt() says yes to.
template <typename Entries, typename IsIt>
SegmentTest Compiler::entryTest(
    std::vector<Place> PackedTokens::*column, const Entries &entries, IsIt isIt) const
{
    Table table(static_cast<std::size_t>(entries.size()), m_firstSegment == 0);
    const std::size_t end = m_firstSegment == 0 ? 0 : m_snapshot.segments.size();
    for (std::size_t i = m_firstSegment; i < end; ++i) {
        for (const Place place : m_snapshot.segments[i]->rows.*column) {
            if (domain::isPlace(place))
                table[place - domain::firstPlace] = 1;
        }
    }
    for (std::size_t i = 0; i < table.size(); ++i)
        table[i] = table[i] != 0 && isIt(*entries.at(static_cast<qsizetype>(i)));
    return placeTest(column, std::move(table));
}

SegmentTest Compiler::compile(const Expression &expression) const
{
    std::vector<SegmentTest> tests;
    for (const Expression &part : expression.parts())
        tests.push_back(compile(part));
    switch (expression.kind()) {
    case Expression::Kind::All:
        return allOf(std::move(tests));
    case Expression::Kind::Any:
        return anyOf(std::move(tests));
    case Expression::Kind::Not:
        return [test = std::move(tests.front())](
                   const TokenSegment &segment) { return ~test(segment); };
    case Expression::Kind::Condition:
        break;
    }
    const Condition &condition = expression.condition();
    for (const Value &value : condition.values)
        tests.push_back(compile(condition.field, value));
    return anyOf(std::move(tests));
}

SegmentTest Compiler::compile(FieldId id, const Value &value) const
{
    if (const auto *test = std::get_if<TextTest>(&value))
        return textTest(id, *test);
    if (const auto *choice = std::get_if<filter::Choice>(&value))
        return choiceTest(id, choice->value);
    if (filter::field(id).isTime()) {
        if (const auto window = filter::timeWindow(filter::field(id), value, m_context.now))
            return timeTest(id, *window);
    }
    return stateTest(id, std::get<State>(value));
}

SegmentTest Compiler::textTest(FieldId id, const TextTest &test) const
{
    if (const auto own = ownTextOf(id))
        return OwnTextTest(own, test);
    switch (id) {
    case FieldId::Owner:
        return ownerTest(test);
    case FieldId::Tag:
        return notedRows(m_snapshot, [&test](const domain::Annotation &annotation) {
            return std::any_of(annotation.tags.begin(), annotation.tags.end(),
                [&test](const QString &tag) { return anyLine(foldedLine(tag), test); });
        });
    case FieldId::Note:
        return notedRows(m_snapshot, [&test](const domain::Annotation &annotation) {
            return anyLine(foldedLine(annotation.note), test);
        });
    case FieldId::Creator:
        return sharedTextTest(&PackedTokens::creator, test);
    case FieldId::Grant:
        return grantTest(test);
    case FieldId::Status:
        return statusTest(test);
    case FieldId::Connection:
        return connectionTest([&test](const ConnectionFacts &facts) {
            return anyLine(foldedLine(facts.name), test);
        });
    case FieldId::Vendor:
        return connectionTest([&test](const ConnectionFacts &facts) {
            return anyLine(foldedLine(domain::vendorName(facts.vendor)), test);
        });
    case FieldId::Anything:
        break;
    default:
        return noRow();
    }
    std::vector<SegmentTest> tests {OwnTextTest(std::nullopt, test)};
    for (const FieldId one : filter::anythingFields) {
        if (!ownTextOf(one))
            tests.push_back(textTest(one, test));
    }
    return anyOf(std::move(tests));
}

SegmentTest Compiler::sharedTextTest(
    std::vector<Place> PackedTokens::*column, const TextTest &test) const
{
    return entryTest(column, m_snapshot.texts, [&test](const domain::SharedText &text) {
        return !text.folded.empty() && test.matches(text.folded);
    });
}

/// Where an owner is written over the vendor's, only that one counts.
SegmentTest withoutOverridden(const TokenSnapshot &snapshot, SegmentTest vendors)
{
    if (!snapshot.notes)
        return vendors;
    return [vendors = std::move(vendors),
               overridden = notedRows(snapshot, [](const domain::Annotation &annotation) {
                   return !annotation.owner.isEmpty();
               })](const TokenSegment &segment) {
        SegmentBits bits = ~overridden(segment);
        bits &= vendors(segment);
        return bits;
    };
}

SegmentTest Compiler::ownerTest(const TextTest &test) const
{
    std::vector<SegmentTest> tests;
    tests.push_back(withoutOverridden(m_snapshot, sharedTextTest(&PackedTokens::owner, test)));
    if (m_snapshot.notes) {
        tests.push_back(notedRows(m_snapshot, [&test](const domain::Annotation &annotation) {
            return anyLine(foldedLine(annotation.owner), test);
        }));
    }
    return anyOf(std::move(tests));
}

SegmentTest Compiler::grantTest(const TextTest &test) const
{
    return entryTest(&PackedTokens::grants, m_snapshot.grantSets,
        [&test](const domain::GrantSet &set) { return anyLine(set.searchForm(), test); });
}

SegmentTest Compiler::statusTest(const TextTest &test) const
{
    Table table;
    for (const auto &choice : filter::field(FieldId::Status).choices) {
        const QString shown = m_context.statusWords.value(choice.value);
        table.push_back(anyLine(foldedLine(choice.word) + foldedLine(shown), test));
    }
    return rowTest([table = std::move(table), test](const TokenSegment &segment, auto row) {
        if (table[static_cast<std::size_t>(segment.rows.flags[row].status())] != 0)
            return true;
        const std::string_view raw = segment.rows.rawStatus(row);
        return !raw.empty() && anyLine(foldedLine(raw), test);
    });
}

template <typename IsIt>
SegmentTest Compiler::connectionTest(IsIt isIt) const
{
    Table table;
    for (const QString &id : m_snapshot.connectionIds)
        table.push_back(isIt(m_context.connections.value(id)));
    if (std::none_of(table.begin(), table.end(), isTrue))
        return noRow();
    return rowTest([table = std::move(table)](const TokenSegment &segment, auto row) {
        return table[segment.connection[row]] != 0;
    });
}

SegmentTest Compiler::choiceTest(FieldId id, int choice) const
{
    switch (id) {
    case FieldId::Vendor:
        return connectionTest([choice](const ConnectionFacts &facts) {
            return static_cast<int>(facts.vendor) == choice;
        });
    case FieldId::Environment:
        return connectionTest([choice](const ConnectionFacts &facts) {
            return static_cast<int>(facts.environment) == choice;
        });
    case FieldId::Status:
        return rowTest([choice](const TokenSegment &segment, auto row) {
            return static_cast<int>(segment.rows.flags[row].status()) == choice;
        });
    case FieldId::Kind:
        return rowTest([choice](const TokenSegment &segment, auto row) {
            return static_cast<int>(segment.rows.flags[row].kind()) == choice;
        });
    case FieldId::Own:
        return rowTest([isOwn = choice != 0](const TokenSegment &segment, auto row) {
            return segment.rows.flags[row].isOwnCredential() == isOwn;
        });
    case FieldId::Broad:
        break;
    default:
        return noRow();
    }
    SegmentTest isBroad = entryTest(&PackedTokens::grants, m_snapshot.grantSets,
        [](const domain::GrantSet &set) { return set.isBroad(); });
    if (choice != 0)
        return isBroad;
    return [isBroad = std::move(isBroad), isUnknown = stateTest(FieldId::Grant, State::Unknown)](
               const TokenSegment &segment) {
        SegmentBits bits = isBroad(segment);
        bits |= isUnknown(segment);
        return ~bits;
    };
}

SegmentTest Compiler::stateTest(FieldId id, State state) const
{
    if (state == State::None)
        return noneTest(id);
    if (id == FieldId::Tag || id == FieldId::Note)
        return noRow(); // Nothing about them is unknown.
    const auto fits = [state](FactState fact) { return filter::isIn(state, fact); };
    SegmentTest vendors = rowTest([id, fits](const TokenSegment &segment, auto row) {
        return fits(factState(segment.rows, row, id));
    });
    return id == FieldId::Owner ? withoutOverridden(m_snapshot, std::move(vendors)) : vendors;
}

/// Known, but no text in it; or the vendor says that there is none.
SegmentTest Compiler::noneTest(FieldId id) const
{
    if (id == FieldId::Review) {
        return [dated = timeTest(id, {})](const TokenSegment &segment) { return ~dated(segment); };
    }
    const SegmentTest hasText = textTest(id, TextTest::pattern(QStringLiteral("*")));
    return [hasText, isUnknown = stateTest(id, State::Unknown)](const TokenSegment &segment) {
        SegmentBits bits = hasText(segment);
        bits |= isUnknown(segment);
        return ~bits;
    };
}

SegmentTest Compiler::timeTest(FieldId id, filter::TimeWindow window) const
{
    // What is not known is a number, too, beyond every time.
    window.last = std::min(window.last, domain::firstMissingTime - 1);
    const auto columnTest = [window](std::vector<domain::PackedTime> PackedTokens::*column) {
        return rowTest([window, column](const TokenSegment &segment, auto row) {
            return window.contains((segment.rows.*column)[row]);
        });
    };
    switch (id) {
    case FieldId::Review:
        return notedRows(m_snapshot, [&window](const domain::Annotation &annotation) {
            const domain::TimeFact review = domain::reviewOf(annotation);
            return review.isKnown() && window.contains(review.value.time_since_epoch().count());
        });
    case FieldId::Used:
        return columnTest(&PackedTokens::lastUsed);
    case FieldId::Created:
        return columnTest(&PackedTokens::created);
    case FieldId::Expires:
        return columnTest(&PackedTokens::expires);
    default:
        return rowTest([window, id](const TokenSegment &segment, auto row) {
            return window.contains(packedTime(segment.rows, row, id));
        });
    }
}

} // namespace

FilterScan::FilterScan(const Expression &expression, const TokenSnapshot &snapshot,
    const FilterContext &context, std::size_t firstSegment)
    : m_test(Compiler(snapshot, context, firstSegment).compile(expression))
{
}

} // namespace work
