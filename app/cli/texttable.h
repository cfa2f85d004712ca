// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

/// Rows in columns, for eyes.

#include <QStringList>

#include <vector>

namespace cli {

/// The first row is the headings. Control characters are made visible.
QString textTable(std::vector<QStringList> rows);

} // namespace cli
