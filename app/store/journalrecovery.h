// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

/// Saves what can be read of a damaged journal into a new one; the damaged file stays as it is.

#include "store/journalfile.h"
#include "store/openfile.h"

namespace store {

/// On the file's lane. The new journal is complete before it takes the old one's name.
base::Result<Recovery> recoverJournal(OpenFile &file, base::Instant now);

} // namespace store
