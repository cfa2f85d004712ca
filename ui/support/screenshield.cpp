// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#include "support/screenshield.h"

#include <QCoreApplication>
#include <QVariant>
#include <QWidget>

#ifdef Q_OS_WIN
#include <qt_windows.h>
#endif

namespace support {

namespace {

constexpr char unwanted[] = "tokendeskShowsWindowsToScreens";

QString say(const char *text)
{
    return QCoreApplication::translate("support::ScreenShield", text);
}

} // namespace

bool canShieldFromScreens()
{
#ifdef Q_OS_WIN
    return true;
#else
    return false;
#endif
}

void setScreenShieldWanted(bool isWanted)
{
    qApp->setProperty(unwanted, !isWanted);
}

bool isScreenShieldWanted()
{
    return !qApp->property(unwanted).toBool();
}

void shieldFromScreens(const QWidget *widget, bool isShielded)
{
#ifdef Q_OS_WIN
    constexpr DWORD shownToAll = 0x00;
    constexpr DWORD blackToScreens = 0x01; // Before Windows 10 2004, which can leave it out whole.
    constexpr DWORD leftOut = 0x11;
    const auto window = reinterpret_cast<HWND>(widget->window()->winId());
    if (!isShielded || !isScreenShieldWanted())
        ::SetWindowDisplayAffinity(window, shownToAll);
    else if (!::SetWindowDisplayAffinity(window, leftOut))
        ::SetWindowDisplayAffinity(window, blackToScreens);
#else
    Q_UNUSED(widget)
    Q_UNUSED(isShielded)
#endif
}

QString screenShieldNote()
{
    if (!canShieldFromScreens())
        return say(QT_TRANSLATE_NOOP("support::ScreenShield",
            "This system cannot keep the key out of screenshots and screen sharing: mind who sees "
            "your screen."));
    return isScreenShieldWanted()
        ? say(QT_TRANSLATE_NOOP("support::ScreenShield",
            "While the key is seen, this window is left out of screenshots and screen sharing."))
        : say(QT_TRANSLATE_NOOP("support::ScreenShield",
            "Screenshots and screen sharing see the key: that is how it is set."));
}

} // namespace support
