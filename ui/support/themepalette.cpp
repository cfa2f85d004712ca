// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#include "support/themepalette.h"

namespace support {

namespace {

struct Colours
{
    QRgb window, base, alternate, text, button, highlight, highlightedText, link, disabled, border;
};

// Text on base and on window is at least 7:1 in both, disabled text 4.5:1 (WCAG 1.4.3).
constexpr Colours light {0xfff3f4f6, 0xffffffff, 0xfff8f9fb, 0xff1b1f24, 0xfffafbfc, 0xff1f5fbf,
    0xffffffff, 0xff1a56b0, 0xff6a727d, 0xffc3c8d0};
constexpr Colours dark {0xff202327, 0xff181a1d, 0xff1d2024, 0xffe7e9ec, 0xff2b2f35, 0xff3b74d6,
    0xffffffff, 0xff8ab4ff, 0xff949ca6, 0xff444a53};

QPalette paletteOf(const Colours &c)
{
    QPalette palette;
    palette.setColor(QPalette::Window, QColor::fromRgba(c.window));
    palette.setColor(QPalette::Base, QColor::fromRgba(c.base));
    palette.setColor(QPalette::AlternateBase, QColor::fromRgba(c.alternate));
    palette.setColor(QPalette::Button, QColor::fromRgba(c.button));
    palette.setColor(QPalette::ToolTipBase, QColor::fromRgba(c.button));
    for (const auto role : {QPalette::WindowText, QPalette::Text, QPalette::ButtonText,
             QPalette::ToolTipText, QPalette::BrightText})
        palette.setColor(role, QColor::fromRgba(c.text));
    palette.setColor(QPalette::Highlight, QColor::fromRgba(c.highlight));
    palette.setColor(QPalette::HighlightedText, QColor::fromRgba(c.highlightedText));
    palette.setColor(QPalette::Link, QColor::fromRgba(c.link));
    palette.setColor(QPalette::PlaceholderText, QColor::fromRgba(c.disabled));
    palette.setColor(QPalette::Mid, QColor::fromRgba(c.border));
    palette.setColor(QPalette::Midlight, QColor::fromRgba(c.alternate));
    palette.setColor(QPalette::Light, QColor::fromRgba(c.button).lighter(105));
    palette.setColor(QPalette::Dark, QColor::fromRgba(c.border).darker(120));
    for (const auto role : {QPalette::WindowText, QPalette::Text, QPalette::ButtonText})
        palette.setColor(QPalette::Disabled, role, QColor::fromRgba(c.disabled));
    palette.setColor(QPalette::Disabled, QPalette::Highlight, QColor::fromRgba(c.border));
    return palette;
}

} // namespace

QPalette lightPalette()
{
    return paletteOf(light);
}

QPalette darkPalette()
{
    return paletteOf(dark);
}

} // namespace support
