// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

/// What is wrong with a filter, for a terminal.

#include "filter/parser.h"

#include <QStringList>

namespace cli {

/// The message, the filter around the place, a line of carets below it, and what to write instead
/// if something is suggested.
QStringList filterProblem(const QString &text, const filter::FilterError &error);

} // namespace cli
