// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

/// The way to sort without a mouse: menus that say by which columns the table is sorted.

class QMenu;

namespace tokens {

class SortHeader;

/// What a click and Shift+click on the header do, for every column, as two menus below parent.
void addSortMenus(QMenu *parent, SortHeader &header);

} // namespace tokens
