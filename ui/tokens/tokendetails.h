// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

/// The details pane: one token in full, or a summary of several. Remembers a key or the selection,
/// not rows, and follows the store.

#include "models/tokentablemodel.h"
#include "tokens/curltab.h"
#include "tokens/notesform.h"
#include "tokens/tokencensus.h"

#include <QPointer>
#include <QTimer>
#include <QWidget>

#include <optional>

class QAction;
class QFrame;
class QHBoxLayout;
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
class RowSelection;

class TokenDetails final : public QWidget
{
    Q_OBJECT

public:
    /// The model gives the store and the names of connections; it must outlive the pane.
    explicit TokenDetails(const models::TokenTableModel &model, QWidget *parent = nullptr);

    void setSketch(SketchOf sketchOf);
    /// A line below the name about what is under way with a token ("Being rotated"); empty = none.
    void setRemark(std::function<QString(const domain::TokenKey &)> remarkOf);
    void setNotes(NoteSource source);
    /// One more tab about the token that is shown, see shownChanged().
    void insertTab(int index, QWidget *tab, const QString &title);
    /// A button beside the token's name.
    void addHeaderAction(QAction *action);
    void showToken(const std::optional<domain::TokenKey> &key);
    /// The one selected token, or what several of them are; followed until something else is shown.
    void showSelection(const RowSelection &selection);

    /// Position of the tab in front, to be remembered.
    int currentTab() const;
    void setCurrentTab(int tab);

signals:
    /// An admin noted something.
    void noted(const domain::TokenKey &key, const domain::Annotation &annotation);
    /// Another token, or none.
    void shownChanged(const std::optional<domain::TokenKey> &key);

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
    void countSelected();
    void showSummary();
    void colourStripe();

    const models::TokenTableModel &m_model;
    std::optional<domain::TokenKey> m_key;
    QPointer<const RowSelection> m_selection; ///< while several tokens are selected
    TokenCensus m_census;
    bool m_countIsOld = false; ///< something changed while the census ran
    QTimer m_refreshTimer;
    QStackedWidget *m_pages;
    QLabel *m_summary;
    QWidget *m_tokenPage = nullptr;
    QHBoxLayout *m_headerRow = nullptr;
    QFrame *m_stripe = nullptr;
    QLabel *m_title = nullptr;
    QLabel *m_place = nullptr;
    QLabel *m_remark = nullptr;
    std::function<QString(const domain::TokenKey &)> m_remarkOf;
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
