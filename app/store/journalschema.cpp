// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#include "store/journalschema.h"

namespace store {

using namespace Qt::StringLiterals;

namespace {

constexpr qint32 applicationId = 0x54444a31; // "TDJ1"

const QStringList &textColumnsBeforeTime()
{
    static const QStringList names {u"operation"_s, u"group_id"_s, u"action"_s, u"phase"_s};
    return names;
}

const QStringList &textColumnsAfterTime()
{
    static const QStringList names {u"person"_s, u"origin"_s, u"run"_s, u"connection_id"_s,
        u"remote_id"_s, u"token_name"_s, u"connection_name"_s, u"vendor"_s, u"details"_s};
    return names;
}

QString journalDefinition()
{
    QStringList columns {u"sequence INTEGER PRIMARY KEY AUTOINCREMENT"_s};
    const auto addText = [&columns](const QString &name) {
        const int limit = name == "details"_L1 ? longestDetails : longestName;
        columns += u"%1 TEXT NOT NULL CHECK (length(%1) <= %2)"_s.arg(name).arg(limit);
    };
    for (const QString &name : textColumnsBeforeTime())
        addText(name);
    columns += u"at INTEGER NOT NULL"_s;
    for (const QString &name : textColumnsAfterTime())
        addText(name);
    columns += u"hash BLOB NOT NULL CHECK (length(hash) = 32)"_s;
    // Not json_type(): with trusted_schema off, SQLite 3.40 takes it for unsafe in a schema.
    columns += u"CHECK (operation <> '' AND substr(details, 1, 1) = '{')"_s;
    return u"CREATE TABLE journal (%1) STRICT"_s.arg(columns.join(u", "_s));
}

/// Version 0 to 1.
QStringList firstSchema()
{
    return {
        journalDefinition(),
        u"CREATE INDEX journal_operation ON journal (operation, action, phase)"_s,
        u"CREATE INDEX journal_group ON journal (group_id) WHERE group_id <> ''"_s,
        u"CREATE INDEX journal_token ON journal (connection_id, remote_id)"_s,
        u"CREATE TRIGGER journal_keep BEFORE UPDATE ON journal "
        "BEGIN SELECT RAISE(ABORT, 'a row of the journal is never changed'); END"_s,
        u"CREATE TRIGGER journal_stay BEFORE DELETE ON journal "
        "BEGIN SELECT RAISE(ABORT, 'a row of the journal is never removed'); END"_s,
        u"CREATE TRIGGER journal_order BEFORE INSERT ON journal "
        "WHEN EXISTS (SELECT 1 FROM journal WHERE sequence >= NEW.sequence) "
        "BEGIN SELECT RAISE(ABORT, 'a row of the journal only comes after the others'); END"_s,
        u"CREATE TABLE annotation (connection_id TEXT NOT NULL CHECK (length(connection_id) <= "
        u"1000), "
        "remote_id TEXT NOT NULL CHECK (length(remote_id) <= 1000), "
        "note TEXT NOT NULL CHECK (length(note) <= 100000), "
        "tags TEXT NOT NULL CHECK (length(tags) <= 10000), "
        "owner TEXT NOT NULL CHECK (length(owner) <= 1000), "
        "review_on TEXT NOT NULL CHECK (length(review_on) <= 10), "
        "replaces TEXT NOT NULL CHECK (length(replaces) <= 1000), "
        "replaced_by TEXT NOT NULL CHECK (length(replaced_by) <= 1000), "
        "PRIMARY KEY (connection_id, remote_id)) STRICT, WITHOUT ROWID"_s,
    };
}

} // namespace

Shape journalShape()
{
    return {.name = u"journal.db"_s,
        .applicationId = applicationId,
        .migrations = {firstSchema()},
        .isPrecious = true};
}

QString journalInsert()
{
    const auto marks = [](const QStringList &names) {
        return QStringList(names.size(), u"CAST(? AS TEXT)"_s).join(u", "_s);
    };
    return u"INSERT INTO journal (sequence, %1, at, %2, hash) VALUES (?, %3, ?, %4, ?)"_s.arg(
        textColumnsBeforeTime().join(u", "_s), textColumnsAfterTime().join(u", "_s),
        marks(textColumnsBeforeTime()), marks(textColumnsAfterTime()));
}

QVariantList journalValues(const JournalRow &row)
{
    return {row.sequence, row.operation, row.group, row.action, row.phase, row.at, row.person,
        row.origin, row.run, row.connectionId, row.remoteId, row.tokenName, row.connectionName,
        row.vendor, row.details, row.hash};
}

QString journalColumns()
{
    const auto asBytes = [](QStringList names) {
        for (QString &name : names)
            name = u"CAST(%1 AS BLOB)"_s.arg(name);
        return names.join(u", "_s);
    };
    return u"sequence, %1, at, %2, hash"_s.arg(
        asBytes(textColumnsBeforeTime()), asBytes(textColumnsAfterTime()));
}

JournalRow journalRowOf(const Statement &statement)
{
    int column = 0;
    const auto bytes = [&] { return statement.bytes(column++); };
    const auto number = [&] { return statement.number(column++); };
    JournalRow row;
    row.sequence = number();
    for (QByteArray *field : {&row.operation, &row.group, &row.action, &row.phase})
        *field = bytes();
    row.at = number();
    for (QByteArray *field : {&row.person, &row.origin, &row.run, &row.connectionId, &row.remoteId,
             &row.tokenName, &row.connectionName, &row.vendor, &row.details})
        *field = bytes();
    row.hash = bytes();
    return row;
}

} // namespace store
