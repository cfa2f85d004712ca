// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

/// The order of the table as one would write it without a thought for speed: the reference for the
/// sort that knows tricks. On whole tokens, one comparison at a time.

#include "base/textrules.h"
#include "domain/token.h"
#include "work/annotationbook.h"
#include "work/rowsort.h"

namespace test {

/// What one token is compared by in one field.
struct NaiveKey
{
    enum Rank { Known, Never, Unknown };

    Rank rank = Known;
    qint64 number = 0;
    std::string text;

    static NaiveKey missing(domain::FactState state)
    {
        return {state == domain::FactState::Never ? Never : Unknown, 0, {}};
    }
    static NaiveKey of(const domain::TimeFact &fact)
    {
        return fact.isKnown() ? NaiveKey {Known, fact.value.time_since_epoch().count(), {}}
                              : missing(fact.state);
    }
    static NaiveKey of(const QString &text)
    {
        return {Known, 0, base::foldedText(text).toStdString()};
    }
    static NaiveKey of(const domain::Fact<QString> &fact)
    {
        return fact.isKnown() ? of(fact.value) : missing(fact.state);
    }
    static NaiveKey ofGrants(const domain::Token &token)
    {
        if (token.grantsState != domain::FactState::Known)
            return missing(token.grantsState);
        if (token.grants.empty())
            return missing(domain::FactState::Never);
        QString text;
        for (std::size_t i = 0; i < std::min<std::size_t>(4, token.grants.size()); ++i)
            text += domain::grantText(token.grants[i]) + u' ';
        return of(text);
    }
};

inline NaiveKey naiveKey(const domain::Token &token, work::SortField field,
    const work::ConnectionTable &connections, const domain::Annotation &annotation)
{
    const auto orNever = [](const QString &text) {
        return text.isEmpty() ? NaiveKey::missing(domain::FactState::Never) : NaiveKey::of(text);
    };
    using work::SortField;
    const auto connection = connections.constFind(token.key.connectionId);
    const bool isKnown = connection != connections.constEnd();
    switch (field) {
    case SortField::Name:
        return token.name.isEmpty() ? NaiveKey::missing(domain::FactState::Never)
                                    : NaiveKey::of(token.name);
    case SortField::Vendor:
        return NaiveKey::of(isKnown ? domain::vendorName(connection->vendor) : QString());
    case SortField::Connection:
        return NaiveKey::of(isKnown ? connection->name : token.key.connectionId);
    case SortField::Status:
        return token.status == domain::TokenStatus::Unknown
            ? NaiveKey::missing(domain::FactState::NotReported)
            : NaiveKey {NaiveKey::Known, static_cast<qint64>(token.status), {}};
    case SortField::LastUsed:
        return NaiveKey::of(token.lastUsed);
    case SortField::Created:
        return NaiveKey::of(token.created);
    case SortField::Expires:
        return NaiveKey::of(token.expires);
    case SortField::RemovedWhenIdle:
        return NaiveKey::of(token.removedWhenIdle);
    case SortField::Owner:
        return annotation.owner.isEmpty() ? NaiveKey::of(token.owner)
                                          : NaiveKey::of(annotation.owner);
    case SortField::Tags:
        return orNever(annotation.tags.join(u' '));
    case SortField::Note:
        return orNever(annotation.note);
    case SortField::Review:
        return annotation.reviewOn.isValid()
            ? NaiveKey {NaiveKey::Known, annotation.reviewOn.toJulianDay(), {}}
            : NaiveKey::missing(domain::FactState::Never);
    case SortField::Creator:
        return NaiveKey::of(token.creator);
    case SortField::Grants:
        return NaiveKey::ofGrants(token);
    case SortField::KeyHint:
        return token.keyHint.isEmpty() ? NaiveKey::missing(domain::FactState::NotReported)
                                       : NaiveKey::of(token.keyHint);
    case SortField::Id:
        return NaiveKey::of(token.key.remoteId);
    }
    return {};
}

/// Whether a comes before b; ties go by id, then by row.
inline bool naiveBefore(const domain::Token &a, work::RowId rowA, const domain::Token &b,
    work::RowId rowB, const std::vector<work::SortBy> &sort,
    const work::ConnectionTable &connections, const work::AnnotationTable &annotations = {})
{
    for (const work::SortBy &by : sort) {
        const NaiveKey keyA = naiveKey(a, by.field, connections, annotations.value(a.key));
        const NaiveKey keyB = naiveKey(b, by.field, connections, annotations.value(b.key));
        if (keyA.rank != keyB.rank)
            return keyA.rank < keyB.rank;
        if (keyA.number != keyB.number)
            return (keyA.number < keyB.number) != by.isDescending;
        if (keyA.text != keyB.text)
            return (keyA.text < keyB.text) != by.isDescending;
    }
    const std::string idA = a.key.remoteId.toStdString();
    const std::string idB = b.key.remoteId.toStdString();
    return idA != idB ? idA < idB : rowA < rowB;
}

} // namespace test
