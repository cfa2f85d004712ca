// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

/// The table of tokens. Hands out keys, never indexes: rows move whenever a page arrives.

#include "base/task.h"
#include "models/tokentablemodel.h"

#include <QTableView>

#include <optional>
#include <vector>

class QAction;

namespace tokens {

class CellDelegate;
class EmptyNotice;
class NameSearch;
class RowSelection;
class SortHeader;
class TableColumns;
struct RowText;

class TokenTableView final : public QTableView
{
    Q_OBJECT

public:
    enum class Density { Compact, Comfortable };

    /// The model must outlive the view.
    explicit TokenTableView(models::TokenTableModel &model, QWidget *parent = nullptr);

    /// The selected tokens, from top to bottom.
    std::vector<domain::TokenKey> selectedKeys() const;
    int selectedCount() const;
    const RowSelection &selection() const { return *m_selection; }
    std::optional<domain::TokenKey> currentKey() const;
    /// Makes a token current, selects it and scrolls to it, if it is shown.
    bool selectKey(const domain::TokenKey &key);
    /// The same with all of these that are shown, the first of them current. Returns how many are.
    int selectKeys(const std::vector<domain::TokenKey> &keys);

    /// One checkable action per column, for the View menu; the header's own menu shows the same
    /// ones.
    const QList<QAction *> &columnActions() const;
    /// The first counts most; none is the order by name.
    void setSortKeys(const std::vector<models::SortBy> &keys);
    const std::vector<models::SortBy> &sortKeys() const;
    SortHeader &sortHeader() const { return *m_header; }
    /// What the filter looks for, folded (base::foldedText): marked in the cells.
    void setHighlightedWords(const QStringList &foldedWords);
    void setDensity(Density density);
    Density density() const { return m_density; }

    /// Column order, widths, visibility, sorting and density as JSON, for the shell to keep.
    QByteArray saveState() const;
    /// What does not fit is ignored: a damaged state gives the default layout. False if nothing was
    /// used.
    bool restoreState(const QByteArray &state);
    void resetColumns();

    // What the empty table has to know to say why it is empty.
    void setHasConnections(bool has);
    void setLoading(bool loading);

    void selectAll() override;
    /// Ctrl+A goes to the table itself, past the command that is off.
    void setSelectAllAllowed(bool allowed) { m_isSelectAllAllowed = allowed; }
    void keyboardSearch(const QString &search) override;
    /// What is shown, or what of it is selected, for files.
    RowText rowText(bool selectedOnly) const;

public slots:
    void invertSelection();
    /// The current cell, when one row is selected; else the rows.
    void copySelection();
    void copyCell();
    /// The visible columns of the selected rows, separated by tabs.
    void copyRows();
    void copyRowsWithTitles();
    /// The ids of the selected tokens, one per line.
    void copyIds();

signals:
    /// More rows than a clipboard is for.
    void copyRefused(int rows, int most);
    void selectionKeysChanged();
    void tokenActivated(const domain::TokenKey &key);
    /// At a place on the screen; the keyboard's menu key gives the current cell's.
    void tokenMenuRequested(const QPoint &globalPosition);
    void clearFilterRequested();
    void addConnectionRequested();
    void sampleDataRequested();
    /// Columns, widths, sorting or density changed: a good moment to save the state.
    void stateChanged();

protected:
    QRegion visualRegionForSelection(const QItemSelection &selection) const override;
    void selectionChanged(
        const QItemSelection &selected, const QItemSelection &deselected) override;
    QItemSelectionModel::SelectionFlags selectionCommand(
        const QModelIndex &index, const QEvent *event) const override;
    void contextMenuEvent(QContextMenuEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;
    void changeEvent(QEvent *event) override;
    void paintEvent(QPaintEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;

private:
    void setUpHeaders();
    void setUpSelection();
    void applySortKeys();
    void setRowHeight();
    void keepCurrentInPlace();
    void noteCurrentPlace();
    void updateNotice();
    void copyRows(bool withTitles);

    models::TokenTableModel &m_model;
    bool m_isSelectAllAllowed = true;
    RowSelection *m_selection;
    SortHeader *m_header;
    CellDelegate *m_delegate;
    NameSearch *m_nameSearch;
    EmptyNotice *m_notice;
    base::Task<QString> m_copying;
    TableColumns *m_columns = nullptr;
    Density m_density = Density::Comfortable;
    bool m_hasConnections = true;
    bool m_isLoading = false;
    std::optional<int>
        m_currentY; ///< of the current row before an order changes, if it is in sight
};

} // namespace tokens
