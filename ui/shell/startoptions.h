// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

/// The command line of the window, checked before anything is opened.

#include "base/result.h"
#include "shell/settings.h"

#include <QSize>
#include <QStringList>

#include <optional>

namespace shell {

struct StartOptions
{
    bool sandbox = false; ///< play with generated vendors; nothing is saved
    unsigned sandboxTokens = 120; ///< for each vendor
    unsigned long long sandboxSeed = 1;
    int sandboxLatency = 0; ///< milliseconds before each answer
    bool allowsDebugging = false; ///< other programs of the user may look into the process
    QString profileFolder; ///< empty = the system's place for this program
    QString screenshotFile; ///< save a picture once everything is listed, then quit
    QSize screenshotSize {1280, 800};
    std::optional<Theme> theme; ///< for this run only
    bool showsHelp = false;
    bool showsVersion = false;
    QString helpText;
};

/// Error.field names the option; Error.detail what is wrong with it.
base::Result<StartOptions> parseStartOptions(const QStringList &arguments);

} // namespace shell
