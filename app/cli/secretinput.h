// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

/// Reads a credential from standard input: typed without echo at a terminal, or piped.

#include "base/result.h"
#include "base/secret.h"
#include "cli/console.h"

#include <QString>

namespace cli {

/// At a terminal shows prompt on standard error and reads one line; otherwise reads up to the end.
/// Blocks. Invalid, with the field "secret", for what cannot be a key; the key is never in the
/// error.
base::Result<base::Secret> readSecret(Console &console, const QString &prompt);

} // namespace cli
