// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#include "tokens/connectiontreeview.h"

#include "tokens/connectiondelegate.h"

#include <QContextMenuEvent>
#include <QHeaderView>

namespace tokens {

using namespace Qt::StringLiterals;
using models::ConnectionScope;
using models::ConnectionTreeModel;

ConnectionTreeView::ConnectionTreeView(ConnectionTreeModel &model, QWidget *parent)
    : QTreeView(parent)
    , m_model(model)
{
    setObjectName(u"connectionTree"_s);
    setAccessibleName(tr("Connections"));
    setItemDelegate(new ConnectionDelegate(this));
    setModel(&model);
    setHeaderHidden(true);
    setRootIsDecorated(false);
    setItemsExpandable(false); // Few rows: nothing is gained by hiding some.
    setExpandsOnDoubleClick(false);
    setIndentation(12);
    setSelectionMode(SingleSelection);
    setEditTriggers(NoEditTriggers);
    setTextElideMode(Qt::ElideMiddle);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    header()->setStretchLastSection(true);
    expandAll();
    selectScope({});

    connect(&model, &QAbstractItemModel::rowsInserted, this, [this] { expandAll(); });
    connect(&model, &QAbstractItemModel::modelReset, this, [this] {
        expandAll();
        selectScope({});
    });
    connect(selectionModel(), &QItemSelectionModel::currentChanged, this,
        [this] { emit scopeChanged(scope()); });
    connect(this, &QAbstractItemView::activated, this, [this](const QModelIndex &index) {
        const QString id = m_model.scopeOf(index).connectionId;
        if (!id.isEmpty())
            emit connectionActivated(id);
    });
}

ConnectionScope ConnectionTreeView::scope() const
{
    return m_model.scopeOf(currentIndex());
}

void ConnectionTreeView::selectScope(const ConnectionScope &scope)
{
    const QModelIndex wanted = m_model.indexOf(scope);
    setCurrentIndex(wanted.isValid() ? wanted : m_model.indexOf({}));
}

void ConnectionTreeView::contextMenuEvent(QContextMenuEvent *event)
{
    QPoint position = event->globalPos();
    if (event->reason() == QContextMenuEvent::Keyboard && currentIndex().isValid())
        position = viewport()->mapToGlobal(visualRect(currentIndex()).center());
    emit connectionMenuRequested(position);
    event->accept();
}

} // namespace tokens
