// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

/// What happened to one token, newest first: how its lists differ, and what was done to it here.

#include "history/historysource.h"

#include <QTimer>
#include <QWidget>

#include <optional>

class QLabel;
class QPushButton;
class QTreeWidget;

namespace history {

class HistoryTab final : public QWidget
{
    Q_OBJECT

public:
    explicit HistoryTab(HistorySource source, QWidget *parent = nullptr);

    void showToken(const std::optional<domain::TokenKey> &key);
    /// Something was written: what is shown is read again, soon, also while more is written.
    void readSoon();

signals:
    void journalRequested();

protected:
    void showEvent(QShowEvent *event) override;
    void changeEvent(QEvent *event) override;

private:
    void read();
    void fill();

    HistorySource m_source;
    std::optional<domain::TokenKey> m_key;
    bool m_isOld = true; ///< what is shown is not what would be read
    QLabel *m_note = nullptr;
    QTreeWidget *m_events = nullptr;
    QPushButton *m_journal;
    QTimer m_soon;
    std::vector<domain::TokenChange> m_changes;
    std::vector<domain::JournalRecord> m_records;
    base::Task<std::vector<domain::TokenChange>> m_readingChanges;
    base::Task<std::vector<domain::JournalRecord>> m_readingRecords;
};

} // namespace history
