// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

/// What admins note about a token here, where no vendor has a place for it. Implemented in
/// app/store.

#include "base/task.h"
#include "base/utc.h"
#include "domain/token.h"

#include <utility>
#include <vector>

namespace domain {

struct Annotation
{
    QString note;
    QStringList tags; ///< sorted, each once, without commas or spaces at their ends
    QString owner; ///< who answers for it, over what the vendor says; empty = as the vendor says
    QDate reviewOn; ///< local date; invalid = none
    QString replaces; ///< id, at the same connection, of the token this one took over from
    QString replacedBy;

    bool isEmpty() const { return *this == Annotation(); }

    friend bool operator==(const Annotation &, const Annotation &) = default;
};

/// What is written here counts more than what the vendor says.
inline Fact<QString> ownerOf(const Token &token, const Annotation &annotation)
{
    return annotation.owner.isEmpty() ? token.owner : Fact<QString>::known(annotation.owner);
}

/// When a day of review begins: at midnight UTC, as dates in filters do.
inline base::Instant reviewTime(QDate date)
{
    return base::Instant(std::chrono::milliseconds(date.startOfDay(base::utc).toMSecsSinceEpoch()));
}

inline TimeFact reviewOf(const Annotation &annotation)
{
    return annotation.reviewOn.isValid() ? TimeFact::known(reviewTime(annotation.reviewOn))
                                         : TimeFact::never();
}

/// GUI thread only; the work is done on the store's thread, in the order of the calls.
class Annotations
{
public:
    using All = std::vector<std::pair<TokenKey, Annotation>>;

    virtual ~Annotations() = default;

    virtual base::Task<All> readAll() = 0;
    /// All or none, on disk when it succeeds; an empty one removes. LocalFile on failure.
    virtual base::Task<base::Unit> write(All changed) = 0;
};

} // namespace domain
