// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

/// Opens the windows about the past, one of each, and keeps them up to date.

#include "history/historysource.h"

#include <QObject>
#include <QPointer>

#include <optional>

namespace history {
class ChangesWindow;
class HistoryTab;
class JournalWindow;
} // namespace history

namespace models {
class TokenTableModel;
}

namespace work {
class Desk;
}

namespace shell {

class Settings;

class HistoryCommands final : public QObject
{
    Q_OBJECT

public:
    /// window: the parent of the others. All references outlive this object.
    HistoryCommands(work::Desk &desk, const models::TokenTableModel &model,
        const base::Clock &clock, Settings &settings, QWidget *window);

    /// For the details pane.
    history::HistoryTab *tab() const { return m_tab; }
    void showJournal();
    /// What nothing has brought to its end.
    void showOpen();
    void showChanges();
    /// The token that is selected, for the journal's filter.
    void setToken(const std::optional<domain::TokenKey> &token);
    /// What is on screen tells of tokens.
    void closeWindows();
    /// "Since the last visit" counts from here the next time.
    void endVisit();

signals:
    void tokenRequested(const domain::TokenKey &key);
    void recreateRequested(const domain::Token &token);

private:
    history::HistorySource source();
    QString whyNotCreate(const QString &connectionId) const;
    void handOverToken();
    void present(QWidget *window) const;

    work::Desk &m_desk;
    const models::TokenTableModel &m_model;
    const base::Clock &m_clock;
    Settings &m_settings;
    QWidget *m_window;
    std::optional<base::Instant> m_lastVisit;
    std::optional<domain::TokenKey> m_token;
    history::HistoryTab *m_tab;
    QPointer<history::JournalWindow> m_journal;
    QPointer<history::ChangesWindow> m_changes;
};

} // namespace shell
