// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

/// Why nothing may be changed just now, at a connection or among the notes, though everything may
/// be looked at.

#include "base/error.h"

namespace work {

struct Barrier
{
    enum class Kind {
        ProfileInUse, ///< another window has the profile open, and it alone writes there (DB-07)
        JournalUnusable, ///< nothing could be written down before it is sent (DB-03, ONE-01)
        NotOpen, ///< its key was not read yet, or could not be
        Offline, ///< the vendor cannot be reached
        NotesUnread, ///< what is written now could be over what is there
    };

    Kind kind = Kind::NotOpen;
    /// What is behind it; untranslated. Who has the profile; what is wrong with the journal.
    QString detail;
    base::Error error; ///< of the connection, for NotOpen and Offline

    friend bool operator==(const Barrier &, const Barrier &) = default;
};

/// The barrier of a profile that somebody else has: "another Tokendesk (process 4711)".
inline Barrier profileInUseBy(const QString &holder)
{
    return {Barrier::Kind::ProfileInUse, holder, {}};
}

/// What a change ends as that a barrier stops: nothing was sent.
base::Error errorOf(const Barrier &barrier);

} // namespace work
