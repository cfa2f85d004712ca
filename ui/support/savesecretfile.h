// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

/// Writes a key to a file of its owner's only.

#include "base/result.h"
#include "base/secret.h"

#include <QString>

namespace support {

/// The key and a line end, mode 0600, replacing the file as a whole or not at all. Refused: a
/// symbolic link, a folder, anything that is no ordinary file. The error is LocalFile and names the
/// path.
base::Result<base::Unit> saveSecretFile(const QString &path, const base::Secret &secret);

} // namespace support
