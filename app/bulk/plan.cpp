// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#include "bulk/plan.h"

#include "base/poolrun.h"
#include "base/typedtext.h"
#include "bulk/selection.h"
#include "domain/deletable.h"
#include "work/desk.h"

#include <algorithm>

namespace bulk {

using namespace Qt::StringLiterals;
using domain::FactState;
using domain::Token;
using domain::TokenStatus;

namespace {

bool isAlreadySo(Deed deed, TokenStatus status)
{
    switch (deed) {
    case Deed::Disable:
        return status == TokenStatus::Disabled || status == TokenStatus::Deleted;
    case Deed::Enable:
        return status == TokenStatus::Active || status == TokenStatus::Deleted;
    case Deed::Delete:
        break;
    }
    return status == TokenStatus::Deleted;
}

/// The first reason that holds, and its words.
std::pair<Lock, QString> lockOf(
    Deed deed, const Candidate &candidate, const ConnectionFacts &facts, bool includesOwn)
{
    const domain::Capability &can = facts.capabilities[operationOf(deed)];
    if (!facts.isOpen)
        return {Lock::NoConnection, {}};
    if (!candidate.token)
        return {Lock::NotListed, {}};
    if (candidate.token->isOwnCredential && !includesOwn)
        return {Lock::OwnCredential, {}};
    if (isAlreadySo(deed, candidate.token->status))
        return {Lock::AlreadySo, {}};
    const bool isTracked = !candidate.token->trackedSlot.isEmpty();
    if (!can.isPossible()
        || (deed == Deed::Delete && !domain::canDelete(facts.capabilities, isTracked)))
        return {Lock::CannotDo, can.reason};
    if (!facts.barrier.isEmpty())
        return {Lock::Barrier, facts.barrier};
    return {Lock::None, {}};
}

ReviewRow rowOf(Deed deed, const Candidate &candidate, const ConnectionFacts &facts,
    base::Instant now, bool includesOwn)
{
    ReviewRow row;
    row.key = candidate.key;
    row.connectionName = facts.name;
    row.vendor = facts.vendor;
    std::tie(row.lock, row.reason) = lockOf(deed, candidate, facts, includesOwn);
    row.isReversible = facts.capabilities[operationOf(deed)].reversible && deed != Deed::Delete;
    if (!candidate.token)
        return row;
    const Token &token = *candidate.token;
    row.name = token.name;
    row.status = token.status;
    row.lastUsed = token.lastUsed;
    row.use = useOf(token.lastUsed, now);
    row.isOwn = token.isOwnCredential;
    if (token.created.isKnown())
        row.created = token.created.value;
    row.canDisable = deed == Deed::Delete && token.status != TokenStatus::Disabled
        && facts.capabilities[domain::Operation::Disable].isPossible();
    const bool isQuiet = row.use == Use::Earlier || row.use == Use::Never || deed == Deed::Enable;
    row.isTicked = row.lock == Lock::None && (isQuiet || row.isOwn);
    return row;
}

template <typename Takes>
Review::Totals sum(const std::vector<ReviewRow> &rows, Takes takes)
{
    Review::Totals totals;
    for (const ReviewRow &row : rows) {
        if (!takes(row))
            continue;
        ++totals.perVendor[static_cast<std::size_t>(row.vendor)];
        totals.ticked += row.isTicked;
        totals.locked += row.lock != Lock::None;
        totals.recent += row.use == Use::Recent;
        totals.unknownUse += row.use == Use::Unknown;
        totals.notListed += row.lock == Lock::NotListed;
        totals.canDisable += row.canDisable;
        totals.hasOwn = totals.hasOwn || row.isOwn;
        if (!row.lastUsed.isKnown())
            continue;
        const base::Instant used = row.lastUsed.value;
        totals.oldestUse = std::min(totals.oldestUse.value_or(used), used);
        totals.newestUse = std::max(totals.newestUse.value_or(used), used);
    }
    return totals;
}

bool isChosen(const ReviewRow &row)
{
    return row.isTicked && row.lock == Lock::None;
}

/// Empty = it has none that can be typed.
QString organisationOf(const Review &review, const QString &connectionId)
{
    const auto it = review.connections.find(connectionId);
    if (it == review.connections.end())
        return {};
    return base::firstThatCanBeTyped({it->second.organisation, it->second.name});
}

ConnectionFacts factsOf(work::Desk &desk, const QString &connectionId)
{
    const work::Session *session = desk.session(connectionId);
    if (!session)
        return {.isOpen = false};
    ConnectionFacts facts {.name = session->connection().name,
        .vendor = session->connection().vendor,
        .capabilities = session->capabilities(),
        .isOpen = session->client() != nullptr,
        .listed = session->listedAt(),
        .tokens = desk.tokens().count(connectionId)};
    if (const auto barrier = desk.barrier(connectionId); barrier && facts.isOpen)
        facts.barrier = work::errorOf(*barrier).detail;
    if (session->identity())
        facts.organisation = session->identity()->account;
    return facts;
}

std::map<QString, ConnectionFacts> factsOf(
    work::Desk &desk, const std::vector<domain::TokenKey> &selection)
{
    std::map<QString, ConnectionFacts> facts;
    const QString *last = nullptr; // Mostly the same as before: a lookup for each takes its time.
    for (const domain::TokenKey &key : selection) {
        if (last && *last == key.connectionId)
            continue;
        last = &key.connectionId;
        if (!facts.contains(key.connectionId))
            facts.emplace(key.connectionId, factsOf(desk, key.connectionId));
    }
    return facts;
}

} // namespace

Use useOf(const domain::TimeFact &lastUsed, base::Instant now)
{
    if (lastUsed.state == FactState::Never)
        return Use::Never;
    if (!lastUsed.isKnown())
        return Use::Unknown;
    return lastUsed.value > now - recentUse ? Use::Recent : Use::Earlier;
}

Review::Totals Review::totals() const
{
    return sum(rows, [](const ReviewRow &) { return true; });
}

Review::Totals Review::chosen() const
{
    return sum(rows, isChosen);
}

Review review(Deed deed, const std::vector<Candidate> &selection,
    std::map<QString, ConnectionFacts> connections, base::Instant now, bool includesOwn)
{
    Review made {.deed = deed, .connections = std::move(connections)};
    made.rows.reserve(selection.size());
    const ConnectionFacts unknown {.isOpen = false};
    for (const Candidate &candidate : selection) {
        const auto facts = made.connections.find(candidate.key.connectionId);
        made.rows.push_back(rowOf(deed, candidate,
            facts == made.connections.end() ? unknown : facts->second, now, includesOwn));
    }
    return made;
}

base::Task<Review> review(work::Desk &desk, Deed deed, std::vector<domain::TokenKey> selection,
    base::Instant now, bool includesOwn)
{
    return base::runInPool(
        [snapshot = desk.tokens().snapshot(), facts = factsOf(desk, selection), deed,
            selection = std::move(selection), now, includesOwn]() -> base::Result<Review> {
            return review(deed, candidatesOf(snapshot, selection), facts, now, includesOwn);
        });
}

QStringList staleOf(const std::map<QString, ConnectionFacts> &connections, base::Instant now)
{
    QStringList stale;
    for (const auto &[id, facts] : connections) {
        // A list from the future was made before somebody set the clock back.
        if (!facts.listed || *facts.listed < now - freshList || *facts.listed > now)
            stale.append(id);
    }
    return stale;
}

QStringList staleOf(
    work::Desk &desk, const std::vector<domain::TokenKey> &selection, base::Instant now)
{
    return staleOf(factsOf(desk, selection), now);
}

Gate gateOf(const Review &review)
{
    constexpr int many = 25;
    Gate gate;
    if (review.deed == Deed::Enable)
        return gate;
    const auto chosen = review.chosen();
    gate.count = chosen.ticked;
    std::map<QString, int> perConnection;
    QStringList named;
    for (const ReviewRow &row : review.rows) {
        if (!isChosen(row))
            continue;
        ++perConnection[row.key.connectionId];
        if (row.isOwn)
            named.append(row.key.connectionId);
    }
    const bool isUsed = chosen.recent > 0;
    gate.asksCount
        = review.deed == Deed::Delete ? gate.count > 1 || isUsed : gate.count > many || isUsed;
    for (const auto &[id, count] : perConnection) {
        const auto facts = review.connections.find(id);
        const bool isLast = facts != review.connections.end() && count >= facts->second.tokens;
        if (isLast || (review.deed == Deed::Delete && gate.count > many))
            named.append(id);
    }
    for (const QString &id : named) {
        const QString name = organisationOf(review, id);
        if (name.isEmpty())
            gate.asksCount = true;
        else if (!gate.names.contains(name))
            gate.names.append(name);
    }
    return gate;
}

Plan planOf(const Review &review)
{
    Plan plan {.deed = review.deed};
    for (const ReviewRow &row : review.rows) {
        if (!isChosen(row))
            continue;
        plan.rows.push_back({row.key, row.name, row.created, row.isOwn});
        plan.includesOwn = plan.includesOwn || row.isOwn;
    }
    std::stable_partition(
        plan.rows.begin(), plan.rows.end(), [](const Plan::Row &row) { return !row.isOwn; });
    return plan;
}

} // namespace bulk
