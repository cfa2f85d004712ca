// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#include "store/inventoryread.h"

#include "store/grantdictionary.h"
#include "store/storedtoken.h"

namespace store {

using namespace Qt::StringLiterals;
using base::fail;
using base::Instant;
using base::Result;
using base::Unit;
using domain::StoredListing;
using domain::TokenChange;
using domain::Tombstone;

namespace {

Instant instantAt(const Statement &statement, int column)
{
    return Instant(std::chrono::milliseconds(statement.number(column)));
}

QString textAt(const Statement &statement, int column)
{
    return QString::fromUtf8(statement.bytes(column));
}

/// Calls take(statement), which returns a Result<Unit>, for every row.
template <typename Take>
Result<Unit> forEachRow(
    Database &database, const QString &sql, const QVariantList &values, const Take &take)
{
    auto statement = database.prepare(sql);
    if (!statement)
        return fail(statement.error());
    if (auto started = statement->start(values); !started)
        return started;
    for (auto more = statement->next(); !more || *more; more = statement->next()) {
        if (!more)
            return fail(more.error());
        if (auto taken = take(*statement); !taken)
            return taken;
    }
    return Unit {};
}

Result<Unit> readTokens(
    Database &database, GrantDictionary &grants, qint64 connection, StoredListing &listing)
{
    const auto count = database.value(
        u"SELECT count(*) FROM tokens WHERE connection = ? AND vanished IS NULL"_s, {connection});
    if (!count)
        return fail(count.error());
    listing.tokens = domain::TokenBatch(listing.connectionId);
    listing.tokens.reserve(static_cast<std::size_t>(count->toLongLong()), 0);
    const QString sql = u"SELECT %1 FROM tokens WHERE connection = ? AND vanished IS NULL "
                        "ORDER BY place"_s.arg(StoredToken::columns());
    return forEachRow(database, sql, {connection}, [&](const Statement &statement) -> Result<Unit> {
        const StoredToken stored = StoredToken::read(statement, 0);
        auto set = grants.at(stored.grantSet);
        if (!set)
            return fail(set.error());
        listing.tokens.add(stored.row(std::move(*set)));
        return Unit {};
    });
}

/// "... WHERE a AND b", and what is bound to it.
struct Conditions
{
    QStringList all;
    QVariantList values;

    void add(const QString &condition, const QVariant &value)
    {
        all.append(condition);
        values.append(value);
    }
    QString sql() const { return all.isEmpty() ? QString() : u" WHERE "_s + all.join(u" AND "_s); }
};

Conditions conditionsOf(const domain::ChangeQuery &query)
{
    Conditions conditions;
    const auto ms = [](Instant time) { return time.time_since_epoch().count(); };
    if (query.since)
        conditions.add(u"noticed >= ?"_s, qint64(ms(*query.since)));
    if (query.until)
        conditions.add(u"noticed <= ?"_s, qint64(ms(*query.until)));
    if (query.token) {
        conditions.add(u"connections.id = CAST(? AS TEXT)"_s, textOf(query.token->connectionId));
        conditions.add(u"token = CAST(? AS TEXT)"_s, textOf(query.token->remoteId));
    }
    if (!query.connectionId.isEmpty())
        conditions.add(u"connections.id = CAST(? AS TEXT)"_s, textOf(query.connectionId));
    if (query.before > 0)
        conditions.add(u"sequence < ?"_s, query.before);
    return conditions;
}

} // namespace

Result<std::vector<StoredListing>> readListings(Database &database)
{
    GrantDictionary grants(database);
    if (auto read = grants.readAll(); !read)
        return fail(std::move(read.error()));
    std::vector<StoredListing> listings;
    const auto read = forEachRow(database,
        u"SELECT place, CAST(id AS BLOB), listed, is_complete FROM connections "
        "WHERE listed IS NOT NULL ORDER BY place"_s,
        {}, [&](const Statement &statement) {
            StoredListing &listing = listings.emplace_back();
            listing.connectionId = textAt(statement, 1);
            listing.listed = instantAt(statement, 2);
            listing.isComplete = statement.number(3) != 0;
            return readTokens(database, grants, statement.number(0), listing);
        });
    if (!read)
        return fail(read.error());
    return listings;
}

Result<std::vector<TokenChange>> readChanges(Database &database, const domain::ChangeQuery &query)
{
    Conditions conditions = conditionsOf(query);
    conditions.values.append(query.limit);
    const QString sql
        = u"SELECT sequence, CAST(connections.id AS BLOB), CAST(token AS BLOB), "
          "CAST(name AS BLOB), CAST(kind AS BLOB), noticed, previous, CAST(before AS BLOB), "
          "CAST(after AS BLOB) FROM changes JOIN connections "
          "ON connections.place = changes.connection%1 ORDER BY sequence DESC LIMIT ?"_s.arg(
              conditions.sql());
    std::vector<TokenChange> changes;
    const auto read = forEachRow(
        database, sql, conditions.values, [&](const Statement &statement) -> Result<Unit> {
            const auto kind = domain::changeKindFromId(textAt(statement, 4));
            if (!kind)
                return Unit {}; // Of a newer version.
            changes.push_back({.sequence = statement.number(0),
                .token = {textAt(statement, 1), textAt(statement, 2)},
                .tokenName = textAt(statement, 3),
                .kind = *kind,
                .noticed = instantAt(statement, 5),
                .previous = instantAt(statement, 6),
                .before = textAt(statement, 7),
                .after = textAt(statement, 8)});
            return Unit {};
        });
    if (!read)
        return fail(read.error());
    return changes;
}

Result<std::vector<Tombstone>> readTombstones(Database &database, const QString &connectionId)
{
    GrantDictionary grants(database);
    Conditions conditions;
    conditions.all.append(u"vanished IS NOT NULL"_s);
    if (!connectionId.isEmpty())
        conditions.add(u"connection = (SELECT place FROM connections WHERE id = CAST(? AS TEXT))"_s,
            textOf(connectionId));
    const QString sql
        = u"SELECT (SELECT CAST(id AS BLOB) FROM connections WHERE place = connection), "
          "first_seen, last_seen, vanished, %1 FROM tokens%2 ORDER BY vanished DESC, place DESC"_s
              .arg(StoredToken::columns(), conditions.sql());
    std::vector<Tombstone> tombstones;
    const auto read = forEachRow(
        database, sql, conditions.values, [&](const Statement &statement) -> Result<Unit> {
            const StoredToken stored = StoredToken::read(statement, 4);
            const auto set = grants.at(stored.grantSet);
            if (!set)
                return fail(set.error());
            tombstones.push_back({.token = stored.token(textAt(statement, 0), *set),
                .firstSeen = instantAt(statement, 1),
                .lastSeen = instantAt(statement, 2),
                .vanished = instantAt(statement, 3)});
            return Unit {};
        });
    if (!read)
        return fail(read.error());
    return tombstones;
}

} // namespace store
