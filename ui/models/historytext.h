// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

/// Rows of the journal and of the history in words for people.

#include "domain/inventory.h"
#include "domain/journal.h"
#include "models/celltext.h"
#include "models/icons.h"

namespace models {

/// "Create", "Disable" ...
QString journalActionText(domain::JournalAction action);
/// What came of it: "Done", "Refused", "No answer: it may have happened" ...
QString journalOutcomeText(const domain::JournalEntry &entry);
Tone journalOutcomeTone(const domain::JournalEntry &entry);
/// What speaks against a found token being the one that a lost creation made, a sentence each.
/// facts: words of work::against.
QString contradictionText(const QStringList &facts);
/// "This window", "Command line"; others as they are.
QString journalOriginText(const QString &origin);
/// The details of a row, "Title: value" each.
QStringList journalDetailLines(const QJsonObject &details, const TextContext &context);

/// "New", "Vanished", "May do more" ...
QString changeKindText(domain::ChangeKind kind);
Tone changeKindTone(domain::ChangeKind kind);
/// "+3 new, -1 vanished, 2 broadened"; kinds that did not happen are left out.
QString changeSummary(const std::array<int, domain::allChangeKinds.size()> &counts);
/// What a change was before, or is after: times and statuses in words, grants in one line.
QString changeValueText(domain::ChangeKind kind, const QString &value, const TextContext &context);

/// "2026-03-01 12:00:07", local: lists of events are read by their times.
QString eventTime(base::Instant when, const TextContext &context);

} // namespace models
