// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

/// How a file of the store stands, for main() to tell the user.

#include <QString>

namespace store {

struct FileReport
{
    enum class State {
        Usable,
        MovedAside, ///< damaged: renamed to `movedTo`, and a new one begun; usable
        ReadOnly, ///< can be read; whatever would write it fails
        Unusable, ///< left as it is; whatever would use it fails
    };

    QString file; ///< "journal.db"
    State state = State::Usable;
    bool isDamaged = false;
    QString reason; ///< English words, for every state but Usable
    QString movedTo; ///< name without folder
    QString warning; ///< usable, but: kept on a network file system ...
    QString backup; ///< the copy made before its format was brought up to date; without folder
};

} // namespace store
