// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

/// Rows to write, and a look at a file from outside, past all rules.

#include "domain/journal.h"

#include <QSqlDatabase>
#include <QSqlError>
#include <QSqlQuery>
#include <QTest>
#include <QUuid>

namespace test {

inline domain::JournalEntry journalEntry(const QString &operation,
    domain::JournalPhase phase = domain::JournalPhase::Intent,
    domain::JournalAction action = domain::JournalAction::Disable)
{
    return {.operation = operation,
        .action = action,
        .phase = phase,
        .at = base::Instant(std::chrono::milliseconds(1'760'000'000'123)),
        .person = QStringLiteral("ada@desk"),
        .origin = QStringLiteral("test"),
        .run = QStringLiteral("run-1"),
        .token = {QStringLiteral("connection-1"), QStringLiteral("token-1")},
        .tokenName = QStringLiteral("nightly export"),
        .connectionName = QStringLiteral("Payments"),
        .vendor = domain::Vendor::SoftwareOne,
        .details = {{QStringLiteral("attempt"), 1}}};
}

/// A connection of its own, as another program would have it: no triggers are in its way when it
/// drops them.
class Outsider final
{
public:
    explicit Outsider(const QString &path, const QString &options = {})
        : m_name(QUuid::createUuid().toString())
        , m_database(QSqlDatabase::addDatabase(QStringLiteral("QSQLITE"), m_name))
    {
        m_database.setDatabaseName(path);
        m_database.setConnectOptions(options);
        m_isOpen = m_database.open();
    }
    ~Outsider()
    {
        m_database.close();
        m_database = {};
        QSqlDatabase::removeDatabase(m_name);
    }
    Outsider(const Outsider &) = delete;
    Outsider &operator=(const Outsider &) = delete;

    bool isOpen() const { return m_isOpen; }
    /// Empty when it worked, else SQLite's words.
    QString run(const QString &sql)
    {
        QSqlQuery query(m_database);
        return query.exec(sql) ? QString() : query.lastError().text();
    }
    QVariant value(const QString &sql)
    {
        QSqlQuery query(m_database);
        return query.exec(sql) && query.next() ? query.value(0)
                                               : QVariant(query.lastError().text());
    }
    void dropGuards()
    {
        for (const char *name : {"journal_keep", "journal_stay", "journal_order"})
            run(QStringLiteral("DROP TRIGGER ") + QLatin1StringView(name));
    }

private:
    QString m_name;
    QSqlDatabase m_database;
    bool m_isOpen = false;
};

} // namespace test
