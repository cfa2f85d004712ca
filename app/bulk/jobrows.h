// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

/// A job as rows of the journal, and back: there is no other record of it. Pure.

#include "bulk/job.h"
#include "bulk/plan.h"

#include <functional>

namespace bulk {

using NameOf = std::function<ConnectionName(const QString &connectionId)>;

/// The row of the job, and one for each of its items.
std::vector<work::Beginning> rowsOf(const Opening &job, const NameOf &nameOf);

/// Items with new operations.
Opening openingOf(const Plan &plan, base::Instant now);

/// The job of a group's rows, oldest first; nothing if they hold no job, or one that has ended.
std::optional<Opening> jobOf(const std::vector<domain::JournalRecord> &rows);

} // namespace bulk
