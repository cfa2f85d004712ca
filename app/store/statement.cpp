// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#include "store/statement.h"

#include "store/sqlerror.h"

#include <QSqlError>

namespace store {

using base::fail;
using base::Result;
using base::Unit;

Statement::Statement(QSqlQuery query, QString path)
    : m_query(std::move(query))
    , m_path(std::move(path))
{
}

Result<Unit> Statement::start(const QVariantList &values)
{
    for (qsizetype i = 0; i < values.size(); ++i)
        m_query.bindValue(static_cast<int>(i), values.at(i));
    QSqlQuery &query = m_query;
    if (!query.exec())
        return fail(sqlError(m_path, m_query.lastError()));
    return Unit {};
}

Result<bool> Statement::next()
{
    if (m_query.next())
        return true;
    if (m_query.lastError().isValid())
        return fail(sqlError(m_path, m_query.lastError()));
    return false;
}

QByteArray Statement::bytes(int column) const
{
    QByteArray bytes = m_query.value(column).toByteArray();
    return bytes.isNull() ? QByteArray("", 0) : bytes;
}

namespace {

/// Half a character, of which some versions of Qt make "?" and others nothing.
QString withoutHalves(QString text)
{
    for (qsizetype i = 0; i < text.size(); ++i) {
        const bool isPair = text.at(i).isHighSurrogate() && i + 1 < text.size()
            && text.at(i + 1).isLowSurrogate();
        if (isPair)
            ++i;
        else if (text.at(i).isSurrogate())
            text[i] = u'?';
    }
    return text;
}

} // namespace

QByteArray textOf(const QString &text)
{
    QByteArray bytes = (text.isValidUtf16() ? text : withoutHalves(text)).toUtf8();
    return bytes.isNull() ? QByteArray("", 0) : bytes;
}

} // namespace store
