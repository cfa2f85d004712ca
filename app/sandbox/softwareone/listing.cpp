// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#include "sandbox/softwareone/listing.h"

#include <algorithm>
#include <numeric>

namespace sandbox::softwareone {

using namespace Qt::StringLiterals;

namespace {

constexpr int defaultLimit = 10;
constexpr int maxLimit = 100;

} // namespace

std::vector<quint32> picked(const rql::Query &query, const Source &source)
{
    struct Hit
    {
        quint32 item;
        rql::SortKey key;
    };
    if (query.filters.empty() && query.order.empty())
        return source.items;
    std::vector<Hit> hits;
    for (const quint32 item : source.items) {
        const auto row = source.row(item);
        if (rql::matches(query.filters, *row))
            hits.push_back({item, rql::sortKey(query.order, *row)});
    }
    std::stable_sort(hits.begin(), hits.end(), [&query](const Hit &one, const Hit &other) {
        return rql::lessThan(query.order, one.key, other.key);
    });
    std::vector<quint32> items;
    items.reserve(hits.size());
    for (const Hit &hit : hits)
        items.push_back(hit.item);
    return items;
}

HttpReply pageReply(
    const rql::Query &query, const Source &source, const std::vector<quint32> &items)
{
    const int limit = std::min(query.limit.value_or(defaultLimit), maxLimit);
    const auto total = static_cast<qint64>(items.size());
    const auto begin = std::min(static_cast<qint64>(query.offset), total);
    const auto end = std::min(begin + limit, total);
    QJsonArray data;
    for (qint64 i = begin; i < end; ++i) {
        data.append(
            rql::project(source.json(items[static_cast<size_t>(i)]), query, source.shape.omitted));
    }
    const QStringList omitted = rql::stillOmitted(query, source.shape.omitted);
    const QJsonObject pagination {
        {u"offset"_s, query.offset}, {u"limit"_s, limit}, {u"total"_s, total}};
    return HttpReply::json(200,
        QJsonObject {{u"$meta"_s,
                         QJsonObject {{u"pagination"_s, pagination},
                             {u"omitted"_s, QJsonArray::fromStringList(omitted)}}},
            {u"data"_s, data}});
}

HttpReply objectReply(
    int status, const QJsonObject &whole, const rql::Query &query, const QStringList &omitted)
{
    QJsonObject json = rql::project(whole, query, omitted);
    const QStringList rest = rql::stillOmitted(query, omitted);
    if (!rest.isEmpty())
        json.insert(u"$meta"_s, QJsonObject {{u"omitted"_s, QJsonArray::fromStringList(rest)}});
    return HttpReply::json(status, json);
}

Source sourceOf(const QList<QJsonObject> &objects, const rql::Shape &shape)
{
    Source source;
    source.shape = shape;
    source.items.resize(static_cast<size_t>(objects.size()));
    std::iota(source.items.begin(), source.items.end(), 0U);
    source.row = [objects](quint32 item) {
        return std::make_unique<rql::JsonRow>(objects.at(static_cast<qsizetype>(item)));
    };
    source.json = [objects](quint32 item) { return objects.at(static_cast<qsizetype>(item)); };
    return source;
}

} // namespace sandbox::softwareone
