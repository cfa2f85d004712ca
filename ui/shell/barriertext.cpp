// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#include "shell/barriertext.h"

#include "support/errortext.h"

#include <QCoreApplication>

namespace shell {

namespace {

QString tr(const char *text)
{
    return QCoreApplication::translate("shell::BarrierText", text);
}

} // namespace

QString barrierText(const std::optional<work::Barrier> &barrier)
{
    using Kind = work::Barrier::Kind;
    if (!barrier)
        return {};
    switch (barrier->kind) {
    case Kind::ProfileInUse:
        //: %1: "another Tokendesk (process 4711)"
        return tr("Read-only: this profile is open in %1").arg(barrier->detail);
    case Kind::JournalUnusable:
        return tr("Changes are off because the journal cannot be used: %1").arg(barrier->detail);
    case Kind::NotesUnread:
        return tr("The notes have not been read yet");
    case Kind::NotOpen:
        return tr("Changes are off until the connection is open: %1")
            .arg(support::errorText(barrier->error).title);
    case Kind::Offline:
        return tr("Changes are off until the connection answers again: %1")
            .arg(support::errorText(barrier->error).title);
    }
    return {};
}

} // namespace shell
