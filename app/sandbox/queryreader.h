// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

/// Reads name=value pairs, of a query or of a form.

#include <QByteArray>
#include <QHash>
#include <QString>

namespace sandbox {

class QueryReader
{
public:
    static QueryReader ofQuery(const QByteArray &query) { return QueryReader(query); }
    static QueryReader ofForm(const QByteArray &body) { return QueryReader(body); }

    bool has(const QString &name) const { return m_values.contains(name); }
    QString text(const QString &name) const { return m_values.value(name); }
    /// The number, or the fallback when it is absent or none. Held within a million millions, so
    /// that sums and products with small numbers do not overflow.
    qint64 number(const QString &name, qint64 fallback) const;

private:
    explicit QueryReader(const QByteArray &bytes);

    QHash<QString, QString> m_values;
};

} // namespace sandbox
