// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#include "bulk/planmatch.h"

#include "base/poolrun.h"
#include "bulk/selection.h"
#include "work/desk.h"

#include <QPointer>

#include <algorithm>

namespace bulk {

using namespace Qt::StringLiterals;
using base::Result;
using base::Task;
using domain::TokenKey;

namespace {

using Row = SharedPlan::Row;
using Keys = std::vector<TokenKey>;

bool has(const PlanPlace &place, const Row &row)
{
    return place.vendor == row.vendor && place.organisation == row.organisation;
}

/// Of a token that stands in the list.
Drift driftOf(const Row &planned, const ReviewRow &row)
{
    if (planned.created && row.created && *planned.created != *row.created)
        return Drift::Remade;
    return planned.name == row.name ? Drift::None : Drift::Renamed;
}

} // namespace

std::vector<PlanPlace> placesOf(const work::Desk &desk)
{
    std::vector<PlanPlace> places;
    for (const domain::Connection &connection : desk.connections().all()) {
        const work::Session *session = desk.session(connection.id);
        const bool isTold
            = session && session->identity() && !session->identity()->organisation.isEmpty();
        places.push_back({connection.id, connection.vendor,
            isTold ? session->identity()->organisation : connection.organisation});
    }
    return places;
}

SharedPlan sharedPlanOf(const Plan &plan, const std::vector<PlanPlace> &places,
    const QString &person, const QString &second, base::Instant now)
{
    SharedPlan shared {
        .deed = plan.deed, .maker = personName(person), .second = second.trimmed(), .made = now};
    for (const Plan::Row &row : plan.rows) {
        const auto place = std::find_if(places.begin(), places.end(),
            [&row](const PlanPlace &one) { return one.connectionId == row.key.connectionId; });
        const PlanPlace known = place == places.end() ? PlanPlace() : *place;
        shared.rows.push_back(
            {known.vendor, known.organisation, row.key.remoteId, row.name, row.created});
    }
    return sealed(std::move(shared));
}

std::vector<TokenKey> keysOf(
    const SharedPlan &plan, const std::vector<PlanPlace> &places, const work::TokenSnapshot &tokens)
{
    Keys keys;
    keys.reserve(plan.rows.size());
    for (const Row &row : plan.rows)
        keys.push_back({{}, row.id});
    std::vector<bool> isListed(plan.rows.size());
    for (const PlanPlace &place : places) {
        std::vector<std::size_t> rows;
        Keys here;
        for (std::size_t i = 0; i < plan.rows.size(); ++i) {
            if (!has(place, plan.rows[i]) || isListed[i])
                continue;
            rows.push_back(i);
            here.push_back({place.connectionId, plan.rows[i].id});
        }
        const auto found = rowsOf(tokens, here);
        for (std::size_t n = 0; n < rows.size(); ++n) {
            if (found[n] || keys[rows[n]].connectionId.isEmpty())
                keys[rows[n]] = here[n];
            isListed[rows[n]] = found[n].has_value();
        }
    }
    return keys;
}

void compare(const SharedPlan &plan, Review &review)
{
    for (std::size_t i = 0; i < std::min(plan.rows.size(), review.rows.size()); ++i) {
        const Row &planned = plan.rows[i];
        ReviewRow &row = review.rows[i];
        row.plannedName = planned.name;
        if (row.key.connectionId.isEmpty()) {
            row.lock = Lock::NotHere;
            row.vendor = planned.vendor;
            row.connectionName = domain::vendorName(planned.vendor);
            row.reason = planned.organisation;
        }
        if (row.lock == Lock::NotHere || row.lock == Lock::NotListed
            || row.lock == Lock::NoConnection) {
            row.name = row.name.isEmpty() ? planned.name : row.name;
            continue;
        }
        row.drift = driftOf(planned, row);
        row.isTicked = row.isTicked && row.drift == Drift::None;
    }
}

QStringList staleOf(work::Desk &desk, const SharedPlan &plan, base::Instant now)
{
    Keys any;
    for (const PlanPlace &place : placesOf(desk)) {
        if (std::any_of(plan.rows.begin(), plan.rows.end(),
                [&place](const Row &row) { return has(place, row); }))
            any.push_back({place.connectionId, {}});
    }
    return staleOf(desk, any, now);
}

Task<Review> review(work::Desk &desk, const SharedPlan &plan, base::Instant now)
{
    return base::runInPool(
        [plan, places = placesOf(desk), tokens = desk.tokens().snapshot()]() -> Result<Keys> {
            return keysOf(plan, places, tokens);
        })
        .andThen([desk = QPointer<work::Desk>(&desk), plan, now](Keys keys) {
            return desk ? review(*desk, plan.deed, std::move(keys), now)
                        : Task<Review>::failed({.kind = base::ErrorKind::Cancelled});
        })
        .map([plan](Review review) -> Result<Review> {
            compare(plan, review);
            return review;
        });
}

} // namespace bulk
