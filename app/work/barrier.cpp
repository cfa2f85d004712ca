// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#include "work/barrier.h"

namespace work {

using namespace Qt::StringLiterals;
using base::Error;
using base::ErrorKind;

Error errorOf(const Barrier &barrier)
{
    switch (barrier.kind) {
    case Barrier::Kind::ProfileInUse:
        return {.kind = ErrorKind::Conflict,
            .detail = u"%1 has this profile open; change things there"_s.arg(barrier.detail)};
    case Barrier::Kind::JournalUnusable:
        return {.kind = ErrorKind::LocalFile,
            .detail
            = u"nothing is changed while the journal cannot be used: %1"_s.arg(barrier.detail)};
    case Barrier::Kind::NotesUnread:
        return {.kind = ErrorKind::LocalFile, .detail = u"the notes have not been read yet"_s};
    case Barrier::Kind::NotOpen:
    case Barrier::Kind::Offline:
        return barrier.error;
    }
    return {};
}

} // namespace work
