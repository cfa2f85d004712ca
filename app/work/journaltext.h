// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

/// Rows of the journal and of the history as JSON lines and CSV, for files and for the command
/// line. Pure. Never holds a key, because no row does.

#include "domain/inventory.h"
#include "domain/journal.h"

#include <QByteArray>
#include <QStringList>

namespace work {

/// What begins an export as JSON lines: how many rows follow where none was taken out, and the hash
/// of the newest, by which a file can be held against the journal later.
struct JournalHead
{
    qint64 rows = 0;
    QByteArray hash;
    base::Instant exported {};
};

QJsonObject journalJson(const domain::JournalRecord &record);
/// One line each, with its line break.
QByteArray journalJsonHead(const JournalHead &head);
QByteArray journalJsonLine(const domain::JournalRecord &record);

QByteArray journalCsvTitles();
/// The row's hash stands last; that of the newest row seals all of them.
QByteArray journalCsvLine(const domain::JournalRecord &record);

/// connectionName: as it is called now.
QByteArray changeJsonLine(const domain::TokenChange &change, const QString &connectionName);
QByteArray changeCsvTitles();
QByteArray changeCsvLine(const domain::TokenChange &change, const QString &connectionName);

} // namespace work
