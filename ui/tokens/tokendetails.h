// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

/// The details pane: one token in full, or a summary of several. Remembers keys, not rows, and
/// follows the store.

#include "models/tokentablemodel.h"
#include "tokens/curltab.h"

#include <QTimer>
#include <QWidget>

#include <vector>

class QFrame;
class QLabel;
class QPlainTextEdit;
class QStackedWidget;
class QTableView;
class QTabWidget;

namespace models {
class GrantModel;
}

namespace tokens {

class OverviewTab;

class TokenDetails final : public QWidget
{
    Q_OBJECT

public:
    /// The model gives the store and the names of connections; it must outlive the pane.
    explicit TokenDetails(const models::TokenTableModel &model, QWidget *parent = nullptr);

    void setSketch(SketchOf sketchOf);
    void showTokens(std::vector<domain::TokenKey> keys);

    /// Position of the tab in front, to be remembered.
    int currentTab() const;
    void setCurrentTab(int tab);

protected:
    void changeEvent(QEvent *event) override;

private:
    QWidget *makeHeader();
    QWidget *makeTokenPage();
    QWidget *makeGrantsTab();
    void refresh();
    void showOne(const domain::Token &token);
    void showHeader(const domain::Token &token);
    void showGrants(const domain::Token &token);
    void showRaw(const domain::Token &token);
    void showSummary();
    void colourStripe();

    const models::TokenTableModel &m_model;
    std::vector<domain::TokenKey> m_keys;
    QTimer m_refreshTimer;
    QStackedWidget *m_pages;
    QLabel *m_summary;
    QWidget *m_tokenPage = nullptr;
    QFrame *m_stripe = nullptr;
    QLabel *m_title = nullptr;
    QLabel *m_place = nullptr;
    QWidget *m_ownBadge = nullptr;
    QLabel *m_ownIcon = nullptr;
    QLabel *m_ownText = nullptr;
    QTabWidget *m_tabs = nullptr;
    OverviewTab *m_overview = nullptr;
    models::GrantModel *m_grants = nullptr;
    QLabel *m_grantsNote = nullptr;
    QTableView *m_grantsTable = nullptr;
    QPlainTextEdit *m_raw = nullptr;
    CurlTab *m_curl = nullptr;
    domain::Environment m_environment = domain::Environment::Production;
};

} // namespace tokens
