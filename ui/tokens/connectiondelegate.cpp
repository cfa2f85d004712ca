// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#include "tokens/connectiondelegate.h"

#include "models/connectiontreemodel.h"
#include "models/icons.h"

#include <QApplication>
#include <QLocale>
#include <QPainter>

namespace tokens {

using models::ConnectionTreeModel;

namespace {

constexpr int gap = 6;
constexpr int stripeWidth = 4;

bool isConnection(const QModelIndex &index)
{
    return !index.data(ConnectionTreeModel::ConnectionIdRole).toString().isEmpty();
}

QColor textColour(const QStyleOptionViewItem &option)
{
    const auto group = option.state & QStyle::State_Active ? QPalette::Active : QPalette::Inactive;
    return option.palette.color(
        group, option.state & QStyle::State_Selected ? QPalette::HighlightedText : QPalette::Text);
}

QFont smallFont(QFont font)
{
    font.setPointSizeF(font.pointSizeF() * 0.85);
    return font;
}

/// The part of a line that is left, taken from the right; shrinks rest by it.
QRect takeRight(QRect &rest, int width)
{
    const QRect taken(rest.right() - width + 1, rest.top(), width, rest.height());
    rest.setRight(taken.left() - gap);
    return taken;
}

void drawIcon(QPainter *painter, const QIcon &icon, QRect &rest, const QStyleOptionViewItem &option)
{
    const int extent = option.decorationSize.height();
    QRect place(rest.left(), 0, extent, extent);
    place.moveCenter({place.center().x(), rest.center().y()});
    icon.paint(painter, place, Qt::AlignCenter,
        option.state & QStyle::State_Selected ? QIcon::Selected : QIcon::Normal);
    rest.setLeft(place.right() + 1 + gap);
}

} // namespace

void ConnectionDelegate::paint(
    QPainter *painter, const QStyleOptionViewItem &plain, const QModelIndex &index) const
{
    QStyleOptionViewItem option = plain;
    initStyleOption(&option, index);
    const QStyle *style = option.widget ? option.widget->style() : QApplication::style();
    style->drawPrimitive(QStyle::PE_PanelItemViewItem, &option, painter, option.widget);
    painter->save();

    QRect first = option.rect.adjusted(gap, 0, -gap, 0);
    const QColor colour = textColour(option);
    if (isConnection(index)) {
        const auto environment = static_cast<domain::Environment>(
            index.data(ConnectionTreeModel::EnvironmentRole).toInt());
        const QRect stripe(first.left(), first.top() + 3, stripeWidth, first.height() - 6);
        painter->fillRect(stripe, models::environmentColour(environment, option.palette));
        first.setLeft(stripe.right() + 1 + gap);
        const QRect second(
            first.left(), first.center().y() + 1, first.width(), first.height() / 2 - 3);
        first.setBottom(first.center().y());
        first.setTop(first.top() + 3);
        painter->setFont(smallFont(option.font));
        painter->setPen(option.state & QStyle::State_Selected
                ? colour
                : models::toneColour(models::Tone::Muted, option.palette));
        //: Environment and state of a connection, e.g. "Production · Ready"
        const QString words
            = tr("%1 \u00b7 %2")
                  .arg(index.data(ConnectionTreeModel::EnvironmentTextRole).toString(),
                      index.data(ConnectionTreeModel::StateTextRole).toString());
        painter->drawText(second, Qt::AlignLeft | Qt::AlignVCenter,
            painter->fontMetrics().elidedText(words, Qt::ElideRight, second.width()));
    }
    painter->setPen(colour);
    painter->setFont(option.font);
    // Not option.locale: Qt takes the group separators out of that one.
    const QString count = QLocale().toString(index.data(ConnectionTreeModel::CountRole).toInt());
    painter->drawText(takeRight(first, option.fontMetrics.horizontalAdvance(count)),
        Qt::AlignRight | Qt::AlignVCenter, count);
    drawIcon(painter, option.icon, first, option);
    painter->drawText(first, Qt::AlignLeft | Qt::AlignVCenter,
        option.fontMetrics.elidedText(option.text, Qt::ElideMiddle, first.width()));
    painter->restore();

    if (option.state & QStyle::State_HasFocus) {
        QStyleOptionFocusRect focus;
        focus.QStyleOption::operator=(option);
        focus.backgroundColor = option.palette.color(QPalette::Highlight);
        style->drawPrimitive(QStyle::PE_FrameFocusRect, &focus, painter, option.widget);
    }
}

QSize ConnectionDelegate::sizeHint(
    const QStyleOptionViewItem &option, const QModelIndex &index) const
{
    const int line = option.fontMetrics.height();
    return {160, isConnection(index) ? 2 * line + 8 : line + 10};
}

} // namespace tokens
