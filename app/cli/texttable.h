// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

/// Rows in columns, for eyes.

#include <QStringList>

#include <vector>

namespace cli {

/// Its lines; the first row is the headings. Control characters are made visible.
QStringList textTable(std::vector<QStringList> rows);

} // namespace cli
