// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

/// What is said of a plan for a second admin (BULK-11).

#include "bulk/sharedplan.h"

namespace dialogs {

/// Why a file is no plan, as a sentence and what to do.
QString planProblemText(const base::Error &error);
/// That four eyes cannot be enforced here; said wherever a plan is made or opened.
QString planLimitText();
/// "Plan of ada for grace, made 2 hours ago"
QString planTitle(const bulk::SharedPlan &plan, base::Instant now);

} // namespace dialogs
