// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

/// The CA file that counts for every connection of a profile, beside the system's CAs and a
/// connection's own file. Kept in `trust.json` of the profile folder, so that the window and
/// tokendesk-cli trust alike.

#include "base/result.h"

#include <QString>

namespace work {

/// Absolute path; empty = none is set, or no profile folder. LocalFile where trust.json is damaged.
base::Result<QString> readCommonCaFile(const QString &profileFolder);

/// Replaces what is set; empty = none. Whether the file can be used is not looked at. LocalFile
/// where it cannot be written.
base::Result<base::Unit> writeCommonCaFile(const QString &profileFolder, const QString &caFile);

} // namespace work
