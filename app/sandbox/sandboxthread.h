// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

/// The sandbox in a thread of its own, so that a window beside it never stalls.

#include "sandbox/sandboxhost.h"

#include <QThread>

namespace sandbox {

class SandboxThread final
{
public:
    explicit SandboxThread(Options options);
    ~SandboxThread();

    SandboxThread(const SandboxThread &) = delete;
    SandboxThread &operator=(const SandboxThread &) = delete;

    /// Waits until the sandbox listens. Returns what went wrong, or nothing.
    QString start();
    /// What Sandbox::readyLine() said at the start.
    QJsonObject readyLine() const { return m_readyLine; }

private:
    Options m_options;
    QThread m_thread;
    Sandbox *m_sandbox = nullptr; ///< lives and dies in m_thread
    QJsonObject m_readyLine;
};

} // namespace sandbox
