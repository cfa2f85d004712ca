// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#include "bulk/jobrows.h"

#include <QHash>

namespace bulk {

using namespace Qt::StringLiterals;
using domain::JournalAction;
using domain::JournalEntry;
using domain::JournalPhase;
using domain::JournalRecord;

namespace {

QJsonValue millisecondsOf(base::Instant time)
{
    return static_cast<double>(time.time_since_epoch().count());
}

/// Where an item of an unfinished job stands after a row.
void apply(const JournalEntry &entry, Item &item)
{
    item.attempts = entry.details.value("attempt"_L1).toInt(item.attempts);
    item.isVerified = false;
    switch (entry.phase) {
    case JournalPhase::Intent:
        item.state = ItemState::Sent;
        return;
    case JournalPhase::Unknown:
        item.state = ItemState::Unknown;
        item.isInDoubt = true;
        return;
    case JournalPhase::Done:
        item.state = ItemState::Done;
        return;
    case JournalPhase::FoundDone:
        item.state = ItemState::Done;
        item.isVerified = true;
        return;
    case JournalPhase::AlreadyGone:
        item.state = ItemState::AlreadyGone;
        return;
    case JournalPhase::Refused:
        item.state = ItemState::Failed;
        return;
    case JournalPhase::Contradicted:
        item.state = ItemState::Contradicted;
        return;
    case JournalPhase::Skipped:
    case JournalPhase::Cancelled:
    case JournalPhase::Resolved:
        // Never sent for a reason is a failure; withdrawn is not.
        item.state = entry.details.contains("reason"_L1) ? ItemState::Failed : ItemState::Skipped;
        return;
    case JournalPhase::Planned:
    case JournalPhase::FoundUndone: // By a look at the start: it has not happened yet.
    case JournalPhase::Created:
    case JournalPhase::Acknowledged:
    case JournalPhase::Step:
        item.state = ItemState::Queued;
        return;
    }
}

std::optional<base::Error> errorOf(const QJsonObject &details)
{
    const QString reason = details.value("reason"_L1).toString();
    for (const base::ErrorKind kind : base::allErrorKinds) {
        if (base::errorKindName(kind) == reason)
            return base::Error {.kind = kind,
                .vendorWords = details.value("words"_L1).toString(),
                .detail = details.value("detail"_L1).toString(),
                .requestId = details.value("requestId"_L1).toString(),
                .httpStatus = details.value("httpStatus"_L1).toInt()};
    }
    return {};
}

/// Into every row, so that whoever looks for a token finds who else looked at it.
void insertSeal(const std::optional<PlanSeal> &seal, QJsonObject &details)
{
    if (!seal)
        return;
    details.insert(u"plan"_s, seal->hash);
    details.insert(u"maker"_s, seal->maker);
}

std::optional<PlanSeal> sealOf(const QJsonObject &details)
{
    if (!details.contains("plan"_L1))
        return {};
    return PlanSeal {details.value("plan"_L1).toString(), details.value("maker"_L1).toString()};
}

Item itemOf(const JournalEntry &entry)
{
    Item item {.operation = entry.operation, .key = entry.token, .name = entry.tokenName};
    if (const QJsonValue created = entry.details.value("created"_L1); created.isDouble())
        item.created = base::Instant(std::chrono::milliseconds(created.toInteger()));
    item.isOwn = entry.details.value("step"_L1) == "own"_L1;
    return item;
}

} // namespace

std::vector<work::Beginning> rowsOf(const Opening &job, const NameOf &nameOf)
{
    std::vector<work::Beginning> rows;
    rows.reserve(job.items.size() + 1);
    QJsonObject ofJob {
        {u"job"_s, deedId(job.deed)}, {u"count"_s, static_cast<int>(job.items.size())}};
    insertSeal(job.seal, ofJob);
    rows.push_back({.operation = job.id,
        .group = job.id,
        .action = JournalAction::Job,
        .phase = JournalPhase::Planned,
        .details = ofJob});
    for (const Item &item : job.items) {
        const ConnectionName connection = nameOf(item.connectionId());
        QJsonObject details;
        if (item.created)
            details.insert(u"created"_s, millisecondsOf(*item.created));
        if (item.isOwn)
            details.insert(u"step"_s, u"own"_s);
        insertSeal(job.seal, details);
        rows.push_back({.operation = item.operation,
            .group = job.id,
            .action = actionOf(job.deed),
            .phase = JournalPhase::Planned,
            .token = item.key,
            .tokenName = item.name,
            .connectionName = connection.name,
            .vendor = connection.vendor,
            .details = details});
    }
    return rows;
}

Opening openingOf(const Plan &plan, base::Instant now)
{
    Opening job {.id = work::newOperation(), .deed = plan.deed, .begun = now, .seal = plan.seal};
    job.items.reserve(plan.rows.size());
    for (const Plan::Row &row : plan.rows)
        job.items.push_back({.operation = work::newOperation(),
            .key = row.key,
            .name = row.name,
            .isOwn = row.isOwn,
            .created = row.created});
    return job;
}

std::optional<Opening> jobOf(const std::vector<JournalRecord> &rows)
{
    Opening job;
    QHash<domain::TokenKey, std::size_t> places;
    for (const JournalRecord &record : rows) {
        const JournalEntry &entry = record.entry;
        if (entry.action == JournalAction::Job) {
            if (domain::closes(entry.action, entry.phase))
                return {};
            const auto deed = deedFromId(entry.details.value("job"_L1).toString());
            if (entry.phase != JournalPhase::Planned || !deed)
                continue;
            job.id = entry.operation;
            job.deed = *deed;
            job.begun = entry.at;
            job.seal = sealOf(entry.details);
            continue;
        }
        auto place = places.find(entry.token);
        if (place == places.end()) {
            place = places.insert(entry.token, job.items.size());
            job.items.push_back(itemOf(entry));
            job.connections.try_emplace(
                entry.token.connectionId, ConnectionName {entry.connectionName, entry.vendor});
        }
        Item &item = job.items[*place];
        item.operation = entry.operation; // An item that is taken up again has a new one.
        item.isClosed = domain::closes(entry.action, entry.phase);
        apply(entry, item);
        item.error = errorOf(entry.details);
    }
    job.isInterrupted = true;
    return job.id.isEmpty() ? std::nullopt : std::optional(std::move(job));
}

} // namespace bulk
