// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

/// A plan for a second admin (BULK-11) and the tokens here: out of a review, and into one.

#include "bulk/sharedplan.h"

namespace work {
struct TokenSnapshot;
} // namespace work

namespace bulk {

/// A connection by what a plan knows of it.
struct PlanPlace
{
    QString connectionId;
    domain::Vendor vendor = domain::Vendor::Mist;
    QString organisation; ///< its id

    friend bool operator==(const PlanPlace &, const PlanPlace &) = default;
};

std::vector<PlanPlace> placesOf(const work::Desk &desk);

/// Sealed; rows of a connection that is not among the places have no organisation.
SharedPlan sharedPlanOf(const Plan &plan, const std::vector<PlanPlace> &places,
    const QString &person, const QString &second, base::Instant now);

/// A key for each row: of the connection that lists it where several have its organisation; without
/// a connection where none has.
std::vector<domain::TokenKey> keysOf(const SharedPlan &plan, const std::vector<PlanPlace> &places,
    const work::TokenSnapshot &tokens);
/// What the plan says of the rows of its review: names of those that are not here, and how the
/// others differ from it. Those are not ticked.
void compare(const SharedPlan &plan, Review &review);

/// Connections whose list has to be made anew before it is decided upon.
QStringList staleOf(work::Desk &desk, const SharedPlan &plan, base::Instant now);
/// Exactly the rows of the plan, in its order.
base::Task<Review> review(work::Desk &desk, const SharedPlan &plan, base::Instant now);

} // namespace bulk
