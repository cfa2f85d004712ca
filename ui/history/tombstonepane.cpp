// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#include "history/tombstonepane.h"

#include "history/eventtable.h"
#include "models/tombstonemodel.h"
#include "support/plaintext.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QVBoxLayout>

namespace history {

using namespace Qt::StringLiterals;
using domain::Tombstone;

TombstonePane::TombstonePane(const HistorySource &source, QWidget *parent)
    : QWidget(parent)
    , m_source(source)
    , m_model(new models::TombstoneModel(this))
    , m_table(new EventTable(*m_model, tr("Vanished tokens"), u"tombstonesTable"_s, this))
    , m_recreate(new QPushButton(tr("&Recreate With Same Grants..."), this))
    , m_reason(support::plainParagraph({}, this))
{
    setObjectName(u"tombstonePane"_s);
    m_table->setColumnWidths({200, 140, 150, 150, 150});
    m_table->setEmptyText(tr("No token has vanished"),
        tr("A token that was listed and is not any more will be kept here, with its name and its "
           "grants."));
    m_recreate->setObjectName(u"recreateButton"_s);
    m_recreate->setAutoDefault(false);
    m_reason->setObjectName(u"recreateReason"_s);
    auto *row = new QHBoxLayout;
    row->addWidget(m_recreate);
    row->addWidget(m_reason, 1);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 6, 0, 0);
    column->addWidget(m_table, 1);
    column->addLayout(row);
    connect(m_table, &EventTable::currentRowChanged, this, &TombstonePane::updateButton);
    connect(m_recreate, &QPushButton::clicked, this, [this] {
        if (const Tombstone *one = m_model->at(m_table->currentRow()))
            emit recreateRequested(one->token);
    });
    connect(m_table, &EventTable::rowActivated, m_recreate, &QPushButton::click);
    updateButton();
}

void TombstonePane::showTombstones(std::vector<Tombstone> tombstones)
{
    const Tombstone *current = m_model->at(m_table->currentRow());
    const domain::TokenKey key = current ? current->token.key : domain::TokenKey();
    m_model->setContext(m_source.context());
    m_model->setTombstones(std::move(tombstones));
    select(key);
    updateButton();
}

bool TombstonePane::select(const domain::TokenKey &key)
{
    const int row = m_model->rowOf(key);
    if (row >= 0)
        m_table->selectRow(row);
    return row >= 0;
}

void TombstonePane::updateButton()
{
    const Tombstone *one = m_model->at(m_table->currentRow());
    const QString reason = one ? m_source.whyNotCreate(one->token.key.connectionId)
                               : tr("Select a token that vanished.");
    m_recreate->setEnabled(reason.isEmpty());
    support::setPlainToolTip(m_recreate, reason);
    support::setPlainText(m_reason,
        !reason.isEmpty() ? reason
                          : tr("A new token with a new key; the old key stays what it was."));
}

} // namespace history
