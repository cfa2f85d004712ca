// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

/// Older profiles noted keys that nobody had stored in pending.json; the journal has them now.

#include "work/logbook.h"

namespace work {

class ConnectionBook;

/// Once: writes them into the journal, then renames the file to pending.json.imported. Nothing
/// happens without a file. A file that cannot be read is LocalFile and stays as it is.
base::Task<base::Unit> importPendingKeys(
    const QString &file, const ConnectionBook &connections, Logbook &log);

} // namespace work
