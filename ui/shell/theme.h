// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

/// Light and dark: the Fusion style with palettes whose contrast was checked, or the system's own.

#include "shell/settings.h"

class QApplication;

namespace shell {

/// Sets style and palette. System leaves both to the platform, on Windows its colours alone.
void applyTheme(Theme theme);

} // namespace shell
