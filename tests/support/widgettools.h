// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

/// What widget tests need again and again.

#include <QTest>
#include <QWidget>

namespace test {

/// The child of that name; fails the test loudly if there is none.
template <typename T>
T *child(const QWidget *parent, const char *objectName)
{
    T *found = parent->findChild<T *>(QLatin1String(objectName));
    if (!found)
        qFatal("no child named %s in %s", objectName, qPrintable(parent->objectName()));
    return found;
}

/// Everything a screen reader could get out of a widget and its children, one piece a line.
QString accessibleText(QWidget *widget);

/// Names of windows that are still open, for `QCOMPARE(test::openWindows(), QStringList())`.
QStringList openWindows();

/// A picture of the widget for looking at, see shots.h.
void keepPicture(QWidget *widget, const char *name);

} // namespace test
