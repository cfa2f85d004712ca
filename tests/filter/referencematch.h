// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

/// The meaning of a filter written once more, straight from app/filter/README.md, slow and plain:
/// no windows, no UTF-8, no shared helper of the product but folding.

#include "base/textrules.h"
#include "filter/expression.h"
#include "filter/match.h"

#include <QRegularExpression>

namespace test {

class ReferenceMatch
{
public:
    ReferenceMatch(const domain::Token &token, const filter::MatchContext &context)
        : m_token(token)
        , m_context(context)
    {
    }

    bool matches(const filter::Expression &expression) const
    {
        using Kind = filter::Expression::Kind;
        switch (expression.kind()) {
        case Kind::All: {
            bool result = true;
            for (const auto &part : expression.parts())
                result = result && matches(part);
            return result;
        }
        case Kind::Any: {
            bool result = false;
            for (const auto &part : expression.parts())
                result = result || matches(part);
            return result;
        }
        case Kind::Not:
            return !matches(expression.parts().front());
        case Kind::Condition:
            break;
        }
        for (const filter::Value &value : expression.condition().values) {
            if (matches(expression.condition().field, value))
                return true;
        }
        return false;
    }

private:
    using FieldId = filter::FieldId;
    using FactState = domain::FactState;

    bool matches(FieldId id, const filter::Value &value) const
    {
        if (const auto *text = std::get_if<filter::TextTest>(&value)) {
            for (const QString &one : textsOf(id)) {
                if (fits(*text, folded(one)))
                    return true;
            }
            return false;
        }
        if (const auto *choice = std::get_if<filter::Choice>(&value))
            return choiceOf(id) == choice->value;
        if (const auto *state = std::get_if<filter::State>(&value))
            return isState(id, *state);
        const auto time = timeOf(id);
        return time.state == FactState::Known && fitsTime(id, value, time.value);
    }

    /// Half a surrogate pair is no character: everywhere but here, text goes through UTF-8.
    static QString folded(const QString &text)
    {
        return QString::fromUtf8(base::foldedText(text).toUtf8());
    }

    static bool fits(const filter::TextTest &test, const QString &value)
    {
        if (value.isEmpty())
            return false;
        if (!test.isPattern())
            return value.contains(folded(test.text()));
        QStringList pieces;
        for (const QString &piece : test.text().split(u'*'))
            pieces += QRegularExpression::escape(folded(piece));
        const QRegularExpression pattern(
            QRegularExpression::anchoredPattern(pieces.join(QStringLiteral(".*"))),
            QRegularExpression::DotMatchesEverythingOption);
        return pattern.match(value).hasMatch();
    }

    QStringList textsOf(FieldId id) const
    {
        const auto known = [](const domain::Fact<QString> &fact) {
            return fact.state == FactState::Known ? QStringList {fact.value} : QStringList();
        };
        switch (id) {
        case FieldId::Name:
            return {m_token.name};
        case FieldId::Id:
            return {m_token.key.remoteId};
        case FieldId::Hint:
            return {m_token.keyHint};
        case FieldId::Description:
            return known(m_token.description);
        case FieldId::Owner:
            return m_context.annotation.owner.isEmpty() ? known(m_token.owner)
                                                        : QStringList {m_context.annotation.owner};
        case FieldId::Tag:
            return m_context.annotation.tags;
        case FieldId::Note:
            return {m_context.annotation.note};
        case FieldId::Creator:
            return known(m_token.creator);
        case FieldId::Connection:
            return {m_context.connectionName};
        case FieldId::Status: {
            static const QStringList english {QStringLiteral("active"), QStringLiteral("disabled"),
                QStringLiteral("expired"), QStringLiteral("deleted"), QStringLiteral("unknown")};
            return {english.at(static_cast<int>(m_token.status)), m_context.statusWord,
                m_token.rawStatus};
        }
        case FieldId::Grant: {
            QStringList texts;
            for (const domain::Grant &grant : m_token.grants) {
                texts += domain::grantText(grant);
                if (!grant.label.isEmpty())
                    texts += grant.name;
                if (!grant.targetLabel.isEmpty())
                    texts += grant.target;
            }
            return texts;
        }
        case FieldId::Anything: {
            QStringList texts {domain::vendorName(m_context.vendor)};
            for (const FieldId one : {FieldId::Name, FieldId::Id, FieldId::Hint,
                     FieldId::Description, FieldId::Owner, FieldId::Creator, FieldId::Connection,
                     FieldId::Status, FieldId::Grant, FieldId::Tag, FieldId::Note})
                texts += textsOf(one);
            return texts;
        }
        default:
            return {};
        }
    }

    static bool nobodyKnows(FactState state)
    {
        return state == FactState::NotReported || state == FactState::NotPermitted
            || state == FactState::NotFetched || state == FactState::NotUnderstood;
    }

    int choiceOf(FieldId id) const
    {
        switch (id) {
        case FieldId::Vendor:
            return static_cast<int>(m_context.vendor);
        case FieldId::Environment:
            return static_cast<int>(m_context.environment);
        case FieldId::Status:
            return static_cast<int>(m_token.status);
        case FieldId::Kind:
            return static_cast<int>(m_token.kind);
        case FieldId::Own:
            return m_token.isOwnCredential ? 1 : 0;
        case FieldId::Broad:
            for (const domain::Grant &grant : m_token.grants) {
                if (grant.broad)
                    return 1;
            }
            return nobodyKnows(m_token.grantsState) ? -1 : 0;
        default:
            return -1;
        }
    }

    FactState factState(FieldId id) const
    {
        switch (id) {
        case FieldId::Description:
            return m_token.description.state;
        case FieldId::Owner:
            return m_context.annotation.owner.isEmpty() ? m_token.owner.state : FactState::Known;
        case FieldId::Creator:
            return m_token.creator.state;
        case FieldId::Grant:
        case FieldId::Broad:
            return m_token.grantsState;
        case FieldId::Hint:
        case FieldId::Tag:
        case FieldId::Note:
            return FactState::Known;
        default:
            return timeOf(id).state;
        }
    }

    bool isState(FieldId id, filter::State state) const
    {
        const FactState fact = factState(id);
        switch (state) {
        case filter::State::None:
            if (id == FieldId::Review)
                return !m_context.annotation.reviewOn.isValid();
            for (const QString &text : textsOf(id)) {
                if (!base::foldedText(text).isEmpty())
                    return false;
            }
            return !nobodyKnows(fact);
        case filter::State::Unknown:
            return nobodyKnows(fact);
        case filter::State::Never:
            return fact == FactState::Never;
        case filter::State::Known:
            return fact == FactState::Known;
        case filter::State::Past:
            return fact == FactState::Known && timeOf(id).value <= m_context.now;
        case filter::State::Unclear:
            return fact == FactState::NotUnderstood;
        }
        return false;
    }

    domain::TimeFact timeOf(FieldId id) const
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
            if (const QDate day = m_context.annotation.reviewOn; day.isValid()) {
                return domain::TimeFact::known(
                    base::Instant(std::chrono::hours(24) * QDate(1970, 1, 1).daysTo(day)));
            }
            return domain::TimeFact::never();
        default:
            if (m_token.lastUsed.state == FactState::Never)
                return m_token.created;
            return m_token.lastUsed;
        }
    }

    template <typename T>
    static bool holds(filter::Comparison comparison, T a, T b)
    {
        switch (comparison) {
        case filter::Comparison::Less:
            return a < b;
        case filter::Comparison::LessOrEqual:
            return a <= b;
        case filter::Comparison::Greater:
            return a > b;
        case filter::Comparison::GreaterOrEqual:
            return a >= b;
        }
        return false;
    }

    bool fitsTime(FieldId id, const filter::Value &value, base::Instant time) const
    {
        using filter::Comparison;
        const bool isFuture
            = id == FieldId::Expires || id == FieldId::Removed || id == FieldId::Review;
        const auto age = isFuture ? time - m_context.now : m_context.now - time;
        if (const auto *test = std::get_if<filter::AgeTest>(&value)) {
            const bool isLess = test->comparison == Comparison::Less
                || test->comparison == Comparison::LessOrEqual;
            if (isFuture && isLess && time <= m_context.now)
                return false;
            return holds(test->comparison, age, test->age.length());
        }
        if (const auto *range = std::get_if<filter::AgeRange>(&value))
            return range->from.length() <= age && age <= range->to.length();
        if (const auto *test = std::get_if<filter::DateTest>(&value)) {
            switch (test->comparison) {
            case Comparison::Less:
                return time < test->date.start;
            case Comparison::LessOrEqual:
                return time < test->date.end;
            case Comparison::Greater:
                return time >= test->date.end;
            case Comparison::GreaterOrEqual:
                return time >= test->date.start;
            }
        }
        const auto &range = std::get<filter::DateRange>(value);
        return range.from.start <= time && time < range.to.end;
    }

    const domain::Token &m_token;
    const filter::MatchContext &m_context;
};

} // namespace test
