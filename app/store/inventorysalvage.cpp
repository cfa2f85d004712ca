// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#include "store/inventorysalvage.h"

#include "store/grantdictionary.h"
#include "store/sqlerror.h"
#include "store/storedtoken.h"

#include <QSet>

namespace store {

using namespace Qt::StringLiterals;
using base::fail;
using base::Result;
using base::Unit;

namespace {

class Salvage final
{
public:
    Salvage(Database &from, Database &into)
        : m_from(from)
        , m_into(into)
        , m_oldGrants(from)
        , m_newGrants(into)
    {
    }

    Result<Salvaged> run()
    {
        for (const auto order : {"ASC"_L1, "DESC"_L1}) {
            for (const auto step : {&Salvage::changes, &Salvage::tombstones}) {
                if (auto done = (this->*step)(order); !done)
                    return fail(std::move(done.error()));
            }
        }
        return m_found;
    }

private:
    /// Rows until the first that cannot be read.
    template <typename Take>
    Result<Unit> each(const QString &sql, const Take &take)
    {
        auto statement = m_from.prepare(sql);
        if (!statement || !statement->start())
            return Unit {};
        for (auto more = statement->next(); more && *more; more = statement->next()) {
            if (auto taken = take(*statement); !taken)
                return taken;
        }
        return Unit {};
    }

    /// What does not fit into the new tables is garbage; that they cannot be written is not.
    static bool isGarbage(const base::Error &error)
    {
        constexpr int tooBig = 18;
        constexpr int constraint = 19;
        constexpr int mismatch = 20;
        const int code = sqliteCode(error);
        return code == constraint || code == mismatch || code == tooBig;
    }

    Result<bool> write(const QString &sql, const QVariantList &values)
    {
        const auto written = m_into.run(sql, values);
        if (!written && !isGarbage(written.error()))
            return fail(written.error());
        return written.has_value();
    }

    Result<qint64> connection(const QByteArray &id)
    {
        const auto there = write(
            u"INSERT INTO connections (id) VALUES (CAST(? AS TEXT)) ON CONFLICT DO NOTHING"_s,
            {id});
        if (!there)
            return fail(there.error());
        const auto place
            = m_into.value(u"SELECT place FROM connections WHERE id = CAST(? AS TEXT)"_s, {id});
        if (!place)
            return fail(place.error());
        return place->toLongLong();
    }

    Result<Unit> changes(QLatin1StringView order)
    {
        const QString sql
            = u"SELECT sequence, (SELECT CAST(id AS BLOB) FROM connections "
              "WHERE place = connection), CAST(token AS BLOB), CAST(name AS BLOB), "
              "CAST(kind AS BLOB), noticed, previous, CAST(before AS BLOB), CAST(after AS BLOB) "
              "FROM changes ORDER BY sequence %1"_s.arg(order);
        return each(sql, [this](const Statement &row) -> Result<Unit> {
            if (row.bytes(1).isEmpty() || m_changes.contains(row.number(0)))
                return Unit {};
            const auto place = connection(row.bytes(1));
            if (!place)
                return fail(place.error());
            const auto written
                = write(u"INSERT INTO changes (sequence, connection, token, name, kind, noticed, "
                        "previous, before, after) VALUES (?, ?, CAST(? AS TEXT), CAST(? AS TEXT), "
                        "CAST(? AS TEXT), ?, ?, CAST(? AS TEXT), CAST(? AS TEXT))"_s,
                    {row.number(0), *place, row.bytes(2), row.bytes(3), row.bytes(4), row.number(5),
                        row.number(6), row.bytes(7), row.bytes(8)});
            if (!written)
                return fail(written.error());
            m_changes.insert(row.number(0));
            m_found.changes += *written ? 1 : 0;
            return Unit {};
        });
    }

    Result<Unit> tombstones(QLatin1StringView order)
    {
        const QString sql
            = u"SELECT place, (SELECT CAST(id AS BLOB) FROM connections "
              "WHERE place = connection), hash, first_seen, last_seen, vanished, %1 FROM tokens "
              "WHERE vanished IS NOT NULL ORDER BY place %2"_s.arg(StoredToken::columns(), order);
        return each(sql, [this](const Statement &row) -> Result<Unit> {
            if (row.bytes(1).isEmpty() || m_tombstones.contains(row.number(0)))
                return Unit {};
            m_tombstones.insert(row.number(0));
            const auto place = connection(row.bytes(1));
            if (!place)
                return fail(place.error());
            StoredToken token = StoredToken::read(row, 6);
            const auto grants = m_oldGrants.at(token.grantSet);
            const auto set = m_newGrants.placeOf(grants ? *grants : nullptr);
            if (!set)
                return fail(set.error());
            token.grantSet = *set;
            auto written = write(u"INSERT INTO tokens "_s + StoredToken::insertion(),
                token.values() + QVariantList {*place, row.bytes(2), row.number(3)});
            if (written && *written)
                written = write(u"UPDATE tokens SET last_seen = ?, vanished = ? "
                                "WHERE place = last_insert_rowid()"_s,
                    {row.number(4), row.number(5)});
            if (!written)
                return fail(written.error());
            m_found.tombstones += *written ? 1 : 0;
            return Unit {};
        });
    }

    Database &m_from;
    Database &m_into;
    GrantDictionary m_oldGrants;
    GrantDictionary m_newGrants;
    QSet<qint64> m_changes;
    QSet<qint64> m_tombstones;
    Salvaged m_found;
};

} // namespace

Result<Salvaged> salvageInventory(const QString &damagedFile, Database &into)
{
    Database from;
    if (!from.open(damagedFile, Database::Access::ReadOnly))
        return Salvaged {};
    return into.write([&from, &into] { return Salvage(from, into).run(); });
}

} // namespace store
