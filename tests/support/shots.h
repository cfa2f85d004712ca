// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

/// Pictures of widgets, for looking at: TOKENDESK_SHOTS=folder makes tests save them there.

#include "patience.h"
#include "support/outlinedfusion.h"
#include "support/themepalette.h"

#include <QApplication>
#include <QTest>
#include <QWidget>

namespace test {

/// Saves widget as name-light.png and name-dark.png, if pictures are wanted.
inline void shoot(QWidget &widget, const QString &name)
{
    const QString folder = qEnvironmentVariable("TOKENDESK_SHOTS");
    if (folder.isEmpty())
        return;
    // As the program looks with its own themes; the style stays, as changing it lays out anew.
    if (!dynamic_cast<support::OutlinedFusion *>(QApplication::style()))
        QApplication::setStyle(new support::OutlinedFusion);
    const QPalette before = QApplication::palette();
    for (const bool dark : {false, true}) {
        QApplication::setPalette(dark ? support::darkPalette() : support::lightPalette());
        settle();
        const QString file
            = QStringLiteral("%1/%2-%3-%4x.png")
                  .arg(folder, name, dark ? QStringLiteral("dark") : QStringLiteral("light"),
                      QString::number(widget.devicePixelRatioF()));
        widget.grab().save(file);
    }
    QApplication::setPalette(before);
}

} // namespace test
