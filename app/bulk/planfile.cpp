// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0

// A plan for a second admin as a file. What is read may come from anywhere.

#include "base/json.h"
#include "bulk/sharedplan.h"
#include "work/exporttext.h"

#include <QFile>
#include <QFileInfo>
#include <QJsonDocument>
#include <QSet>

namespace bulk {

using namespace Qt::StringLiterals;
using base::Result;

namespace {

constexpr qsizetype longestName = 256; // of a person
constexpr int version = 1;

auto refuse(PlanFault fault, const QString &detail = {})
{
    return base::invalid(planFaultId(fault), detail);
}

double numberOf(base::Instant time)
{
    return static_cast<double>(time.time_since_epoch().count());
}

QByteArray rowLine(const SharedPlan::Row &row)
{
    QJsonObject object {{u"vendor"_s, domain::vendorId(row.vendor)},
        {u"organisation"_s, row.organisation}, {u"id"_s, row.id}, {u"name"_s, row.name}};
    if (row.created)
        object.insert(u"created"_s, numberOf(*row.created));
    return QJsonDocument(object).toJson(QJsonDocument::Compact);
}

/// Milliseconds since 1970, which this program wrote itself.
std::optional<base::Instant> momentOf(const QJsonValue &value)
{
    const auto milliseconds = base::json::integer(value);
    return milliseconds && *milliseconds > 0 ? base::json::instantOf(double(*milliseconds))
                                             : std::nullopt;
}

Result<SharedPlan::Row> rowOf(const QJsonValue &value, const QString &path)
{
    const QJsonObject object = value.toObject();
    const QString vendorWord = base::json::text(object, "vendor");
    if (vendorWord.isEmpty() || base::json::text(object, "id").isEmpty()
        || !object.value("organisation"_L1).isString() || !object.value("name"_L1).isString())
        return refuse(PlanFault::BadRow, path);
    const auto vendor = domain::vendorFromId(vendorWord);
    if (!vendor)
        return refuse(PlanFault::UnknownVendor, vendorWord);
    SharedPlan::Row row {.vendor = *vendor,
        .organisation = base::json::text(object, "organisation"),
        .id = base::json::text(object, "id"),
        .name = base::json::text(object, "name")};
    if (const QJsonValue created = object.value("created"_L1); !created.isUndefined()) {
        row.created = momentOf(created);
        if (!row.created)
            return refuse(PlanFault::BadRow, path + u".created"_s);
    }
    return row;
}

/// Everything but the rows.
Result<SharedPlan> headOf(const QJsonObject &object)
{
    if (object.value("format"_L1) != "tokendesk-plan"_L1)
        return refuse(PlanFault::NotAPlan);
    if (base::json::integer(object.value("version"_L1)) != version)
        return refuse(PlanFault::OtherVersion,
            object.value("version"_L1).toVariant().toString().left(longestName));
    const auto deed = deedFromId(base::json::text(object, "action"));
    if (!deed)
        return refuse(PlanFault::UnknownDeed, base::json::text(object, "action"));
    const auto made = momentOf(object.value("made"_L1));
    SharedPlan plan {.deed = *deed,
        .maker = base::json::text(object, "maker"),
        .second = base::json::text(object, "second")};
    if (!made || plan.maker.isEmpty() || plan.maker.size() > longestName
        || plan.second.size() > longestName)
        return refuse(PlanFault::BadHead);
    plan.made = *made;
    return plan;
}

Result<base::Unit> readRows(const QJsonObject &object, SharedPlan &plan)
{
    const QJsonArray rows = object.value("rows"_L1).toArray();
    if (rows.isEmpty())
        return refuse(PlanFault::NoRows);
    QSet<QStringList> seen;
    plan.rows.reserve(static_cast<std::size_t>(rows.size()));
    for (qsizetype i = 0; i < rows.size(); ++i) {
        const auto row = rowOf(rows[i], u"rows[%1]"_s.arg(i));
        if (!row)
            return base::fail(row.error());
        const QStringList who {domain::vendorId(row->vendor), row->organisation, row->id};
        if (seen.contains(who))
            return refuse(PlanFault::DuplicateRow, row->id);
        seen.insert(who);
        plan.rows.push_back(*row);
    }
    return base::Unit {};
}

} // namespace

QString planFaultId(PlanFault fault)
{
    switch (fault) {
    case PlanFault::TooLarge:
        return u"too-large"_s;
    case PlanFault::NotJson:
        return u"not-json"_s;
    case PlanFault::NotAPlan:
        return u"not-a-plan"_s;
    case PlanFault::OtherVersion:
        return u"other-version"_s;
    case PlanFault::UnknownDeed:
        return u"unknown-deed"_s;
    case PlanFault::BadHead:
        return u"bad-head"_s;
    case PlanFault::BadRow:
        return u"bad-row"_s;
    case PlanFault::UnknownVendor:
        return u"unknown-vendor"_s;
    case PlanFault::DuplicateRow:
        return u"duplicate-row"_s;
    case PlanFault::NoRows:
        return u"no-rows"_s;
    case PlanFault::OtherHash:
        return u"other-hash"_s;
    }
    return {};
}

work::FileExport::Job planFile(const QString &path, SharedPlan plan)
{
    work::FileExport::Job job {.path = path, .rows = static_cast<int>(plan.rows.size())};
    const QJsonObject head {{u"format"_s, u"tokendesk-plan"_s}, {u"version"_s, version},
        {u"action"_s, deedId(plan.deed)}, {u"maker"_s, plan.maker}, {u"second"_s, plan.second},
        {u"made"_s, numberOf(plan.made)}, {u"madeText"_s, work::exportTime(plan.made)},
        {u"sha256"_s, plan.hash}};
    job.head = QJsonDocument(head).toJson(QJsonDocument::Compact);
    job.head.chop(1); // The rows come before the brace.
    job.head += ",\"rows\":[";
    job.tail = "\n]}\n";
    job.portion = [rows = std::move(plan.rows)](int first, int end) {
        QByteArray bytes;
        for (int i = first; i < end; ++i)
            bytes += (i == 0 ? "\n" : ",\n") + rowLine(rows[static_cast<std::size_t>(i)]);
        return bytes;
    };
    return job;
}

Result<SharedPlan> readPlan(const QByteArray &bytes)
{
    if (bytes.size() > largestPlan)
        return refuse(PlanFault::TooLarge);
    const auto object = base::json::parseObject(bytes);
    if (!object)
        return refuse(PlanFault::NotJson, object.error().detail);
    auto plan = headOf(*object);
    if (!plan)
        return plan;
    if (const auto rows = readRows(*object, *plan); !rows)
        return base::fail(rows.error());
    SharedPlan whole = sealed(*std::move(plan));
    if (whole.hash != base::json::text(*object, "sha256"))
        return refuse(PlanFault::OtherHash);
    return whole;
}

Result<SharedPlan> readPlanFile(const QString &path)
{
    QFile file(path);
    const QFileInfo there(path);
    if (!there.isFile() || !file.open(QIODevice::ReadOnly))
        return base::fail(base::ErrorKind::LocalFile,
            u"%1: %2"_s.arg(path,
                there.isFile() || !there.exists() ? file.errorString()
                                                  : u"is not an ordinary file"_s));
    if (file.size() > largestPlan)
        return refuse(PlanFault::TooLarge);
    return readPlan(file.read(largestPlan + 1)); // It may grow while it is read.
}

} // namespace bulk
