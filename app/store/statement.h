// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

/// A prepared statement and its rows. Must be gone before its database is closed.

#include "base/result.h"

#include <QByteArray>
#include <QSqlQuery>
#include <QVariant>

namespace store {

class Statement final
{
public:
    Statement(QSqlQuery query, QString path);

    /// Runs it with these values for its "?", from the beginning. Bind text as textOf().
    base::Result<base::Unit> start(const QVariantList &values = {});
    /// The next row. An error in the middle of the rows is not their end.
    base::Result<bool> next();

    QString text(int column) const { return m_query.value(column).toString(); }
    qint64 number(int column) const { return m_query.value(column).toLongLong(); }
    /// Never null, so that it can be bound again: Qt takes a null one for NULL.
    QByteArray bytes(int column) const;
    QVariant value(int column) const { return m_query.value(column); }
    bool isNull(int column) const { return m_query.isNull(column); }

private:
    QSqlQuery m_query;
    QString m_path;
};

/// UTF-8 to be bound as `CAST(? AS TEXT)`, never NULL: Qt would hand over UTF-16, which SQLite
/// converts in ways of its own (byte order marks, lone surrogates), and an empty QString as NULL.
/// Half a surrogate pair becomes "?".
QByteArray textOf(const QString &text);

} // namespace store
