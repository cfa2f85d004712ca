// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

/// Keeps a window out of screenshots and screen sharing while a key is seen in it (MEM-09), where
/// the system has a means for that. X11 and Wayland have none, and what macOS had is no longer
/// heeded by its own screen sharing: there the person is told.

#include <QString>

class QWidget;

namespace support {

bool canShieldFromScreens();
/// Off for people whose screen magnifier sees the screen as a screenshot does. On at first.
void setScreenShieldWanted(bool isWanted);
bool isScreenShieldWanted();

/// Shields the widget's window, or no longer.
void shieldFromScreens(const QWidget *widget, bool isShielded);

/// What to say beside a key that can be shown.
QString screenShieldNote();

} // namespace support
