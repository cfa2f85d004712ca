// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

/// Which columns the token table shows, in which order and how wide: chosen by actions that the
/// View menu shares with the header's own menu, kept as JSON.

#include <QJsonArray>
#include <QList>
#include <QObject>

class QAction;
class QHeaderView;
class QPoint;
class QTableView;

namespace tokens {

class TableColumns final : public QObject
{
    Q_OBJECT

public:
    /// The table has its model already, and owns this object.
    explicit TableColumns(QTableView &table);

    /// One checkable action per column, in the order of the model.
    const QList<QAction *> &actions() const { return m_actions; }
    /// The columns that are shown, from left to right.
    QList<int> shown() const;
    void reset();

    QJsonArray save() const;
    /// What does not fit is ignored.
    void restore(const QJsonArray &columns);

signals:
    void changed();
    void resetRequested();

private:
    void makeActions();
    void showMenu(const QPoint &position);
    void setShown(int column, bool shown);

    QTableView &m_table;
    QHeaderView &m_header;
    QList<QAction *> m_actions;
};

} // namespace tokens
