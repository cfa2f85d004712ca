// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

/// Tokens that vanished, with what would be needed to make another like them.

#include "history/historysource.h"

#include <QWidget>

class QLabel;
class QPushButton;

namespace models {
class TombstoneModel;
}

namespace history {

class EventTable;

class TombstonePane final : public QWidget
{
    Q_OBJECT

public:
    explicit TombstonePane(const HistorySource &source, QWidget *parent = nullptr);

    void showTombstones(std::vector<domain::Tombstone> tombstones);
    /// False if it is not among them.
    bool select(const domain::TokenKey &key);

signals:
    void recreateRequested(const domain::Token &token);

private:
    void updateButton();

    const HistorySource &m_source;
    models::TombstoneModel *m_model;
    EventTable *m_table;
    QPushButton *m_recreate;
    QLabel *m_reason;
};

} // namespace history
