// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#include "store/journaltable.h"

#include "store/journalschema.h"

namespace store {

using namespace Qt::StringLiterals;
using base::fail;
using base::Result;
using base::Unit;
using domain::JournalCheck;
using domain::JournalEntry;
using domain::JournalQuery;
using domain::JournalRecord;

namespace {

/// Details are searched by their values, not by our names for them.
bool hasWords(const QJsonValue &value, const QString &words)
{
    if (value.isObject()) {
        const QJsonObject object = value.toObject();
        return std::any_of(object.begin(), object.end(),
            [&words](const QJsonValue &one) { return hasWords(one, words); });
    }
    if (value.isArray()) {
        const QJsonArray array = value.toArray();
        return std::any_of(array.begin(), array.end(),
            [&words](const QJsonValue &one) { return hasWords(one, words); });
    }
    return value.toVariant().toString().contains(words, Qt::CaseInsensitive);
}

/// Not in SQL, whose LIKE knows upper and lower case of English letters only.
bool hasWords(const JournalEntry &entry, const QString &words)
{
    for (const QString *text : {&entry.tokenName, &entry.connectionName, &entry.person}) {
        if (text->contains(words, Qt::CaseInsensitive))
            return true;
    }
    return hasWords(QJsonValue(entry.details), words);
}

struct Conditions
{
    QStringList clauses;
    QVariantList values;

    void add(const QString &clause, const QVariant &value)
    {
        clauses += clause;
        values += value;
    }
    void addText(const QString &column, const QString &text)
    {
        add(column + u" = CAST(? AS TEXT)"_s, textOf(text));
    }
};

Conditions conditionsOf(const JournalQuery &query)
{
    Conditions made;
    if (query.before > 0)
        made.add(u"sequence < ?"_s, query.before);
    if (query.token) {
        made.addText(u"connection_id"_s, query.token->connectionId);
        made.addText(u"remote_id"_s, query.token->remoteId);
    }
    if (!query.connectionId.isEmpty())
        made.addText(u"connection_id"_s, query.connectionId);
    if (!query.operation.isEmpty())
        made.addText(u"operation"_s, query.operation);
    if (!query.group.isEmpty())
        made.addText(u"group_id"_s, query.group);
    if (query.action)
        made.addText(u"action"_s, domain::journalActionId(*query.action));
    if (query.since)
        made.add(u"at >= ?"_s, qint64 {query.since->time_since_epoch().count()});
    if (query.until)
        made.add(u"at < ?"_s, qint64 {query.until->time_since_epoch().count()});
    return made;
}

/// ('create', 'done'), ... : what ends an operation, as domain::closes() has it.
QString closingPairs()
{
    QStringList pairs;
    for (const domain::JournalAction action : domain::allJournalActions) {
        for (const domain::JournalPhase phase : domain::allJournalPhases) {
            if (domain::closes(action, phase))
                pairs += u"('%1','%2')"_s.arg(
                    domain::journalActionId(action), domain::journalPhaseId(phase));
        }
    }
    return pairs.join(u',');
}

QString rowsAreMissing(qint64 first, qint64 last)
{
    return first == last ? u"row %1 is missing"_s.arg(first)
                         : u"rows %1 to %2 are missing"_s.arg(first).arg(last);
}

void findFault(JournalCheck &check, qint64 sequence, const QString &problem)
{
    if (!check.isWhole)
        return; // The first counts.
    check.isWhole = false;
    check.firstBad = sequence;
    check.problem = problem;
}

} // namespace

JournalTable::JournalTable(Database &database)
    : m_database(database)
{
}

Result<JournalRow> JournalTable::lastRow()
{
    auto statement = m_database.prepare(
        u"SELECT %1 FROM journal ORDER BY sequence DESC LIMIT 1"_s.arg(journalColumns()));
    if (!statement)
        return fail(std::move(statement.error()));
    if (auto started = statement->start(); !started)
        return fail(std::move(started.error()));
    const auto isThere = statement->next();
    if (!isThere)
        return fail(isThere.error());
    return *isThere ? journalRowOf(*statement) : JournalRow {.hash = firstHash()};
}

/// The highest number ever given, which stays when rows are removed.
Result<qint64> JournalTable::lastNumber()
{
    const auto number
        = m_database.value(u"SELECT seq FROM sqlite_sequence WHERE name = 'journal'"_s);
    if (!number)
        return fail(number.error());
    return number->toLongLong();
}

Result<JournalRecords> JournalTable::append(const std::vector<JournalEntry> &entries)
{
    const auto last = lastRow();
    if (!last)
        return fail(last.error());
    const auto number = lastNumber();
    if (!number)
        return fail(number.error());
    auto statement = m_database.prepare(journalInsert());
    if (!statement)
        return fail(std::move(statement.error()));

    QByteArray hash = last->hash;
    qint64 sequence = std::max(last->sequence, *number);
    JournalRecords written;
    written.reserve(entries.size());
    for (const JournalEntry &entry : entries) {
        JournalRow row = rowOf(entry);
        row.sequence = ++sequence;
        row.hash = hash = hashOf(hash, row);
        if (auto done = statement->start(journalValues(row)); !done)
            return fail(std::move(done.error()));
        written.push_back({row.sequence, entry, row.hash});
    }
    return written;
}

Result<JournalRecords> JournalTable::read(const JournalQuery &query)
{
    const Conditions conditions = conditionsOf(query);
    QString sql = u"SELECT %1 FROM journal"_s.arg(journalColumns());
    if (!conditions.clauses.isEmpty())
        sql += u" WHERE "_s + conditions.clauses.join(u" AND "_s);
    auto statement = m_database.prepare(sql + u" ORDER BY sequence DESC"_s);
    if (!statement)
        return fail(std::move(statement.error()));
    if (auto started = statement->start(conditions.values); !started)
        return fail(std::move(started.error()));

    JournalRecords found;
    while (query.limit <= 0 || found.size() < static_cast<std::size_t>(query.limit)) {
        const auto isThere = statement->next();
        if (!isThere)
            return fail(isThere.error());
        if (!*isThere)
            break;
        JournalRow row = journalRowOf(*statement);
        auto entry = entryOf(row);
        if (entry && (query.words.isEmpty() || hasWords(*entry, query.words)))
            found.push_back({row.sequence, std::move(*entry), row.hash});
    }
    return found;
}

Result<JournalRecords> JournalTable::readOpen()
{
    static const QString sql
        = u"SELECT %1 FROM journal WHERE operation NOT IN (SELECT operation FROM journal WHERE "
          "(action, phase) IN (VALUES %2)) ORDER BY sequence"_s.arg(
              journalColumns(), closingPairs());
    auto statement = m_database.prepare(sql);
    if (!statement)
        return fail(std::move(statement.error()));
    if (auto started = statement->start(); !started)
        return fail(std::move(started.error()));
    JournalRecords open;
    while (true) {
        const auto isThere = statement->next();
        if (!isThere)
            return fail(isThere.error());
        if (!*isThere)
            return open;
        JournalRow row = journalRowOf(*statement);
        if (auto entry = entryOf(row))
            open.push_back({row.sequence, std::move(*entry), row.hash});
    }
}

Result<JournalCheck> JournalTable::verify()
{
    return m_database.look([this] { return walk(); });
}

Result<JournalCheck> JournalTable::walk()
{
    auto statement
        = m_database.prepare(u"SELECT %1 FROM journal ORDER BY sequence"_s.arg(journalColumns()));
    if (!statement)
        return fail(std::move(statement.error()));
    if (auto started = statement->start(); !started)
        return fail(std::move(started.error()));
    JournalCheck check {.head = firstHash()};
    qint64 expected = 1;
    while (true) {
        const auto isThere = statement->next();
        if (!isThere)
            return fail(isThere.error());
        if (!*isThere)
            break;
        const JournalRow row = journalRowOf(*statement);
        if (row.sequence > expected)
            findFault(check, expected, rowsAreMissing(expected, row.sequence - 1));
        else if (row.sequence < expected || row.hash != hashOf(check.head, row))
            findFault(check, row.sequence,
                u"row %1 does not fit: it was changed, renumbered or put in, or the row before it "
                "was removed"_s.arg(row.sequence));
        check.head = row.hash;
        ++check.rows;
        expected = row.sequence + 1;
    }
    if (auto ended = checkEnd(check, expected - 1); !ended)
        return fail(std::move(ended.error()));
    return check;
}

Result<Unit> JournalTable::checkEnd(JournalCheck &check, qint64 last)
{
    const auto number = lastNumber();
    if (!number)
        return fail(number.error());
    if (*number > last)
        findFault(check, last + 1, rowsAreMissing(last + 1, *number) + u" at the end"_s);
    const auto guards = m_database.value(
        u"SELECT count(*) FROM sqlite_schema WHERE type = 'trigger' AND tbl_name = 'journal'"_s);
    if (!guards)
        return fail(guards.error());
    if (guards->toInt() != journalGuardCount)
        findFault(check, 0, u"the rules that keep rows from being changed have been removed"_s);
    return Unit {};
}

} // namespace store
