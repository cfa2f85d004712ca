// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#include "jobs/jobdelegate.h"

#include "jobs/joblistmodel.h"

#include <QApplication>
#include <QPainter>

namespace jobs {

namespace {

constexpr int margin = 6;
constexpr int barHeight = 4;

} // namespace

QSize JobDelegate::sizeHint(const QStyleOptionViewItem &option, const QModelIndex &) const
{
    const int line = option.fontMetrics.height();
    return {line * 12, 2 * line + barHeight + 2 * margin + 4};
}

void JobDelegate::paint(
    QPainter *painter, const QStyleOptionViewItem &plain, const QModelIndex &index) const
{
    QStyleOptionViewItem option = plain;
    initStyleOption(&option, index);
    const QIcon icon = option.icon;
    option.icon = {};
    option.text.clear();
    const QStyle *style = option.widget ? option.widget->style() : QApplication::style();
    style->drawControl(QStyle::CE_ItemViewItem, &option, painter, option.widget);

    const bool selected = (option.state & QStyle::State_Selected) != 0;
    const QRect inside = option.rect.adjusted(margin, margin, -margin, -margin);
    const int line = option.fontMetrics.height();
    const int side = style->pixelMetric(QStyle::PM_SmallIconSize, &option, option.widget);
    icon.paint(painter, QRect(inside.left(), inside.top() + (line - side) / 2, side, side),
        Qt::AlignCenter, selected ? QIcon::Selected : QIcon::Normal);
    const QRect texts = inside.adjusted(side + margin, 0, 0, 0);
    painter->save();
    painter->setPen(option.palette.color(selected ? QPalette::HighlightedText : QPalette::Text));
    QFont bold = option.font;
    bold.setBold(true);
    painter->setFont(bold);
    const auto drawLine = [&](int top, const QString &text) {
        const QRect place(texts.left(), texts.top() + top, texts.width(), line);
        painter->drawText(place, Qt::AlignLeft | Qt::AlignVCenter | Qt::TextSingleLine,
            painter->fontMetrics().elidedText(text, Qt::ElideRight, place.width()));
    };
    drawLine(0, index.data(Qt::DisplayRole).toString());
    painter->setFont(option.font);
    drawLine(line, index.data(JobListModel::StatusRole).toString());
    if (const int progress = index.data(JobListModel::ProgressRole).toInt(); progress >= 0) {
        const QRect bar(texts.left(), inside.bottom() - barHeight + 1, texts.width(), barHeight);
        QColor ground = painter->pen().color();
        ground.setAlphaF(0.2F);
        painter->fillRect(bar, ground);
        const QColor full = selected ? option.palette.color(QPalette::HighlightedText)
                                     : option.palette.color(QPalette::Highlight);
        painter->fillRect(
            QRect(bar.topLeft(), QSize(bar.width() * progress / 1000, bar.height())), full);
    }
    painter->restore();
}

} // namespace jobs
