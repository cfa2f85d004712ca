// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#include "filter/match.h"

#include "base/textrules.h"
#include "domain/grantset.h"
#include "filter/timewindow.h"

#include <algorithm>
#include <map>

namespace filter {

using domain::FactState;
using domain::Token;

namespace {

using Texts = std::vector<std::string>;

void addText(const QString &text, Texts &texts)
{
    std::string folded = base::foldedText(text).toStdString();
    if (!folded.empty())
        texts.push_back(std::move(folded));
}

Texts linesOf(const std::string &form)
{
    Texts lines;
    for (std::size_t start = 0; start < form.size();) {
        const std::size_t end = form.find('\n', start);
        if (end > start)
            lines.push_back(form.substr(start, end - start));
        start = end + 1;
    }
    return lines;
}

/// The tests of one token; folds each of its texts once.
class Matcher final
{
public:
    Matcher(const Token &token, const MatchContext &context)
        : m_token(token)
        , m_context(context)
    {
    }
    bool matches(const Expression &expression);

private:
    bool matches(const Condition &condition);
    bool matches(FieldId id, const Value &value);
    bool isState(FieldId id, State state);
    bool isChoice(FieldId id, int choice) const;
    const Texts &texts(FieldId id);
    Texts textsOf(FieldId id);
    Texts allTexts();
    FactState stateOf(FieldId id) const;
    domain::TimeFact timeOf(FieldId id) const;

    const Token &m_token;
    const MatchContext &m_context;
    std::map<FieldId, Texts> m_texts;
};

bool Matcher::matches(const Expression &expression)
{
    const auto &parts = expression.parts();
    const auto does = [this](const Expression &part) { return matches(part); };
    switch (expression.kind()) {
    case Expression::Kind::All:
        return std::all_of(parts.begin(), parts.end(), does);
    case Expression::Kind::Any:
        return std::any_of(parts.begin(), parts.end(), does);
    case Expression::Kind::Not:
        return !matches(parts.front());
    case Expression::Kind::Condition:
        return matches(expression.condition());
    }
    return false;
}

bool Matcher::matches(const Condition &condition)
{
    return std::any_of(condition.values.begin(), condition.values.end(),
        [&](const Value &value) { return matches(condition.field, value); });
}

bool Matcher::matches(FieldId id, const Value &value)
{
    if (const auto *test = std::get_if<TextTest>(&value)) {
        const Texts &all = texts(id);
        return std::any_of(all.begin(), all.end(),
            [test](const std::string &text) { return test->matches(text); });
    }
    if (const auto *choice = std::get_if<Choice>(&value))
        return isChoice(id, choice->value);
    if (field(id).isTime()) {
        if (const auto window = timeWindow(field(id), value, m_context.now)) {
            const domain::TimeFact time = timeOf(id);
            return time.isKnown() && window->contains(time.value.time_since_epoch().count());
        }
    }
    return isState(id, std::get<State>(value));
}

bool Matcher::isState(FieldId id, State state)
{
    if (state != State::None)
        return isIn(state, stateOf(id));
    if (field(id).isTime())
        return stateOf(id) == FactState::Never; // None of a date that only an admin sets
    return !isUnknown(stateOf(id)) && texts(id).empty(); // None
}

bool Matcher::isChoice(FieldId id, int choice) const
{
    const auto &grants = m_token.grants;
    const auto isBroad = [](const domain::Grant &grant) { return grant.broad; };
    const bool broad = std::any_of(grants.begin(), grants.end(), isBroad);
    switch (id) {
    case FieldId::Vendor:
        return choice == static_cast<int>(m_context.vendor);
    case FieldId::Environment:
        return choice == static_cast<int>(m_context.environment);
    case FieldId::Status:
        return choice == static_cast<int>(m_token.status);
    case FieldId::Kind:
        return choice == static_cast<int>(m_token.kind);
    case FieldId::Own:
        return (choice != 0) == m_token.isOwnCredential;
    case FieldId::Broad:
        return choice != 0 ? broad : !broad && !isUnknown(m_token.grantsState);
    default:
        return false;
    }
}

const Texts &Matcher::texts(FieldId id)
{
    const auto known = m_texts.find(id);
    return known != m_texts.end() ? known->second : m_texts.emplace(id, textsOf(id)).first->second;
}

Texts Matcher::textsOf(FieldId id)
{
    Texts made;
    const auto addFact = [&made](const domain::Fact<QString> &fact) {
        if (fact.isKnown())
            addText(fact.value, made);
    };
    switch (id) {
    case FieldId::Anything:
        return allTexts();
    case FieldId::Name:
        addText(m_token.name, made);
        break;
    case FieldId::Id:
        addText(m_token.key.remoteId, made);
        break;
    case FieldId::Hint:
        addText(m_token.keyHint, made);
        break;
    case FieldId::Description:
        addFact(m_token.description);
        break;
    case FieldId::Owner:
        addFact(domain::ownerOf(m_token, m_context.annotation));
        break;
    case FieldId::Creator:
        addFact(m_token.creator);
        break;
    case FieldId::Connection:
        addText(m_context.connectionName, made);
        break;
    case FieldId::Vendor:
        addText(domain::vendorName(m_context.vendor), made);
        break;
    case FieldId::Status:
        addText(statusWord(m_token.status), made);
        addText(m_context.statusWord, made);
        addText(m_token.rawStatus, made);
        break;
    case FieldId::Tag:
        for (const QString &tag : m_context.annotation.tags)
            addText(tag, made);
        break;
    case FieldId::Note:
        addText(m_context.annotation.note, made);
        break;
    case FieldId::Grant:
        if (const auto set = domain::GrantSet::of(m_token.grants))
            return linesOf(set->searchForm());
        break;
    default:
        break;
    }
    return made;
}

Texts Matcher::allTexts()
{
    Texts all;
    for (const FieldId id : anythingFields) {
        const Texts &some = texts(id);
        all.insert(all.end(), some.begin(), some.end());
    }
    return all;
}

FactState Matcher::stateOf(FieldId id) const
{
    switch (id) {
    case FieldId::Description:
        return m_token.description.state;
    case FieldId::Owner:
        return domain::ownerOf(m_token, m_context.annotation).state;
    case FieldId::Creator:
        return m_token.creator.state;
    case FieldId::Grant:
    case FieldId::Broad:
        return m_token.grantsState;
    default:
        return field(id).isTime() ? timeOf(id).state : FactState::Known;
    }
}

domain::TimeFact Matcher::timeOf(FieldId id) const
{
    switch (id) {
    case FieldId::Used:
        return m_token.lastUsed;
    case FieldId::Created:
        return m_token.created;
    case FieldId::Expires:
        return m_token.expires;
    case FieldId::Removed:
        return m_token.removedWhenIdle;
    case FieldId::Review:
        return domain::reviewOf(m_context.annotation);
    case FieldId::Idle:
        // A token that was never used has been idle for as long as it exists.
        return m_token.lastUsed.state == FactState::Never ? m_token.created : m_token.lastUsed;
    default:
        return {};
    }
}

} // namespace

bool isUnknown(FactState state)
{
    return state != FactState::Known && state != FactState::Never;
}

bool isIn(State state, FactState fact)
{
    switch (state) {
    case State::Never:
        return fact == FactState::Never;
    case State::Unknown:
        return isUnknown(fact);
    case State::Unclear:
        return fact == FactState::NotUnderstood;
    case State::None:
    case State::Known:
    case State::Past:
        break;
    }
    return false;
}

QString statusWord(domain::TokenStatus status)
{
    for (const FieldChoice &choice : field(FieldId::Status).choices) {
        if (choice.value == static_cast<int>(status))
            return choice.word;
    }
    return {};
}

bool matches(const Expression &expression, const Token &token, const MatchContext &context)
{
    return Matcher(token, context).matches(expression);
}

} // namespace filter
