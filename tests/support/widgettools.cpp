// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#include "widgettools.h"

#include "shots.h"

#include <QAccessible>
#include <QApplication>

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
    shoot(*widget, QLatin1String(name));
}

} // namespace test
