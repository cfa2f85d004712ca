// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

/// Small JSON files of the profile, which several programs may change at the same time: read anew
/// for each change under a lock, written atomically, readable by their owner only.

#include "base/result.h"

#include <QJsonArray>
#include <QString>

#include <functional>
#include <optional>

namespace work {

/// The array of a file `{"version":1, "<member>":[...]}`. A missing file is an empty array;
/// anything damaged is LocalFile naming the file and what is wrong.
base::Result<QJsonArray> readProfileFile(const QString &file, const char *member);

/// What is to be in the file, given what is in it now; nothing = there is no file yet. An error
/// leaves the file as it is.
using ProfileChange = std::function<base::Result<QJsonArray>(const std::optional<QJsonArray> &now)>;

/// Reads the file, and replaces it by what `change` makes of it, while no other program does the
/// same: `<file>.lock` is held meanwhile, and waited for at most ten seconds, in which the calling
/// thread stands still. The new file is for its owner alone, and flushed to disk before the old one
/// goes. LocalFile on failure, also where the file is damaged: the old file is then still whole.
base::Result<base::Unit> changeProfileFile(
    const QString &file, const char *member, const ProfileChange &change);

} // namespace work
