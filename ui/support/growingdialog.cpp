// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#include "support/growingdialog.h"

#include <QEvent>
#include <QLayout>
#include <QScreen>
#include <QWindow>

#include <utility>

namespace support {

bool GrowingDialog::event(QEvent *event)
{
    const bool handled = QDialog::event(event);
    switch (event->type()) {
    case QEvent::Show:
        grow();
        break;
    case QEvent::LayoutRequest:
        // A window that is resized while an X11 window manager is placing it ends at the screen's
        // corner, with its title bar outside.
        m_isWaiting = isVisible() && !(windowHandle() && windowHandle()->isExposed());
        if (!m_isWaiting)
            grow();
        break;
    case QEvent::Paint:
        if (std::exchange(m_isWaiting, false))
            QMetaObject::invokeMethod(this, &GrowingDialog::grow, Qt::QueuedConnection);
        break;
    default:
        break;
    }
    return handled;
}

void GrowingDialog::grow()
{
    if (!layout())
        return;
    layout()->activate();
    const int wanted = layout()->hasHeightForWidth() ? layout()->totalHeightForWidth(width())
                                                     : layout()->totalSizeHint().height();
    const int available = screen() ? screen()->availableGeometry().height() - 60 : wanted;
    if (const int tall = qMin(wanted, available); tall > height())
        resize(width(), tall);
}

} // namespace support
