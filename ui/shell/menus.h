// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

/// Where each command stands: the menu bar has all of them, toolbar and context menus repeat some.

#include "shell/actions.h"

class QMainWindow;
class QMenu;

namespace tokens {
class TokenTableView;
}

namespace shell {

/// table: its columns and what it is sorted by are chosen under View, as the saved views are.
void buildMenuBar(
    QMainWindow &window, const Actions &actions, tokens::TokenTableView &table, QMenu *savedViews);
void buildToolBar(QMainWindow &window, const Actions &actions);
/// The caller owns the menus through their parent.
QMenu *buildTokenMenu(QWidget *parent, const Actions &actions);
QMenu *buildConnectionMenu(QWidget *parent, const Actions &actions);

} // namespace shell
