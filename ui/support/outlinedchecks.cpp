// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#include "support/outlinedchecks.h"

#include <QStyleOptionButton>
#include <QStyleOptionViewItem>

namespace support {

namespace {

/// Fusion makes the outline of this by darkening it.
void lightenOutline(QPalette &palette)
{
    if (palette.color(QPalette::Window).lightness() < 128)
        palette.setColor(QPalette::Window, palette.color(QPalette::WindowText));
}

} // namespace

OutlinedChecks::OutlinedChecks()
    : QProxyStyle(QStringLiteral("Fusion"))
{
}

void OutlinedChecks::drawPrimitive(PrimitiveElement element, const QStyleOption *option,
    QPainter *painter, const QWidget *widget) const
{
    if (element == PE_IndicatorItemViewItemCheck) {
        if (const auto *item = qstyleoption_cast<const QStyleOptionViewItem *>(option)) {
            QStyleOptionViewItem lighter(*item);
            lightenOutline(lighter.palette);
            QProxyStyle::drawPrimitive(element, &lighter, painter, widget);
            return;
        }
    }
    if (element == PE_IndicatorCheckBox || element == PE_IndicatorRadioButton) {
        if (const auto *button = qstyleoption_cast<const QStyleOptionButton *>(option)) {
            QStyleOptionButton lighter(*button);
            lightenOutline(lighter.palette);
            QProxyStyle::drawPrimitive(element, &lighter, painter, widget);
            return;
        }
    }
    QProxyStyle::drawPrimitive(element, option, painter, widget);
}

} // namespace support
