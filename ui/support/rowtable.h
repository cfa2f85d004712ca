// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

/// How a table of rows looks and moves in panels and dialogs: whole rows, no grid, Tab leaves it.

class QTableView;

namespace support {

/// With room for so many lines at least. Call before the model is set.
void makeRowTable(QTableView *table, int leastLines);

} // namespace support
