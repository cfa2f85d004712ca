// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0

// What the table puts into the clipboard.

#include "base/poolrun.h"
#include "tokens/rowselection.h"
#include "tokens/rowtext.h"
#include "tokens/tablecolumns.h"
#include "tokens/tokentableview.h"

#include <QClipboard>
#include <QGuiApplication>

namespace tokens {

namespace {

/// A text of as many rows is 20 MB: beyond that a file is the better way.
constexpr int mostCopied = 100'000;
constexpr int copiedAtOnce = 1000;

void copyText(const QString &text)
{
    if (!text.isEmpty())
        QGuiApplication::clipboard()->setText(text);
}

} // namespace

void TokenTableView::copySelection()
{
    if (selectedCount() > 1)
        copyRows();
    else
        copyCell();
}

void TokenTableView::copyCell()
{
    const QModelIndex current = currentIndex();
    if (const auto token = m_model.tokenAt(current.row())) {
        const auto &column = models::tokenColumns()[static_cast<std::size_t>(current.column())];
        copyText(column.plainValue(*token, m_model.context()));
    }
}

void TokenTableView::copyRows()
{
    copyRows(false);
}

void TokenTableView::copyRowsWithTitles()
{
    copyRows(true);
}

void TokenTableView::copyRows(bool withTitles)
{
    const int count = selectedCount();
    if (count > mostCopied) {
        emit copyRefused(count, mostCopied);
        return;
    }
    RowText rows = rowText(true);
    if (count <= copiedAtOnce) {
        copyText(rows.tabSeparated(withTitles));
        return;
    }
    m_copying = base::runInPool([rows = std::move(rows), withTitles] {
        return base::Result<QString>(rows.tabSeparated(withTitles));
    });
    m_copying.then(this, [](const base::Result<QString> &text) {
        if (text)
            copyText(*text);
    });
}

RowText TokenTableView::rowText(bool selectedOnly) const
{
    return RowText::of(
        m_model, selectedOnly ? m_selection->rowIds() : m_model.order(), m_columns->shown());
}

void TokenTableView::copyIds()
{
    if (selectedCount() > mostCopied) {
        emit copyRefused(selectedCount(), mostCopied);
        return;
    }
    QStringList ids;
    const auto keys = selectedKeys();
    for (const domain::TokenKey &key : keys)
        ids += key.remoteId;
    copyText(ids.join(u'\n'));
}

} // namespace tokens
