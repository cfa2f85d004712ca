// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

/// Rows of the journal for programs and spreadsheets. Pure.

#include "domain/journal.h"

#include <QByteArray>

namespace cli {

QJsonObject journalJson(const domain::JournalRecord &record);
QByteArray journalCsvTitles();
/// One line, with its line break.
QByteArray journalCsv(const domain::JournalRecord &record);

} // namespace cli
