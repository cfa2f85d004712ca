// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

/// Mist's audit log, searched and paged.

#include "sandbox/exchange.h"
#include "sandbox/mistestate.h"

namespace sandbox {

/// ownOnly: what the admin did in all organisations, as /self/logs tells it.
HttpReply mistLog(const HttpRequest &request, const MistEstate &estate, qint64 nowMs, bool ownOnly);

} // namespace sandbox
