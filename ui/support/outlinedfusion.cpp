// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#include "support/outlinedfusion.h"

#include <QStyleOptionButton>
#include <QStyleOptionViewItem>

namespace support {

namespace {

/// Fusion makes the outline of this by darkening it.
void lightenOutline(QPalette &palette, const QColor &colour)
{
    if (palette.color(QPalette::Window).lightness() < 128)
        palette.setColor(QPalette::Window, colour);
}

/// Quieter than the text's colour, and still 3:1 on the window once darkened.
const QColor fieldOutline(0xa2, 0xaa, 0xb6);

bool isField(QStyle::PrimitiveElement element)
{
    return element == QStyle::PE_FrameLineEdit || element == QStyle::PE_Frame;
}

} // namespace

OutlinedFusion::OutlinedFusion()
    : QProxyStyle(QStringLiteral("Fusion"))
{
}

void OutlinedFusion::drawPrimitive(PrimitiveElement element, const QStyleOption *option,
    QPainter *painter, const QWidget *widget) const
{
    if (element == PE_IndicatorItemViewItemCheck) {
        if (const auto *item = qstyleoption_cast<const QStyleOptionViewItem *>(option)) {
            QStyleOptionViewItem lighter(*item);
            lightenOutline(lighter.palette, lighter.palette.color(QPalette::WindowText));
            QProxyStyle::drawPrimitive(element, &lighter, painter, widget);
            return;
        }
    }
    if (element == PE_IndicatorCheckBox || element == PE_IndicatorRadioButton) {
        if (const auto *button = qstyleoption_cast<const QStyleOptionButton *>(option)) {
            QStyleOptionButton lighter(*button);
            lightenOutline(lighter.palette, lighter.palette.color(QPalette::WindowText));
            QProxyStyle::drawPrimitive(element, &lighter, painter, widget);
            return;
        }
    }
    const auto *frame = qstyleoption_cast<const QStyleOptionFrame *>(option);
    if (frame && isField(element)) {
        QStyleOptionFrame lighter(*frame);
        lightenOutline(lighter.palette, fieldOutline);
        QProxyStyle::drawPrimitive(element, &lighter, painter, widget);
        return;
    }
    QProxyStyle::drawPrimitive(element, option, painter, widget);
}

void OutlinedFusion::drawComplexControl(ComplexControl control, const QStyleOptionComplex *option,
    QPainter *painter, const QWidget *widget) const
{
    if (const auto *box = qstyleoption_cast<const QStyleOptionComboBox *>(option)) {
        QStyleOptionComboBox lighter(*box);
        lightenOutline(lighter.palette, fieldOutline);
        QProxyStyle::drawComplexControl(control, &lighter, painter, widget);
        return;
    }
    if (const auto *box = qstyleoption_cast<const QStyleOptionSpinBox *>(option)) {
        QStyleOptionSpinBox lighter(*box);
        lightenOutline(lighter.palette, fieldOutline);
        QProxyStyle::drawComplexControl(control, &lighter, painter, widget);
        return;
    }
    QProxyStyle::drawComplexControl(control, option, painter, widget);
}

int OutlinedFusion::styleHint(StyleHint hint, const QStyleOption *option, const QWidget *widget,
    QStyleHintReturn *returned) const
{
    return hint == SH_DialogButtonBox_ButtonsHaveIcons
        ? 0
        : QProxyStyle::styleHint(hint, option, widget, returned);
}

} // namespace support
