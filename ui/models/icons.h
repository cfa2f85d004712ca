// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

/// The program's symbolic icons, coloured for the theme when they are painted: the drawings are
/// masks, so one set serves light and dark and no SVG renderer is needed at run time.

#include "domain/connection.h"
#include "domain/token.h"

#include <QColor>
#include <QIcon>
#include <QPalette>
#include <QString>

namespace models {

/// What a colour says. Every tone has at least 4.5:1 against the window and the list background of
/// light and of dark palettes.
enum class Tone { Text, Ok, Warning, Error, Info, Muted };

QColor toneColour(Tone tone, const QPalette &palette);
Tone statusTone(domain::TokenStatus status);
/// Always shown together with environmentText(): never colour alone.
QColor environmentColour(domain::Environment environment, const QPalette &palette);

/// An icon of resources/icons by file name without extension. It follows the application's palette,
/// so it need not be made again when the theme changes. An unknown name gives an empty icon.
QIcon icon(const QString &name, Tone tone = Tone::Text);
/// The coloured application icon, for windows and the task bar.
QIcon applicationIcon();

} // namespace models
