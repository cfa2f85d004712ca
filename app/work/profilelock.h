// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

/// Who writes to a profile folder: the first window on it, until it ends (DB-07). A lock of a
/// process that is gone is taken over.

#include <QLockFile>
#include <QString>

namespace work {

class ProfileLock final
{
public:
    /// An empty folder is nobody's: it is always held.
    explicit ProfileLock(const QString &folder);

    /// Also where no lock can be made, as in a folder that cannot be written: then nothing else can
    /// be written there either, and whoever tries is told.
    bool isHeld() const { return m_holder.isEmpty(); }
    /// Who else has it: "another Tokendesk (process 4711)".
    const QString &holder() const { return m_holder; }

private:
    QLockFile m_lock;
    QString m_holder;
};

} // namespace work
