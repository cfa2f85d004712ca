// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#include "store/inventorysync.h"

#include "domain/tokendifference.h"
#include "store/inventoryshape.h"
#include "store/storedtoken.h"

#include <QCryptographicHash>

namespace store {

using namespace Qt::StringLiterals;
using base::fail;
using base::Instant;
using base::Result;
using base::Unit;
using domain::ChangeKind;
using domain::Token;
using domain::TokenChange;

namespace {

qint64 msOf(Instant time)
{
    return time.time_since_epoch().count();
}

std::optional<Instant> instantAt(const Statement &statement, int column)
{
    if (statement.isNull(column))
        return {};
    return Instant(std::chrono::milliseconds(statement.number(column)));
}

std::string_view viewOf(const QByteArray &bytes)
{
    return {bytes.constData(), static_cast<std::size_t>(bytes.size())};
}

template <typename T>
QByteArrayView bytesOf(const T &numbers)
{
    return {reinterpret_cast<const char *>(&numbers), static_cast<qsizetype>(sizeof numbers)};
}

} // namespace

InventorySync::InventorySync(Database &database, const domain::StoredListing &listing)
    : m_database(database)
    , m_listing(listing)
    , m_grants(database)
{
    m_report.connectionId = listing.connectionId;
    for (const domain::SharedText &text : listing.tokens.texts())
        m_texts.push_back(text.text.toUtf8());
}

Result<domain::SyncReport> InventorySync::run()
{
    if (auto ready
        = readConnection().and_then([this](Unit) { return readKnown(); }).and_then([this](Unit) {
              return prepare();
          });
        !ready)
        return fail(std::move(ready.error()));
    for (std::size_t row = 0; row < m_listing.tokens.size(); ++row) {
        if (auto taken = take(row); !taken)
            return fail(std::move(taken.error()));
    }
    if (auto ended = missAll().and_then([this](Unit) { return finish(); }); !ended)
        return fail(std::move(ended.error()));
    return m_report;
}

Result<Unit> InventorySync::readConnection()
{
    if (auto there = m_database.run(
            u"INSERT INTO connections (id) VALUES (CAST(? AS TEXT)) ON CONFLICT DO NOTHING"_s,
            {textOf(m_listing.connectionId)});
        !there)
        return there;
    auto statement = m_database.prepare(
        u"SELECT place, listed, complete_listed FROM connections WHERE id = CAST(? AS TEXT)"_s);
    if (!statement)
        return fail(statement.error());
    if (auto started = statement->start({textOf(m_listing.connectionId)}); !started)
        return started;
    if (const auto found = statement->next(); !found)
        return fail(found.error());
    m_connection = statement->number(0);
    m_report.previous = instantAt(*statement, 1);
    m_lastComplete = instantAt(*statement, 2);
    // What comes in the first complete list may have been there all the time.
    m_report.isFirst = !m_lastComplete;
    return Unit {};
}

Result<Unit> InventorySync::readKnown()
{
    auto statement = m_database.prepare(
        u"SELECT place, CAST(id AS BLOB), hash, last_used, last_seen, vanished FROM tokens "
        "WHERE connection = ? ORDER BY place"_s);
    if (!statement)
        return fail(statement.error());
    if (auto started = statement->start({m_connection}); !started)
        return started;
    m_known.reserve(m_listing.tokens.size());
    for (auto more = statement->next(); !more || *more; more = statement->next()) {
        if (!more)
            return fail(more.error());
        m_ids.push_back(statement->bytes(1));
        m_known.emplace(viewOf(m_ids.back()),
            Known {.place = statement->number(0),
                .hash = statement->bytes(2),
                .lastUsed = statement->number(3),
                .lastSeen = instantAt(*statement, 4),
                .vanished = instantAt(*statement, 5)});
    }
    return Unit {};
}

Result<Unit> InventorySync::prepare()
{
    struct Plan
    {
        std::optional<Statement> &statement;
        QString sql;
    };
    const std::array plans = {
        Plan {m_insert, u"INSERT INTO tokens "_s + StoredToken::insertion()},
        Plan {m_update,
            u"UPDATE tokens SET %1, hash = ?, last_seen = NULL, vanished = NULL "
            "WHERE place = ?"_s.arg(StoredToken::assignments())},
        Plan {m_read, u"SELECT %1 FROM tokens WHERE place = ?"_s.arg(StoredToken::columns())},
        Plan {m_change,
            u"INSERT INTO changes (connection, token, name, kind, noticed, previous, before, "
            "after) VALUES (?, CAST(? AS TEXT), CAST(? AS TEXT), CAST(? AS TEXT), ?, ?, "
            "CAST(? AS TEXT), CAST(? AS TEXT))"_s},
    };
    for (const Plan &plan : plans) {
        auto prepared = m_database.prepare(plan.sql);
        if (!prepared)
            return fail(prepared.error());
        plan.statement.emplace(std::move(*prepared));
    }
    return Unit {};
}

Result<Unit> InventorySync::take(std::size_t row)
{
    const std::string_view id = m_listing.tokens.id(row);
    if (id.empty() || id.size() > static_cast<std::size_t>(longest::id))
        return Unit {}; // Nobody could name it; it is listed all the same.
    const QByteArray hash = hashOf(row);
    const auto found = m_known.find(id);
    if (found == m_known.end())
        return add(row, hash);
    Known &known = found->second;
    if (std::exchange(known.isSeen, true))
        return Unit {}; // The first counts, as in the list on screen.
    const bool isSame = known.hash == hash && !known.lastSeen && !known.vanished;
    if (isSame && !mayHaveGoneIdle(known))
        return Unit {};
    return compare(row, hash, known);
}

Result<Unit> InventorySync::add(std::size_t row, const QByteArray &hash)
{
    const auto place = m_grants.placeOf(grantsOf(row));
    if (!place)
        return fail(place.error());
    const Token token = m_listing.tokens.token(row);
    const StoredToken stored = StoredToken::of(token, *place);
    if (auto added = m_insert->start(
            stored.values() + QVariantList {m_connection, hash, msOf(m_listing.listed)});
        !added)
        return added;
    m_ids.push_back(stored.id);
    m_known.emplace(viewOf(m_ids.back()), Known {.isSeen = true});
    if (!m_lastComplete)
        return Unit {};
    return note(
        domain::presenceChange(token, ChangeKind::Appeared, {*m_lastComplete, m_listing.listed}));
}

Result<Unit> InventorySync::compare(std::size_t row, const QByteArray &hash, const Known &known)
{
    if (auto started = m_read->start({known.place}); !started)
        return started;
    if (const auto found = m_read->next(); !found)
        return fail(found.error());
    const StoredToken old = StoredToken::read(*m_read, 0);
    const auto oldGrants = m_grants.at(old.grantSet);
    if (!oldGrants)
        return fail(oldGrants.error());
    const Token before = old.token(m_listing.connectionId, *oldGrants);
    const Token listed = m_listing.tokens.token(row);
    const domain::ListTimes times {previousOf(known), m_listing.listed};

    if (known.vanished) {
        if (auto noted = note(domain::presenceChange(
                listed, ChangeKind::Returned, {*known.vanished, m_listing.listed}));
            !noted)
            return noted;
    }
    const Token after = domain::withoutGaps(before, listed);
    for (TokenChange &change : domain::differences(before, after, times)) {
        if (auto noted = note(std::move(change)); !noted)
            return noted;
    }
    if (known.hash == hash && !known.lastSeen && !known.vanished)
        return Unit {};
    const bool keepsGrants = after.grantsState != listed.grantsState;
    const auto place = keepsGrants ? Result<qint64>(old.grantSet) : m_grants.placeOf(grantsOf(row));
    if (!place)
        return fail(place.error());
    m_changesGrants = m_changesGrants || *place != old.grantSet;
    return m_update->start(
        StoredToken::of(after, *place).values() + QVariantList {hash, known.place});
}

Result<Unit> InventorySync::missAll()
{
    for (const QByteArray &id : m_ids) { // In the order in which they came.
        const Known &known = m_known.find(viewOf(id))->second;
        if (known.isSeen || known.vanished)
            continue;
        if (auto missed = miss(id, known); !missed)
            return missed;
    }
    return Unit {};
}

Result<Unit> InventorySync::miss(const QByteArray &id, const Known &known)
{
    const Instant seen = previousOf(known);
    if (auto kept
        = m_database.run(u"UPDATE tokens SET last_seen = ?, vanished = ? WHERE place = ?"_s,
            {msOf(seen), m_listing.isComplete ? QVariant(msOf(m_listing.listed)) : QVariant(),
                known.place});
        !kept || !m_listing.isComplete)
        return kept;
    if (auto started = m_read->start({known.place}); !started)
        return started;
    if (const auto found = m_read->next(); !found)
        return fail(found.error());
    Token gone;
    gone.key = {m_listing.connectionId, QString::fromUtf8(id)};
    gone.name = QString::fromUtf8(StoredToken::read(*m_read, 0).name);
    return note(domain::presenceChange(gone, ChangeKind::Vanished, {seen, m_listing.listed}));
}

Result<Unit> InventorySync::finish()
{
    if (auto kept
        = m_database.run(u"UPDATE connections SET listed = ?, is_complete = ?, complete_listed = ? "
                         "WHERE place = ?"_s,
            {msOf(m_listing.listed), m_listing.isComplete ? 1 : 0,
                m_listing.isComplete ? QVariant(msOf(m_listing.listed))
                    : m_lastComplete ? QVariant(msOf(*m_lastComplete))
                                     : QVariant(),
                m_connection});
        !kept)
        return kept;
    return m_changesGrants ? m_grants.sweep() : Result<Unit>(Unit {});
}

Result<Unit> InventorySync::note(TokenChange change)
{
    if (change.kind == ChangeKind::WentIdle) {
        const auto told = isToldAlready(change);
        if (!told)
            return fail(told.error());
        if (*told)
            return Unit {};
    }
    ++m_report.counts[static_cast<std::size_t>(change.kind)];
    return m_change->start(
        {m_connection, textOf(change.token.remoteId), textOf(cut(change.tokenName, longest::name)),
            textOf(changeKindId(change.kind)), msOf(change.noticed), msOf(change.previous),
            textOf(cut(change.before, longest::text)), textOf(cut(change.after, longest::text))});
}

/// A clock that is set back goes over the limit again; the last use is still the same.
Result<bool> InventorySync::isToldAlready(const TokenChange &change)
{
    const auto found = m_database.value(
        u"SELECT 1 FROM changes WHERE connection = ? AND token = CAST(? AS TEXT) "
        "AND kind = CAST(? AS TEXT) AND after = CAST(? AS TEXT) LIMIT 1"_s,
        {m_connection, textOf(change.token.remoteId), textOf(changeKindId(change.kind)),
            textOf(change.after)});
    if (!found)
        return fail(found.error());
    return found->isValid();
}

/// Not by the digest of the batch, which is another in every run.
QByteArray InventorySync::hashOf(std::size_t row)
{
    const domain::PackedTokens &rows = m_listing.tokens.rows();
    const struct
    {
        domain::PackedTime lastUsed, created, expires;
        quint64 flags, creatorState, ownerState;
    } numbers {rows.lastUsed[row], rows.created[row], rows.expires[row], rows.flags[row].bits(),
        static_cast<quint64>(domain::stateOfPlace(rows.creator[row])),
        static_cast<quint64>(domain::stateOfPlace(rows.owner[row]))};
    QCryptographicHash hash(QCryptographicHash::Sha1);
    hash.addData(bytesOf(numbers));
    const auto add = [&hash](std::string_view bytes) {
        const quint64 size = bytes.size();
        hash.addData(bytesOf(size));
        hash.addData(QByteArrayView(bytes.data(), static_cast<qsizetype>(bytes.size())));
    };
    add(rows.searchText(row));
    add(rows.exactText(row));
    for (const domain::Place place : {rows.creator[row], rows.owner[row]})
        add(domain::isPlace(place) ? viewOf(m_texts[place - domain::firstPlace]) : "");
    add(viewOf(m_grants.hashOf(grantsOf(row))));
    return hash.result();
}

domain::GrantSetPtr InventorySync::grantsOf(std::size_t row) const
{
    const domain::Place place = m_listing.tokens.rows().grants[row];
    return domain::isPlace(place) ? m_listing.tokens.grantSets()[place - domain::firstPlace]
                                  : nullptr;
}

/// Roughly, and quickly: of the unchanged ones only these are looked at.
bool InventorySync::mayHaveGoneIdle(const Known &known) const
{
    if (!domain::isKnownTime(known.lastUsed))
        return false;
    const auto limit = std::chrono::milliseconds(domain::idleAfter).count();
    const auto slack = std::chrono::milliseconds(std::chrono::days(2)).count();
    return msOf(m_listing.listed) - known.lastUsed >= limit
        && msOf(previousOf(known)) - known.lastUsed < limit + slack;
}

/// The last list it was in.
Instant InventorySync::previousOf(const Known &known) const
{
    return known.lastSeen.value_or(m_report.previous.value_or(m_listing.listed));
}

} // namespace store
