// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#include "support/growingdialog.h"

#include <QEvent>
#include <QLayout>
#include <QScreen>

namespace support {

bool GrowingDialog::event(QEvent *event)
{
    const bool handled = QDialog::event(event);
    const bool mayNeedRoom
        = event->type() == QEvent::LayoutRequest || event->type() == QEvent::Show;
    if (mayNeedRoom && layout()) {
        layout()->activate();
        const int wanted = layout()->hasHeightForWidth() ? layout()->totalHeightForWidth(width())
                                                         : layout()->totalSizeHint().height();
        const int available = screen() ? screen()->availableGeometry().height() - 60 : wanted;
        if (const int tall = qMin(wanted, available); tall > height())
            resize(width(), tall);
    }
    return handled;
}

} // namespace support
