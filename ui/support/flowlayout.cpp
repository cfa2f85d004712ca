// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#include "support/flowlayout.h"

#include <QStyle>
#include <QWidget>

#include <algorithm>

namespace support {

FlowLayout::FlowLayout(QWidget *parent, int gap)
    : QLayout(parent)
    , m_gap(gap)
{
    setContentsMargins(0, 0, 0, 0);
}

FlowLayout::~FlowLayout()
{
    qDeleteAll(m_items);
}

void FlowLayout::insertWidget(int place, QWidget *widget)
{
    addWidget(widget);
    if (place >= 0 && place < count() - 1)
        std::rotate(m_items.begin() + place, m_items.end() - 1, m_items.end());
    invalidate();
}

void FlowLayout::addItem(QLayoutItem *item)
{
    m_items.push_back(item);
}

QLayoutItem *FlowLayout::itemAt(int index) const
{
    return index >= 0 && index < count() ? m_items[static_cast<std::size_t>(index)] : nullptr;
}

QLayoutItem *FlowLayout::takeAt(int index)
{
    QLayoutItem *item = itemAt(index);
    if (item)
        m_items.erase(m_items.begin() + index);
    return item;
}

int FlowLayout::heightForWidth(int width) const
{
    return place(QRect(0, 0, width, 0), false);
}

QSize FlowLayout::minimumSize() const
{
    QSize size;
    for (const QLayoutItem *item : m_items)
        size = size.expandedTo(item->minimumSize());
    return size;
}

void FlowLayout::setGeometry(const QRect &rect)
{
    QLayout::setGeometry(rect);
    place(rect, true);
}

int FlowLayout::place(const QRect &rect, bool moves) const
{
    const auto direction = parentWidget() ? parentWidget()->layoutDirection() : Qt::LeftToRight;
    int x = rect.x();
    int y = rect.y();
    int rowHeight = 0;
    for (QLayoutItem *item : m_items) {
        if (item->isEmpty())
            continue;
        const bool grows = item->expandingDirections().testFlag(Qt::Horizontal);
        const QSize wanted = item->sizeHint().boundedTo({rect.width(), 10'000});
        const int needed = grows ? item->minimumSize().width() : wanted.width();
        if (x > rect.x() && x + needed > rect.x() + rect.width()) {
            x = rect.x();
            y += rowHeight + m_gap;
            rowHeight = 0;
        }
        const int width = grows ? std::max(needed, rect.x() + rect.width() - x) : wanted.width();
        if (moves) {
            item->setGeometry(
                QStyle::visualRect(direction, rect, QRect(x, y, width, wanted.height())));
        }
        x += width + m_gap;
        rowHeight = std::max(rowHeight, wanted.height());
    }
    return y + rowHeight - rect.y();
}

} // namespace support
