// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#include "store/database.h"

#include "store/sqlerror.h"

#include <QSqlError>
#include <QUrl>
#include <QUuid>

namespace store {

using namespace Qt::StringLiterals;
using base::fail;
using base::Result;
using base::Unit;

namespace {

constexpr auto memoryPath = ":memory:"_L1;

/// Wait three seconds for another process, then say so (DB-05).
constexpr auto busyOption = "QSQLITE_BUSY_TIMEOUT=3000"_L1;

QString uriOf(const QString &path, Database::Access access, const QString &vfs)
{
    QString uri = QString::fromLatin1(QUrl::fromLocalFile(path).toEncoded());
    QStringList parameters;
    if (access == Database::Access::Immutable)
        parameters += u"immutable=1"_s;
    if (!vfs.isEmpty())
        parameters += u"vfs="_s + vfs;
    return uri + u'?' + parameters.join(u'&');
}

} // namespace

Database::~Database()
{
    close();
}

Result<Unit> Database::open(const QString &path, Access access, const QString &vfs)
{
    close();
    m_path = path;
    m_connection = QUuid::createUuid().toString();
    m_database = QSqlDatabase::addDatabase(u"QSQLITE"_s, m_connection);
    if (!m_database.isValid()) {
        close();
        return fail(fileError(path, u"Qt's driver for SQLite is not installed"_s));
    }
    QStringList options {busyOption};
    const bool isPlain = access != Access::Immutable && vfs.isEmpty();
    if (access != Access::ReadWrite)
        options += u"QSQLITE_OPEN_READONLY"_s;
    if (!isPlain)
        options += u"QSQLITE_OPEN_URI"_s;
    m_database.setConnectOptions(options.join(u';'));
    m_database.setDatabaseName(isPlain || path == memoryPath ? path : uriOf(path, access, vfs));
    if (m_database.open())
        return Unit {};
    base::Error error = sqlError(path, m_database.lastError());
    close();
    return fail(std::move(error));
}

void Database::close()
{
    if (m_connection.isEmpty())
        return;
    m_database.close();
    m_database = {};
    QSqlDatabase::removeDatabase(m_connection);
    m_connection.clear();
}

Result<Unit> Database::setPragmas(Flush flush)
{
    struct Pragma
    {
        QString name;
        QString value;
        int expected;
    };
    const bool always = flush == Flush::Always;
    const std::initializer_list<Pragma> pragmas {
        {u"synchronous"_s, always ? u"FULL"_s : u"NORMAL"_s, always ? 2 : 1},
        {u"foreign_keys"_s, u"ON"_s, 1},
        {u"recursive_triggers"_s, u"ON"_s, 1}, // else REPLACE deletes without asking a trigger
        {u"secure_delete"_s, u"ON"_s, 1},
        {u"trusted_schema"_s, u"OFF"_s, 0},
        {u"cell_size_check"_s, u"ON"_s, 1},
        {u"temp_store"_s, u"MEMORY"_s, 2},
    };
    for (const Pragma &pragma : pragmas) {
        if (auto set = setPragma(pragma.name, pragma.value, pragma.expected); !set)
            return set;
    }
    return Unit {};
}

Result<QString> Database::setJournalMode(bool mayUseWal)
{
    const auto mode = value(u"PRAGMA journal_mode = %1"_s.arg(mayUseWal ? u"WAL"_s : u"DELETE"_s));
    if (!mode)
        return fail(mode.error());
    return mode->toString().toLower();
}

Result<Unit> Database::setPragma(const QString &name, const QString &value, int expected)
{
    if (auto set = run(u"PRAGMA %1 = %2"_s.arg(name, value)); !set)
        return set;
    const auto readBack = this->value(u"PRAGMA %1"_s.arg(name));
    if (!readBack)
        return fail(readBack.error());
    if (!readBack->isValid() || readBack->toInt() != expected)
        return fail(fileError(m_path, u"SQLite does not know PRAGMA %1"_s.arg(name)));
    return Unit {};
}

Result<Statement> Database::prepare(const QString &sql)
{
    QSqlQuery query(m_database);
    query.setForwardOnly(true);
    if (!query.prepare(sql))
        return fail(sqlError(m_path, query.lastError()));
    return Statement(std::move(query), m_path);
}

Result<Unit> Database::run(const QString &sql, const QVariantList &values)
{
    auto statement = prepare(sql);
    if (!statement)
        return fail(std::move(statement.error()));
    return statement->start(values);
}

Result<QVariant> Database::value(const QString &sql, const QVariantList &values)
{
    auto statement = prepare(sql);
    if (!statement)
        return fail(std::move(statement.error()));
    if (auto started = statement->start(values); !started)
        return fail(std::move(started.error()));
    const auto isThere = statement->next();
    if (!isThere)
        return fail(isThere.error());
    return *isThere ? statement->value(0) : QVariant();
}

void Database::rollBack()
{
    // After some errors SQLite has rolled back already; then there is nothing to say.
    static_cast<void>(run(u"ROLLBACK"_s));
}

} // namespace store
