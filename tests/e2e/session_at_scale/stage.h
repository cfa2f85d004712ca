// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

/// The program as main() puts it together, on four vendors that run as a process of their own, so
/// that their work is not counted as the window's.

#include "sandboxdesk.h"
#include "shell/mainwindow.h"
#include "shell/settings.h"

#include <QJsonObject>
#include <QProcess>

namespace e2e {

/// tokendesk-sandbox, for as long as this lives.
class SandboxProcess final
{
public:
    SandboxProcess(const QString &program, int tokens);
    ~SandboxProcess();
    bool isUp() const { return m_said.contains(QLatin1String("url")); }
    const QJsonObject &said() const { return m_said; }

private:
    QProcess m_process;
    QJsonObject m_said;
};

class Stage final
{
public:
    Stage(const QString &sandboxProgram, int tokens);

    bool isUp() const { return m_sandbox.isUp(); }
    /// What the sandbox says about a vendor at its start.
    QString said(domain::Vendor vendor, const char *member) const;
    /// Four connections, kept for this run only; each lists at once.
    void addConnections();
    /// Every connection was listed to its end.
    bool isListed() const;
    /// What is wrong with a connection, or nothing.
    QString trouble() const;

private:
    SandboxProcess m_sandbox;
    test::PlayedVendors m_played;
    base::SystemClock m_clock;
    test::DeskMemory m_memory;

public:
    shell::Settings settings {QString()};
    work::Desk desk;
    shell::MainWindow window;
};

} // namespace e2e
