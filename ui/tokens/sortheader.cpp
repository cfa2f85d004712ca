// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#include "tokens/sortheader.h"

#include <QMouseEvent>
#include <QPainter>
#include <QStyleOptionHeader>

#include <algorithm>

namespace tokens {

using models::SortBy;
using models::TokenColumnId;

namespace {

Qt::SortOrder reversed(Qt::SortOrder order)
{
    return order == Qt::AscendingOrder ? Qt::DescendingOrder : Qt::AscendingOrder;
}

QFont smallFont(QFont font)
{
    font.setPointSizeF(font.pointSizeF() * 0.8);
    return font;
}

} // namespace

SortHeader::SortHeader(QWidget *parent)
    : QHeaderView(Qt::Horizontal, parent)
    , m_keys {SortBy {}}
{
    setSectionsClickable(true);
    setHighlightSections(false);
    setTextElideMode(Qt::ElideRight);
    setDefaultAlignment(Qt::AlignLeft | Qt::AlignVCenter);
    connect(this, &QHeaderView::sectionClicked, this, [this](int column) {
        if (m_modifiers & Qt::ShiftModifier)
            alsoSortBy(column);
        else
            sortBy(column);
    });
}

void SortHeader::setSelectionModel(QItemSelectionModel *selection)
{
    if (selection->parent() == this)
        QHeaderView::setSelectionModel(selection);
}

void SortHeader::setKeys(Keys keys)
{
    Keys once;
    for (const SortBy &key : keys) {
        const bool isThere = std::any_of(once.begin(), once.end(),
            [&key](const SortBy &other) { return other.column == key.column; });
        if (!isThere)
            once.push_back(key);
    }
    if (once.empty())
        once.push_back({});
    if (once == m_keys)
        return;
    m_keys = std::move(once);
    viewport()->update();
    emit keysChanged();
}

void SortHeader::sortBy(int column)
{
    const auto id = static_cast<TokenColumnId>(column);
    const bool isAlready = m_keys.size() == 1 && m_keys.front().column == id;
    setKeys({{id, isAlready ? reversed(m_keys.front().order) : Qt::AscendingOrder}});
}

void SortHeader::alsoSortBy(int column)
{
    Keys keys = m_keys;
    const int place = placeOf(column);
    if (place == 0) {
        keys.push_back({static_cast<TokenColumnId>(column), Qt::AscendingOrder});
    } else if (SortBy &key = keys[static_cast<std::size_t>(place - 1)];
               key.order == Qt::AscendingOrder || keys.size() == 1) {
        key.order = reversed(key.order);
    } else {
        keys.erase(keys.begin() + place - 1);
    }
    setKeys(std::move(keys));
}

int SortHeader::placeOf(int column) const
{
    for (std::size_t i = 0; i < m_keys.size(); ++i) {
        if (static_cast<int>(m_keys[i].column) == column)
            return static_cast<int>(i) + 1;
    }
    return 0;
}

void SortHeader::mouseReleaseEvent(QMouseEvent *event)
{
    m_modifiers = event->modifiers(); // For sectionClicked(), which comes from within.
    QHeaderView::mouseReleaseEvent(event);
}

void SortHeader::initStyleOptionForIndex(QStyleOptionHeader *option, int column) const
{
    QHeaderView::initStyleOptionForIndex(option, column);
    const int place = placeOf(column);
    option->sortIndicator = QStyleOptionHeader::None;
    if (place == 0)
        return;
    // Qt's names are of the sign, whose point is up when it goes down the list.
    option->sortIndicator = m_keys[static_cast<std::size_t>(place - 1)].order == Qt::AscendingOrder
        ? QStyleOptionHeader::SortDown
        : QStyleOptionHeader::SortUp;
    const int signs = style()->pixelMetric(QStyle::PM_HeaderMarkSize, option, this)
        + (m_keys.size() > 1 ? option->fontMetrics.height() : 0);
    const int margins = 2 * style()->pixelMetric(QStyle::PM_HeaderMargin, option, this);
    const int room = std::max(0, sectionSize(column) - signs - margins);
    option->text = option->fontMetrics.elidedText(option->text, Qt::ElideRight, room);
}

void SortHeader::paintSection(QPainter *painter, const QRect &rect, int column) const
{
    painter->save();
    QHeaderView::paintSection(painter, rect, column);
    painter->restore();
    const int place = placeOf(column);
    if (place == 0 || m_keys.size() < 2)
        return;
    QStyleOptionHeader option;
    initStyleOption(&option);
    option.rect = rect;
    initStyleOptionForIndex(&option, column);
    const QRect arrow = style()->subElementRect(QStyle::SE_HeaderArrow, &option, this);
    const QRect number(arrow.left() - option.fontMetrics.height(), rect.top(),
        option.fontMetrics.height() - 2, rect.height());
    painter->save();
    painter->setFont(smallFont(painter->font()));
    painter->setPen(option.palette.color(QPalette::ButtonText));
    painter->drawText(number, Qt::AlignRight | Qt::AlignVCenter, locale().toString(place));
    painter->restore();
}

} // namespace tokens
