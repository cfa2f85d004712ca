// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#include "tokens/rowtext.h"

#include "work/exporttext.h"
#include "work/tokenreader.h"

namespace tokens {

namespace {

const models::TokenColumn &columnAt(int section)
{
    return models::tokenColumns()[static_cast<std::size_t>(section)];
}

} // namespace

RowText RowText::of(const models::TokenTableModel &model, work::RowOrder rows, QList<int> columns)
{
    return {model.store().snapshot(), std::move(rows), std::move(columns), model.context()};
}

QStringList RowText::titles() const
{
    QStringList titles;
    for (const int column : columns)
        titles += models::columnTitle(columnAt(column));
    return titles;
}

QStringList RowText::values(work::RowId row) const
{
    QStringList values;
    if (!work::isPresent(snapshot, row))
        return values;
    const domain::Token token = work::tokenOf(snapshot, row);
    for (const int column : columns)
        values += columnAt(column).plainValue(token, context);
    return values;
}

QString RowText::tabSeparated(bool withTitles) const
{
    QString text = withTitles ? work::tsvLine(titles()) : QString();
    for (const work::RowId row : rows) {
        if (const QStringList line = values(row); !line.isEmpty())
            text += work::tsvLine(line);
    }
    text.chop(1); // The last line is pasted without its end.
    return text;
}

} // namespace tokens
