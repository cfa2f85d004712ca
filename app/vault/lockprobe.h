// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

/// Asks the keychain how it is before anything is asked of it. On Linux a locked keyring answers a
/// read with "no such entry" and a delete with "done", so nobody may believe either before this was
/// asked.

#include "domain/vault.h"

#include <QObject>

#include <chrono>

namespace vault {

/// Talks to the Secret Service over D-Bus, never blocking and never causing a prompt by itself.
/// Systems whose keychain tells the truth (Windows, macOS) are always Ready.
class LockProbe final : public QObject
{
    Q_OBJECT

public:
    explicit LockProbe(
        std::chrono::milliseconds limit = std::chrono::seconds(3), QObject *parent = nullptr);

    base::Task<domain::VaultState> ask();
    /// Has the keychain ask the user, in its own prompt. VaultDenied when the user declines; there
    /// is no limit to how long a person may think, but cancelling the task takes the prompt away.
    base::Task<base::Unit> unlock();

private:
    std::chrono::milliseconds m_limit;
};

} // namespace vault
