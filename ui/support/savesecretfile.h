// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

/// Writes a key to a file of its owner's only.

#include "base/result.h"
#include "base/secret.h"

#include <QString>

namespace support {

/// The key and a line end, for its owner alone (base/privatefile.h), replacing the file as a whole
/// or not at all. Refused: a symbolic link, a folder, anything that is no ordinary file, a place
/// where no file can be kept from others. The error is LocalFile and names the path.
base::Result<base::Unit> saveSecretFile(const QString &path, const base::Secret &secret);

/// Sets one variable in a file of NAME=value lines: its other lines stay as they are. The file is
/// made where there is none, and is for its owner alone in any case. Invalid, field "variable", for
/// what is no name; LocalFile for a file over 1 MiB.
base::Result<base::Unit> saveSecretVariable(
    const QString &path, const QString &variable, const base::Secret &secret);
/// Whether text may name a variable: letters, digits and _, no digit first.
bool isVariableName(const QString &text);

} // namespace support
