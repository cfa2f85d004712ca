// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

/// The connections pane. Says which tokens are wanted, by ids.

#include "models/connectiontreemodel.h"

#include <QTreeView>

namespace tokens {

class ConnectionTreeView final : public QTreeView
{
    Q_OBJECT

public:
    /// The model must outlive the view.
    explicit ConnectionTreeView(models::ConnectionTreeModel &model, QWidget *parent = nullptr);

    models::ConnectionScope scope() const;
    /// Falls back to everything when there is no such row.
    void selectScope(const models::ConnectionScope &scope);

signals:
    void scopeChanged(const models::ConnectionScope &scope);
    /// Enter or a double click on a connection.
    void connectionActivated(const QString &connectionId);
    /// At a place on the screen, for scope().
    void connectionMenuRequested(const QPoint &globalPosition);

protected:
    void contextMenuEvent(QContextMenuEvent *event) override;

private:
    models::ConnectionTreeModel &m_model;
};

} // namespace tokens
