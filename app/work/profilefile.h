// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

/// Small JSON files of the profile: written atomically, readable by their owner only.

#include "base/result.h"

#include <QJsonArray>
#include <QString>

namespace work {

/// The array of a file `{"version":1, "<member>":[...]}`. A missing file is an empty array;
/// anything damaged is LocalFile naming the file and what is wrong.
base::Result<QJsonArray> readProfileFile(const QString &file, const char *member);

/// Replaces the file, for its owner alone, flushed to disk before the old one goes. LocalFile on
/// failure: the old file is then still whole.
base::Result<base::Unit> writeProfileFile(
    const QString &file, const char *member, const QJsonArray &items);

} // namespace work
