// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

/// Saved views in the window: the menu and the button that choose one, and what can be done with
/// them.

#include "work/savedviews.h"

#include <QObject>

#include <functional>
#include <vector>

class QAction;
class QActionGroup;
class QMenu;
class QPushButton;
class QWidget;

namespace tokens {
class FilterBar;
class TokenTableView;
} // namespace tokens

namespace shell {

/// The translated name of one that comes with the program.
QString shownName(const work::SavedView &view);

class ViewCommands final : public QObject
{
    Q_OBJECT

public:
    /// profileFolder: empty = views of this run only. All others outlive this object.
    ViewCommands(const QString &profileFolder, tokens::FilterBar &filter,
        tokens::TokenTableView &table, QWidget *window);

    base::Result<base::Unit> load();
    work::SavedViews &views() { return m_views; }
    /// The same menu stands under View and at the chooser.
    QMenu *menu() const { return m_menu; }
    QPushButton *chooser() const { return m_chooser; }
    /// For the command palette.
    std::vector<QAction *> actions() const;
    void setEnabled(bool isEnabled);

    const QString &current() const { return m_current; }
    /// Something that the current view says is different now.
    bool isChanged() const;

    void choose(const QString &name);
    void saveAs();
    /// The current view gets what is shown now.
    void update();
    void rename(const QString &name);
    void copy(const QString &name);
    void remove(const QString &name);
    void setHidden(const QString &name, bool isHidden);
    void move(std::size_t from, std::size_t to);
    void importFile(const QString &path);
    void exportFile(const QString &path);

signals:
    void done(const QString &message, const std::function<void()> &undo);
    void failed(const QString &title, const QString &text);
    void compactChosen(bool isCompact);

private:
    void buildMenu();
    QAction *addCommand(const QString &name, const QString &text, const QString &paletteName,
        void (ViewCommands::*run)());
    void fillMenu();
    void showState();
    work::SavedView captured() const;
    void setCurrent(const QString &name);
    void renameCurrent() { rename(m_current); }
    void removeCurrent() { remove(m_current); }
    void manage();
    void chooseImport();
    void chooseExport();
    void askForName(const QString &title, const QString &name, const QString &button,
        std::function<base::Result<base::Unit>(const QString &)> save);
    bool report(const QString &title, const base::Result<base::Unit> &result);

    tokens::FilterBar &m_filter;
    tokens::TokenTableView &m_table;
    QWidget *m_window;
    work::SavedViews m_views;
    QMenu *m_menu;
    QPushButton *m_chooser;
    QAction *m_firstCommand = nullptr; ///< views stand before it
    QActionGroup *m_group;
    std::vector<QAction *> m_choices;
    std::vector<QAction *> m_commands;
    QAction *m_update = nullptr;
    QAction *m_rename = nullptr;
    QAction *m_remove = nullptr;
    QAction *m_export = nullptr;
    QString m_current;
    work::SavedView m_chosen; ///< what was shown when the current view was chosen
    bool m_isEnabled = true;
};

} // namespace shell
