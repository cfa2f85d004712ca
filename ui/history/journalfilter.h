// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

/// Which rows of the journal are wanted: words, action, connection, only open ones, one token.

#include "domain/journal.h"
#include "models/celltext.h"

#include <QTimer>
#include <QWidget>

class QCheckBox;
class QComboBox;
class QLineEdit;

namespace history {

class JournalFilter final : public QWidget
{
    Q_OBJECT

public:
    explicit JournalFilter(QWidget *parent = nullptr);

    void setConnections(const QHash<QString, models::ConnectionText> &connections);
    /// The token that is selected in the list; nothing = none.
    void setToken(const std::optional<domain::TokenKey> &token, const QString &name);

    domain::JournalQuery query() const;
    bool isOnlyOpen() const;
    /// Anything is left out.
    bool isNarrow() const;
    void chooseToken();
    /// Only what is open, and all of it.
    void chooseOpen();
    void clear();

    /// Whether a row is one of those, for rows that were not asked for by query().
    static bool fits(const domain::JournalEntry &entry, const domain::JournalQuery &query);

signals:
    void changed();

private:
    void build();

    QLineEdit *m_words;
    QComboBox *m_action;
    QComboBox *m_connection;
    QCheckBox *m_onlyOpen;
    QCheckBox *m_onlyToken;
    std::optional<domain::TokenKey> m_token;
    QTimer m_typing;
};

} // namespace history
