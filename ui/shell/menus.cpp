// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#include "shell/menus.h"

#include "tokens/sortmenu.h"
#include "tokens/tokentableview.h"

#include <QCoreApplication>
#include <QMainWindow>
#include <QMenu>
#include <QMenuBar>
#include <QToolBar>

#include <optional>

namespace shell {

using namespace Qt::StringLiterals;

namespace {

QString tr(const char *text)
{
    return QCoreApplication::translate("shell::Menus", text);
}

/// Commands in order; nothing stands for a separator.
using Row = std::vector<std::optional<Command>>;
constexpr std::nullopt_t separator = std::nullopt;

void fill(QMenu *menu, const Actions &actions, const Row &row)
{
    menu->setToolTipsVisible(true); // A disabled entry says why.
    for (const auto &command : row) {
        if (command)
            menu->addAction(actions[*command]);
        else
            menu->addSeparator();
    }
}

const Row tokenRow()
{
    return {Command::EditToken, Command::DuplicateToken, Command::RotateToken, separator,
        Command::EnableToken, Command::DisableToken, Command::DeleteToken, Command::ContainToken,
        separator, Command::SetTags, separator, Command::CopyRows, Command::CopyId,
        Command::OpenConsole, separator, Command::UntrackToken};
}

const Row connectionRow()
{
    return {Command::Refresh, Command::TestConnection, separator, Command::EditConnection,
        Command::DuplicateConnection, Command::RemoveConnection, separator, Command::NewToken,
        Command::TrackToken};
}

} // namespace

void buildMenuBar(
    QMainWindow &window, const Actions &actions, tokens::TokenTableView &table, QMenu *savedViews)
{
    QMenuBar *bar = window.menuBar();
    bar->setAccessibleName(tr("Menu bar"));
    fill(bar->addMenu(tr("&File")), actions,
        {Command::NewToken, Command::NewConnection, separator, Command::ExportView, separator,
            Command::Settings, Command::Lock, separator, Command::Quit});
    fill(bar->addMenu(tr("&Edit")), actions,
        {Command::CopyRows, Command::CopyRowsWithTitles, Command::CopyId, separator,
            Command::SelectAll, Command::InvertSelection, separator, Command::FindInList,
            Command::ClearFilter, separator, Command::CommandPalette});
    QMenu *view = bar->addMenu(tr("&View"));
    fill(view, actions,
        {Command::Refresh, Command::RefreshAll, Command::StopLoading, separator,
            Command::ShowDetails, Command::ShowJobs, Command::ShowRotations, Command::ShowJournal,
            Command::WhatChanged, separator, Command::Compact});
    view->addMenu(savedViews);
    QMenu *columnMenu = view->addMenu(tr("C&olumns"));
    columnMenu->addActions(table.columnActions());
    tokens::addSortMenus(view, table.sortHeader());
    QMenu *token = bar->addMenu(tr("&Token"));
    fill(token, actions,
        {Command::NewToken, Command::TrackToken, Command::WhoseKey, Command::OpenPlan, separator});
    fill(token, actions, tokenRow());
    QMenu *connection = bar->addMenu(tr("&Connection"));
    fill(connection, actions, {Command::NewConnection, Command::UnlockKeychain, separator});
    fill(connection, actions,
        {Command::TestConnection, Command::EditConnection, Command::DuplicateConnection,
            Command::RemoveConnection});
    fill(bar->addMenu(tr("&Help")), actions,
        {Command::Help, Command::Shortcuts, separator, Command::About});
}

void buildToolBar(QMainWindow &window, const Actions &actions)
{
    QToolBar *bar = window.addToolBar(tr("Commands"));
    bar->setObjectName("mainToolBar"_L1);
    bar->setMovable(false);
    bar->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    const Row row {Command::NewToken, separator, Command::EditToken, Command::DuplicateToken,
        Command::EnableToken, Command::DisableToken, Command::DeleteToken, separator,
        Command::Refresh, Command::NewConnection};
    for (const auto &command : row) {
        if (command)
            bar->addAction(actions[*command]);
        else
            bar->addSeparator();
    }
}

QMenu *buildTokenMenu(QWidget *parent, const Actions &actions)
{
    auto *menu = new QMenu(parent);
    menu->setAccessibleName(tr("Token"));
    fill(menu, actions, tokenRow());
    return menu;
}

QMenu *buildConnectionMenu(QWidget *parent, const Actions &actions)
{
    auto *menu = new QMenu(parent);
    menu->setAccessibleName(tr("Connection"));
    fill(menu, actions, connectionRow());
    return menu;
}

} // namespace shell
