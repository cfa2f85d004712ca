// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#include "widgettools.h"

#include <QAccessible>
#include <QApplication>
#include <QDir>

namespace test {

using namespace Qt::StringLiterals;

namespace {

void gather(QAccessibleInterface *interface, QStringList &lines)
{
    if (!interface || !interface->isValid())
        return;
    for (const auto kind : {QAccessible::Name, QAccessible::Description, QAccessible::Value,
             QAccessible::Help, QAccessible::Accelerator}) {
        if (const QString text = interface->text(kind); !text.isEmpty())
            lines += text;
    }
    if (auto *text = interface->textInterface())
        lines += text->text(0, text->characterCount());
    for (int i = 0; i < interface->childCount(); ++i)
        gather(interface->child(i), lines);
}

QPalette darkPalette()
{
    QPalette palette(QColor(0x2b, 0x2d, 0x31), QColor(0x24, 0x26, 0x2a));
    palette.setColor(QPalette::Base, QColor(0x1c, 0x1e, 0x21));
    palette.setColor(QPalette::Highlight, QColor(0x3d, 0x7d, 0xd8));
    palette.setColor(QPalette::PlaceholderText, QColor(0x9a, 0x9d, 0xa3));
    for (const auto role : {QPalette::WindowText, QPalette::Text, QPalette::ButtonText}) {
        palette.setColor(role, QColor(0xe8, 0xe9, 0xeb));
        palette.setColor(QPalette::Disabled, role, QColor(0x9a, 0x9d, 0xa3));
    }
    return palette;
}

} // namespace

QString accessibleText(QWidget *widget)
{
    QStringList lines;
    gather(QAccessible::queryAccessibleInterface(widget), lines);
    return lines.join(u'\n');
}

QStringList openWindows()
{
    QCoreApplication::sendPostedEvents(nullptr, QEvent::DeferredDelete);
    QStringList names;
    for (const QWidget *widget : QApplication::topLevelWidgets()) {
        if (widget->isVisible())
            names += widget->objectName();
    }
    return names;
}

void keepPicture(QWidget *widget, const char *name)
{
    const QString folder = qEnvironmentVariable("TOKENDESK_TEST_SCREENSHOTS");
    if (folder.isEmpty())
        return;
    const QPalette light = QApplication::palette();
    const auto save = [widget, &folder, name](const char *theme) {
        QTest::qWait(20);
        const QString file = u"%1-%2-%3x.png"_s.arg(QLatin1String(name), QLatin1String(theme),
            QString::number(widget->devicePixelRatioF()));
        widget->grab().save(QDir(folder).filePath(file));
    };
    save("light");
    QApplication::setPalette(darkPalette());
    save("dark");
    QApplication::setPalette(light);
}

} // namespace test
