// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

/// Fusion with check boxes and fields that can be seen on a dark ground: Fusion outlines them in a
/// darker shade of the window, which there is no shade at all (WCAG 1.4.11). Its pictures on dialog
/// buttons know one ground only, and are left out.

#include <QProxyStyle>

namespace support {

class OutlinedFusion final : public QProxyStyle
{
    Q_OBJECT

public:
    OutlinedFusion();

    void drawPrimitive(PrimitiveElement element, const QStyleOption *option, QPainter *painter,
        const QWidget *widget = nullptr) const override;
    void drawComplexControl(ComplexControl control, const QStyleOptionComplex *option,
        QPainter *painter, const QWidget *widget = nullptr) const override;
    int styleHint(StyleHint hint, const QStyleOption *option = nullptr,
        const QWidget *widget = nullptr, QStyleHintReturn *returned = nullptr) const override;
};

} // namespace support
