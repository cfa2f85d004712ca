// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

/// What the windows about the past read from.

#include "domain/inventory.h"
#include "domain/journal.h"
#include "models/celltext.h"

#include <functional>

namespace history {

struct HistorySource
{
    domain::Journal &journal;
    domain::Inventory &inventory;
    const base::Clock &clock;
    std::function<models::TextContext()> context; ///< names of connections, now, zone
    /// Why a token like this cannot be made at that connection now; empty = it can.
    std::function<QString(const QString &connectionId)> whyNotCreate;
};

} // namespace history
