// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#include "shell/theme.h"

#include "support/outlinedfusion.h"
#include "support/themepalette.h"

#include <QApplication>

namespace shell {

void applyTheme(Theme theme)
{
    if (theme == Theme::System)
        return;
    QApplication::setStyle(new support::OutlinedFusion);
    QApplication::setPalette(
        theme == Theme::Dark ? support::darkPalette() : support::lightPalette());
}

} // namespace shell
