// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#include "tokens/celldelegate.h"

#include "tokens/wordmatch.h"

#include <QApplication>
#include <QPainter>
#include <QTextLayout>

namespace tokens {

namespace {

bool isDark(const QPalette &palette)
{
    return palette.color(QPalette::Base).lightness() < 128;
}

QColor textColour(const QStyleOptionViewItem &option)
{
    const auto group = !(option.state & QStyle::State_Enabled) ? QPalette::Disabled
        : option.state & QStyle::State_Active                  ? QPalette::Active
                                                               : QPalette::Inactive;
    return option.palette.color(
        group, option.state & QStyle::State_Selected ? QPalette::HighlightedText : QPalette::Text);
}

} // namespace

QColor CellDelegate::markColour(const QPalette &palette)
{
    return isDark(palette) ? QColor(0x7a, 0x5c, 0x00) : QColor(0xff, 0xd9, 0x66);
}

QColor CellDelegate::markedTextColour(const QPalette &palette)
{
    return isDark(palette) ? Qt::white : Qt::black;
}

void CellDelegate::paint(
    QPainter *painter, const QStyleOptionViewItem &plain, const QModelIndex &index) const
{
    if (m_words.isEmpty()) {
        QStyledItemDelegate::paint(painter, plain, index);
        return;
    }
    QStyleOptionViewItem option = plain;
    initStyleOption(&option, index);
    if (matchesIn(option.text, m_words).empty())
        QStyledItemDelegate::paint(painter, plain, index);
    else
        paintMarked(painter, option);
}

/// The style paints everything but the text; the text goes where the style would have put it.
void CellDelegate::paintMarked(QPainter *painter, const QStyleOptionViewItem &option) const
{
    const QStyle *style = option.widget ? option.widget->style() : QApplication::style();
    const int margin = style->pixelMetric(QStyle::PM_FocusFrameHMargin, nullptr, option.widget) + 1;
    const QRect place = style->subElementRect(QStyle::SE_ItemViewItemText, &option, option.widget)
                            .adjusted(margin, 0, -margin, 0);
    const QString text
        = option.fontMetrics.elidedText(option.text, option.textElideMode, place.width());

    QList<QTextLayout::FormatRange> formats;
    for (const TextPart &part : matchesInElided(option.text, text, m_words)) {
        QTextCharFormat marked;
        marked.setBackground(markColour(option.palette));
        marked.setForeground(markedTextColour(option.palette));
        marked.setFontUnderline(true); // Not by colour alone.
        formats.append({static_cast<int>(part.start), static_cast<int>(part.length), marked});
    }
    QStyleOptionViewItem rest = option;
    rest.text.clear();
    style->drawControl(QStyle::CE_ItemViewItem, &rest, painter, option.widget);

    QTextLayout layout(text, option.font);
    QTextOption direction(Qt::AlignLeft | Qt::AlignAbsolute);
    direction.setTextDirection(option.direction);
    direction.setWrapMode(QTextOption::NoWrap);
    layout.setTextOption(direction);
    layout.setFormats(formats);
    layout.beginLayout();
    QTextLine line = layout.createLine();
    line.setLineWidth(place.width());
    layout.endLayout();
    const QSize size(static_cast<int>(std::ceil(line.naturalTextWidth())),
        static_cast<int>(std::ceil(line.height())));
    const QRect inside
        = QStyle::alignedRect(option.direction, option.displayAlignment, size, place);

    painter->save();
    painter->setClipRect(place.adjusted(-margin, 0, margin, 0));
    painter->setPen(textColour(option));
    layout.draw(painter, QPointF(inside.left(), inside.top()));
    painter->restore();
}

} // namespace tokens
