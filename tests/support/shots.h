// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

/// Pictures of widgets, for looking at: TOKENDESK_SHOTS=folder makes tests save them there.

#include <QApplication>
#include <QPalette>
#include <QTest>
#include <QWidget>

namespace test {

inline QPalette lightPalette()
{
    return QPalette(QColor(239, 239, 239));
}

inline QPalette darkPalette()
{
    QPalette palette(QColor(50, 50, 50));
    palette.setColor(QPalette::Base, QColor(35, 35, 35));
    palette.setColor(QPalette::AlternateBase, QColor(42, 42, 42));
    palette.setColor(QPalette::Highlight, QColor(45, 95, 160));
    palette.setColor(QPalette::HighlightedText, Qt::white);
    return palette;
}

/// Saves widget as name-light.png and name-dark.png, if pictures are wanted.
inline void shoot(QWidget &widget, const QString &name)
{
    const QString folder = qEnvironmentVariable("TOKENDESK_SHOTS");
    if (folder.isEmpty())
        return;
    const QPalette before = QApplication::palette();
    for (const bool dark : {false, true}) {
        QApplication::setPalette(dark ? darkPalette() : lightPalette());
        QTest::qWait(30);
        const QString file
            = QStringLiteral("%1/%2-%3-%4x.png")
                  .arg(folder, name, dark ? QStringLiteral("dark") : QStringLiteral("light"),
                      QString::number(widget.devicePixelRatioF()));
        widget.grab().save(file);
    }
    QApplication::setPalette(before);
}

} // namespace test
