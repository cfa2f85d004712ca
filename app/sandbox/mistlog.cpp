// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#include "sandbox/mistlog.h"

#include "sandbox/mistreply.h"
#include "sandbox/queryreader.h"

#include <QHash>

#include <algorithm>

namespace sandbox {

using namespace Qt::StringLiterals;

namespace {

constexpr qint64 hourMs = 3'600'000;

/// "1761900000", "-1d", "now"; the fallback when it is none of these.
qint64 readTime(const QString &text, qint64 nowMs, qint64 fallback)
{
    static const QHash<QChar, qint64> units {
        {u's', 1000}, {u'm', 60'000}, {u'h', hourMs}, {u'd', 24 * hourMs}, {u'w', 7 * 24 * hourMs}};
    if (text == u"now")
        return nowMs;
    bool isNumber = false;
    if (const double epoch = text.toDouble(&isNumber); isNumber && epoch >= 0 && epoch < 1e11)
        return static_cast<qint64>(epoch * 1000);
    if (text.size() < 2 || !units.contains(text.back()))
        return fallback;
    const qint64 count = text.chopped(1).toLongLong(&isNumber);
    constexpr qint64 most = 100'000; // weeks, and no overflow
    return isNumber && std::abs(count) <= most ? nowMs + count * units.value(text.back())
                                               : fallback;
}

QJsonObject eventJson(const MistEvent &event, const QString &orgId, const QString &anySite)
{
    QJsonObject json {{u"id"_s, event.id}, {u"timestamp"_s, mistSeconds(event.timeMs)},
        {u"admin_id"_s, event.adminId}, {u"admin_name"_s, event.adminName},
        {u"message"_s, event.message}, {u"org_id"_s, orgId}};
    // Null in an organisation's log; the log of an admin's own doings promises an id.
    if (event.siteId.isEmpty())
        json.insert(u"site_id"_s, anySite.isEmpty() ? QJsonValue() : QJsonValue(anySite));
    else
        json.insert(u"site_id"_s, event.siteId);
    if (!event.before.isEmpty())
        json.insert(u"before"_s, event.before);
    if (!event.after.isEmpty())
        json.insert(u"after"_s, event.after);
    return json;
}

} // namespace

HttpReply mistLog(const HttpRequest &request, const MistEstate &estate, qint64 nowMs, bool ownOnly)
{
    const auto query = QueryReader::ofQuery(request.query);
    const qint64 endMs = readTime(query.text(u"end"_s), nowMs, nowMs);
    const QString duration = query.has(u"duration"_s) ? query.text(u"duration"_s) : u"1d"_s;
    const qint64 lengthMs = nowMs - readTime(u'-' + duration, nowMs, nowMs - 24 * hourMs);
    const qint64 startMs = readTime(query.text(u"start"_s), nowMs, endMs - lengthMs);
    std::vector<const MistEvent *> found;
    for (const MistEvent &event : estate.events()) {
        const bool fits = event.timeMs >= startMs && event.timeMs <= endMs
            && (!ownOnly || event.adminId == estate.adminId())
            && event.message.contains(query.text(u"message"_s), Qt::CaseInsensitive)
            && event.adminName.contains(query.text(u"admin_name"_s), Qt::CaseInsensitive)
            && (!query.has(u"site_id"_s) || event.siteId == query.text(u"site_id"_s));
        if (fits)
            found.push_back(&event);
    }
    const QString order = query.text(u"sort"_s);
    if (order == u"admin_id")
        std::ranges::stable_sort(found, {}, [](const MistEvent *event) { return event->adminId; });
    else if (order == u"site_id")
        std::ranges::stable_sort(found, {}, [](const MistEvent *event) { return event->siteId; });
    else if (order != u"timestamp")
        std::reverse(found.begin(), found.end()); // the newest first

    const MistPage page = MistPage::of(request);
    QJsonArray results;
    for (std::size_t at = page.first(found.size()); at < page.end(found.size()); ++at)
        results.append(
            eventJson(*found[at], estate.orgId(), ownOnly ? estate.siteIds().first() : QString()));
    QJsonObject json {{u"start"_s, startMs / 1000}, {u"end"_s, endMs / 1000},
        {u"limit"_s, page.limit}, {u"total"_s, static_cast<qint64>(found.size())},
        {u"results"_s, results}};
    if (ownOnly)
        json.insert(u"page"_s, page.number);
    return HttpReply::json(200, json);
}

} // namespace sandbox
