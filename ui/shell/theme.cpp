// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#include "shell/theme.h"

#include "support/outlinedfusion.h"
#include "support/themepalette.h"

#include <QApplication>

using namespace Qt::StringLiterals;

namespace shell {

namespace {

/// The style of Windows paints a selected row in colours that are in no palette, and greys it while
/// another window is in front: symbols and text of ours could not be read on it.
void drawInSystemColours()
{
    QApplication::setStyle(new support::OutlinedFusion);
    QApplication::setPalette({}); // whatever was chosen before
    QPalette palette = QApplication::palette();
    for (const auto role : {QPalette::Highlight, QPalette::HighlightedText})
        palette.setColor(QPalette::Inactive, role, palette.color(QPalette::Active, role));
    // Its stripes would be darker than its windows: half-way to those is enough.
    const QColor base = palette.color(QPalette::Base);
    const QColor window = palette.color(QPalette::Window);
    palette.setColor(QPalette::AlternateBase,
        QColor((base.red() + window.red()) / 2, (base.green() + window.green()) / 2,
            (base.blue() + window.blue()) / 2));
    QApplication::setPalette(palette);
}

} // namespace

void applyTheme(Theme theme)
{
    if (theme == Theme::System) {
        if (QGuiApplication::platformName() == "windows"_L1)
            drawInSystemColours();
        return;
    }
    QApplication::setStyle(new support::OutlinedFusion);
    QApplication::setPalette(
        theme == Theme::Dark ? support::darkPalette() : support::lightPalette());
}

} // namespace shell
