// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

/// A table of events, and what stands in its place while there are none.

#include <QPersistentModelIndex>
#include <QStackedWidget>

class QAbstractItemModel;
class QLabel;
class QTableView;

namespace history {

class EventTable final : public QStackedWidget
{
    Q_OBJECT

public:
    /// title: of the table, for screen readers; name: its object's.
    EventTable(QAbstractItemModel &model, const QString &title, const QString &name,
        QWidget *parent = nullptr);

    QTableView *table() const { return m_table; }
    void setColumnWidths(const std::vector<int> &widths);
    /// Shown instead of a table without rows.
    void setEmptyText(const QString &title, const QString &text);
    int currentRow() const;
    void selectRow(int row);

signals:
    void currentRowChanged(int row);
    /// Enter or a double click.
    void rowActivated(int row);

private:
    void choose();

    QTableView *m_table;
    QPersistentModelIndex m_top; ///< the row at the top while rows come above it
    QLabel *m_title;
    QLabel *m_text;
};

} // namespace history
